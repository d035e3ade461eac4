"""The queries of notices. What a notice says is read from its event, so that an erasure takes it away."""

from collections.abc import Iterable, Sequence

import msgspec

from warmline.log.model import Stored
from warmline.storage.port import Reader, Transaction, places

NOTIFIED = "staff.notified"
FOR_LEADS, FOR_AGENTS = "lead", "agent"

KEEP = "INSERT INTO notice (seq, role) VALUES (?, ?) ON CONFLICT DO NOTHING"
# What is left of an erased event has another type.
STANDING = "FROM notice n JOIN event e ON e.seq = n.seq AND e.type = 'staff.notified'"
OPEN = f"""SELECT n.seq, n.role, 0, 0, '' {STANDING}
           WHERE n.taken IS NULL AND n.role IN {{roles}} AND n.seq < ? ORDER BY n.seq DESC LIMIT ?"""
TAKEN = f"""SELECT n.seq, n.role, n.taken, n.taken_at, n.taken_by {STANDING}
            WHERE n.taken < ? AND n.role IN {{roles}} ORDER BY n.taken DESC LIMIT ?"""
ONE = f"SELECT n.seq, n.role, coalesce(n.taken, 0), n.taken_at, n.taken_by {STANDING} WHERE n.seq = ?"
TAKE = """UPDATE notice SET taken = (SELECT coalesce(max(taken), 0) + 1 FROM notice), taken_at = ?, taken_by = ?
          WHERE seq = ? AND taken IS NULL"""
NEWEST = "SELECT coalesce(max(seq), 0) FROM notice"
LAST_TAKEN = "SELECT coalesce(max(taken), 0) FROM notice"


class Kept(msgspec.Struct, frozen=True):
    """A notice as it is kept: its place, for whom it is, as which of all it was taken (0: not yet), when, by whom."""

    seq: int
    role: str
    taken: int
    taken_at: int
    taken_by: str

    @property
    def position(self) -> int:
        """Where it stands in its list: of those that are open, or of those that were taken."""
        return self.taken or self.seq


def keep(tx: Transaction, events: Iterable[Stored]) -> None:
    """Keep those of some new events that are notices, open until somebody takes them."""
    rows = [
        (one.seq, FOR_LEADS if one.event.properties.get("role") == FOR_LEADS else FOR_AGENTS)
        for one in events
        if one.event.type == NOTIFIED
    ]
    if rows:
        tx.run_many(KEEP, rows)


def still_open(reader: Reader, roles: Sequence[str], before: int, limit: int) -> list[Kept]:
    """Notices for some roles that nobody has taken, in front of a place, newest first."""
    marks, values = places(roles)
    return [Kept(*row) for row in reader.all(OPEN.format(roles=marks), (*values, before, limit))]


def taken(reader: Reader, roles: Sequence[str], before: int, limit: int) -> list[Kept]:
    """Notices for some roles that were taken before another (its `taken`), the latest first."""
    marks, values = places(roles)
    return [Kept(*row) for row in reader.all(TAKEN.format(roles=marks), (before, *values, limit))]


def one(reader: Reader, seq: int) -> Kept | None:
    """The notice at a place."""
    row = reader.one(ONE, (seq,))
    return Kept(*row) if row else None


def take(tx: Transaction, seq: int, by: str, now: int) -> bool:
    """Take a notice; False if that was done already."""
    return tx.run(TAKE, (now, by, seq)) == 1


def state(reader: Reader) -> tuple[int, int]:
    """Changes with every notice that comes or is taken."""
    newest, last = reader.one(NEWEST), reader.one(LAST_TAKEN)
    return int(newest[0]) if newest else 0, int(last[0]) if last else 0
