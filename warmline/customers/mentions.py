"""Which events name an identifier: an index of the log that is written in the order of time first.

An index by identifier would have each event change a page somewhere in a tree of gigabytes. So new rows
wait in one of a few places by identifier, and every so many events the rows of one of these settle into
the tree together, in its order: a page of the tree is written once for several rows (the idea of the buffer
tree: Arge 1995, https://doi.org/10.1007/3-540-60220-8_74). An identifier's rows settle all at once, so those
that wait are newer than those that have settled.
"""

from collections.abc import Iterable

from warmline.storage.port import Reader, Transaction

STRIDE = 2_048
"""Events after which the next rows settle."""
PARTS = 64
"""Places in which rows wait: each takes 4,096 numbers of identifiers, then the next."""
QUARTERS = 4
"""A place settles in so many slices, so that no commit waits for long."""
MOST = 4_096
"""Rows of a slice with which it settles before its turn."""

_ADD = """
    INSERT INTO {p}mention_recent (part, seq, node, about)
    VALUES (?, ?, ?, ?)
    ON CONFLICT DO NOTHING"""
_SETTLE = """
    INSERT INTO {p}mention (node, seq, about)
    SELECT node, seq, about
    FROM {p}mention_recent
    WHERE part = ? AND (node >> 18) & 3 = ?
    ORDER BY node, seq
    ON CONFLICT DO NOTHING"""
_SETTLED = "DELETE FROM {p}mention_recent WHERE part = ? AND (node >> 18) & 3 = ?"
_ALL = """
    SELECT seq, about FROM {p}mention WHERE node = ?
    UNION ALL SELECT seq, about FROM {p}mention_recent WHERE part = ? AND node = ?"""
_LATEST_RECENT = """
    SELECT seq
    FROM {p}mention_recent
    WHERE part = ? AND node = ? AND about = 1 AND seq < ?
    ORDER BY seq DESC LIMIT ?"""
_LATEST_SETTLED = """
    SELECT seq
    FROM {p}mention
    WHERE node = ? AND about = 1 AND seq < ?
    ORDER BY seq DESC LIMIT ?"""
_FORGET = "DELETE FROM {p}mention WHERE node = ?"
_FORGET_RECENT = "DELETE FROM {p}mention_recent WHERE part = ? AND node = ?"


class Mentions:
    """The index, in tables whose names begin with `prefix`; every `stride` events the next rows settle."""

    def __init__(self, prefix: str = "", stride: int = STRIDE) -> None:
        self._stride = stride
        self._counts = [0] * (PARTS * QUARTERS)
        """About how many rows wait in each slice, of those that were added since the start."""
        self._add = _ADD.format(p=prefix)
        self._settle = _SETTLE.format(p=prefix)
        self._settled = _SETTLED.format(p=prefix)
        self._all = _ALL.format(p=prefix)
        self._latest_recent = _LATEST_RECENT.format(p=prefix)
        self._latest_settled = _LATEST_SETTLED.format(p=prefix)
        self._forget = _FORGET.format(p=prefix)
        self._forget_recent = _FORGET_RECENT.format(p=prefix)

    @property
    def slices(self) -> range:
        """The numbers of all slices: with each of them settled, nothing waits."""
        return range(PARTS * QUARTERS)

    def add(self, tx: Transaction, rows: Iterable[tuple[int, int, int]]) -> None:
        """Record which identifiers an event names, and which one it is about: (node, seq, about)."""
        counts, waiting = self._counts, []
        for node, seq, about in rows:
            part = part_of(node)
            counts[part * QUARTERS + (node >> 18) % QUARTERS] += 1
            waiting.append((part, seq, node, about))
        tx.run_many(self._add, waiting)

    def keep_up(self, tx: Transaction, before: int, head: int) -> None:
        """Let rows settle that are due when the log grows from the place `before` to `head`, or too many."""
        for due in range(before // self._stride + 1, head // self._stride + 1):
            self.settle(tx, due % len(self.slices))
        if max(self._counts) >= MOST:
            self.settle(tx, self._counts.index(max(self._counts)))

    def settle(self, tx: Transaction, number: int) -> None:
        """Let the rows of one slice settle."""
        place = divmod(number, QUARTERS)
        tx.run(self._settle, place)
        tx.run(self._settled, place)
        self._counts[number] = 0

    def seqs(self, reader: Reader, nodes: Iterable[int], *, about_only: bool) -> list[int]:
        """The places of all events that name any of `nodes`, or are about them, oldest first."""
        found = set()
        for node in nodes:
            for seq, about in reader.all(self._all, (node, part_of(node), node)):
                if about or not about_only:
                    found.add(seq)
        return sorted(found)

    def latest(self, reader: Reader, node: int, before: int, limit: int) -> list[int]:
        """The places of the latest events about an identifier in front of a place, newest first."""
        recent = reader.all(self._latest_recent, (part_of(node), node, before, limit))
        if len(recent) < limit:
            recent += reader.all(self._latest_settled, (node, before, limit - len(recent)))
        return [seq for (seq,) in recent]

    def forget(self, tx: Transaction, node: int) -> None:
        """Remove all rows of an identifier."""
        tx.run(self._forget, (node,))
        tx.run(self._forget_recent, (part_of(node), node))


def part_of(node: int) -> int:
    """The place in which rows of an identifier wait: that of its neighbours in the tree."""
    return (node >> 12) % PARTS
