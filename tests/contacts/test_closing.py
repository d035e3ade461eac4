"""The hours end while people wait: each is told once, and is called back or goes on by themselves."""

from pathlib import Path

import pytest

from tests.contacts.test_hold import busy, flows, last
from tests.contacts.world import ANA, MARIA, MINUTE, World, run, world
from warmline.contacts.hours import Hours
from warmline.flows.inputs import Asked, Chose

# The clock of these tests stands on a Friday at 04:26 in Manila.
CLOSES = Hours(tuple(((0, 5 * 60),) for _ in range(7)))
TOLD = "Nobody is there at the moment. We open tomorrow at 00:00.\nMay we call you back?"
HOUR = 60 * MINUTE


async def waits(at: World, key: str = "p") -> str:
    """A customer who waits for a person."""
    name = (await at.talks.begin("chat", language="en", identifiers=MARIA)).contact.name
    await at.talks.take(name, Asked(what="person"), key)
    return name


def test_everybody_who_waits_is_told_once(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path, dialogue=flows(), hours=CLOSES) as at:
            names = [await waits(at) for _ in range(3)]
            assert await at.talking.keeping.close_queues() == 0, "it is open"
            at.pass_(HOUR)
            assert await at.talking.keeping.close_queues() == 3
            for name in names:
                assert (await last(at, name)) == TOLD
                assert str((await at.talks.contact(name)).owner) == "flow"
            assert await at.talking.keeping.close_queues() == 0
            why = [one.event.properties.get("why") for one in at.events("contact.handed_over")][-3:]
            assert why == ["the queue has closed"] * 3

    run(work)


def test_the_question_whether_to_hold_is_over_then(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path, dialogue=flows(), hours=CLOSES, call_back_after=5) as at:
            (name,) = await busy(at, 1)
            assert "We can also call you" in await last(at, name)
            at.pass_(HOUR)
            assert await at.talking.keeping.close_queues() == 1
            await at.talks.take(name, Chose(option="yes"), "yes")
            assert "We will call you on" in "\n".join(text for _, text in await at.said(name))
            assert str((await at.talks.contact(name)).owner) == "flow"

    run(work)


def test_who_wants_it_is_called_after_it_has_opened(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path, dialogue=flows(), hours=CLOSES) as at:
            name = await waits(at)
            at.pass_(HOUR)
            await at.talking.keeping.close_queues()
            await at.talks.take(name, Chose(option="yes"), "yes")
            said = "\n".join(text for _, text in await at.said(name))
            assert "We will call you on" in said
            promised = at.events("contact.promised")[-1].event.properties
            assert str(promised["due"]).startswith("2026-05-29T17:00:00"), "an hour after midnight in Manila"

    run(work)


def test_who_does_not_goes_on_by_themselves(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path, dialogue=flows(), hours=CLOSES) as at:
            name = await waits(at)
            at.pass_(HOUR)
            await at.talking.keeping.close_queues()
            await at.talks.take(name, Chose(option="no"), "no")
            assert await last(at, name) == "What can I do for you?"

    run(work)


@pytest.mark.parametrize("back", [True, False])
def test_whoever_a_person_has_is_left_alone_until_they_are_put_back(tmp_path: Path, back: bool) -> None:
    async def work() -> None:
        async with world(tmp_path, dialogue=flows(), hours=CLOSES) as at:
            name = await waits(at)
            await at.takeover.take_over(ANA, name)
            at.pass_(HOUR)
            if back:
                await at.takeover.put_back(ANA, name)
            assert await at.talking.keeping.close_queues() == int(back)
            assert ((await last(at, name)) == TOLD) == back

    run(work)


def test_a_flow_that_fails_then_leaves_them_waiting_and_is_not_tried_again(tmp_path: Path) -> None:
    class Odd:
        """Cannot go on once somebody waits."""

        def __init__(self) -> None:
            self.tried = 0

        def advance(self, session, given, world):  # type: ignore[no-untyped-def]
            if type(given).__name__ == "Closed":
                self.tried += 1
                raise ValueError(given)
            return island.advance(session, given, world)

    island, odd = flows(), Odd()

    async def work() -> None:
        async with world(tmp_path, dialogue=odd, hours=CLOSES) as at:
            name = await waits(at)
            at.pass_(HOUR)
            assert [await at.talking.keeping.close_queues() for _ in range(3)] == [1, 0, 0]
            assert odd.tried == 1
            assert str((await at.talks.contact(name)).owner) == "queue:general"

    run(work)
