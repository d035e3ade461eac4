"""Durable timers: an event that is due at a time, and enters the log exactly once."""

import asyncio
import logging
from collections.abc import Callable

import msgspec

from warmline.events.model import Event
from warmline.log.ingest import Ingest
from warmline.storage.port import Reader, Storage, Transaction

LOG = logging.getLogger(__name__)

SET = """INSERT INTO timer (key, due, body) VALUES (?, ?, ?)
         ON CONFLICT (key) DO UPDATE SET due = excluded.due, body = excluded.body"""
CANCEL = "DELETE FROM timer WHERE key = ?"
DUE = "SELECT key, due, body FROM timer WHERE due <= ? ORDER BY due, key LIMIT ?"
NEXT = "SELECT min(due) FROM timer"
COUNT = "SELECT count(*) FROM timer"

AT_ONCE = 200
LONGEST_SLEEP = 5.0
"""Seconds after which the clock is looked at again, since somebody may have set it."""

_decode = msgspec.json.Decoder(Event).decode


def set_timer(tx: Transaction, key: str, due: int, event: Event) -> None:
    """Have `event` appended at `due` (microseconds since 1970); a key set again moves its timer."""
    tx.run(SET, (key, due, msgspec.json.encode(event)))


def cancel_timer(tx: Transaction, key: str) -> bool:
    """Take a timer back; False if there is none (any more)."""
    return tx.run(CANCEL, (key,)) == 1


def rewrite(tx: Transaction, left: Callable[[Event], Event | None]) -> int:
    """Replace the event of each timer by what is `left` of it, if anything; how many changed or went.

    Only an erasure may do this.
    """
    changed = 0
    for key, due, body in tx.all("SELECT key, due, body FROM timer"):
        event = _decode(body)
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
    """Lets timers go off: taking one out and appending its event are one transaction."""

    def __init__(self, storage: Storage, ingest: Ingest, clock: Callable[[], int]) -> None:
        self._storage = storage
        self._ingest = ingest
        self._clock = clock

    async def fire_due(self) -> int:
        """Let everything that is due go off; how many did."""
        fired = 0
        while n := await self._storage.run(self._fire):
            fired += n
        return fired

    def _fire(self, tx: Transaction) -> int:
        now = self._clock()
        due = tx.all(DUE, (now, AT_ONCE))
        for key, _, _ in due:
            tx.run(CANCEL, (key,))
        events = [_at(_decode(body), key, at) for key, at, body in due]
        self._ingest.append(tx, events, now)
        return len(due)

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
