"""Nobody has to hold for long: they are offered a call for when their place comes up, never more than can be made."""

from pathlib import Path

from tests.contacts.world import ANA, MARIA, MINUTE, World, run, world
from tests.flows import island
from warmline.business.load import load_files
from warmline.connectors.reading import CONNECTORS
from warmline.contacts.dialogue import Flows
from warmline.flows.inputs import Asked, Chose, Silence
from warmline.flows.reading.section import FLOWS

HANDLED = 10 * MINUTE


def flows() -> Flows:
    return Flows(load_files(island.files({}), [CONNECTORS, FLOWS]))


async def busy(at: World, waiting: int) -> list[str]:
    """Contacts that wait for a person, who needs ten minutes for each; those before were not offered anything."""
    await at.storage.run(lambda tx: at.talking.queues.learn(tx, "general", HANDLED))
    names = []
    for number in range(waiting):
        at.pass_(MINUTE // 60)
        names.append((await at.talks.begin("chat", language="en", identifiers=MARIA)).contact.name)
        await at.talks.take(names[-1], Asked(what="person"), f"p{number}")
    return names


def callbacks(at: World) -> list[tuple[int, int]]:
    """When each open callback is due, and since when its customer had waited."""
    rows = at.storage.read_now(
        lambda reader: reader.all("SELECT due, waited_since FROM callback WHERE done = 0 ORDER BY due", ())
    )
    return [(due, since) for due, since in rows]


async def last(at: World, contact: str) -> str:
    return (await at.said(contact))[-1][1]


def test_who_would_wait_for_long_is_called_when_the_place_comes_up(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path, dialogue=flows(), call_back_after=15) as at:
            first, second, third = await busy(at, 3)
            assert await last(at, first) == (
                "I am connecting you with a person.\nYou are next. It takes about 10 minutes."
            )
            offered = await last(at, second)
            assert (
                "You are number 2 in the queue, about 20 minutes.\nWe can also call you today at" in offered
            )
            before = await at.talks.contact(third)
            await at.talks.take(second, Chose(option="yes"), "yes")
            assert "We will call you on" in "\n".join(text for _, text in await at.said(second))
            ((due, _),) = callbacks(at)
            assert due == at.now + 20 * MINUTE
            assert str((await at.talks.contact(second)).owner) == "flow"
            after = await at.talks.contact(third)
            assert (before.position, before.minutes) == (3, 30)
            assert (after.position, after.minutes) == (2, 30), "the place that was given up is kept"

    run(work)


def test_who_does_not_want_that_waits_on_in_place(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path, dialogue=flows(), call_back_after=5) as at:
            names = await busy(at, 4)
            answers: tuple[Chose | Asked | Silence, ...] = (
                Chose(option="no"),
                Asked(what="person"),
                Silence(),
                Asked(what="back"),
            )
            for name, given in zip(names, answers, strict=True):
                await at.talks.take(name, given, "answer")
                assert await last(at, name) == "You keep your place in the queue."
            contacts = [await at.talks.contact(name) for name in names]
            assert [one.position for one in contacts] == [1, 2, 3, 4]
            assert callbacks(at) == []
            await at.say(names[0], "hello?")
            assert await last(at, names[0]) == "hello?", "the flow is silent from then on"

    run(work)


def test_a_person_who_takes_over_ends_the_question(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path, dialogue=flows(), call_back_after=5) as at:
            (name,) = await busy(at, 1)
            assert "Shall we?" in await last(at, name)
            await at.takeover.take_over(ANA, name)
            await at.talks.take(name, Chose(option="yes"), "late")
            assert callbacks(at) == []

    run(work)


def test_no_more_callbacks_are_promised_for_a_time_than_can_be_made(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path, dialogue=flows(), call_back_after=5) as at:
            names = await busy(at, 6)
            for name in reversed(
                names
            ):  # each a minute later, so that places come up closer than people can call
                await at.talks.take(name, Chose(option="yes"), "yes")
                at.pass_(MINUTE)
            dues = [due for due, _ in callbacks(at)]
            assert 1 < len(dues) < len(names)
            for due in dues:
                assert sum(due <= other < due + HANDLED for other in dues) == 1
            waits = [name for name in names if str((await at.talks.contact(name)).owner) == "queue:general"]
            assert len(waits) == len(names) - len(dues)
            for name in waits:
                assert (await last(at, name)).endswith("You keep your place in the queue.")

    run(work)


def test_nobody_is_called_where_nobody_is_there_any_more(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path, dialogue=flows(), call_back_after=5) as at:
            (name,) = await busy(at, 1)
            at.there.count = 0
            await at.talks.take(name, Chose(option="yes"), "yes")
            assert await last(at, name) == (
                "That cannot be done at the moment.\nYou keep your place in the queue."
            )
            assert (callbacks(at), (await at.talks.contact(name)).position) == ([], 1)

    run(work)
