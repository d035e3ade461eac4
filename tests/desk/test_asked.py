"""What is on the desk of whoever looks, on every page: each thing has a place of its own."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast

from tests.advised import asked
from tests.contacts.world import ANA, NOW, run, world
from warmline.coaching.advising.model import Approval
from warmline.desk.asked_pages import LiveAsked
from warmline.desk.desk import Desk
from warmline.desk.language import Language


def answered(number: int) -> Approval:
    """What a lead has answered, in a contact that a colleague has by now."""
    return asked(
        f"c-{number}",
        number=number,
        by=ANA.id,
        name=ANA.name,
        state="given",
        settled_by="lea",
        settled_name="Lea Lim",
        settled=NOW,
    )


def test_answers_of_leads_stand_beside_the_tabs(tmp_path: Path) -> None:
    live = SimpleNamespace(owned_by="Ben Cruz", contact=SimpleNamespace(customer=None))
    answers = [answered(number) for number in range(1, 10)]
    rooms = SimpleNamespace(
        transfers=SimpleNamespace(asked_of=lambda reader, by: []),
        routing=SimpleNamespace(presence=SimpleNamespace(served=lambda reader, by: ())),
        approvals=SimpleNamespace(untold=lambda reader, by: answers),
        own=SimpleNamespace(contacts=lambda reader, by: []),
        takeover=SimpleNamespace(watching=SimpleNamespace(one=lambda reader, by, contact: live)),
    )
    screen = LiveAsked(cast(Desk, rooms))

    async def look() -> None:
        async with world(tmp_path) as one:
            say = Language("en", "Asia/Manila", NOW)
            drawn = await one.storage.read(lambda reader: screen.draw(reader, ANA, say))
            assert len(drawn.rows) == 1 + len(answers)
            assert len(drawn.on.marks) == len(drawn.rows), "no two of them stand in one place"

    run(look)
