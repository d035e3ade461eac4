"""Cases on a log from before there was a table of them are read from it, once."""

from pathlib import Path

import pytest

from tests.contacts.world import MARIA, NOW, run, world
from warmline.app.migrations import MIGRATIONS
from warmline.contacts import cases
from warmline.contacts.model import Case
from warmline.events.model import Event, Identifier, event_key
from warmline.log import repository as log
from warmline.storage.sqlite import SqliteStorage

BEFORE = 3
"""Migrations of contacts before cases were read from the log."""


def older(folder: Path, events: list[Event]) -> None:
    """A database of an older version with some events on its log."""
    tables = {
        room: scripts[:BEFORE] if room == "contacts" else scripts for room, scripts in MIGRATIONS.items()
    }
    storage = SqliteStorage(folder / "warmline.db", tables, cache_mb=8, readers=1)
    rows = [
        (seq, event_key("old", one.message_id), one.type, one.occurred, log.encode(one))
        for seq, one in enumerate(events, 1)
    ]
    storage.submit(lambda tx: tx.run_many(log.APPEND, rows)).result()
    storage.close()


def event(number: int, type: str, **properties: str) -> Event:
    return Event(
        source="old",
        message_id=str(number),
        type=type,
        occurred=NOW + number,
        identifiers=MARIA,
        properties=dict(properties),
    )


@pytest.mark.parametrize("between", [0, 2 * cases.EVENTS_AT_ONCE])
def test_they_are_there_after_the_upgrade_as_the_log_says(tmp_path: Path, between: int) -> None:
    notes = [event(10 + number, "note") for number in range(between)]
    older(
        tmp_path,
        [
            event(1, "case.opened", case="k-1", what="bill"),
            event(2, "case.opened", case="k-2", what="parcel"),
            *notes,
            event(3, "case.solved", case="k-1"),
        ],
    )

    async def work() -> None:
        async with world(tmp_path) as at:
            await at.cases.catch_up(at.storage)
            known = list(MARIA)
            found = at.storage.read_now(lambda reader: cases.of_somebody(reader, known, ["k-1"]))
            assert found == [
                Case(name="k-2", what="parcel", opened=NOW + 2),
                Case(name="k-1", what="bill", opened=NOW + 1, solved=NOW + 3),
            ]
            assert at.storage.read_now(lambda reader: reader.one(cases.UNREAD)) is None

    run(work)


def test_what_was_solved_or_opened_meanwhile_stays_so(tmp_path: Path) -> None:
    older(tmp_path, [event(1, "case.opened", case="k-1", what="bill")])

    async def work() -> None:
        async with world(tmp_path) as at:
            later = [event(4, "case.solved", case="k-1"), event(5, "case.opened", case="k-2", what="bill")]
            await at.storage.run(lambda tx: at.ingest.append(tx, later, NOW))
            await at.cases.catch_up(at.storage)
            await at.cases.catch_up(at.storage)
            account = [Identifier("account", "7013550", True)]
            open_ones = at.storage.read_now(lambda reader: cases.of_somebody(reader, account, ()))
            assert [one.name for one in open_ones] == ["k-2"]

    run(work)


def test_a_new_log_has_nothing_to_read(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            assert at.storage.read_now(lambda reader: reader.one(cases.UNREAD)) is None

    run(work)
