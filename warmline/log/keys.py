"""The keys of the log's events: no event enters the log twice.

A key is a hash, so an index of all keys would have each event change a page somewhere in a large tree. So new
keys wait in the order of time, in one of a few places by their first bits, and every so many events those of
a narrow range settle into the tree together (as in `warmline.customers.mentions`). Which keys wait is
remembered in memory; the tables decide wherever memory says that one may be known.
"""

import logging
from collections.abc import Iterable, Sequence

from warmline.log.model import Arriving
from warmline.storage.port import Reader, Transaction, places

LOG = logging.getLogger(__name__)

STRIDE = 2_048
"""Events after which the next keys settle."""
ID_DIGITS = 32
_FIRST_BYTES = 256

_HEAD = "SELECT seq, key FROM event ORDER BY seq DESC LIMIT 1"
_WAITING = "SELECT key, seq FROM event_key_recent"
_ADD = "INSERT INTO event_key_recent (part, seq, key) VALUES (?, ?, ?)"
_SETTLED = "SELECT key FROM event_key WHERE key IN "
_RECENT = "SELECT 1 FROM event_key_recent WHERE part = ? AND seq = ? AND key = ?"
_DUE = "SELECT key, seq FROM event_key_recent WHERE part = ? AND key >= ? AND key < ? ORDER BY key"
_SETTLE = "INSERT INTO event_key (key, seq) VALUES (?, ?) ON CONFLICT DO NOTHING"
_DROP = "DELETE FROM event_key_recent WHERE part = ? AND seq = ?"
_PLACE = """
    SELECT seq FROM event_key WHERE key = ?
    UNION ALL SELECT seq FROM event_key_recent WHERE part = ? AND key = ?"""


End = tuple[int, bytes]
"""The place and the key of the last event."""


class Keys:
    """Claims keys for places of the log. One for each `Ingest`; only the writer's thread uses it.

    Every `stride` events the next keys settle.
    """

    def __init__(self, stride: int = STRIDE) -> None:
        self._stride = stride
        self._waiting: dict[bytes, int] = {}
        self._ends: list[End] = []
        """The ends of the log for which `_waiting` names all that wait, and perhaps more: the one last seen,
        and those of commands since, any of which may be taken back."""

    def forget(self) -> None:
        """Go by nothing that is remembered: another log has taken the place of this one."""
        self._waiting, self._ends = {}, []

    def claim(self, tx: Transaction, events: Sequence[Arriving]) -> list[tuple[int, Arriving]]:
        """The events whose keys the log does not have, each with its place; no key may come twice."""
        end = self._look(tx)
        known = self._known(tx, [one.key for one in events])
        fresh = [one for one in events if one.key not in known] if known else events
        placed = list(enumerate(fresh, end + 1))
        if placed:
            tx.run_many(_ADD, [(one.key[0] >> 2, seq, one.key) for seq, one in placed])
            self._waiting.update([(one.key, seq) for seq, one in placed])
            head, last = placed[-1]
            self._ends.append((head, last.key))
            for due in range(end // self._stride + 1, head // self._stride + 1):
                self._settle(tx, due % _FIRST_BYTES)
        return placed

    def _look(self, tx: Transaction) -> int:
        """The place of the last event. What waits is read again where the log does not end as it was left.

        So it is after a start, and when somebody else has appended.
        """
        row = tx.one(_HEAD)
        end = (0, b"") if row is None else (int(row[0]), bytes(row[1]))
        if end not in self._ends:
            self._waiting = dict(tx.all(_WAITING))
        self._ends = [end]
        return end[0]

    def _known(self, tx: Transaction, keys: Sequence[bytes]) -> set[bytes]:
        """Those of `keys` that the log has."""
        marks, values = places(keys)
        known = {key for (key,) in tx.all(_SETTLED + marks, values)}
        for key in self._waiting.keys() & keys:
            if tx.one(_RECENT, (key[0] >> 2, self._waiting[key], key)):
                known.add(key)
        return known

    def _settle(self, tx: Transaction, first: int) -> None:
        """Let all keys that begin with a byte settle."""
        part = first >> 2
        below = bytes([first + 1]) if first < 255 else b"\xff" * 17
        due = tx.all(_DUE, (part, bytes([first]), below))
        if (doubled := len(due) - tx.run_many(_SETTLE, due)) and due:
            LOG.error("%d keys were claimed twice; the log holds %d events too many", doubled, doubled)
        tx.run_many(_DROP, [(part, seq) for _, seq in due])
        # Until then they stay suspects: if the transaction fails, they still wait.
        tx.after_commit(lambda: self._forget(key for key, _ in due))

    def _forget(self, settled: Iterable[bytes]) -> None:
        for key in settled:
            self._waiting.pop(key, None)


def place_of(reader: Reader, key: bytes) -> int | None:
    """The place of the event with a key; None if the log has none."""
    row = reader.one(_PLACE, (key, key[0] >> 2, key))
    return int(row[0]) if row else None


def key_of(id: str) -> bytes | None:
    """The key behind the id of an event; None for a text that is no such id."""
    if len(id) != ID_DIGITS:
        return None
    try:
        key = bytes.fromhex(id)
    except ValueError:
        return None
    return key if len(key) * 2 == ID_DIGITS else None  # there may be spaces between digits
