"""The embedded storage: SQLite behind one writer thread with group commit."""

import asyncio
import logging
import math
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from queue import Empty
from typing import Any, cast

from warmline.storage import files
from warmline.storage.checkpoint import Checkpointer
from warmline.storage.connection import SqliteTransaction, connect, explain
from warmline.storage.errors import StorageBusy, StorageClosed, StorageError
from warmline.storage.lanes import Lanes
from warmline.storage.migrations import Migrations, migrate
from warmline.storage.port import Command, Query, T
from warmline.storage.work import Work, answer, awaitable

LOG = logging.getLogger(__name__)

GROUP_SECONDS = 0.015
"""How long a commit goes on gathering commands that are waiting already; it never waits for any."""
HURRIED_SECONDS = 2.0
"""How long after an urgent command others are expected."""
QUEUE_LIMIT = 20_000
"""Commands that may wait before `submit` says StorageBusy."""


class SqliteStorage:
    """`Storage` on one SQLite file.

    `cache_mb` is the page cache of the writer; each of the `readers` has an eighth of it.
    """

    def __init__(self, path: Path, migrations: Migrations, *, cache_mb: int = 256, readers: int = 4) -> None:
        self.path = path
        self._migrations = migrations
        self._cache_mb = cache_mb
        self._lanes = Lanes()
        self._hurried_until = -math.inf
        self._closed = False
        self._local = threading.local()
        self._generation = 0
        self._gate = threading.Condition()
        self._reading = 0
        self._paused = False
        self._reader_connections: list[sqlite3.Connection] = []
        self._connection = self._open()
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="warmline-reader")
        self._checkpointer = Checkpointer(path)
        self._writer = threading.Thread(target=self._write, name="warmline-writer", daemon=True)
        self._writer.start()

    # -- writing

    def submit(self, command: Command[T], *, urgent: bool = False) -> "Future[T]":
        """Queue a command; its future resolves after the durable commit."""
        if self._closed:
            raise StorageClosed("the storage is closed; start Warmline again")
        if len(self._lanes) > QUEUE_LIMIT:
            raise StorageBusy("too many writes are waiting for the disk; wait a second and send again")
        work: Work[T] = Work(command, urgent)
        if urgent:
            self._hurried_until = time.monotonic() + HURRIED_SECONDS
        self._lanes.put(work)
        if self._closed and threading.current_thread() is not self._writer:
            self._writer.join()  # it was closed meanwhile: is this behind the last that the writer takes?
            self._refuse_rest()
        return work.future

    async def run(self, command: Command[T], *, urgent: bool = False) -> T:
        """Carry out a command; returns after its durable commit."""
        return await awaitable(self.submit(command, urgent=urgent))

    @property
    def waiting(self) -> int:
        """Commands in the queue."""
        return len(self._lanes)

    @property
    def is_hurried(self) -> bool:
        """Whether there were urgent commands in the last few seconds."""
        return time.monotonic() < self._hurried_until

    def _write(self) -> None:
        """The writer's thread: gather, commit, answer, until it is told to stop.

        Whoever is in a hurry does not wait for what else is gathered: the commit comes right after them.
        """
        while (work := self._lanes.take()) is not None:
            group: deque[Work[Any]] = deque()
            callbacks: list[Callable[[], None]] = []
            stop = False
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                until = time.monotonic() + GROUP_SECONDS
                following: Work[Any] | None = work
                while following is not None:
                    self._carry_out(following, group, callbacks)
                    if time.monotonic() > until or (following.urgent and not self._lanes.is_any_urgent):
                        break
                    try:
                        following = self._lanes.take_now()
                    except Empty:
                        break
                    stop = following is None
                self._connection.execute("COMMIT")
            except sqlite3.Error as error:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                self._fail(group or deque([work]), explain(error, self.path))
            else:
                for callback in callbacks:  # before anybody is answered, who may go by what they change
                    _call(callback)
                answer(group)
                _call(partial(self._checkpointer.after_commit, self._connection))
            if stop:
                break

    def _carry_out(
        self, work: Work[Any], group: deque[Work[Any]], callbacks: list[Callable[[], None]]
    ) -> None:
        """Run one command so that its failure spoils nobody else's.

        The first of a group has the transaction to itself; a savepoint, which copies every page before it
        is changed, is for those that follow.
        """
        if not work.future.set_running_or_notify_cancel():
            return
        execute = self._connection.execute
        own: list[Callable[[], None]] = []
        alone = not group
        group.append(work)
        if not alone:
            execute("SAVEPOINT command")
        try:
            work.result = work.command(SqliteTransaction(self._connection, own))
        except Exception as error:
            if not self._connection.in_transaction:  # SQLite gave the whole group up (disk full, I/O error)
                raise (
                    error if isinstance(error, sqlite3.Error) else sqlite3.OperationalError(str(error))
                ) from error
            execute("ROLLBACK" if alone else "ROLLBACK TO command")
            if alone:
                execute("BEGIN IMMEDIATE")
            group.pop()
            work.future.set_exception(self._named(error))
        else:
            callbacks.extend(own)
        if not alone:
            execute("RELEASE command")

    def _named(self, error: Exception) -> Exception:
        """The error itself, or the named one where the database and not the command is to blame."""
        is_fault = (
            isinstance(error, sqlite3.OperationalError)
            and (getattr(error, "sqlite_errorcode", 1) & 0xFF) != 1
        )
        return explain(error, self.path) if is_fault and isinstance(error, sqlite3.Error) else error

    @staticmethod
    def _fail(group: deque[Work[Any]], error: StorageError) -> None:
        LOG.error("commit failed, %d commands were answered with the error: %s", len(group), error)
        for work in group:
            if not work.future.done():
                work.future.set_exception(error)

    # -- reading

    async def read(self, query: Query[T]) -> T:
        """Run a query in a reader's thread."""
        return await asyncio.wrap_future(self._readers.submit(self.read_now, query))

    def read_now(self, query: Query[T]) -> T:
        """Run a query in the caller's thread, on a consistent view of what is committed."""
        with self._one_more_reader():
            connection = self._reader()
            try:
                connection.execute("BEGIN")
                try:
                    return query(SqliteTransaction(connection))
                finally:
                    connection.execute("COMMIT")
            except sqlite3.Error as error:
                raise self._named(error) from error

    def _reader(self) -> sqlite3.Connection:
        known = cast("tuple[int, sqlite3.Connection] | None", getattr(self._local, "reader", None))
        if known is None or known[0] != self._generation:
            connection = connect(self.path, cache_mb=max(2, self._cache_mb // 8), read_only=True)
            self._reader_connections.append(connection)
            known = (self._generation, connection)
            self._local.reader = known
        return known[1]

    @contextmanager
    def _one_more_reader(self) -> Iterator[None]:
        with self._gate:
            self._gate.wait_for(lambda: not self._paused)
            if self._closed:
                raise StorageClosed("the storage is closed; start Warmline again")
            self._reading += 1
        try:
            yield
        finally:
            with self._gate:
                self._reading -= 1
                self._gate.notify_all()

    # -- the file as a whole

    def backup(self, target: Path, progress: Callable[[int, int], None] | None = None) -> None:
        """Copy the database as it is at this moment to `target`, while reading and writing go on."""
        files.copy_consistent(self.path, target, progress)

    def restore(
        self,
        backup: Path,
        *,
        ahead: files.CarryOver = lambda running, arriving: None,
        at_last: files.CarryOver = lambda running, arriving: None,
        replaced: Callable[[], None] = lambda: None,
    ) -> Path:
        """Put `backup` in the place of the running database; the old one is kept beside it.

        Returns where the old one is. Raises NotABackup or NewerData before anything is touched. Nobody is
        served from the backup before it was made fit: by `ahead` while everything goes on, and by `at_last`
        while everything waits. `replaced` is called before any command sees the new data, so that nobody
        goes by what they remember of the old.
        """
        files.check_backup(backup, self._migrations)
        arrived = self.path.with_name(self.path.name + files.ARRIVING)
        try:
            files.remove(arrived)  # of a restore that was cut off
            files.copy_consistent(backup, arrived, None)
            files.prepare(arrived, self.path, self._migrations, ahead)
            return self._swap(arrived, at_last, replaced)
        finally:
            files.remove(arrived)  # where it did not come to that

    def _swap(self, arrived: Path, at_last: files.CarryOver, replaced: Callable[[], None]) -> Path:
        """Let nobody read or write for as long as it takes to go on with another file."""
        with self._gate:
            self._paused = True
            self._gate.wait_for(lambda: self._reading == 0)
        try:
            self._stop_writer()
            self._close_connections()
            try:
                files.prepare(arrived, self.path, self._migrations, at_last)
                kept = files.swap(self.path, arrived)
            finally:  # with the old data, where the new could not be put in its place
                self._generation += 1
                self._connection = self._open()
                replaced()
                self._writer = threading.Thread(target=self._write, name="warmline-writer", daemon=True)
                self._writer.start()
        finally:
            with self._gate:
                self._paused = False
                self._gate.notify_all()
        return kept

    def close(self) -> None:
        """Finish what is queued, then release everything. Closing twice does no harm."""
        if self._closed:
            return
        self._closed = True
        self._stop_writer()
        self._refuse_rest()
        self._readers.shutdown()
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._close_connections()
        self._checkpointer.close()

    def _refuse_rest(self) -> None:
        """Answer commands that came too late for the writer: nobody waits for ever."""
        while len(self._lanes):
            with suppress(Empty):
                late = self._lanes.take_now()
                if late is not None and late.future.set_running_or_notify_cancel():
                    late.future.set_exception(StorageClosed("the storage is closed; start Warmline again"))

    def _stop_writer(self) -> None:
        self._lanes.stop()
        self._writer.join()
        self._checkpointer.settle()

    def _close_connections(self) -> None:
        for connection in self._reader_connections:
            connection.close()
        self._reader_connections.clear()
        self._connection.close()
        self._checkpointer.let_go()

    def _open(self) -> sqlite3.Connection:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            connection = connect(self.path, cache_mb=self._cache_mb)
            try:
                migrate(connection, self._migrations)
            except BaseException:
                connection.close()
                raise
        except sqlite3.Error as error:
            raise explain(error, self.path) from error
        return connection


def _call(callback: Callable[[], None]) -> None:
    try:
        callback()
    except Exception:
        LOG.exception("something to be done after a commit failed; what was committed is safe")
