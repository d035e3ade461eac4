"""The clock, identifiers and randomness of a running Warmline; tests give their own."""

import secrets
import time


def now() -> int:
    """Microseconds since 1970-01-01 UTC."""
    return time.time_ns() // 1000


def new_id() -> str:
    """A message id nobody has used."""
    return secrets.token_hex(16)


def new_secret() -> str:
    """The random part of a key: 256 bits as URL-safe text."""
    return secrets.token_urlsafe(32)
