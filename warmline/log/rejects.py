"""What was rejected: kept with its reason, listed, corrected, replayed."""

from collections.abc import Iterable

from warmline.log.model import KeptReject, Rejected
from warmline.storage.port import Reader, Row, Transaction

KEEP = """INSERT INTO reject (received, source, place, form, reason, raw, job)
          VALUES (?, ?, ?, ?, ?, ?, ?)"""
COLUMNS = "id, received, source, place, form, reason, raw, state, settled, settled_by"
LIST = f"SELECT {COLUMNS} FROM reject WHERE state = ? AND id < ? ORDER BY id DESC LIMIT ?"
OF_JOB = f"SELECT {COLUMNS} FROM reject WHERE job = ? AND id > ? ORDER BY id LIMIT ?"
ONE = f"SELECT {COLUMNS} FROM reject WHERE id = ?"
COUNT = "SELECT count(*) FROM reject WHERE state = ?"
SETTLE = "UPDATE reject SET state = ?, settled = ?, settled_by = ? WHERE id = ? AND state = 'open'"
AMEND = "UPDATE reject SET raw = ?, reason = ? WHERE id = ? AND state = 'open'"
EVERY = f"SELECT {COLUMNS} FROM reject WHERE id > ? ORDER BY id LIMIT ?"
REWRITE = "UPDATE reject SET raw = ?, reason = ? WHERE id = ?"
FORGET = "DELETE FROM reject WHERE id = ?"

OF_IMPORT, OF_TIMER = "line ", "timer "
"""How the place of a reject begins that came from an import, or from a timer of ours: no client can say these."""


def fault(error: Exception) -> str:
    """The reason that is kept with an input on which something of ours failed: nothing is wrong with the input."""
    return f"a fault of ours while taking it in ({type(error).__name__}); replay it when it is mended"


def keep(tx: Transaction, rejected: Iterable[Rejected], source: str, now: int, job: str = "") -> None:
    """Keep what was rejected, byte for byte."""
    tx.run_many(KEEP, [(now, source, r.where, r.form, r.reason, r.raw, job) for r in rejected])


def page(reader: Reader, state: str = "open", before: int = 1 << 62, limit: int = 50) -> list[KeptReject]:
    """Rejected inputs in a state (open, replayed, dismissed), newest first."""
    return [_kept(row) for row in reader.all(LIST, (state, before, limit))]


def of_job(reader: Reader, job: str, after: int = 0, limit: int = 1000) -> list[KeptReject]:
    """What an import rejected, in the order of the file."""
    return [_kept(row) for row in reader.all(OF_JOB, (job, after, limit))]


def every(reader: Reader, after: int = 0, limit: int = 1000) -> list[KeptReject]:
    """All rejected inputs whatever their state, oldest first."""
    return [_kept(row) for row in reader.all(EVERY, (after, limit))]


def one(reader: Reader, id: int) -> KeptReject | None:
    """A rejected input by its number."""
    row = reader.one(ONE, (id,))
    return _kept(row) if row else None


def count(reader: Reader, state: str = "open") -> int:
    """How many are in a state."""
    row = reader.one(COUNT, (state,))
    return int(row[0]) if row else 0


def settle(tx: Transaction, id: int, state: str, by: str, now: int) -> bool:
    """Mark as replayed or dismissed; False if it was settled before."""
    return tx.run(SETTLE, (state, now, by, id)) == 1


def amend(tx: Transaction, id: int, raw: bytes, reason: str) -> None:
    """Keep a corrected text that is still not right, with its new reason."""
    tx.run(AMEND, (raw, reason, id))


def forget(tx: Transaction, id: int) -> None:
    """Remove a rejected input for good. Only an erasure may do this."""
    tx.run(FORGET, (id,))


def rewrite(tx: Transaction, id: int, raw: bytes, reason: str) -> None:
    """Replace what was sent by what is left of it. Only an erasure may do this."""
    tx.run(REWRITE, (raw, reason, id))


def _kept(row: Row) -> KeptReject:
    id, received, source, where, form, reason, raw, state, settled, settled_by = row
    return KeptReject(
        id=id,
        received=received,
        source=source,
        where=where,
        form=form,
        reason=reason,
        raw=raw,
        state=state,
        settled=settled,
        settled_by=settled_by,
    )
