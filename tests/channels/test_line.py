"""What a caller hears of a contact: what is said to them, and nothing that is noted for staff."""

import asyncio
from pathlib import Path

from tests.contacts.world import ANA, MARIA, run, world
from warmline.channels.line.service import Line


def test_what_is_noted_for_staff_is_not_heard(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path, held=True) as at:
            name = (await at.talks.begin("phone", identifiers=MARIA, language="en")).contact.name
            await at.say(name, "pay")
            await asyncio.sleep(0.01)
            await at.takeover.take_over(ANA, name)
            at.systems.let_go()
            await at.settled()
            line = Line(at.talks, lambda: at.business, lambda number: number)
            call = await line.after(await line.contact(name), 0)
            assert [(one.by, one.text) for one in call.turns[1:]] == [("customer", "pay"), ("system", "")]

    run(work)


def test_what_all_of_us_tell_the_caller_is_heard(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = (await at.talks.begin("phone", identifiers=MARIA, language="en")).contact.name
            await at.takeover.take_over(ANA, name)
            await at.takeover.put_back(ANA, name)
            line = Line(at.talks, lambda: at.business, lambda number: number)
            call = await line.after(await line.contact(name), 0)
            assert call.turns[-1].text == "Ana passes you on to a colleague. You are in front."

    run(work)
