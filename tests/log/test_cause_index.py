"""What an event caused is found however much later it happened, in old logs too, and an erasure takes it away."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.customers.world import NOW, event
from tests.server import SAMPLE
from warmline.app import migrations, runtime
from warmline.app.settings import Settings
from warmline.events.model import ERASED, Event, event_id, event_key
from warmline.log import causes, chains, repository, schema
from warmline.log.ingest import Ingest
from warmline.log.keys import key_of
from warmline.storage.port import Reader, Transaction
from warmline.storage.sqlite import SqliteStorage

MIGRATIONS = {"log": schema.MIGRATIONS}
BEFORE_THE_INDEX = {"log": schema.MIGRATIONS[:5]}


def id_of(number: int) -> str:
    return event_id("test", str(number))


def caused(number: int, cause: str, text: str = "") -> Event:
    return msgspec.structs.replace(event(number, text=text) if text else event(number), cause=cause)


def append(storage: SqliteStorage, events: list[Event]) -> None:
    ingest = Ingest(storage, [], lambda: NOW)
    storage.submit(lambda tx: ingest.append(tx, events, NOW)).result()


def indexed(reader: Reader) -> list[tuple[bytes, int]]:
    return sorted(reader.all("SELECT key, seq FROM cause"))


def said(reader: Reader) -> list[tuple[bytes, int]]:
    """What the index should hold, read from the events themselves."""
    events = repository.after(reader, 0, 10_000)
    return sorted((key, one.seq) for one in events if (key := key_of(one.event.cause)))


def erase(tx: Transaction, seq: int) -> None:
    tombstone = Event(source="test", message_id="", type=ERASED, occurred=NOW)
    repository.overwrite(tx, seq, tombstone)


names = st.one_of(
    st.integers(0, 12).map(id_of),
    st.just(""),
    st.sampled_from(["the call of yesterday", "a" * 31, "zz" * 16, " " * 3 + "0" * 29, "ab" * 32]),
)
# What a text could say to be taken for a cause.
texts = st.one_of(st.text(max_size=20), st.sampled_from([f'x","cause":"{"ab" * 16}', "ab" * 16]))
happened = st.lists(st.tuples(st.integers(0, 30), names, texts), max_size=30)


@settings(max_examples=60, deadline=None)
@given(happened, st.lists(st.integers(1, 30), max_size=5))
def test_the_index_holds_what_the_events_say(events: list[tuple[int, str, str]], erased: list[int]) -> None:
    with TemporaryDirectory() as folder:
        storage = SqliteStorage(Path(folder) / "w.db", MIGRATIONS, cache_mb=8, readers=1)
        try:
            for number, cause, text in events:
                append(storage, [caused(number, cause, text)])
            for seq in erased:
                storage.submit(partial(erase, seq=seq)).result()
            assert storage.read_now(indexed) == storage.read_now(said)
        finally:
            storage.close()


@settings(max_examples=40, deadline=None)
@given(happened, happened, st.lists(st.integers(1, 30), max_size=5))
def test_an_older_log_is_read_for_its_causes(
    old: list[tuple[int, str, str]], new: list[tuple[int, str, str]], erased: list[int]
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "w.db"
        bodies = [(n, caused(number, cause, text)) for n, (number, cause, text) in enumerate(old, 1)]
        storage = SqliteStorage(path, BEFORE_THE_INDEX, cache_mb=8, readers=1)
        rows = [(n, event_key("old", str(n)), one.type, NOW, repository.encode(one)) for n, one in bodies]
        storage.submit(lambda tx: tx.run_many(repository.APPEND, rows)).result()
        storage.close()

        storage = SqliteStorage(path, MIGRATIONS, cache_mb=8, readers=1)
        try:
            append(storage, [caused(number, cause, text) for number, cause, text in new])
            for seq in erased:
                storage.submit(partial(erase, seq=seq)).result()
            asyncio.run(causes.catch_up(storage))
            assert storage.read_now(causes.unread) == 0
            assert storage.read_now(indexed) == storage.read_now(said)
        finally:
            storage.close()


def test_an_older_log_is_read_in_slices_the_newest_first(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path / "w.db", BEFORE_THE_INDEX, cache_mb=8, readers=1)
    last = 2 * causes.EVENTS_AT_ONCE + 500
    rows = [
        (n, event_key("old", str(n)), "note", NOW, repository.encode(caused(n, id_of(0))))
        for n in range(1, last + 1)
    ]
    storage.submit(lambda tx: tx.run_many(repository.APPEND, rows)).result()
    storage.close()

    storage = SqliteStorage(tmp_path / "w.db", MIGRATIONS, cache_mb=8, readers=1)
    ticks = count(step=1000)  # each look at the clock finds that the slice has taken long enough
    seen: list[tuple[int, int]] = []

    def look() -> float:
        storage.read_now(lambda r: seen.append((causes.unread(r), causes.count(r, event_key("test", "0")))))
        return next(ticks)

    asyncio.run(causes.catch_up(storage, look))
    begun = seen[::2]
    assert begun == [(last + 1, 0), (last + 1 - 2_000, 2_000), (last + 1 - 4_000, 4_000)]
    assert storage.read_now(lambda r: causes.count(r, event_key("test", "0"))) == last
    storage.close()


def test_a_backup_of_an_older_version_is_read_for_its_causes(tmp_path: Path) -> None:
    tables = {
        room: scripts[:5] if room == "log" else scripts for room, scripts in migrations.MIGRATIONS.items()
    }
    old = SqliteStorage(tmp_path / "old.db", tables, cache_mb=8, readers=1)
    body = repository.encode(caused(1, id_of(0)))
    row = (1, event_key("test", "1"), "note", NOW, body)
    old.submit(lambda tx: tx.run_many(repository.APPEND, [row])).result()
    old.close()

    async def restored() -> list[int]:
        running = runtime.Runtime(Settings(data=tmp_path, business=SAMPLE, cache_mb=8))
        await running.restore(tmp_path / "old.db")
        found = await running.storage.read(lambda reader: causes.effects(reader, event_key("test", "0"), 9))
        await running.stop()
        return found

    assert asyncio.run(restored()) == [1]


# -- chains


parents = st.lists(st.integers(0, 40), min_size=1, max_size=40).map(
    lambda chosen: [parent % (number + 1) for number, parent in enumerate(chosen)]
)
"""For each event from 1 on, the earlier event that caused it."""


@settings(max_examples=80, deadline=None)
@given(parents, st.integers(1, 45), st.integers(1, 12))
def test_the_tree_holds_all_that_came_of_an_event_or_says_what_is_left_out(
    parents: list[int], most: int, deepest: int
) -> None:
    with TemporaryDirectory() as folder:
        storage = SqliteStorage(Path(folder) / "w.db", MIGRATIONS, cache_mb=8, readers=1)
        try:
            chained = [caused(n, id_of(parent)) for n, parent in enumerate(parents, 1)]
            append(storage, [event(0), *chained])
            tree = storage.read_now(lambda r: chains.consequences(r, id_of(0), most, deepest))
            branches = {int(one.stored.event.message_id): one for one in tree.branches}
            assert len(branches) == len(tree.branches) <= most
            assert all(one.depth <= deepest for one in tree.branches)
            effects = Counter(parents)
            shown = Counter(parents[number - 1] for number in branches)
            for number in (0, *branches):
                more = branches[number].more if number else tree.more
                assert shown[number] + more == effects[number]
                if number:
                    above = parents[number - 1]
                    assert branches[number].depth == (branches[above].depth + 1 if above else 1)
            if most > 40 and deepest == 12:
                depths = [0]
                for parent in parents:
                    depths.append(depths[parent] + 1)
                assert set(branches) == {n for n, one in enumerate(depths) if 0 < one <= 12}
        finally:
            storage.close()


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[SqliteStorage]:
    one = SqliteStorage(tmp_path / "w.db", MIGRATIONS, cache_mb=8, readers=1)
    yield one
    one.close()


def tree_in(storage: SqliteStorage, events: list[Event], **rest: Any) -> chains.Consequences:
    """What came of the event 0, among some events."""
    append(storage, events)
    return storage.read_now(lambda reader: chains.consequences(reader, id_of(0), **rest))


def numbers(tree: chains.Consequences) -> list[tuple[int, int]]:
    return [(int(one.stored.event.message_id), one.depth) for one in tree.branches]


def test_what_came_of_something_stands_under_it(storage: SqliteStorage) -> None:
    chained = [caused(1, id_of(0)), caused(2, id_of(0)), caused(3, id_of(1)), caused(4, id_of(3))]
    tree = tree_in(storage, [event(0), *chained])
    assert numbers(tree) == [(1, 1), (3, 2), (4, 3), (2, 1)]
    assert not tree.hidden


def test_where_there_is_too_much_the_nearest_is_shown(storage: SqliteStorage) -> None:
    chained = [caused(1, id_of(0)), caused(2, id_of(1)), caused(3, id_of(0)), caused(4, id_of(0))]
    tree = tree_in(storage, [event(0), *chained], most=2)
    assert numbers(tree) == [(1, 1), (3, 1)]
    assert (tree.more, [one.more for one in tree.branches]) == (1, [1, 0])


def test_events_that_caused_each_other_are_told_once(storage: SqliteStorage) -> None:
    """Ids follow from what a source says, so that a source can say this."""
    loop = [caused(0, id_of(2)), caused(1, id_of(0)), caused(2, id_of(1)), caused(3, id_of(3))]
    tree = tree_in(storage, loop)
    assert numbers(tree) == [(1, 1), (2, 2)]
    assert tree.branches[-1].more == 0


def test_what_may_not_be_seen_is_left_out_with_all_that_came_of_it(storage: SqliteStorage) -> None:
    chained = [caused(1, id_of(0)), caused(2, id_of(1)), caused(3, id_of(0))]
    tree = tree_in(
        storage,
        [event(0), *chained],
        sees=lambda events: [one.event.message_id != "1" for one in events],
    )
    assert (numbers(tree), tree.hidden) == ([(3, 1)], True)


def test_how_deep_an_event_stands_is_counted_up_to_a_limit(storage: SqliteStorage) -> None:
    chained = [caused(n, id_of(n - 1)) for n in range(1, 8)]
    loop = [caused(20, id_of(21)), caused(21, id_of(20))]
    unknown = caused(30, id_of(99))
    append(storage, [event(0), *chained, *loop, unknown])

    def depth(one: Event, most: int) -> int:
        return len(storage.read_now(lambda reader: chains.above(reader, one, most)))

    assert [depth(one, 5) for one in chained] == [1, 2, 3, 4, 5, 5, 5]
    assert depth(event(0), 5) == 0
    assert depth(unknown, 5) == 0
    assert depth(loop[0], 5) == 2
