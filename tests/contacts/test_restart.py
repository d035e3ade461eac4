"""After a restart every session goes on where it was: what waits for the outside is asked again, never done twice."""

import asyncio
from pathlib import Path

import pytest

from tests.contacts.scripted import Script
from tests.contacts.world import MARIA, World, business, run, world
from warmline.contacts.ports import Answer
from warmline.flows.inputs import Result


async def left_open(folder: Path, text: str) -> tuple[str, dict[str, int]]:
    """A contact in which something is under way when the power goes."""
    async with world(folder, held=True) as at:
        name = (await at.talks.begin("chat", identifiers=MARIA)).contact.name
        await at.say(name, text)
        await asyncio.sleep(0.01)
        return name, at.systems.done


@pytest.mark.parametrize("arrived", [True, False])
def test_a_payment_under_way_is_asked_about_and_not_made_twice(tmp_path: Path, arrived: bool) -> None:
    async def work() -> None:
        name, done = await left_open(tmp_path, "pay")
        [key] = done
        at = World(tmp_path)
        if arrived:
            at.systems.done = dict(done)
        assert await at.talking.keeping.take_up() == 1
        await at.settled()
        assert at.systems.asked == [key]
        assert at.systems.done == {key: 1}
        assert (await at.said(name))[1:] == [("customer", "pay"), ("flow", "pay: ok 12")]
        assert [one.event.properties["key"] for one in at.events("contact.did")] == [key]
        at.storage.close()
        again = World(tmp_path)
        assert await again.talking.keeping.take_up() == 0
        again.storage.close()

    run(work)


def test_a_look_up_under_way_is_made_again(tmp_path: Path) -> None:
    async def work() -> None:
        name, _ = await left_open(tmp_path, "bill")
        at = World(tmp_path)
        await at.talking.keeping.take_up()
        await at.settled()
        assert at.systems.looked_up == ["billing.latest"]
        assert (await at.said(name))[-1] == ("flow", "bill: ok 12")
        await at.say(name, "and", key="later")
        assert (await at.said(name))[-1] == ("flow", "You said and.")
        at.storage.close()

    run(work)


def test_the_same_result_twice_is_taken_once(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path, held=True) as at:
            name = (await at.talks.begin("chat")).contact.name
            await at.say(name, "pay")
            [key] = at.systems.done or {f"{name}-2": 1}
            result = Result(id=key, outcome="ok", value={"text": "once"})
            taken = [
                await at.storage.run(lambda tx: at.talking.runner.take_result(tx, name, result, 5))
                for _ in range(3)
            ]
            at.systems.let_go()
            await at.settled()
            assert taken == [True, False, False]
            assert (await at.said(name))[2:] == [("flow", "pay: ok once")]

    run(work)


def test_a_system_that_breaks_is_a_failed_look_up_and_an_unknown_payment(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*arguments: object, **more: object) -> Answer:
        raise OSError("no route")

    async def work() -> None:
        async with world(tmp_path) as at:
            at.systems.look_up = broken  # type: ignore[method-assign]
            at.systems.do = broken  # type: ignore[method-assign]
            name = (await at.talks.begin("chat")).contact.name
            await at.say(name, "bill")
            await at.say(name, "pay")
            flow = [text for by, text in await at.said(name) if by == "flow"]
            assert flow[1:] == ["bill: failed OSError", "pay: unknown OSError"]

    run(work)


def test_a_session_ends_on_the_version_that_it_began_with(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path, dialogue=Script("Old.")) as at:
            old = (await at.talks.begin("chat", identifiers=MARIA)).contact.name
            at.dialogue = Script("New.")
            at.talking.use(business("two"))
            new = (await at.talks.begin("chat")).contact.name
            assert [(await at.said(name))[0][1] for name in (old, new)] == ["Old.", "New."]
            versions = at.talking.versions
            seen = at.storage.read_now(
                lambda reader: [versions.of(reader, name).business.version for name in ("one", "two")]
            )
            assert seen == ["one", "two"]
            stored = "SELECT version FROM business_version ORDER BY version"
            assert at.storage.read_now(lambda reader: reader.all(stored)) == [("one",), ("two",)]
            await at.talks.leave(old)
            await at.talking.keeping.clear()
            assert at.storage.read_now(lambda reader: reader.all(stored)) == [("two",)]

    run(work)
