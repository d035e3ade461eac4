"""The index of causes: which events name an event as their cause.

Only an event with a cause has a row here, which costs the writer some eight microseconds. A log that is older
than the index is read for its causes after the start, in slices, the newest events first: `unread` says how far
that is.
"""

import time
from collections.abc import Callable, Iterable

from warmline.log.keys import key_of
from warmline.storage.port import Reader, Storage, Transaction

EVENTS_AT_ONCE = 2_000
SLICE_SECONDS = 0.005
"""How long one write command goes on reading older events."""

_ADD = "INSERT INTO cause (key, seq) VALUES (?, ?) ON CONFLICT DO NOTHING"
_FORGET = "DELETE FROM cause WHERE key = ? AND seq = ?"
_EFFECTS = "SELECT seq FROM cause WHERE key = ? ORDER BY seq LIMIT ?"
_COUNT = "SELECT count(*) FROM cause WHERE key = ?"
_UNREAD = "SELECT coalesce(max(before), 0) FROM cause_unread"
_UNREAD_FROM = "UPDATE cause_unread SET before = ?"
_ALL_READ = "DELETE FROM cause_unread"
# The cause is the last that the text of an event says, and 32 digits long.
_SAID = """
    SELECT seq, CAST(substr(body, -34, 32) AS TEXT)
    FROM event
    WHERE seq >= ? AND seq < ? AND substr(body, -43, 9) = CAST('"cause":"' AS BLOB)"""


def note(tx: Transaction, said: Iterable[tuple[int, str]]) -> None:
    """Record what new events, by their places, name as their causes; what is no id of an event is nothing."""
    rows = [(key, seq) for seq, cause in said if (key := key_of(cause)) is not None]
    if rows:
        tx.run_many(_ADD, rows)


def forget(tx: Transaction, seq: int, cause: str) -> None:
    """The event at a place does not name its cause any more."""
    if (key := key_of(cause)) is not None:
        tx.run(_FORGET, (key, seq))


def effects(reader: Reader, key: bytes, limit: int) -> list[int]:
    """The places of the first events that name the event with this key as their cause, oldest first."""
    return [seq for (seq,) in reader.all(_EFFECTS, (key, limit))]


def count(reader: Reader, key: bytes) -> int:
    """How many events name the event with this key as their cause."""
    row = reader.one(_COUNT, (key,))
    return int(row[0]) if row else 0


def unread(reader: Reader) -> int:
    """Events in front of this place have yet to be read for their causes; 0 when there are none left."""
    row = reader.one(_UNREAD)
    return int(row[0]) if row else 0


async def catch_up(storage: Storage, monotonic: Callable[[], float] = time.monotonic) -> None:
    """Read the events that are older than the index, a slice a command."""

    def some(tx: Transaction) -> None:
        until = monotonic() + SLICE_SECONDS
        while _read_some(tx) and monotonic() < until:
            pass

    while await storage.read(unread):
        await storage.run(some)


def _read_some(tx: Transaction) -> bool:
    """Read the newest events that were not read yet; whether there are more."""
    before = unread(tx)
    start = max(0, before - EVENTS_AT_ONCE)
    note(tx, [(seq, cause) for seq, cause in tx.all(_SAID, (start, before))])
    if start:
        tx.run(_UNREAD_FROM, (start,))
    else:
        tx.run(_ALL_READ)
    return start > 0
