"""Warm transfers: the first has a contact until the next one has accepted it, and nobody waits at the end again."""

from pathlib import Path

import pytest

from tests.contacts.world import ANA, BEN, CORA, ELSEWHERE, MARIA, MINUTE, World, run, world
from warmline.contacts.errors import (
    CannotHelp,
    NoSummary,
    NotAsked,
    NothingSaid,
    NotServed,
    NotTakingPart,
    NotYours,
    OwnedByAnother,
    TooLong,
    UnknownContact,
    UnknownQueue,
)
from warmline.contacts.invitations import MOST
from warmline.contacts.model import LONGEST_SUMMARY, Invitation
from warmline.events.model import Identifier
from warmline.flows.inputs import Asked
from warmline.web.principal import LOCAL, Principal

SUMMARY = "Charged twice for roaming; the usage record is double."


async def taken(at: World) -> str:
    """A contact of Maria's that Ana has."""
    name = (await at.talks.begin("chat", identifiers=MARIA)).contact.name
    await at.say(name, "I was charged twice")
    await at.takeover.take_over(ANA, name)
    return name


async def asked_of(at: World, by: Principal) -> list[Invitation]:
    return await at.storage.read(lambda reader: at.transfers.asked_of(reader, by))


def owners(at: World) -> list[str]:
    return [str(one.event.properties["owner"]) for one in at.events("contact.handed_over")]


def test_an_expert_is_asked_on_the_side(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await taken(at)
            before = await at.said(name)
            await at.transfers.ask(ANA, name, "ben", "Is this a double usage record?")
            (asked,) = await asked_of(at, BEN)
            assert (asked.by_name, asked.words) == ("Ana Reyes", "Is this a double usage record?")
            await at.transfers.aside(BEN, name, "Yes: credit it.", "k")
            await at.transfers.aside(BEN, name, "Yes: credit it.", "k")
            story = await at.takeover.open(CORA, name)
            assert [(one.name, one.text, one.aside) for one in story.asides] == [
                ("Ana Reyes", "Is this a double usage record?", True),
                ("Ben Cruz", "Yes: credit it.", True),
            ]
            assert [(one.who, one.may_speak) for one in story.participants] == [("ana", True), ("ben", False)]
            assert await asked_of(at, BEN) == []
            assert await at.said(name) == before
            assert "credit it" not in repr(at.events())
            with pytest.raises(OwnedByAnother):
                await at.takeover.say(BEN, name, "Hello", "k")
            assert owners(at) == ["staff:ana"]

    run(work)


def test_what_is_sent_twice_is_asked_once(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await taken(at)
            asked = await at.transfers.ask(ANA, name, "ben", "Is this a double usage record?")
            assert await at.transfers.ask(ANA, name, "ben", "Is this a double usage record? ") == asked
            assert await asked_of(at, BEN) == [asked]
            assert len((await at.takeover.open(ANA, name)).asides) == 1
            other = await at.transfers.ask(ANA, name, "ben", "And who credits it?")
            assert await asked_of(at, BEN) == [other]

    run(work)


def test_what_somebody_is_asked_themself_is_found_among_all_that_is_asked_of_queues(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            for _ in range(MOST + 1):
                begun = (await at.talks.begin("chat")).contact.name
                await at.takeover.take_over(ANA, begun)
                await at.transfers.hand_on(ANA, begun, SUMMARY, queue="billing")
            own = await at.transfers.ask(ANA, await taken(at), "ben", "Is it double?")
            asked = await asked_of(at, BEN)
            assert asked[0] == own
            assert [one.number for one in asked[1:]] == sorted(one.number for one in asked[1:])
            assert await asked_of(at, ANA) == []

    run(work)


def test_three_speak_when_somebody_was_brought_in(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await taken(at)
            asked = await at.transfers.bring_in(ANA, name, "ben", SUMMARY)
            with pytest.raises(OwnedByAnother):
                await at.takeover.say(BEN, name, "Hello", "k")
            await at.transfers.accept(BEN, name, asked.number)
            await at.transfers.accept(BEN, name, asked.number)
            await at.takeover.say(BEN, name, "Hello Maria", "k")
            await at.takeover.say(ANA, name, "Ben knows roaming.", "k")
            assert (await at.said(name))[-3:] == [
                ("system", "Ben joins us, and knows what you have told us."),
                ("agent", "Hello Maria"),
                ("agent", "Ben knows roaming."),
            ]
            assert str((await at.talks.contact(name)).owner) == "staff:ana"
            for by, error in ((BEN, OwnedByAnother), (CORA, OwnedByAnother)):
                with pytest.raises(error):
                    await at.takeover.close(by, name, "bill")
            await at.transfers.leave(BEN, name)
            assert (await at.said(name))[-1] == ("system", "Ben leaves you with Ana.")
            with pytest.raises(OwnedByAnother):
                await at.takeover.say(BEN, name, "Hello?", "k2")
            with pytest.raises(NotTakingPart):
                await at.transfers.leave(ANA, name)

    run(work)


def test_the_first_has_it_until_the_second_accepts(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await taken(at)
            asked = await at.transfers.hand_on(ANA, name, SUMMARY, whom="ben", why="knows roaming")
            assert str((await at.talks.contact(name)).owner) == "staff:ana"
            await at.takeover.say(ANA, name, "One moment.", "k")
            contact = await at.transfers.accept(BEN, name, asked.number)
            assert (str(contact.owner), contact.agent, contact.handed_on) == ("staff:ben", "Ben", 1)
            assert (await at.said(name))[-1] == (
                "system",
                "Ben helps you from here on. Ana has told Ben everything: you need not say it again.",
            )
            await at.takeover.say(ANA, name, "Goodbye Maria, you are in good hands.", "k2")
            await at.transfers.leave(ANA, name)
            with pytest.raises(OwnedByAnother):
                await at.takeover.close(ANA, name, "bill")
            assert (await at.takeover.open(BEN, name)).summary == SUMMARY
            passed = at.events("contact.transferred")[-1].event.properties
            assert (passed["from"], passed["to"], passed["warm"], passed["why"]) == (
                "staff:ana",
                "staff:ben",
                True,
                "knows roaming",
            )
            await at.takeover.close(BEN, name, "bill", solved=True)
            assert at.events("contact.ended")[-1].event.properties["handed_on"] == 1
            assert owners(at) == ["staff:ana", "staff:ben"]

    run(work)


def test_who_declines_leaves_it_where_it_is(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await taken(at)
            asked = await at.transfers.hand_on(ANA, name, SUMMARY, whom="ben")
            await at.transfers.decline(BEN, name, asked.number, "lunch")
            with pytest.raises(NotAsked):
                await at.transfers.accept(BEN, name, asked.number)
            assert str((await at.talks.contact(name)).owner) == "staff:ana"
            (declined,) = (await at.takeover.open(ANA, name)).asked
            assert (declined.state, declined.why, declined.whom_name) == ("declined", "lunch", "Ben Cruz")
            withdrawn = await at.transfers.hand_on(ANA, name, SUMMARY, whom="cora")
            await at.transfers.withdraw(ANA, name, withdrawn.number)
            with pytest.raises(NotAsked):
                await at.transfers.accept(CORA, name, withdrawn.number)

    run(work)


def test_who_does_not_serve_a_queue_is_neither_asked_nor_gets_what_is_passed_on_to_it(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            at.there.serve_none.add("ben")
            name = await taken(at)
            asked = await at.transfers.hand_on(ANA, name, SUMMARY, queue="billing")
            assert await asked_of(at, BEN) == []
            with pytest.raises(
                NotServed, match="those who serve the queue billing, and you do not"
            ) as refused:
                await at.transfers.accept(BEN, name, asked.number)
            assert "Have Ana Reyes hand it on to you by name" in str(refused.value.remedy)
            assert owners(at) == ["staff:ana"]
            await at.transfers.hand_on(ANA, name, SUMMARY, whom="ben")  # by name, whatever is stated of him
            (asked,) = await asked_of(at, BEN)
            await at.transfers.accept(BEN, name, asked.number)
            assert owners(at)[-1] == "staff:ben"

    run(work)


def test_whoever_serves_a_queue_is_asked_and_the_first_gets_it(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await taken(at)
            asked = await at.transfers.hand_on(ANA, name, SUMMARY, queue="billing")
            assert await asked_of(at, BEN) == await asked_of(at, CORA) == [asked]
            assert await asked_of(at, ANA) == []
            await at.transfers.accept(CORA, name, asked.number)
            with pytest.raises(NotAsked):
                await at.transfers.accept(BEN, name, asked.number)
            assert str((await at.talks.contact(name)).owner) == "staff:cora"

    run(work)


def test_what_was_asked_ends_with_whoever_asked(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await taken(at)
            asked = await at.transfers.bring_in(ANA, name, "ben", SUMMARY)
            await at.takeover.give_back(ANA, name)
            with pytest.raises(NotAsked):
                await at.transfers.accept(BEN, name, asked.number)
            assert await asked_of(at, BEN) == []
            await at.takeover.take_over(CORA, name)
            again = await at.transfers.bring_in(CORA, name, "ben", SUMMARY)
            await at.transfers.accept(BEN, name, again.number)
            await at.takeover.give_back(CORA, name)
            with pytest.raises(NotYours):
                await at.takeover.say(BEN, name, "Hello?", "k")
            assert all(one.left for one in (await at.takeover.open(ANA, name)).participants)

    run(work)


def test_nobody_is_asked_who_cannot_help_and_nothing_without_words(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await taken(at)
            for whom in ("eve", "nobody", "ana"):
                with pytest.raises(CannotHelp):
                    await at.transfers.ask(ANA, name, whom, "What now?")
            with pytest.raises(NothingSaid):
                await at.transfers.ask(ANA, name, "ben", "  ")
            with pytest.raises(NoSummary):
                await at.transfers.bring_in(ANA, name, "ben", "")
            with pytest.raises(NoSummary):
                await at.transfers.hand_on(ANA, name, " ", whom="ben")
            with pytest.raises(UnknownQueue):
                await at.transfers.hand_on(ANA, name, SUMMARY, queue="nowhere")
            with pytest.raises(TooLong):
                await at.transfers.ask(ANA, name, "ben", "x" * (LONGEST_SUMMARY + 1))
            with pytest.raises(OwnedByAnother):
                await at.transfers.ask(BEN, name, "cora", "What now?")
            asked = await at.transfers.ask(ANA, name, "ben", "What now?")
            for by in (ELSEWHERE, CORA):
                with pytest.raises((UnknownContact, NotAsked)):
                    await at.transfers.accept(by, name, asked.number)
                with pytest.raises((UnknownContact, NotAsked)):
                    await at.transfers.decline(by, name, asked.number)
            with pytest.raises(UnknownContact):
                await at.transfers.aside(ELSEWHERE, name, "Psst", "k")
            with pytest.raises(NotAsked):
                await at.transfers.withdraw(BEN, name, asked.number)

    run(work)


def test_who_has_had_a_person_goes_in_front(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            first, second, third = [
                (await at.talks.begin("chat", identifiers=MARIA)).contact.name for _ in range(3)
            ]
            for name in (first, second, third):
                await at.talks.take(name, Asked(what="person"), "k")
                at.pass_(MINUTE)
            await at.takeover.take_over(ANA, third)
            at.pass_(MINUTE)
            contact = await at.takeover.put_back(ANA, third, "general", "knows nothing of roaming")
            assert contact.position == 1
            assert (await at.said(third))[-1] == (
                "system",
                "Ana passes you on to a colleague. You are in front.",
            )
            assert [(await at.talks.contact(one)).position for one in (third, first, second)] == [1, 2, 3]
            await at.takeover.take_over(BEN, first)
            await at.takeover.put_back(BEN, first)
            assert [(await at.talks.contact(one)).position for one in (first, third, second)] == [1, 2, 3]
            passed = at.events("contact.transferred")[0].event.properties
            assert (passed["to"], passed["warm"], passed["count"]) == ("queue:general", False, 1)
            assert passed["summary"] == "In self-service they were at: main · top."
            await at.takeover.take_over(CORA, third)
            assert (await at.takeover.open(CORA, third)).summary == passed["summary"]

    run(work)


def test_what_a_person_did_is_an_outcome_of_the_step(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await taken(at)
            await at.takeover.give_back(ANA, name)
            await at.takeover.take_over(ANA, name)
            asked = await at.transfers.hand_on(ANA, name, SUMMARY, whom="ben")
            await at.transfers.accept(BEN, name, asked.number)
            await at.takeover.close(BEN, name, "bill", solved=True)
            did = [one.event.properties for one in at.events("contact.person_did")]
            assert [(one["by"], one["did"]) for one in did] == [
                ("staff:ana", "gave_back"),
                ("staff:ana", "passed_on"),
                ("staff:ben", "solved"),
            ]
            assert {(one["flow"], one["step"]) for one in did} == {("main", "top")}

    run(work)


def test_the_summary_for_who_comes_next_is_kept_like_any_words(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await taken(at)
            with pytest.raises(TooLong):
                await at.takeover.put_back(ANA, name, summary="x" * (LONGEST_SUMMARY + 1))
            await at.takeover.put_back(ANA, name, summary="Card 4111 1111 1111 1111")
            assert (await at.takeover.open(BEN, name)).summary == "Card •••• 1111"
            await at.takeover.take_over(BEN, name)
            closed = await at.takeover.close(BEN, name, "Card 4111 1111 1111 1111")
            assert closed.wants == "Card •••• 1111"
            assert "4111" not in repr(at.events())

    run(work)


def test_an_export_hands_out_what_colleagues_wrote(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = await taken(at)
            await at.transfers.ask(ANA, name, "ben", "Her dog is called Bantay")
            await at.takeover.put_back(ANA, name, summary="She moves to Cebu", why="Out of hours")
            await at.takeover.take_over(ANA, name)
            await at.transfers.hand_on(ANA, name, "She was charged twice", whom="ben", why="Billing")
            (contact,) = (await at.customers.export(LOCAL, "account:7013550"))["contacts"]
            assert [one["text"] for one in contact["between_colleagues"]] == ["Her dog is called Bantay"]
            assert [(one["kind"], one["text"], one["why"]) for one in contact["asked_of_colleagues"]] == [
                ("ask", "Her dog is called Bantay", ""),
                ("hand_on", "She was charged twice", "Billing"),
            ]
            assert contact["summary"] == "She moves to Cebu"

    run(work)


def test_an_erasure_reaches_what_colleagues_wrote(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            gone = await taken(at)
            await at.transfers.ask(ANA, gone, "ben", "Her dog is called Bantay")
            stays = (
                await at.talks.begin("chat", identifiers=[Identifier("account", "9", True)])
            ).contact.name
            await at.takeover.take_over(ANA, stays)
            await at.transfers.aside(ANA, stays, "The same as 7013550", "k")
            asked = await at.transfers.bring_in(ANA, stays, "ben", "Calls from +63 917 123 4567")
            await at.transfers.accept(BEN, stays, asked.number)
            await at.customers.erase(LOCAL, "account:7013550")
            story = await at.takeover.open(ANA, stays)
            assert story.summary == "Calls from erased"
            assert [one.text for one in story.asides] == ["The same as erased"]
            assert [one.words for one in story.asked] == ["Calls from erased"]
            rows = await at.storage.read(
                lambda reader: [
                    reader.all(f"SELECT * FROM {table}")
                    for table in ("contact", "contact_aside", "contact_invitation")
                ]
            )
            for trace in ("Bantay", "7013550", "917"):
                assert trace not in repr(rows)

    run(work)
