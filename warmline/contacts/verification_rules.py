"""The rules of verification: what a one-time code is, when it is right, when too much was tried."""

import hmac
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Literal, NamedTuple

from warmline.flows.service import LockOut

SECOND = 1_000_000
CODE_LASTS = 300 * SECOND
MOST_TRIES = 3
DIGITS = 6
MANY = 4
"""Behind one address or one phone are several people: so many times the failures of one lock it."""
CODES = LockOut(failures=5, within=3_600 * SECOND, lasts=3_600 * SECOND)
"""How many codes a customer is sent: each costs money, and wakes somebody up."""


class Sent(NamedTuple):
    """A code that was sent for a customer. It follows from `salt` and a key that is kept elsewhere."""

    id: str
    customer: int
    salt: bytes
    language: str
    expires: int
    tries: int


def code_of(key: bytes, salt: bytes) -> str:
    """The six digits: of a keyed hash, so that nobody knows them who has the database alone."""
    number = int.from_bytes(hmac.digest(key, salt, sha256)[:8], "big")
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def judged(
    sent: Sent | None, key: bytes, customer: int | None, entered: Iterable[str], now: int
) -> Literal["right", "wrong", "expired"]:
    """Whether what was entered is the code that was sent for this customer, and still may be."""
    if sent is None or sent.customer != customer or now >= sent.expires or sent.tries >= MOST_TRIES:
        return "expired"
    right = code_of(key, sent.salt).encode()
    found = [hmac.compare_digest(one.encode(), right) for one in entered]
    return "right" if any(found) else "wrong"


def locked_until(failures: Sequence[int], rule: LockOut, now: int) -> int:
    """Until when somebody is locked out who has failed at these times; 0 where they are not."""
    recent = [at for at in failures if now - rule.within < at <= now]
    return now + rule.lasts if len(recent) >= rule.failures else 0


def for_many(rule: LockOut) -> LockOut:
    """The rule for something that several people use."""
    return LockOut(rule.failures * MANY, rule.within, rule.lasts)


def hidden(value: str) -> str:
    """An address as it may be told to somebody who may be another: •••01, m•••@example.com."""
    name, at, host = value.partition("@")
    return f"{name[:1]}•••{at}{host}" if at else f"•••{value[-2:]}"
