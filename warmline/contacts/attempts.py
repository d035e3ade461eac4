"""Failed attempts: counted by whom they are about and by whom they come from, until too many lock them out."""

from collections.abc import Iterable
from hashlib import sha256

from warmline.contacts.verification_rules import for_many, locked_until
from warmline.flows.service import LockOut
from warmline.storage.port import Reader, Transaction, places

LOCKED = "SELECT 1 FROM locked_out WHERE until > ? AND subject IN "
LOCK = """INSERT INTO locked_out (subject, until) VALUES (?, ?)
          ON CONFLICT (subject) DO UPDATE SET until = max(until, excluded.until)"""
FAILURES = "SELECT at FROM attempt WHERE subject = ? AND at > ?"
FAILED = """INSERT INTO attempt (subject, number, at)
            SELECT ?, ifnull(max(number), 0) + 1, ? FROM attempt WHERE subject = ?"""
FORGET = "DELETE FROM attempt WHERE subject = ?"
FORGET_OLD = "DELETE FROM attempt WHERE at <= ?"
FORGET_LOCKS = "DELETE FROM locked_out WHERE until <= ?"
KEPT = 86_400 * 1_000_000
"""Microseconds for which a failure is kept at most, whatever the rule."""
_MANY = ("from:", "address:")


def of_customer(customer: int) -> str:
    """What failures about a customer are counted under."""
    return f"customer:{customer}"


def of_contact(contact: str) -> str:
    """What failures in a contact are counted under."""
    return f"contact:{contact}"


def of_origin(kind: str, value: str) -> str:
    """What failures from a phone, a browser or an address are counted under; a hash, so that it names nobody."""
    return f"{kind}:{sha256(value.encode()).hexdigest()[:32]}"


def is_locked(reader: Reader, subjects: Iterable[str], now: int) -> bool:
    """Whether any of these is locked out."""
    marks, values = places(list(subjects))
    return reader.one(LOCKED + marks, (now, *values)) is not None


def failed(tx: Transaction, subjects: Iterable[str], rule: LockOut, now: int) -> None:
    """Count one failure of each, and lock out who has failed too often."""
    for subject in subjects:
        limit = for_many(rule) if subject.startswith(_MANY) else rule
        tx.run(FAILED, (subject, now, subject))
        failures = [row[0] for row in tx.all(FAILURES, (subject, now - limit.within))]
        if until := locked_until(failures, limit, now):
            tx.run(LOCK, (subject, until))
    tx.run(FORGET_OLD, (now - KEPT,))
    tx.run(FORGET_LOCKS, (now,))


def forget(tx: Transaction, subjects: Iterable[str]) -> None:
    """Begin these again from nothing: they have proved who they are."""
    for subject in subjects:
        tx.run(FORGET, (subject,))
