"""Timers whose events a stage of ingest fails on: each costs only itself, and the others go off exactly once."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.customers.world import MIGRATIONS, NOW
from warmline.events.model import Event, Identifier
from warmline.log import rejects, timers
from warmline.log import repository as log
from warmline.log.ingest import Ingest, PlainStage
from warmline.log.model import Stored
from warmline.log.replays import Replays
from warmline.log.sources import Sources
from warmline.log.timers import Timers
from warmline.storage.sqlite import SqliteStorage
from warmline.web.principal import LOCAL

MINUTE = 60_000_000


class Office:
    """A storage whose one stage fails on events with `bad` in them, until it is mended."""

    def __init__(self, folder: Path) -> None:
        self.storage = SqliteStorage(folder / "w.db", MIGRATIONS, cache_mb=8, readers=1)
        self.now = NOW
        self.mended = False
        self.seen: list[str] = []
        self.ingest = Ingest(self.storage, [PlainStage(self.stage)], lambda: self.now)
        self.timers = Timers(self.storage, self.ingest, lambda: self.now)
        self.sources = Sources(self.storage, lambda: self.now, lambda: "secret")
        self.replays = Replays(self.storage, self.ingest, self.sources, lambda: self.now)

    def stage(self, tx: object, arrived: Sequence[Stored]) -> None:
        """Fails in the middle, when some of the group is done already."""
        for stored in arrived:
            if stored.event.properties.get("bad") and not self.mended:
                raise ZeroDivisionError("+639175550101 cannot be divided")

    def set(self, key: str, due: int, *, bad: bool) -> None:
        event = Event(
            source="desk",
            message_id="",
            type="timer.due",
            occurred=0,
            identifiers=(Identifier("user", key, True),),
            properties={"timer": key, "bad": bad},
        )
        self.storage.submit(lambda tx: timers.set_timer(tx, key, due, event)).result()

    def rung(self) -> list[str]:
        """The timers whose events are in the log."""
        found = self.storage.read_now(lambda reader: log.after(reader, 0, 999))
        return [str(one.event.properties["timer"]) for one in found]

    def kept(self) -> list:
        return self.storage.read_now(lambda reader: rejects.page(reader, limit=999))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(-5, 5), st.booleans()), min_size=1, max_size=12))
def test_a_bad_timer_costs_only_itself(planned: list[tuple[int, bool]]) -> None:
    with TemporaryDirectory() as folder:
        office = Office(Path(folder))
        for number, (minutes, bad) in enumerate(planned):
            office.set(f"t{number}", NOW + minutes * MINUTE, bad=bad)
        for _ in range(3):
            asyncio.run(office.timers.fire_due())
        due = {f"t{n}": bad for n, (minutes, bad) in enumerate(planned) if minutes <= 0}
        assert sorted(office.rung()) == sorted(key for key, bad in due.items() if not bad)
        assert sorted(one.where for one in office.kept()) == sorted(
            f"timer {key}" for key, bad in due.items() if bad
        )
        assert office.storage.read_now(timers.count) == len(planned) - len(due)
        office.now += 6 * MINUTE
        office.mended = True
        asyncio.run(office.timers.fire_due())
        for one in office.kept():
            assert asyncio.run(office.replays.replay(LOCAL, one.id)).accepted == 1
        assert sorted(office.rung()) == sorted(f"t{number}" for number in range(len(planned)))
        office.storage.close()


def test_the_reject_says_whose_fault_it_is_and_occurs_when_it_was_due(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.set("promise", NOW - MINUTE, bad=True)
    assert asyncio.run(office.timers.fire_due()) == 1
    (kept,) = office.kept()
    assert "a fault of ours" in kept.reason
    assert "+639175550101" not in kept.reason
    office.mended = True
    office.now += 60 * MINUTE
    asyncio.run(office.replays.replay(LOCAL, kept.id))
    (stored,) = office.storage.read_now(lambda reader: log.after(reader, 0, 9))
    assert (stored.event.occurred, stored.event.source) == (NOW - MINUTE, "desk")
    assert stored.event.identifiers == (Identifier("user", "promise", True),)
    office.set("promise", NOW - MINUTE, bad=False)  # set again for the same moment: it has gone off
    asyncio.run(office.timers.fire_due())
    assert office.rung() == ["promise"]
    office.storage.close()


def test_a_timer_nobody_can_read_blocks_nobody(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.set("good", NOW, bad=False)
    broken = "INSERT INTO timer (key, due, body) VALUES ('broken', ?, ?)"
    office.storage.submit(lambda tx: tx.run(broken, (NOW - 1, b'{"source": 1}'))).result()
    asyncio.run(office.timers.fire_due())
    assert office.rung() == ["good"]
    assert [(one.where, one.raw) for one in office.kept()] == [("timer broken", b'{"source": 1}')]
    office.storage.close()


def test_more_than_a_group_goes_off(tmp_path: Path) -> None:
    office = Office(tmp_path)
    for number in range(timers.AT_ONCE + 20):
        office.set(f"t{number:03}", NOW - number, bad=number in (3, 150, 205))
    asyncio.run(office.timers.fire_due())
    assert len(office.rung()) == len(set(office.rung())) == timers.AT_ONCE + 17
    assert {one.where for one in office.kept()} == {"timer t003", "timer t150", "timer t205"}
    office.storage.close()
