"""The database as files: consistent copies, checks of a backup, swapping one in."""

import os
import sqlite3
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path

from warmline.storage.connection import APPLICATION_ID, SqliteTransaction, connect, explain
from warmline.storage.errors import NotABackup
from warmline.storage.migrations import Migrations, applied, migrate, refuse_newer
from warmline.storage.port import Command, Reader, T, Transaction

PAGES_A_STEP = 4096
ARRIVING = ".arriving"
KEPT = ".before-restore-"
_SIDES = ("-wal", "-shm", "-journal")

CarryOver = Callable[[Reader, Transaction], None]
"""Takes over from the database that runs what must hold in the one that arrives."""


def copy_consistent(path: Path, target: Path, progress: Callable[[int, int], None] | None) -> None:
    """Copy the database at `path` as of now to `target`, written aside, synced and moved into place.

    A read transaction is held throughout, so that writers go on and the copy does not start over.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))  # for nobody else to read
    source = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    copy = sqlite3.connect(partial, isolation_level=None)
    try:
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        source.backup(
            copy,
            pages=PAGES_A_STEP,
            progress=None if progress is None else lambda _, left, total: progress(total - left, total),
        )
        source.execute("COMMIT")
        copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        partial.unlink(missing_ok=True)
        raise explain(error, target) from error
    finally:
        copy.close()
        source.close()
    sync(partial)
    os.replace(partial, target)
    sync(target.parent)


def check_backup(path: Path, migrations: Migrations) -> None:
    """Raise NotABackup or NewerData unless `path` is a sound database that this version can open."""
    if not path.is_file():
        raise NotABackup(f"there is no file {path}")
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            if application != APPLICATION_ID:
                raise NotABackup(f"{path} is not a Warmline database; give the file `warmline backup` wrote")
            (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            if verdict != "ok":
                raise NotABackup(f"{path} is damaged ({verdict}); use another backup")
            refuse_newer(applied(connection), migrations)
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        raise NotABackup(f"{path} is not a sound Warmline database ({error}); use another backup") from error


def prepare(arrived: Path, running: Path, migrations: Migrations, carry_over: CarryOver) -> None:
    """Bring what arrives up to date, and have `carry_over` take over to it what it must, all or nothing."""
    old = connect(running, cache_mb=8, read_only=True)
    try:
        old.execute("BEGIN")
        change(arrived, migrations, lambda tx: carry_over(SqliteTransaction(old), tx))
        old.execute("COMMIT")
    finally:
        old.close()


def change(path: Path, migrations: Migrations, command: Command[T]) -> T:
    """Carry out a command in a database that nobody works on, brought up to date; the file alone holds it then."""
    try:
        connection = connect(path, cache_mb=64)
        try:
            migrate(connection, migrations)
            connection.execute("BEGIN IMMEDIATE")
            result = command(SqliteTransaction(connection))
            connection.execute("COMMIT")
            connection.execute("PRAGMA journal_mode=DELETE")
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise explain(error, path) from error
    sync(path)
    return result


def kept_copies(path: Path) -> list[Path]:
    """What restores have kept of the database at `path`, oldest first."""
    found = path.parent.glob(f"{path.name}{KEPT}*")
    return sorted(one for one in found if not one.name.endswith(_SIDES))


def remove(path: Path) -> None:
    """Remove a database with what stands beside it."""
    for suffix in ("", *_SIDES, ".partial"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def swap(path: Path, arrived: Path) -> Path:
    """Move `arrived` to `path`; what was there is kept beside it, under the name returned."""
    named = path.with_name(f"{path.name}{KEPT}{time.strftime('%Y%m%dT%H%M%S')}")
    kept = next(
        one
        for number in count(1)
        if not (one := named if number == 1 else named.with_name(f"{named.name}-{number}")).exists()
    )
    os.link(path, kept)  # so that there is a database at `path` at every moment
    for suffix in ("-wal", "-shm"):
        old = path.with_name(path.name + suffix)
        if old.exists():
            os.replace(old, kept.with_name(kept.name + suffix))
    os.replace(arrived, path)
    sync(path.parent)
    return kept


def sync(path: Path) -> None:
    """Make a file or the entries of a folder durable."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
