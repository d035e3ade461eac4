"""Contacts as channels use them: begun, gone on with, resumed, listened to, left."""

import asyncio
from itertools import pairwise
from pathlib import Path

import pytest

from tests.contacts.scripted import Script, Step
from tests.contacts.world import ANA, MARIA, MINUTE, run, world
from warmline.business.model import Disclosure
from warmline.contacts.errors import BadInput, Ended, TooFast, TooLong, UnknownContact
from warmline.contacts.model import Attached
from warmline.events.model import Identifier
from warmline.flows.effects import Record
from warmline.flows.inputs import Asked, Began, Chose, Input, Left, Said
from warmline.flows.session import Session
from warmline.flows.world import World


def test_a_contact_begins_and_goes_on(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            begun = await at.talks.begin("chat", identifiers=MARIA)
            name = begun.contact.name
            assert begun.contact.state == "open" and str(begun.contact.owner) == "flow"
            await at.say(name, "bill")
            assert await at.said(name) == [
                ("flow", "Welcome."),
                ("customer", "bill"),
                ("flow", "bill: ok 12"),
            ]
            assert (await at.talks.contact(name)).wants == "bill"
            assert [turn.number for turn in await at.talks.turns(name, 1)] == [2, 3]
            await at.say(name, "done")
            ended = await at.talks.contact(name)
            assert (ended.state, ended.outcome) == ("ended", "completed")
            with pytest.raises(Ended):
                await at.say(name, "hello?")

    run(work)


def test_everything_is_on_record_and_each_event_is_caused_by_the_one_before(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = (await at.talks.begin("chat", identifiers=MARIA, place="shop")).contact.name
            at.pass_(2 * MINUTE)
            await at.say(name, "bill")
            await at.say(name, "done")
            stored = at.events()
            assert [one.event.type for one in stored] == [
                "contact.started",
                "contact.turn",
                "contact.turn",
                "contact.reason",
                "contact.looked_up",
                "contact.turn",
                "contact.turn",
                "contact.ended",
            ]
            for before, after in pairwise(stored):
                assert after.event.cause == before.id
            assert {one.event.properties["contact"] for one in stored} == {name}
            ended = stored[-1].event.properties
            assert ended["seconds"] == 120 and ended["reason"] == "bill" and ended["outcome"] == "completed"
            customer = (await at.talks.contact(name)).customer
            assert customer is not None
            whose = at.storage.read_now(
                lambda reader: {at.customers.customer_of(reader, one.event) for one in stored}
            )
            assert whose == {customer}

    run(work)


def test_a_file_is_no_answer_and_what_was_asked_can_still_be_answered(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = (await at.talks.begin("chat")).contact.name
            for _ in range(2):
                await at.talks.take(name, Attached(title="bill.png"), "file:1")
            turns = await at.talks.turns(name)
            assert [(turn.by, turn.text) for turn in turns[1:]] == [
                ("customer", "bill.png"),
                ("flow", "I have kept the file for the person who helps you."),
            ]
            assert turns[2].prompt and turns[0].prompt and turns[2].prompt.options == turns[0].prompt.options
            await at.takeover.take_over(ANA, name)
            placed: list[int] = []
            for _ in range(2):
                await at.talks.take(name, Attached(title="other.png"), "file:2", at_turn=placed.append)
            assert (await at.said(name))[-1] == ("customer", "other.png")
            assert placed == [len(await at.talks.turns(name))]

    run(work)


def test_the_same_key_is_taken_once(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = (await at.talks.begin("chat")).contact.name
            first = await at.say(name, "pay", key="a")
            again = await at.say(name, "pay", key="a")
            assert first == again
            assert list(at.systems.done.values()) == [1]
            assert len(await at.talks.turns(name)) == 3
            other = (await at.talks.begin("chat")).contact.name
            assert await at.say(other, "hello", key="a") == 3, "keys are those of one contact"

    run(work)


def test_a_busy_channel_does_all_at_one_go(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            begun = await at.talks.begin("chat")
            name, token = begun.contact.name, begun.token
            told = await at.talks.exchange(name, token, Said(text="hi"), "a", after=1)
            assert [turn.text for turn in told.turns] == ["hi", "You said hi."]
            assert await at.talks.exchange(name, token, Said(text="hi"), "a", after=1) == told
            assert (await at.talks.look(name, token, after=2)).turns == told.turns[1:]
            with pytest.raises(UnknownContact):
                await at.talks.exchange(name, "another", Said(text="hi"), "b")
            with pytest.raises(UnknownContact):
                await at.talks.look(name, "")
            assert len(await at.talks.turns(name)) == 3

    run(work)


def test_two_inputs_at_once_come_both_in_order(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = (await at.talks.begin("chat")).contact.name
            await asyncio.gather(*(at.talks.take(name, Said(text=f"{n}"), f"k{n}") for n in range(8)))
            said = await at.said(name)
            assert sorted(text for by, text in said if by == "customer") == [str(n) for n in range(8)]
            for (_, heard), (by, answered) in zip(said[1::2], said[2::2], strict=True):
                assert (by, answered) == ("flow", f"You said {heard}.")

    run(work)


def test_only_the_token_goes_on_with_a_contact(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            begun = await at.talks.begin("chat")
            assert (await at.talks.resume(begun.contact.name, begun.token)).name == begun.contact.name
            for contact, token in (
                (begun.contact.name, "another"),
                (begun.contact.name, ""),
                ("c-no", begun.token),
            ):
                with pytest.raises(UnknownContact):
                    await at.talks.resume(contact, token)
        assert begun.token.encode() not in (tmp_path / "warmline.db").read_bytes()

    run(work)


def test_what_does_not_fit_is_refused_and_nothing_of_it_is_kept(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = (await at.talks.begin("chat")).contact.name
            with pytest.raises(TooLong, match="100,000 characters; at most 10,000"):
                await at.talks.take(name, Said(text="x" * 100_000), "k")
            for given, key in ((Said(text="  "), "k"), (Said(text="hi"), ""), (Said(text="hi"), "x" * 201)):
                with pytest.raises(BadInput):
                    await at.talks.take(name, given, key)
            with pytest.raises(UnknownContact):
                await at.talks.take("c-unknown", Said(text="hi"), "k")
            assert len(await at.talks.turns(name)) == 1

    run(work)


def test_nobody_floods_us(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = (await at.talks.begin("chat", address="1.2.3.4")).contact.name

            async def talk() -> None:
                for n in range(100):
                    await at.talks.take(name, Said(text="hi"), f"k{n}")

            async def ring() -> None:
                for _ in range(100):
                    await at.talks.begin("chat", address="1.2.3.4")

            with pytest.raises(TooFast) as refused:
                await talk()
            assert refused.value.retry_after >= 1
            at.seconds += 60
            await at.talks.take(name, Said(text="hi"), "later")
            with pytest.raises(TooFast):
                await ring()
            await at.talks.begin("chat", address="5.6.7.8")

    run(work)


def test_who_listens_is_woken_by_every_change(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = (await at.talks.begin("chat")).contact.name
            async with at.talks.listen(name) as one, at.talks.listen(name) as other:
                await asyncio.sleep(0.01)
                await one.wait(0.01), await other.wait(0.01)
                await at.say(name, "hello")
                assert await one.wait(5) and await other.wait(5)
                at.talks.typing(name, "customer")
                assert await other.wait(5) and other.typing() == {"customer"}
                at.seconds += 60
                assert other.typing() == frozenset()

    run(work)


def test_options_are_shown_by_their_labels(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = (await at.talks.begin("chat")).contact.name
            await at.talks.take(name, Chose(option="bill"), "a")
            await at.settled()
            await at.talks.take(name, Asked(what="person"), "b")
            customer = [text for by, text in await at.said(name) if by == "customer"]
            assert customer == ["Your bill", "A person"]

    run(work)


@pytest.mark.parametrize("how", ["left", "silent", "leave"])
def test_who_is_gone_is_let_go_and_offered_to_go_on_later(tmp_path: Path, how: str) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = (await at.talks.begin("chat", identifiers=MARIA)).contact.name
            await at.say(name, "bill")
            if how == "left":
                await at.talks.take(name, Left(), "gone")
            elif how == "leave":
                await at.talks.leave(name)
            else:
                at.pass_(29 * MINUTE)
                assert await at.talking.keeping.let_go() == 0
                at.pass_(2 * MINUTE)
                assert await at.talking.keeping.let_go() == 1
            gone = await at.talks.contact(name)
            assert (gone.state, gone.outcome) == ("ended", "abandoned")
            at.pass_(60 * MINUTE)
            other = (await at.talks.begin("phone", identifiers=MARIA[1:])).contact.name
            assert await at.said(other) == [("flow", "Welcome. You were at explain.")]
            third = (await at.talks.begin("chat", identifiers=MARIA)).contact.name
            assert await at.said(third) == [("flow", "Welcome.")], "it is offered once"

    run(work)


def test_a_no_of_who_may_be_somebody_else_does_not_use_the_offer_up(tmp_path: Path) -> None:
    class Offers(Script):
        def advance(self, session: Session, given: Input, world: World) -> Step:
            step = super().advance(session, given, world)
            if isinstance(given, Began) and given.left_off:
                step.session.variables = {"left_off": {"before": given.left_off.contact}}
            if isinstance(given, Said) and given.text in ("yes", "no"):
                before = session.variables["left_off"]["before"]
                answered = {"before": before, "went_on": given.text == "yes"}
                step.effects.append(Record(type="contact.resumed", properties=answered))
            if isinstance(given, Said) and given.text in ("bill", "shown"):
                step.session.level = Disclosure.VERIFIED
            return step

    async def work() -> None:
        async with world(tmp_path, dialogue=Offers()) as at:
            left = (await at.talks.begin("chat", identifiers=MARIA)).contact.name
            await at.say(left, "bill")
            await at.talks.leave(left)

            async def is_offered(*answers: str) -> bool:
                name = (await at.talks.begin("chat", identifiers=MARIA)).contact.name
                said = await at.said(name)
                for answer in answers:
                    await at.say(name, answer)
                await at.say(name, "done")
                return "You were at explain" in said[0][1]

            assert await is_offered("no") and await is_offered()
            assert await is_offered("shown", "no")
            assert not await is_offered()

            left = (await at.talks.begin("chat", identifiers=MARIA)).contact.name
            await at.say(left, "bill")
            await at.talks.leave(left)
            assert await is_offered("yes")
            assert not await is_offered()

    run(work)


def test_who_comes_for_one_thing_is_offered_later_what_they_left(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = (await at.talks.begin("chat", identifiers=MARIA)).contact.name
            await at.say(name, "bill")
            await at.talks.leave(name)
            for flow, said in (("pay", "Welcome."), ("", "Welcome. You were at explain.")):
                other = (await at.talks.begin("chat", identifiers=MARIA, flow=flow)).contact.name
                assert await at.said(other) == [("flow", said)]

    run(work)


def test_what_was_left_long_ago_is_over(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = (await at.talks.begin("chat", identifiers=MARIA)).contact.name
            await at.say(name, "bill")
            await at.talks.leave(name)
            at.pass_(8 * 24 * 60 * MINUTE)
            later = (await at.talks.begin("chat", identifiers=MARIA)).contact.name
            assert await at.said(later) == [("flow", "Welcome.")]
            stranger = (await at.talks.begin("chat", identifiers=[Identifier("anonymous", "b")])).contact.name
            assert await at.said(stranger) == [("flow", "Welcome.")]

    run(work)


def test_the_language_is_the_customers_own_then_the_browsers(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            spoken = [
                (await at.talks.begin("chat", browser_language=browser)).contact.language
                for browser in ("fil-PH,fil;q=0.9,en;q=0.8", "de-DE,de", "", "x" * 5_000)
            ]
            assert spoken == ["fil", "en", "en", "en"]
            assert (await at.talks.begin("chat", language="fil")).contact.language == "fil"

    run(work)


def test_a_flow_that_is_not_sound_ends_with_a_person(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = (await at.talks.begin("chat")).contact.name
            await at.say(name, "crash")
            contact = await at.talks.contact(name)
            assert str(contact.owner) == "queue:general" and contact.position == 1
            assert [one.event.properties["step"] for one in at.events("contact.flow_failed")] == ["top"]

    run(work)
    assert "could not be advanced" in caplog.text
