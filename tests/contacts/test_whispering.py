"""Whispers: the flow says or asks what a person wants, in its own voice, and goes on."""

from pathlib import Path

import pytest

from tests.contacts.world import ANA, ELSEWHERE, MARIA, World, run, world
from warmline.contacts import repository
from warmline.contacts.errors import AsksForSecret, NotAutomated, NothingSaid, TooLong, UnknownContact
from warmline.contacts.model import Turn
from warmline.contacts.whispering import LONGEST
from warmline.flows.inputs import Asked, Chose, Silence


async def begin(at: World) -> str:
    return (await at.talks.begin("chat", identifiers=MARIA)).contact.name


async def latest(at: World, name: str) -> Turn:
    return (await at.talks.turns(name))[-1]


def test_the_flow_says_it_and_what_it_asked_can_still_be_answered(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await begin(at)
            for _ in range(2):
                await at.whispering.whisper(ANA, name, "The outage ends at eleven.", "k")
            turn = await latest(at, name)
            assert (turn.by, turn.text, turn.whispered) == ("flow", "The outage ends at eleven.", "Ana")
            assert turn.prompt is not None
            assert [one.name for one in turn.prompt.options] == ["bill", "person"]
            assert str((await at.talks.contact(name)).owner) == "flow"
            await at.say(name, "hi")
            assert (await at.said(name))[-2:] == [("customer", "hi"), ("flow", "You said hi.")]
            assert [one.event.properties["by"] for one in at.events("contact.whispered")] == ["staff:ana"]

    run(work)


def test_an_answer_is_for_people_and_the_flow_asks_its_own_question_again(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await begin(at)
            await at.whispering.whisper(ANA, name, "Which month do you mean?", "k", ask=True)
            await at.say(name, "pay")  # would lead the flow on
            assert (await at.said(name))[-2:] == [
                ("customer", "pay"),
                ("flow", "Thank you, we have noted that.\nWelcome."),
            ]
            assert at.systems.done == {}
            await at.say(name, "hi")
            assert (await at.said(name))[-1] == ("flow", "You said hi.")

    run(work)


@pytest.mark.parametrize("given", [Chose(option="bill"), Asked(what="person"), Silence()])
def test_what_is_not_an_answer_leads_the_flow_on(tmp_path: Path, given: Chose | Asked | Silence) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await begin(at)
            await at.whispering.whisper(ANA, name, "Which month do you mean?", "k", ask=True)
            before = (await at.talks.contact(name)).turns
            await at.talks.take(name, given, "c")
            await at.settled()
            said = [turn.text for turn in await at.talks.turns(name, before) if turn.by == "flow"]
            assert "noted" not in " ".join(said)

    run(work)


def test_who_waits_may_be_told_and_asked_too(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await begin(at)
            await at.talks.take(name, Asked(what="person"), "c")
            await at.whispering.whisper(ANA, name, "Which phone is it?", "k", ask=True)
            await at.say(name, "the blue one")
            assert (await at.said(name))[-2:] == [
                ("customer", "the blue one"),
                ("flow", "Thank you, we have noted that."),
            ]
            assert str((await at.talks.contact(name)).owner) == "queue:general"

    run(work)


def test_a_person_who_takes_over_hears_the_answer(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await begin(at)
            await at.whispering.whisper(ANA, name, "Which month?", "k", ask=True)
            await at.takeover.take_over(ANA, name)
            await at.say(name, "March")
            assert (await at.said(name))[-1] == ("customer", "March")
            with pytest.raises(NotAutomated, match="Ana Reyes"):
                await at.whispering.whisper(ANA, name, "Hello", "k2")

    run(work)


def test_what_cannot_be_whispered(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await begin(at)
            with pytest.raises(NothingSaid):
                await at.whispering.whisper(ANA, name, " ", "k")
            with pytest.raises(TooLong):
                await at.whispering.whisper(ANA, name, "x" * (LONGEST + 1), "k")
            with pytest.raises(UnknownContact):
                await at.whispering.whisper(ELSEWHERE, name, "Hello", "k")
            await at.say(name, "card")
            with pytest.raises(AsksForSecret):
                await at.whispering.whisper(ANA, name, "Which month?", "k", ask=True)
            await at.whispering.whisper(ANA, name, "Take your time.", "k")
            record = await at.storage.read(lambda reader: repository.named(reader, name))
            assert record is not None and record.asks_secret

    run(work)


def test_card_numbers_are_masked(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await begin(at)
            await at.whispering.whisper(ANA, name, "Is it 4111 1111 1111 1111?", "k")
            assert "4111 1111" not in (await latest(at, name)).text

    run(work)
