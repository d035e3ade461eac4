"""SQLite connections as Warmline wants them: durable, typed rows, errors in plain words."""

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from warmline.storage.errors import StorageError, StorageFull, StorageLocked
from warmline.storage.port import Parameters, Row

APPLICATION_ID = 0x57524D4C  # "WRML", so that `file` and `restore` can tell whose database it is
PAGE_BYTES = 2048
"""Most writes touch one small row in each of several large trees: small pages make the log of writes small."""
LOCK_WAIT_MS = 5_000


def connect(path: Path, *, cache_mb: int, read_only: bool = False) -> sqlite3.Connection:
    """Open `path` in write-ahead mode with `synchronous=FULL`; the caller begins and commits."""
    connection = sqlite3.connect(
        path,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=512,
        timeout=LOCK_WAIT_MS / 1000,
    )
    connection.execute(f"PRAGMA page_size={PAGE_BYTES}")  # of a new database; an old one keeps its own
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA secure_delete=ON")  # what is erased is overwritten, not only unlinked
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.execute(f"PRAGMA cache_size=-{cache_mb * 1024}")
    connection.execute("PRAGMA temp_store=MEMORY")
    if read_only:
        connection.execute("PRAGMA query_only=ON")
    return connection


def explain(error: sqlite3.Error, path: Path) -> StorageError:
    """The named error that says what happened to the database at `path` and what to do."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith("SQLITE_FULL"):
        return StorageFull(f"no room left for {path}; free some space and send again, nothing was lost")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StorageLocked(f"{path} is locked by another process; stop it or use the running server")
    return StorageError(f"{path}: {error} ({name or 'SQLite'})")


class SqliteTransaction:
    """One command's or query's view of a connection."""

    __slots__ = ("_callbacks", "_execute", "_executemany")

    def __init__(
        self, connection: sqlite3.Connection, callbacks: list[Callable[[], None]] | None = None
    ) -> None:
        self._execute = connection.execute
        self._executemany = connection.executemany
        self._callbacks = [] if callbacks is None else callbacks

    def one(self, sql: str, parameters: Parameters = ()) -> Row | None:
        row: Any = self._execute(sql, parameters).fetchone()
        return row  # type: ignore[no-any-return]

    def all(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        return self._execute(sql, parameters).fetchall()

    def run(self, sql: str, parameters: Parameters = ()) -> int:
        return self._execute(sql, parameters).rowcount

    def run_many(self, sql: str, rows: Iterable[Parameters]) -> int:
        return self._executemany(sql, rows).rowcount if rows else 0

    def after_commit(self, callback: Callable[[], None]) -> None:
        self._callbacks.append(callback)
