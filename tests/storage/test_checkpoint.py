"""The write-ahead log is copied beside the writer and written from its beginning again."""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from warmline.storage.checkpoint import Checkpointer
from warmline.storage.connection import connect

SLICE, RESTART = 20, 100
FRAME = 2048 + 24
BEGIN = "import sqlite3, sys; sqlite3.connect(sys.argv[1], timeout=0).execute('BEGIN IMMEDIATE')"


class Writer:
    """A connection that writes, and the checkpointer that follows it."""

    def __init__(self, path: Path, checkpointer: Checkpointer | None = None) -> None:
        self.path = path
        self.connection = connect(path, cache_mb=1)
        self.connection.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, body BLOB)")
        self.checkpointer = checkpointer or Checkpointer(
            path, slice_frames=SLICE, restart_frames=RESTART, rest_frames=SLICE // 4
        )

    def write(self, commits: int, pause: float = 0.001) -> None:
        for _ in range(commits):
            self.connection.execute("BEGIN IMMEDIATE")
            self.connection.execute("INSERT INTO t (body) VALUES (zeroblob(6000))")
            self.connection.execute("COMMIT")
            self.checkpointer.after_commit(self.connection)
            if pause:
                time.sleep(pause)  # so that the copying thread has its turn

    def wal_bytes(self) -> int:
        return self.path.with_name(self.path.name + "-wal").stat().st_size

    def close(self) -> None:
        self.checkpointer.settle()
        self.connection.close()
        self.checkpointer.close()


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    made = Writer(tmp_path / "warmline.db")
    yield made
    made.close()


def test_the_log_keeps_its_size_however_much_is_written(writer: Writer) -> None:
    writer.write(600)
    assert writer.wal_bytes() <= 6 * RESTART * FRAME < writer.path.stat().st_size


def test_the_log_is_bounded_under_a_writer_that_never_pauses(writer: Writer) -> None:
    """A copy reaches as far as the log was when it began: what came meanwhile must not keep it growing."""
    most = 0
    for _ in range(40):
        writer.write(100, pause=0)
        most = max(most, writer.wal_bytes())
    assert most <= 6 * RESTART * FRAME, "every round of 100 commits writes several times RESTART"
    assert writer.path.stat().st_size + most > 100 * 40 * 6000


def test_a_reader_keeps_its_moment_and_the_log_begins_again_after_it(writer: Writer) -> None:
    reader = connect(writer.path, cache_mb=1, read_only=True)
    reader.execute("BEGIN")
    before = reader.execute("SELECT count(*) FROM t").fetchone()
    writer.write(150)
    held = writer.wal_bytes()
    assert reader.execute("SELECT count(*) FROM t").fetchone() == before
    assert held > RESTART * 2 * 2048, "what the reader may need is not written over"
    reader.execute("COMMIT")
    writer.write(150)
    assert writer.wal_bytes() <= 1.2 * held
    reader.close()


def test_settling_keeps_the_locks_of_connections_that_stay_open(writer: Writer) -> None:
    """A process that closes a file loses all its locks on it: settling must not close the wal-index."""
    writer.write(50)
    writer.connection.execute("BEGIN IMMEDIATE")
    writer.checkpointer.settle()
    other = subprocess.run(
        [sys.executable, "-c", BEGIN, str(writer.path)], capture_output=True, text=True, timeout=30
    )
    writer.connection.execute("COMMIT")
    assert "database is locked" in other.stderr


class Counted(Checkpointer):
    """One whose copies are counted, each done before the next commit."""

    copies = 0

    def after_commit(self, writer: sqlite3.Connection) -> None:
        super().after_commit(writer)
        if self._copying is not None:
            self._copying.result()
            self.copies += 1


def test_a_log_that_grows_fast_is_copied_at_a_pace(tmp_path: Path) -> None:
    """Pages that change all the time are copied once for several commits; what has gathered stays bounded."""
    times = [10.0, 10.3, 11.0, 11.3, 12.0]
    path = tmp_path / "warmline.db"
    checkpointer = Counted(path, slice_frames=SLICE, pace_seconds=1.0, monotonic=lambda: times[0])
    writer = Writer(path, checkpointer)
    copies = []
    while len(times) > 1:
        writer.write(SLICE // 3, pause=0)  # three frames each and more
        copies.append(checkpointer.copies)
        times.pop(0)
    assert copies == [1, 1, 2, 2], "once a second"
    writer.write(SLICE, pause=0)
    assert checkpointer.copies >= 4, "several slices are too many, whatever the time"
    writer.close()
