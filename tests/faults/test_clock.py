"""A clock that is set back or forward: timers fire once, late events are taken, the future is refused."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.customers.world import NOW, World, event
from warmline.events.model import Event
from warmline.log import outbox, rejects, timers
from warmline.log import repository as log
from warmline.log.ingest import Ingest
from warmline.log.model import Decoded, Delivery, Receipt, Source
from warmline.log.native import replay
from warmline.log.timers import Timers

SECOND = 1_000_000
HOUR = 3_600 * SECOND
SOURCE = Source(name="test")


@dataclass
class Clock:
    """Microseconds since 1970, as the test sets them."""

    now: int = NOW

    def __call__(self) -> int:
        return self.now


class Clocked(World):
    """A storage with its ingest and timers, by a clock that is moved."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.clock = Clock()
        self.ingest = Ingest(self.storage, [self.projection], self.clock)
        self.timers = Timers(self.storage, self.ingest, self.clock)

    def types(self) -> list[str]:
        """The types of all events, in their order."""
        return [one.event.type for one in self.storage.read_now(lambda reader: log.after(reader, 0, 100))]

    def set_timer(self, key: str, due: int) -> None:
        """Set a timer; its event has the key as its type."""
        rings = Event(source="timers", message_id="", type=key, occurred=0)
        self.storage.submit(lambda tx: timers.set_timer(tx, key, due, rings)).result()

    def fire(self) -> int:
        """Let what is due go off."""
        return asyncio.run(self.timers.fire_due())

    def accept(self, *events: Event) -> Receipt:
        """Take events in as the HTTP routes do."""
        return asyncio.run(self.ingest.accept(SOURCE, Decoded(events=list(events))))


def test_timers_fire_once_however_the_clock_is_set(tmp_path: Path) -> None:
    made = Clocked(tmp_path)
    made.set_timer("soon", NOW + 10 * SECOND)
    made.set_timer("later", NOW + 2 * HOUR)
    assert made.fire() == 0
    made.clock.now = NOW + HOUR  # forward: what was due meanwhile goes off
    assert made.fire() == 1
    made.clock.now = NOW - HOUR  # back: nothing goes off again
    assert made.fire() == 0
    made.clock.now = NOW + 11 * SECOND
    assert made.fire() == 0
    made.clock.now = NOW + 3 * HOUR
    assert made.fire() == 1
    assert made.types() == ["soon", "later"]
    stored = made.storage.read_now(lambda reader: log.after(reader, 0, 100))
    assert [one.event.occurred for one in stored] == [NOW + 10 * SECOND, NOW + 2 * HOUR]
    assert made.storage.read_now(timers.count) == 0
    made.storage.close()


def test_a_timer_set_again_under_its_key_after_it_fired_fires_again(tmp_path: Path) -> None:
    made = Clocked(tmp_path)
    for due in (NOW, NOW + SECOND):
        made.set_timer("reminder", due)
        made.clock.now = due
        assert made.fire() == 1
    assert made.types() == ["reminder", "reminder"]
    made.storage.close()


def test_events_are_refused_while_our_clock_is_behind_and_can_be_replayed_when_it_is_right(
    tmp_path: Path,
) -> None:
    made = Clocked(tmp_path)
    made.clock.now = NOW - HOUR
    receipt = made.accept(
        event(1, ids=["account:1"], occurred=NOW), event(2, ids=["account:1"], occurred=NOW - HOUR)
    )
    assert (receipt.accepted, receipt.rejected) == (1, 1)
    made.clock.now = NOW
    assert made.accept(event(3, ids=["account:1"], occurred=NOW)).accepted == 1
    kept = made.storage.read_now(rejects.page)
    assert len(kept) == 1
    assert "1.0 hours in the future" in kept[0].reason
    decoded = replay(kept[0].form, kept[0].raw, SOURCE, made.clock.now)
    assert made.accept(*decoded.events).accepted == 1
    assert made.field("account", "1", "notes") == 3
    made.storage.close()


def test_what_is_sent_again_after_the_clock_was_set_is_still_the_same(tmp_path: Path) -> None:
    made = Clocked(tmp_path)
    one = event(1, ids=["account:1"])
    for moved in (0, HOUR, -HOUR, 48 * HOUR):
        made.clock.now = NOW + moved
        made.accept(one)
    assert made.types() == ["note"]
    made.storage.close()


def test_a_profile_is_the_same_whatever_the_clock_said_when_its_events_came(tmp_path: Path) -> None:
    values = []
    for moves in ((0, 0, 0), (HOUR, -HOUR, 5 * HOUR)):
        made = Clocked(tmp_path / str(moves[0]))
        for number, moved in enumerate(moves):
            made.clock.now = NOW + moved
            made.accept(event(number, ids=["account:1"], occurred=NOW - 2 * HOUR + number, text=str(number)))
        values.append(
            {name: made.field("account", "1", name) for name in ("notes", "notes_7d", "recent", "since")}
        )
        made.storage.close()
    assert values[0] == values[1]


def test_a_delivery_waits_no_longer_than_its_pause_when_the_clock_is_set_forward(tmp_path: Path) -> None:
    made = Clocked(tmp_path)
    made.storage.submit(
        lambda tx: outbox.put(
            tx, key="k", kind="webhook", target="t", body=b"{}", seq=0, due=NOW + 10 * SECOND
        )
    ).result()
    told: list[str] = []

    async def tell(delivery: Delivery) -> None:
        told.append(delivery.key)

    dispatcher = outbox.Dispatcher(made.storage, {"webhook": tell}, made.clock, Random(1))
    assert asyncio.run(dispatcher.deliver_due()) == 0
    made.clock.now = NOW + HOUR
    assert asyncio.run(dispatcher.deliver_due()) == 1
    made.clock.now = NOW - HOUR
    assert asyncio.run(dispatcher.deliver_due()) == 0
    assert told == ["k"]
    made.storage.close()
