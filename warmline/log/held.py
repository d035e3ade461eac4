"""What a source sent under a key of before, or only in part: kept to be replayed, within limits for each source."""

from warmline.log.model import Rejected
from warmline.storage.port import Reader, Transaction

MOST_BODIES = 1_000
MOST_BYTES = 16 << 20
"""Of one source, as long as nobody has replayed or dismissed them: a key that leaked cannot fill the disk."""

KEEP = """INSERT INTO reject (received, source, place, form, reason, raw, held)
          VALUES (?, ?, ?, ?, ?, ?, ?)"""
OPEN = "SELECT count(*), coalesce(sum(held), 0) FROM reject WHERE source = ? AND held > 0 AND state = 'open'"

FORMER_KEY = (
    "it came under a write key that had been replaced, or while the source was off; "
    "replay it if it is what the source meant to send"
)


def keep(tx: Transaction, source: str, rejected: Rejected, now: int) -> bool:
    """Keep one body as rejected; False where the source has no room left, or there is nothing in it."""
    size = len(rejected.raw)
    bodies, taken = open_of(tx, source)
    if not size or bodies >= MOST_BODIES or taken + size > MOST_BYTES:
        return False
    tx.run(KEEP, (now, source, rejected.where, rejected.form, rejected.reason, rejected.raw, size))
    return True


def open_of(reader: Reader, source: str) -> tuple[int, int]:
    """How many bodies of a source are held, and their bytes."""
    row = reader.one(OPEN, (source,))
    return (int(row[0]), int(row[1])) if row else (0, 0)
