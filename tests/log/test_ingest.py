"""Ingest: what is valid enters once, what is not is kept with its reason, and one fault costs one event."""

import asyncio
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from random import Random

import pytest

from tests.customers.world import DAY, MIGRATIONS, NOW, World, event, world
from warmline.events.model import Event
from warmline.log import outbox, rejects, subscriptions, timers
from warmline.log import repository as log
from warmline.log.gather import MOST_IN_A_HURRY
from warmline.log.ingest import Ingest, PlainStage
from warmline.log.model import Decoded, Delivery, Source, Stored
from warmline.storage.errors import StorageBusy
from warmline.storage.port import Transaction
from warmline.storage.sqlite import SqliteStorage

SOURCE = Source(name="test")


@pytest.fixture
def made(tmp_path: Path) -> Iterator[World]:
    with world(tmp_path) as one:
        yield one


def test_events_stand_in_the_order_they_were_sent(made: World) -> None:
    made.take(event("b", text="1"), event("a", text="2"), event("b", text="again"))
    stored = made.storage.read_now(lambda reader: log.after(reader, 0, 10))
    assert [(s.seq, s.event.message_id, s.event.properties["text"]) for s in stored] == [
        (1, "b", "1"),
        (2, "a", "2"),
    ]
    found = made.storage.read_now(lambda reader: log.find(reader, stored[1].id))
    assert found == stored[1]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (event(1, occurred=NOW + DAY), "24.0 hours in the future"),
        (event(1, occurred=-2_300_000_000_000_000), "before the year 1900"),
        (event(1, type=""), "event type"),
        (event(1, type="erased"), "erasure"),
        (event(" 1"), "message id"),
        (event("x" * 501), "message id"),
        (event(1, "invoice.issued", total="much"), "total"),
    ],
)
def test_what_is_not_valid_is_kept_with_its_reason(made: World, bad: Event, reason: str) -> None:
    receipt = made.take(bad, event("good"))
    assert (receipt.accepted, receipt.rejected) == (1, 1)
    (kept,) = made.storage.read_now(rejects.page)
    assert reason in kept.reason
    assert b'"source":"test"' in kept.raw.replace(b'": "', b'":"')


def fails_on_odd(tx: Transaction, arrived: Sequence[Stored]) -> None:
    if any(stored.event.properties.get("odd") for stored in arrived):
        raise ZeroDivisionError("odd")


class CannotReadOdd(PlainStage):
    """Fails before the writer's turn."""

    def read(self, event: Event, live: bool) -> None:
        if event.properties.get("odd"):
            raise ZeroDivisionError("odd")


@pytest.mark.parametrize("stage", [PlainStage(fails_on_odd), CannotReadOdd(lambda tx, arrived: None)])
def test_a_stage_that_fails_on_one_event_costs_only_this_one(tmp_path: Path, stage: PlainStage) -> None:
    storage = SqliteStorage(tmp_path / "w.db", MIGRATIONS)
    ingest = Ingest(storage, [stage], lambda: NOW)
    receipt = asyncio.run(ingest.accept(SOURCE, Decoded(events=[event(1), event(2, odd=True), event(3)])))
    assert (receipt.accepted, receipt.rejected) == (2, 1)
    (kept,) = storage.read_now(rejects.page)
    assert "a fault of ours" in kept.reason
    assert [s.event.message_id for s in storage.read_now(lambda reader: log.after(reader, 0, 9))] == [
        "1",
        "3",
    ]
    storage.close()


def test_timers_go_off_once_and_in_order(made: World) -> None:
    clock = [NOW]
    run = timers.Timers(made.storage, made.ingest, lambda: clock[0])

    def set_all(tx: Transaction) -> None:
        timers.set_timer(tx, "late", NOW + 2, event("ignored", "timer.due", ["account:1"], timer="late"))
        timers.set_timer(tx, "soon", NOW + 1, event("ignored", "timer.due", ["account:1"], timer="soon"))
        timers.set_timer(tx, "moved", NOW + 1, event("ignored", "timer.due", timer="moved"))
        timers.set_timer(tx, "moved", NOW + DAY, event("ignored", "timer.due", timer="moved"))
        timers.set_timer(tx, "off", NOW + 1, event("ignored", "timer.due", timer="off"))
        assert timers.cancel_timer(tx, "off")

    made.storage.submit(set_all).result()
    assert asyncio.run(run.fire_due()) == 0
    clock[0] = NOW + 5
    assert asyncio.run(run.fire_due()) == 2
    assert asyncio.run(run.fire_due()) == 0
    clock[0] = NOW - DAY  # somebody sets the clock back
    assert asyncio.run(run.fire_due()) == 0
    stored = made.storage.read_now(lambda reader: log.after(reader, 0, 9))
    assert [s.event.properties["timer"] for s in stored] == ["soon", "late"]
    assert made.storage.read_now(timers.count) == 1


def test_deliveries_are_tried_again_with_the_same_key_until_given_up(made: World) -> None:
    clock, tried = [NOW], []

    async def deliver(delivery: Delivery) -> None:
        tried.append(delivery.key)
        if delivery.target == "never":
            raise outbox.GiveUp("it is gone")
        if len(tried) < 4:
            raise ConnectionError("refused")

    def queue(tx: Transaction) -> None:
        for target in ("works", "never"):
            for _ in range(2):
                outbox.put(tx, key=f"{target}:1", kind="hook", target=target, body=b"{}", seq=1, due=NOW)

    made.storage.submit(queue).result()
    dispatcher = outbox.Dispatcher(made.storage, {"hook": deliver}, lambda: clock[0], Random(1))
    for _ in range(6):
        asyncio.run(dispatcher.deliver_due())
        clock[0] += 3600 * 1_000_000
    assert tried.count("never:1") == 1
    assert tried.count("works:1") == 3
    (dead,) = made.storage.read_now(lambda reader: outbox.page(reader, "dead"))
    assert (dead.key, dead.error) == ("never:1", "it is gone")
    assert made.storage.submit(lambda tx: outbox.retry(tx, dead.id, clock[0])).result()
    assert made.storage.read_now(lambda reader: outbox.count(reader, "done")) == 1


def test_a_subscription_goes_on_where_it_was(made: World) -> None:
    made.take(*(event(n) for n in range(5)))

    async def read(batches: int) -> list[str]:
        pulse = subscriptions.Pulse()
        pulse.attach()
        follower = subscriptions.Follower(made.storage, pulse, "reader", lambda: NOW)
        seen: list[str] = []
        async for batch in follower.batches(2, from_start=True):
            seen += [stored.event.message_id for stored in batch]
            batches -= 1
            if batches == 0:
                break
        return seen

    assert asyncio.run(read(2)) == ["0", "1", "2", "3"]
    # The second batch was not asked to go on from, so it comes again after the restart.
    assert asyncio.run(read(2)) == ["2", "3", "4"]


def test_requests_that_wait_together_each_get_their_own_receipt(made: World) -> None:
    async def at_once() -> list[tuple[int, int, int]]:
        sent = [
            Decoded(events=[event(n % 7), event(f"own {n}"), event(f"bad {n}", type="")]) for n in range(40)
        ]
        receipts = await asyncio.gather(*(made.ingest.accept(SOURCE, one) for one in sent))
        return [(r.accepted, r.duplicates, r.rejected) for r in receipts]

    receipts = asyncio.run(at_once())
    assert receipts == [(2, 0, 1)] * 7 + [(1, 1, 1)] * 33
    assert made.storage.read_now(log.head) == 47
    assert made.storage.read_now(rejects.count) == 40


def test_whoever_is_in_a_hurry_does_not_wait_for_the_whole_of_a_large_batch(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path / "w.db", MIGRATIONS)
    asked: list[Future[int]] = []

    def ask(tx: Transaction, arrived: Sequence[Stored]) -> None:
        if not asked:
            asked.append(storage.submit(log.head, urgent=True))

    storage.submit(log.head, urgent=True).result()
    ingest = Ingest(storage, [PlainStage(ask)], lambda: NOW)
    events = [event(n) for n in range(200)]
    receipt = asyncio.run(ingest.accept(SOURCE, Decoded(events=[*events, *events[:5], event(1, type="")])))
    assert asked[0].result() <= MOST_IN_A_HURRY
    assert (receipt.accepted, receipt.duplicates, receipt.rejected) == (200, 5, 1)
    stored = storage.read_now(lambda reader: log.after(reader, 0, 999))
    assert [one.event.message_id for one in stored] == [str(n) for n in range(200)]
    storage.close()


def test_an_event_that_a_stage_fails_on_costs_only_itself_in_parts_too(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path / "w.db", MIGRATIONS)
    storage.submit(lambda tx: None, urgent=True).result()
    ingest = Ingest(storage, [PlainStage(fails_on_odd)], lambda: NOW)
    sent = [event(n, odd=n == 40) for n in range(100)]
    receipt = asyncio.run(ingest.accept(SOURCE, Decoded(events=sent)))
    assert (receipt.accepted, receipt.duplicates, receipt.rejected) == (99, 0, 1)
    assert [one.where for one in receipt.problems] == ["message 40"]
    assert storage.read_now(log.head) == 99
    storage.close()


def test_a_busy_storage_is_told_and_the_next_request_is_taken(
    made: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def both() -> None:
        monkeypatch.setattr("warmline.storage.sqlite.QUEUE_LIMIT", -1)
        with pytest.raises(StorageBusy):
            await made.ingest.accept(SOURCE, Decoded(events=[event(1)]))
        monkeypatch.undo()
        assert (await made.ingest.accept(SOURCE, Decoded(events=[event(1)]))).accepted == 1

    asyncio.run(both())


@pytest.mark.parametrize("type", ["customer.linked", "customer.unlinked", "customer.erased"])
def test_a_source_cannot_say_what_only_people_decide(made: World, type: str) -> None:
    said = event(1, type, identifiers=["account:1", "account:2"], split=["a:1"], from_=["a:2"])
    receipt = made.storage.submit(made.ingest.command("shop", Decoded(events=[said]))).result()
    assert (receipt.accepted, receipt.rejected) == (0, 1)
    assert "a person decides" in made.storage.read_now(rejects.page)[0].reason
