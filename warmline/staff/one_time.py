"""Codes that change every thirty seconds (TOTP, RFC 6238) and codes that are used once."""

import hmac
from base64 import b32encode
from collections.abc import Callable
from hashlib import sha256

import pyotp

from warmline.staff.model import SECOND

PERIOD = 30
"""Seconds for which a code holds."""
EARLY, LATE = 1, 1
"""Clocks differ, and people type slowly: the code before and the one after are taken, too."""
ISSUER = "Warmline"
RECOVERY_CODES = 10
_SECRET_BYTES = 20
_RECOVERY_LETTERS = 16


def secret_of(key: bytes, account: str, salt: bytes) -> str:
    """The secret of an account in base 32. It is stored nowhere: it follows from the installation's key and a salt."""
    digest = hmac.new(key, b"second step " + account.encode() + b" " + salt, sha256).digest()
    return b32encode(digest[:_SECRET_BYTES]).decode()


def mark_of(key: bytes) -> str:
    """What tells the key of an installation from others, and nothing about it."""
    return sha256(b"which key " + key).hexdigest()[:16]


def address_of(secret: str, email: str, business: str) -> str:
    """What an authenticator app reads from the picture (`otpauth://totp/…`)."""
    issuer = f"{ISSUER} ({business})" if business else ISSUER
    return pyotp.TOTP(secret, interval=PERIOD).provisioning_uri(name=email, issuer_name=issuer)


def step_of(secret: str, code: str, now: int, after: int) -> int | None:
    """The first step of time whose code this is, later than the step `after`; None for a wrong code, or a used one.

    `now` is in microseconds. A step is a period of thirty seconds since 1970. One in a million steps has the code of
    the step before: then the first is used up alone, and the same digits are good again once the second has begun.
    """
    totp = pyotp.TOTP(secret, interval=PERIOD)
    current = now // (PERIOD * SECOND)
    steps = range(current - LATE, current + EARLY + 1)
    same = [step for step in steps if hmac.compare_digest(totp.generate_otp(step), code)]
    return next((step for step in same if step > after and (step <= current or step == same[0])), None)


def plain(code: str) -> str:
    """A code as it is compared: people type spaces and hyphens between its parts.

    >>> plain(" 123 456 "), plain("ABCD-EFGH")
    ('123456', 'abcdefgh')
    """
    return "".join(letter for letter in code.lower() if letter.isascii() and letter.isalnum())[:64]


def recovery_codes(random: Callable[[int], bytes]) -> tuple[str, ...]:
    """Codes for whoever has lost their phone, each of 80 random bits: `abcd-efgh-ijkl-mnop`."""
    made = []
    for _ in range(RECOVERY_CODES):
        letters = b32encode(random(10)).decode().lower()[:_RECOVERY_LETTERS]
        made.append("-".join(letters[at : at + 4] for at in range(0, _RECOVERY_LETTERS, 4)))
    return tuple(made)


def recovery_hash(account: str, code: str) -> str:
    """What is stored of a recovery code. Plain SHA-256 is enough for 80 random bits."""
    return sha256(f"{account} {plain(code)}".encode()).hexdigest()
