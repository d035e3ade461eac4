"""The life of the embedded storage: a full disk, locks, migrations, the end."""

import sqlite3
import threading
from concurrent.futures import Future
from pathlib import Path

import pytest

from tests.storage.world import MIGRATIONS, Held, insert, numbers
from warmline.storage.errors import (
    NewerData,
    StorageBusy,
    StorageClosed,
    StorageError,
    StorageFull,
    StorageLocked,
)
from warmline.storage.sqlite import SqliteStorage

# -- what the disk and others may do


def test_a_full_disk_is_said_and_what_follows_goes_on_when_there_is_room(storage: SqliteStorage) -> None:
    storage.submit(lambda tx: insert(tx, 1)).result()
    (pages,) = storage.submit(lambda tx: tx.one("PRAGMA page_count")).result() or (0,)
    storage.submit(lambda tx: tx.one(f"PRAGMA max_page_count={pages + 4}")).result()
    held = Held(storage)
    waiting = [storage.submit(lambda tx, n=n: insert(tx, n, "x" * 3_000)) for n in range(10, 40)]  # type: ignore[misc]
    held.open()
    errors = [future.exception(10) for future in waiting]
    assert any(isinstance(error, StorageFull) for error in errors)
    assert all(error is None or isinstance(error, StorageFull) for error in errors)
    assert "free some space" in str(next(error for error in errors if error))
    kept = [n for n, error in zip(range(10, 40), errors, strict=True) if error is None]
    assert storage.read_now(numbers) == [1, *kept]
    storage.submit(lambda tx: tx.one("PRAGMA max_page_count=100000")).result()
    assert storage.submit(lambda tx: insert(tx, 100, "x" * 3_000)).result() == 1
    assert storage.read_now(numbers) == [1, *kept, 100]


def test_a_lock_held_by_somebody_else_is_said_and_outlived(storage: SqliteStorage) -> None:
    storage.submit(lambda tx: tx.one("PRAGMA busy_timeout=100")).result()
    other = sqlite3.connect(storage.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageLocked, match="locked by another process"):
        storage.submit(lambda tx: insert(tx, 1)).result(10)
    other.execute("ROLLBACK")
    other.close()
    assert storage.submit(lambda tx: insert(tx, 1)).result(10) == 1


# -- migrations


def test_each_migration_is_applied_once_and_later_ones_are_added(tmp_path: Path) -> None:
    path = tmp_path / "warmline.db"
    first = {"a": ["CREATE TABLE a (n)"], "b": ["CREATE TABLE b (n); INSERT INTO b VALUES (1)"]}
    for _ in range(2):
        SqliteStorage(path, first, readers=1).close()
    second = {"a": [*first["a"], "ALTER TABLE a ADD COLUMN m"], "b": first["b"], "c": ["CREATE TABLE c (n)"]}
    storage = SqliteStorage(path, second, readers=1)
    assert storage.read_now(lambda reader: reader.all("SELECT * FROM b")) == [(1,)]
    assert storage.read_now(lambda reader: reader.all("SELECT m FROM a")) == []
    done = storage.read_now(
        lambda reader: reader.all("SELECT room, number FROM migration ORDER BY room, number")
    )
    assert done == [("a", 1), ("a", 2), ("b", 1), ("c", 1)]
    storage.close()


def test_a_migration_that_fails_leaves_nothing_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "warmline.db"
    with pytest.raises(StorageError):
        SqliteStorage(
            path, {"a": ["CREATE TABLE a (n)", "CREATE TABLE half (n); CREATE TABLE a (n)"]}, readers=1
        )
    storage = SqliteStorage(path, {"a": ["CREATE TABLE a (n)"]}, readers=1)
    tables = storage.read_now(
        lambda reader: reader.all("SELECT name FROM sqlite_master WHERE name IN ('a', 'half')")
    )
    assert tables == [("a",)]
    storage.close()


def test_data_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "warmline.db"
    SqliteStorage(path, {"a": ["CREATE TABLE a (n)", "CREATE TABLE a2 (n)"]}, readers=1).close()
    with pytest.raises(NewerData, match="install the newer version"):
        SqliteStorage(path, {"a": ["CREATE TABLE a (n)"]}, readers=1)


# -- the end


def test_closing_finishes_what_is_queued_and_refuses_what_comes_later(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path / "warmline.db", MIGRATIONS, readers=1)
    held = Held(storage)
    waiting = [storage.submit(lambda tx, n=n: insert(tx, n)) for n in range(50)]  # type: ignore[misc]
    closing = threading.Thread(target=storage.close)
    closing.start()
    held.let_go()
    closing.join(30)
    assert not closing.is_alive()
    assert [future.result(0) for future in waiting] == [1] * 50
    storage.close()
    with pytest.raises(StorageClosed):
        storage.submit(lambda tx: None)
    with pytest.raises(StorageClosed):
        storage.read_now(numbers)
    again = SqliteStorage(tmp_path / "warmline.db", MIGRATIONS, readers=1)
    assert again.read_now(numbers) == list(range(50))
    again.close()


def test_callers_who_submit_while_it_closes_get_an_answer_in_any_case(tmp_path: Path) -> None:
    for attempt in range(5):
        storage = SqliteStorage(tmp_path / f"{attempt}.db", MIGRATIONS, readers=1)
        futures: list[Future[int]] = []

        def submit(storage: SqliteStorage = storage, futures: list[Future[int]] = futures) -> None:
            n = 0
            while True:
                try:
                    futures.append(storage.submit(lambda tx, n=n: insert(tx, n)))  # type: ignore[misc]
                except StorageClosed:
                    return
                except StorageBusy:
                    continue
                n += 1

        caller = threading.Thread(target=submit)
        caller.start()
        while not futures:
            pass
        storage.close()
        caller.join(10)
        assert not caller.is_alive()
        for future in futures:
            assert future.exception(10) is None or isinstance(future.exception(), StorageClosed)


def test_the_writer_outlives_what_fails_after_a_commit(
    storage: SqliteStorage, caplog: pytest.LogCaptureFixture
) -> None:
    """The wal-index cannot be opened, as when there are no more file handles: nobody is left without an answer."""
    index = storage.path.with_name(storage.path.name + "-shm")
    index.rename(index.with_name("elsewhere"))
    storage.submit(lambda tx: insert(tx, 1)).result(10)
    storage.submit(lambda tx: insert(tx, 2)).result(10)
    index.with_name("elsewhere").rename(index)
    assert storage.submit(lambda tx: insert(tx, 3)).result(10) == 1
    assert "what was committed is safe" in caplog.text
    assert storage.read_now(numbers) == [1, 2, 3]
