"""What came of hints: of each that somebody was shown while they answered one turn of a contact."""

from warmline.coaching.acknowledging.model import Came, Scorecard
from warmline.storage.port import Reader, Transaction


def show(tx: Transaction, staff: str, contact: str, turn: int, now: int) -> None:
    """A hint was shown; the same one counts once."""
    tx.run(
        "INSERT INTO coach_hint (staff, contact, turn, shown, came) VALUES (?, ?, ?, ?, 'shown')"
        " ON CONFLICT (staff, contact, turn) DO NOTHING",
        (staff, contact, turn, now),
    )


def came(reader: Reader, staff: str, contact: str, turn: int) -> Came | None:
    """What came of a hint so far; None for one that was not shown."""
    row = reader.one(
        "SELECT came FROM coach_hint WHERE staff = ? AND contact = ? AND turn = ?", (staff, contact, turn)
    )
    return row[0] if row else None


def settle(tx: Transaction, staff: str, contact: str, turn: int, what: Came) -> None:
    """Say what came of a hint. What was followed in the end was followed, even if it was put away before."""
    tx.run(
        "UPDATE coach_hint SET came = ? WHERE staff = ? AND contact = ? AND turn = ?"
        " AND (came = 'shown' OR (came = 'dismissed' AND ? = 'followed'))",
        (what, staff, contact, turn, what),
    )


def scorecard(reader: Reader, staff: str, since: int, until: int = 1 << 62) -> Scorecard:
    """What came of somebody's hints from `since` on, for themself alone. Times are microseconds since 1970."""
    rows = reader.all(
        "SELECT came, COUNT(*) FROM coach_hint WHERE staff = ? AND shown >= ? AND shown < ? GROUP BY came",
        (staff, since, until),
    )
    counts: dict[str, int] = {what: int(number) for what, number in rows}
    return Scorecard(
        shown=sum(counts.values()),
        followed=counts.get("followed", 0),
        dismissed=counts.get("dismissed", 0),
        passed_over=counts.get("passed_over", 0),
    )
