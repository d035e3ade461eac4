"""Imports: files taken in by chunks of lines, each with the job's position in one transaction."""

import asyncio
import logging
from collections.abc import Callable, Sequence

import msgspec

from warmline.events.model import Event
from warmline.log import native, rejects
from warmline.log.ingest import Ingest, problem
from warmline.log.model import ImportJob, Rejected
from warmline.storage.errors import StorageError
from warmline.storage.port import Reader, Row, Storage, Transaction

LOG = logging.getLogger(__name__)

COLUMNS = "name, lines, accepted, duplicates, rejected, finished, updated"
ONE = f"SELECT {COLUMNS} FROM import_job WHERE name = ?"
LATEST = f"SELECT {COLUMNS} FROM import_job ORDER BY updated DESC LIMIT ?"
PUT = f"""INSERT INTO import_job ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT (name) DO UPDATE SET lines = excluded.lines, accepted = excluded.accepted,
          duplicates = excluded.duplicates, rejected = excluded.rejected, finished = excluded.finished,
          updated = excluded.updated"""

SOURCE = "import"
"""The source that rejects are listed under, where the import names none."""
MOST_LINES = 5_000
"""Lines of one chunk at most: one transaction holds the disk for a moment only."""


class ImportGap(Exception):
    """A chunk begins behind the line that is next: what is between them has not arrived."""

    remedy = "Ask how far the import is, and go on from there."


class ChunkTooLong(Exception):
    """A chunk has more lines than one transaction should hold."""

    remedy = f"Send {MOST_LINES:,} lines at a time."


class UnreadLine(msgspec.Struct, frozen=True):
    """A line that whoever reads the file could not make an event of: its number, its bytes, why."""

    line: int
    raw: bytes
    reason: str


class Chunk(msgspec.Struct, frozen=True, kw_only=True):
    """Consecutive lines of a file: events in the native form, from line `first` on; empty ones are nothing.

    `unread` are lines among them (empty here) that are rejected as they are. `last`: the file ends here.
    """

    job: str
    first: int
    lines: Sequence[bytes] = ()
    unread: Sequence[UnreadLine] = ()
    source: str = ""
    last: bool = False


class Imports:
    """Takes in files, chunk by chunk. `clock` gives microseconds since 1970."""

    def __init__(self, storage: Storage, ingest: Ingest, clock: Callable[[], int]) -> None:
        self._storage = storage
        self._ingest = ingest
        self._clock = clock

    async def job(self, name: str) -> ImportJob | None:
        """How far an import has come; None if there is none of that name."""
        return await self._storage.read(lambda reader: find(reader, name))

    async def latest(self, limit: int = 50) -> list[ImportJob]:
        """The latest imports."""
        return await self._storage.read(lambda reader: [_job(row) for row in reader.all(LATEST, (limit,))])

    async def take(self, chunk: Chunk) -> ImportJob:
        """Take in a chunk; how far the import is then, after the durable commit.

        What of it was taken in before is skipped, so that a chunk may be sent again. Where a line meets a
        fault of ours, the lines go one by one and that one is rejected. Raises ImportGap, ChunkTooLong.
        """
        if (count := sum(map(bool, chunk.lines))) > MOST_LINES:
            raise ChunkTooLong(f"A chunk of {count:,} lines is too long.")
        now = self._clock()
        decoded = await asyncio.to_thread(_decode, chunk, now)
        try:
            return await self._storage.run(self._command(chunk, decoded, now))
        except (StorageError, ImportGap):
            raise
        except Exception:
            LOG.exception(
                "lines %d and following of import %s failed; taking them one by one", chunk.first, chunk.job
            )
        return await self._one_by_one(chunk, decoded, now)

    async def _one_by_one(self, chunk: Chunk, decoded: Sequence[Event | str | None], now: int) -> ImportJob:
        job = ImportJob(name=chunk.job)
        for place, raw in enumerate(chunk.lines):
            number = chunk.first + place
            single = msgspec.structs.replace(
                chunk,
                first=number,
                lines=(raw,),
                unread=[one for one in chunk.unread if one.line == number],
                last=chunk.last and place == len(chunk.lines) - 1,
            )
            try:
                job = await self._storage.run(self._command(single, decoded[place : place + 1], now))
            except (StorageError, ImportGap):
                raise
            except Exception as error:
                LOG.exception("line %d of import %s could not be taken in", number, chunk.job)
                job = await self._storage.run(self._command(single, [rejects.fault(error)], now))
        return job

    def _command(
        self, chunk: Chunk, decoded: Sequence[Event | str | None], now: int
    ) -> Callable[[Transaction], ImportJob]:
        def take_in(tx: Transaction) -> ImportJob:
            job = find(tx, chunk.job) or ImportJob(name=chunk.job)
            skip = job.lines + 1 - chunk.first
            if skip < 0:
                raise ImportGap(
                    f"Import {chunk.job!r} is at line {job.lines:,}; a chunk from line {chunk.first:,} leaves a gap."
                )
            fresh = decoded[skip:]
            if not fresh and (job.finished or not chunk.last):
                return job
            events: list[Event] = []
            rejected: list[Rejected] = []
            refused = {one.line: one for one in chunk.unread}
            for number, event in enumerate(fresh, chunk.first + skip):
                if (unread := refused.get(number)) is not None:
                    rejected.append(
                        Rejected(raw=unread.raw, reason=unread.reason, where=f"{rejects.OF_IMPORT}{number}")
                    )
                elif isinstance(event, str):
                    raw = bytes(chunk.lines[number - chunk.first])
                    rejected.append(Rejected(raw=raw, reason=event, where=f"{rejects.OF_IMPORT}{number}"))
                elif event is not None:
                    events.append(event)
            accepted = self._ingest.append(tx, events, now)
            rejects.keep(tx, rejected, chunk.source or SOURCE, now, job.name)
            job = ImportJob(
                name=job.name,
                lines=job.lines + len(fresh),
                accepted=job.accepted + accepted,
                duplicates=job.duplicates + len(events) - accepted,
                rejected=job.rejected + len(rejected),
                finished=job.finished or chunk.last,
                updated=now,
            )
            tx.run(PUT, msgspec.structs.astuple(job))
            return job

        return take_in


def find(reader: Reader, name: str) -> ImportJob | None:
    """How far an import has come."""
    row = reader.one(ONE, (name,))
    return _job(row) if row else None


def _decode(chunk: Chunk, now: int) -> list[Event | str | None]:
    """What each line says: an event, why it is none, or nothing."""
    decoded: list[Event | str | None] = []
    for raw in chunk.lines:
        event = native.decode(raw, chunk.source, now) if raw.strip() else None
        decoded.append((problem(event, now) or event) if isinstance(event, Event) else event)
    return decoded


def _job(row: Row) -> ImportJob:
    name, lines, accepted, duplicates, rejected, finished, updated = row
    return ImportJob(
        name=name,
        lines=lines,
        accepted=accepted,
        duplicates=duplicates,
        rejected=rejected,
        finished=bool(finished),
        updated=updated,
    )
