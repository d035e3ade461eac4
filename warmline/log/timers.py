"""Durable timers: an event that is due at a time, and enters the log exactly once."""

import asyncio
import logging
from collections.abc import Callable

import msgspec

from warmline.events.model import Event
from warmline.log import rejects
from warmline.log.ingest import Ingest
from warmline.log.model import Rejected
from warmline.log.native import encode as native
from warmline.storage.errors import StorageError
from warmline.storage.port import Reader, Storage, Transaction

LOG = logging.getLogger(__name__)

SET = """INSERT INTO timer (key, due, body) VALUES (?, ?, ?)
         ON CONFLICT (key) DO UPDATE SET due = excluded.due, body = excluded.body"""
CANCEL = "DELETE FROM timer WHERE key = ?"
DUE = "SELECT key, due, body FROM timer WHERE due <= ? ORDER BY due, key LIMIT ?"
DUE_ONE = "SELECT key, due, body FROM timer WHERE due <= ? AND key = ?"
NEXT = "SELECT min(due) FROM timer"
COUNT = "SELECT count(*) FROM timer"

AT_ONCE = 200
UNKNOWN = "timer"
"""The source under which a timer is kept as rejected whose event cannot be read."""
LONGEST_SLEEP = 5.0
"""Seconds after which the clock is looked at again, since somebody may have set it."""

_decode = msgspec.json.Decoder(Event).decode


def set_timer(tx: Transaction, key: str, due: int, event: Event) -> None:
    """Have `event` appended at `due` (microseconds since 1970); a key set again moves its timer."""
    tx.run(SET, (key, due, msgspec.json.encode(event)))


def cancel_timer(tx: Transaction, key: str) -> bool:
    """Take a timer back; False if there is none (any more)."""
    return tx.run(CANCEL, (key,)) == 1


def rewrite(tx: Transaction, left: Callable[[Event], Event | None], may_stay: Callable[[bytes], bool]) -> int:
    """Replace the event of each timer by what is `left` of it, if anything; how many changed or went.

    One that cannot be read goes unless it `may_stay`, as its bytes. Only an erasure may do this.
    """
    changed = 0
    for key, due, body in tx.all("SELECT key, due, body FROM timer"):
        try:
            event = _decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            if not may_stay(body):
                changed += tx.run(CANCEL, (key,))
            continue
        after = left(event)
        if after is None:
            tx.run(CANCEL, (key,))
        elif after != event:
            set_timer(tx, key, due, after)
        changed += after != event
    return changed


def count(reader: Reader) -> int:
    """Timers that are waiting."""
    row = reader.one(COUNT)
    return int(row[0]) if row else 0


class Timers:
    """Lets timers go off: taking one out and appending its event are one transaction.

    Where a stage of ingest fails on the events of a group, they go one by one, so that the one it fails on
    costs only itself: that one is kept as rejected, to be replayed, and the fault is in the log of the server.
    """

    def __init__(self, storage: Storage, ingest: Ingest, clock: Callable[[], int]) -> None:
        self._storage = storage
        self._ingest = ingest
        self._clock = clock

    async def fire_due(self) -> int:
        """Let everything that is due go off; how many did."""
        fired = 0
        while n := await self._fire_group():
            fired += n
        return fired

    async def _fire_group(self) -> int:
        try:
            return await self._storage.run(self._fire)
        except StorageError:
            raise
        except Exception:
            LOG.exception("a group of due timers failed; taking them one by one")
        keys = await self._storage.read(
            lambda reader: [row[0] for row in reader.all(DUE, (self._clock(), AT_ONCE))]
        )
        for key in keys:
            await self._fire_alone(key)
        return len(keys)

    async def _fire_alone(self, key: str) -> None:
        try:
            await self._storage.run(lambda tx: self._fire(tx, key))
        except StorageError:
            raise
        except Exception as error:
            LOG.exception("a due timer could not go off")
            reason = rejects.fault(error)
            await self._storage.run(lambda tx: self._reject(tx, key, reason))

    def _fire(self, tx: Transaction, key: str = "") -> int:
        """Take out what is due, all of it or the timer of one key, and append its events."""
        now = self._clock()
        due = tx.all(DUE_ONE, (now, key)) if key else tx.all(DUE, (now, AT_ONCE))
        for each, _, _ in due:
            tx.run(CANCEL, (each,))
        events = [_at(_decode(body), each, at) for each, at, body in due]
        self._ingest.append(tx, events, now)
        return len(due)

    def _reject(self, tx: Transaction, key: str, reason: str) -> None:
        """Take a timer out and keep its event as rejected."""
        now = self._clock()
        for _, due, body in tx.all(DUE_ONE, (now, key)):
            tx.run(CANCEL, (key,))
            try:
                event = _at(_decode(body), key, due)
                source, raw = event.source, native(event, received=now)
            except (msgspec.DecodeError, UnicodeDecodeError):
                source, raw = UNKNOWN, body
            where = f"{rejects.OF_TIMER}{key[:120]}"
            rejects.keep(tx, [Rejected(raw=raw, reason=reason, where=where)], source, now)

    async def run(self) -> None:
        """Go on until cancelled."""
        while True:
            try:
                await self.fire_due()
                row = await self._storage.read(lambda reader: reader.one(NEXT))
                ahead = (row[0] - self._clock()) / 1e6 if row and row[0] is not None else LONGEST_SLEEP
            except Exception:
                LOG.exception("timers could not be looked at; trying again")
                ahead = LONGEST_SLEEP
            await asyncio.sleep(min(max(ahead, 0.05), LONGEST_SLEEP))


def _at(event: Event, key: str, due: int) -> Event:
    """The event of a timer as it enters the log: it occurs when it was due."""
    return msgspec.structs.replace(event, message_id=f"timer {key} {due}", occurred=due)
