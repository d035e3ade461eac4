"""The contract of a storage, on the embedded one: commands, group commit, readers."""

import asyncio
import sqlite3
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.storage.world import MIGRATIONS, Held, Refused, insert, numbers
from warmline.storage.errors import StorageBusy
from warmline.storage.lanes import URGENT_IN_A_ROW
from warmline.storage.port import Reader, Row, Transaction, places
from warmline.storage.sqlite import QUEUE_LIMIT, SqliteStorage

# -- commands and their commit


def test_a_command_answers_what_it_returns_once_it_is_durable(storage: SqliteStorage) -> None:
    assert storage.submit(lambda tx: insert(tx, 1)).result() == 1
    other = sqlite3.connect(storage.path)
    assert other.execute("SELECT n FROM t").fetchall() == [(1,)]
    other.close()


def test_the_writer_syncs_to_the_disk_at_every_commit(storage: SqliteStorage) -> None:
    assert storage.submit(lambda tx: tx.one("PRAGMA synchronous")).result() == (2,)
    assert storage.submit(lambda tx: tx.one("PRAGMA journal_mode")).result() == ("wal",)


def test_a_command_that_fails_leaves_nothing_and_spoils_nobody_else_of_its_group(
    storage: SqliteStorage,
) -> None:
    def fail(tx: Transaction) -> None:
        insert(tx, 2)
        tx.after_commit(lambda: called.append("of the failed"))
        raise Refused

    called: list[str] = []
    held = Held(storage)
    before = storage.submit(lambda tx: insert(tx, 1))
    failed = storage.submit(fail)
    after = storage.submit(lambda tx: (insert(tx, 3), numbers(tx))[1])
    held.let_go()
    assert before.result(10) == 1
    assert after.result(10) == [1, 3]
    with pytest.raises(Refused):
        failed.result(10)
    assert storage.read_now(numbers) == [1, 3]
    assert called == []


def test_an_error_in_the_sql_is_the_commands_own(storage: SqliteStorage) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        storage.submit(lambda tx: tx.run("INSERT INTO nowhere VALUES (1)")).result()
    storage.submit(lambda tx: insert(tx, 1)).result()
    with pytest.raises(sqlite3.IntegrityError):
        storage.submit(lambda tx: insert(tx, 1)).result()
    assert storage.read_now(numbers) == [1]


def test_after_commit_comes_after_the_commit_in_order_and_its_failure_harms_nobody(
    storage: SqliteStorage,
) -> None:
    seen: list[object] = []

    def fail() -> None:
        raise Refused

    def first(tx: Transaction) -> None:
        insert(tx, 1)
        tx.after_commit(lambda: seen.append(storage.read_now(numbers)))
        tx.after_commit(fail)

    def second(tx: Transaction) -> None:
        insert(tx, 2)
        assert seen == []
        tx.after_commit(lambda: seen.append("second"))

    held = Held(storage)
    waiting = [storage.submit(first), storage.submit(second)]
    held.let_go()
    for future in waiting:
        future.result(10)
    storage.submit(lambda tx: None).result(10)
    assert seen == [[1, 2], "second"]


def test_a_command_that_was_cancelled_while_it_waited_is_not_carried_out(storage: SqliteStorage) -> None:
    held = Held(storage)
    waiting = storage.submit(lambda tx: insert(tx, 1))
    assert waiting.cancel()
    held.let_go()
    assert storage.submit(numbers).result(10) == []


def test_callers_in_event_loops_get_results_and_errors(storage: SqliteStorage) -> None:
    def refuse(tx: Transaction) -> None:
        raise Refused

    async def use() -> Sequence[object]:
        return await asyncio.gather(
            storage.run(lambda tx: insert(tx, 1)),
            storage.run(refuse),
            storage.run(lambda tx: insert(tx, 2)),
            return_exceptions=True,
        )

    one, refused, two = asyncio.run(use())
    assert (one, two) == (1, 1)
    assert isinstance(refused, Refused)


def test_too_many_waiting_commands_are_refused_and_those_that_wait_are_carried_out(
    storage: SqliteStorage,
) -> None:
    held = Held(storage)
    waiting: list[Future[None]] = []
    for _ in range(QUEUE_LIMIT + 1):
        waiting.append(storage.submit(lambda tx: None))
    with pytest.raises(StorageBusy, match="send again"):
        storage.submit(lambda tx: None)
    held.let_go()
    waiting[-1].result(30)
    assert all(future.done() for future in waiting)


# -- those in a hurry


def test_an_urgent_command_goes_before_those_that_wait_and_is_durable_before_they_are_carried_out(
    storage: SqliteStorage,
) -> None:
    go_on = threading.Event()

    def slow(tx: Transaction) -> list[int]:
        assert go_on.wait(10)
        return numbers(tx)

    held = Held(storage)
    ordinary = storage.submit(slow)
    urgent = storage.submit(lambda tx: insert(tx, 1), urgent=True)
    held.let_go()
    assert urgent.result(10) == 1
    assert storage.read_now(numbers) == [1]
    assert not ordinary.done()
    go_on.set()
    assert ordinary.result(10) == [1]


def test_an_urgent_command_that_fails_leaves_nothing_and_the_others_are_carried_out(
    storage: SqliteStorage,
) -> None:
    def fail(tx: Transaction) -> None:
        insert(tx, 1)
        raise Refused

    held = Held(storage)
    ordinary = storage.submit(numbers)
    urgent = storage.submit(fail, urgent=True)
    held.let_go()
    with pytest.raises(Refused):
        urgent.result(10)
    assert ordinary.result(10) == []


def test_ordinary_commands_get_their_turn_however_many_are_urgent(storage: SqliteStorage) -> None:
    order: list[str] = []
    held = Held(storage)
    waiting = [storage.submit(lambda tx: order.append("ordinary"))]
    waiting += [
        storage.submit(lambda tx: order.append("urgent"), urgent=True) for _ in range(3 * URGENT_IN_A_ROW)
    ]
    held.let_go()
    for future in waiting:
        future.result(10)
    assert order.index("ordinary") == URGENT_IN_A_ROW


def test_closing_finishes_what_is_urgent_and_what_is_not(storage: SqliteStorage) -> None:
    held = Held(storage)
    waiting = [storage.submit(lambda tx, n=n: insert(tx, n), urgent=n % 2 == 0) for n in range(40)]  # type: ignore[misc]
    held.open()
    storage.close()
    assert [future.result(0) for future in waiting] == [1] * 40


def test_one_can_tell_that_others_are_in_a_hurry(storage: SqliteStorage) -> None:
    storage.submit(lambda tx: None).result(10)
    assert not storage.is_hurried
    storage.submit(lambda tx: None, urgent=True).result(10)
    assert storage.is_hurried


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.lists(st.integers(0, 12), max_size=4), st.booleans(), st.booleans()),
        min_size=1,
        max_size=14,
    )
)
def test_groups_leave_what_the_commands_would_have_left_one_by_one(
    commands: list[tuple[list[int], bool, bool]],
) -> None:
    """Commands insert numbers (twice is an error), may raise at the end, and may wait for the ones before."""

    def command(tx: Transaction, wanted: list[int], fails: bool) -> list[int]:
        for n in wanted:
            insert(tx, n)
        if fails:
            raise Refused
        return numbers(tx)

    with TemporaryDirectory() as folder:
        storage = SqliteStorage(Path(folder) / "warmline.db", MIGRATIONS, cache_mb=8, readers=1)
        model: set[int] = set()
        expected: list[list[int] | None] = []
        futures = []
        for wanted, fails, waits in commands:
            good = not fails and len(set(wanted)) == len(wanted) and not model & set(wanted)
            if good:
                model |= set(wanted)
            expected.append(sorted(model) if good else None)
            futures.append(storage.submit(lambda tx, w=wanted, f=fails: command(tx, w, f)))  # type: ignore[misc]
            if waits:
                futures[-1].exception(10)
        for future, result in zip(futures, expected, strict=True):
            if result is None:
                assert isinstance(future.exception(10), Refused | sqlite3.IntegrityError)
            else:
                assert future.result(10) == result
        assert storage.read_now(numbers) == sorted(model)
        storage.close()
        again = SqliteStorage(Path(folder) / "warmline.db", MIGRATIONS, cache_mb=8, readers=1)
        assert again.read_now(numbers) == sorted(model)
        again.close()


# -- readers


def test_a_reader_sees_one_moment_while_writing_goes_on(storage: SqliteStorage) -> None:
    storage.submit(lambda tx: insert(tx, 1)).result()

    def look(reader: Reader) -> tuple[list[int], list[int]]:
        before = numbers(reader)
        storage.submit(lambda tx: insert(tx, 2)).result(10)
        return before, numbers(reader)

    assert storage.read_now(look) == ([1], [1])
    assert storage.read_now(numbers) == [1, 2]


def test_a_reader_cannot_write(storage: SqliteStorage) -> None:
    with pytest.raises(Exception, match="readonly"):
        storage.read_now(lambda reader: reader.all("INSERT INTO t (n) VALUES (1) RETURNING n"))
    assert storage.read_now(numbers) == []


def test_many_readers_and_writers_never_see_half_of_a_command(storage: SqliteStorage) -> None:
    """Each command writes a pair, so that every reader sees an even number of rows, growing."""
    stop = threading.Event()
    counts: list[list[int]] = [[], [], []]

    def read(mine: list[int]) -> None:
        while not stop.is_set():
            mine.append(storage.read_now(lambda reader: (reader.one("SELECT count(*) FROM t") or (0,))[0]))

    def write(first: int) -> None:
        for n in range(first, first + 200, 2):
            storage.submit(lambda tx, n=n: (insert(tx, n), insert(tx, n + 1))).result(30)  # type: ignore[misc]

    readers = [threading.Thread(target=read, args=(mine,)) for mine in counts]
    writers = [threading.Thread(target=write, args=(start,)) for start in (0, 1_000, 2_000)]
    for thread in (*readers, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    for thread in readers:
        thread.join()
    for mine in counts:
        assert all(count % 2 == 0 for count in mine)
        assert mine == sorted(mine)
    assert len(storage.read_now(numbers)) == 600


def test_places_serves_lists_of_all_lengths(storage: SqliteStorage) -> None:
    def rows_of(reader: Reader, sql: str, values: Sequence[object]) -> list[Row]:
        return reader.all(sql, values)

    storage.submit(lambda tx: [insert(tx, n) for n in range(40)]).result()
    for length in (0, 1, 2, 3, 5, 8, 31, 33):
        marks, values = places(list(range(length)))
        sql = f"SELECT n FROM t WHERE n IN {marks}"
        rows = storage.read_now(partial(rows_of, sql=sql, values=values))
        assert [row[0] for row in rows] == list(range(length))
