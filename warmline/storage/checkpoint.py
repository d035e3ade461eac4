"""Checkpoints: the write-ahead log copied into the database beside the writer, a little at a time.

The log is a file of its own that is written over from its beginning once all of it was copied; it keeps
its size, so that a commit overwrites blocks that are there already. How much is in it stands in the
header of the wal-index (https://sqlite.org/walformat.html, section 2.1).
"""

import logging
import math
import os
import sqlite3
import struct
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from warmline.storage.connection import LOCK_WAIT_MS, connect

LOG = logging.getLogger(__name__)

SLICE_FRAMES = 1_000
"""Frames behind which a copy begins: few, so that what is synced at once holds no commit up for long."""
PACE_SECONDS = 0.15
"""Time between two copies, while that is not too many frames: pages that change all the time are copied once in it."""
MOST_SLICES = 3
"""So many times the frames of a slice are too many."""
RESTART_FRAMES = 64_000
"""Frames from which the log is written from its beginning again: 128 MB at 2 KB a page."""
REST_FRAMES = 200
"""Frames that may be left for the writer to copy when the log begins again; commits wait meanwhile."""

_MX_FRAME = struct.Struct("=I")
_MX_FRAME_AT, _N_BACKFILL_AT = 16, 96


class Checkpointer:
    """Follows one database; everything but the copying itself is called in the writer's thread."""

    def __init__(
        self,
        path: Path,
        *,
        slice_frames: int = SLICE_FRAMES,
        restart_frames: int = RESTART_FRAMES,
        rest_frames: int = REST_FRAMES,
        pace_seconds: float = PACE_SECONDS,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._path = path
        self._slice_frames = slice_frames
        self._restart_frames = restart_frames
        self._rest_frames = rest_frames
        self._pace_seconds = pace_seconds
        self._monotonic = monotonic
        self._began = -math.inf
        """When the last copy began."""
        self._index: int | None = None
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="warmline-checkpoint")
        self._copying: Future[None] | None = None
        self._connection: sqlite3.Connection | None = None
        self._asked = 0
        """How much was in the log when it was last looked at for copying or beginning again."""
        self._got = 0
        """How much of it was copied then: while that grows, a log that is long is copied again at once."""

    def after_commit(self, writer: sqlite3.Connection) -> None:
        """Begin to copy where much has gathered; begin the log again where nearly all is copied."""
        if self._copying is not None:
            if not self._copying.done():
                return
            if error := self._copying.exception():
                LOG.warning("the write-ahead log could not be copied (%s); it grows until it can", error)
            self._copying = None
        written, copied = self._frames()
        if written < self._asked:
            self._asked = self._got = 0
        is_long = written >= self._restart_frames
        gets_on = copied > self._got
        waits = written - self._asked
        if waits < self._slice_frames and not (is_long and gets_on):
            return  # a reader may hold an old moment: copying again would get no further
        now = self._monotonic()
        if (
            not is_long
            and waits < MOST_SLICES * self._slice_frames
            and now < self._began + self._pace_seconds
        ):
            return
        if is_long and written - copied <= self._may_rest(written):
            self._restart(writer)
        else:
            self._copying = self._pool.submit(self._copy)
            self._began = now
        self._asked, self._got = written, copied

    def settle(self) -> None:
        """Wait for a copy that is under way, and begin none before the next commit."""
        if self._copying is not None:
            with suppress(sqlite3.Error):  # the next opening copies what it could not
                self._copying.result()
            self._copying = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self._asked = self._got = 0

    def let_go(self) -> None:
        """Close the wal-index. Only when no connection of this process is open any more.

        Closing a file takes away all locks that the process holds on it (POSIX), SQLite's own among them.
        """
        if self._index is not None:
            os.close(self._index)
            self._index = None

    def close(self) -> None:
        """End for good, after `settle`."""
        self.let_go()
        self._pool.shutdown()

    def _frames(self) -> tuple[int, int]:
        """How many frames are in the log, and how many of them are in the database."""
        if self._index is None:
            self._index = os.open(self._path.with_name(self._path.name + "-shm"), os.O_RDONLY)
        header = os.pread(self._index, _N_BACKFILL_AT + _MX_FRAME.size, 0)
        (written,) = _MX_FRAME.unpack_from(header, _MX_FRAME_AT)
        (copied,) = _MX_FRAME.unpack_from(header, _N_BACKFILL_AT)
        return written, copied

    def _may_rest(self, written: int) -> int:
        """How much may be left for the writer to copy: the more, the longer the log is already."""
        times = written // self._restart_frames
        return written if times >= 4 else min(self._rest_frames * 5 ** (times - 1), self._slice_frames)

    def _restart(self, writer: sqlite3.Connection) -> None:
        with suppress(sqlite3.OperationalError):  # a reader still needs it; the next round will do
            writer.execute("PRAGMA busy_timeout=0")
            writer.execute("PRAGMA wal_checkpoint(RESTART)")
        writer.execute(f"PRAGMA busy_timeout={LOCK_WAIT_MS}")

    def _copy(self) -> None:
        if self._connection is None:
            self._connection = connect(self._path, cache_mb=1)
        self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
