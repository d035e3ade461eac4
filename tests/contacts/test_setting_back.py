"""What a restore means for queues and callbacks: nobody is called twice, loses their place or is waited for in vain."""

from pathlib import Path

from tests.contacts.world import ANA, MARIA, MINUTE, World, run, world
from warmline.contacts import setting_back
from warmline.contacts.setting_back import Meanwhile
from warmline.events.model import Identifier
from warmline.flows.inputs import Asked
from warmline.storage.port import Reader, Transaction


async def waiting(at: World, number: int) -> str:
    """Somebody who asks for a person."""
    name = (await at.talks.begin("chat", identifiers=[Identifier("account", f"{number}", True)])).contact.name
    await at.talks.take(name, Asked(what="person"), "person")
    at.pass_(MINUTE)
    return name


async def restore(at: World, backup: Path) -> Meanwhile:
    """As a running Warmline does it, as far as contacts are concerned."""
    found: list[Meanwhile] = []

    def carry_over(running: Reader, arriving: Transaction) -> None:
        found.append(setting_back.carry_over(running, arriving))

    at.storage.restore(backup, at_last=carry_over, replaced=at.talking.forget)
    await at.talking.settle(found[-1])
    return found[-1]


def test_a_callback_that_was_made_is_not_made_again(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            at.there.count = 0
            name = (await at.talks.begin("chat", identifiers=MARIA)).contact.name
            await at.talks.take(name, Asked(what="person"), "k")
            other = (await at.talks.begin("chat", identifiers=MARIA)).contact.name
            await at.talks.take(other, Asked(what="person"), "k")
            made, open_ = await at.casework.callbacks(ANA)
            at.storage.backup(tmp_path / "backup")
            await at.casework.called_back(ANA, made.promise)
            await restore(at, tmp_path / "backup")
            assert [one.promise for one in await at.casework.callbacks(ANA)] == [open_.promise]
            assert [one.event.properties["promise"] for one in at.events("promise.kept")] == [made.promise]

    run(work)


def test_who_waits_keeps_the_place_and_who_has_gone_is_not_waited_for(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            first, second, third = [await waiting(at, number) for number in (1, 2, 3)]
            at.storage.backup(tmp_path / "backup")
            await at.takeover.take_over(ANA, first)
            await at.takeover.say(ANA, first, "Good morning.", "k")
            await at.takeover.close(ANA, first, "solved")
            await at.takeover.take_over(ANA, third)
            await restore(at, tmp_path / "backup")
            live = {one.contact.name: one.contact for one in await at.takeover.live(ANA)}
            assert (first in live, live[second].position, live[third].position) == (False, 1, 2)
            assert (await at.talks.contact(first)).outcome == "completed"
            said = await at.said(third)
            assert said[-1][0] == "flow" and "what was said here in the last moments is lost" in said[-1][1]
            assert "lost" not in str(await at.said(second))

    run(work)


def test_numbers_that_were_used_since_are_not_used_again(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = (await at.talks.begin("chat", identifiers=MARIA)).contact.name
            at.storage.backup(tmp_path / "backup")
            await at.say(name, "pay")
            used = {one.event.message_id for one in at.events()}
            (key,) = at.systems.done
            turns = (await at.talks.contact(name)).turns
            await restore(at, tmp_path / "backup")
            kept = {one.event.message_id for one in at.events()}
            await at.say(name, "pay")
            assert len(at.systems.done) == 2 and at.systems.done[key] == 1
            new = {one.event.message_id for one in at.events()} - kept
            assert new and not new & used
            assert min(one.number for one in await at.talks.turns(name, 1)) > turns
            later = (await at.talks.turns(name))[-1].number
            await restore(at, tmp_path / "backup")
            assert (await at.talks.contact(name)).turns > later, "however often"

    run(work)
