"""Links that let one customer see their own page: signed, for one purpose, for a short time."""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256

import msgspec

from warmline.business.model import Disclosure

MINUTES = 30
"""How long a link can be opened."""
_PURPOSE = b"warmline own page v1"
_LONGEST = 600


class PassError(Exception):
    """A link that does not open anything."""

    remedy = "Ask for a new one in the chat."


class Expired(PassError):
    """The time of a link is over."""

    def __init__(self, language: str) -> None:
        super().__init__("This link has expired.")
        self.language = language


class Forged(PassError):
    """A link that was not made here, or changed on the way."""

    def __init__(self) -> None:
        super().__init__("This link is not valid.")


class Pass(msgspec.Struct, frozen=True, array_like=True):
    """Whose page it is, how well they have shown who they are, their language, until when (seconds since 1970)."""

    customer: int
    level: int
    language: str
    until: int

    @property
    def disclosure(self) -> Disclosure:
        """What may be told to whoever holds it; never what is for staff."""
        return Disclosure(min(self.level, Disclosure.VERIFIED))


class Passes:
    """Makes and reads links. `secret` is of this installation; `clock` gives microseconds since 1970."""

    def __init__(self, secret: bytes, clock: Callable[[], int]) -> None:
        self._key = hmac.new(secret, _PURPOSE, sha256).digest()
        self._clock = clock

    def make(self, customer: int, level: Disclosure, language: str, minutes: int = MINUTES) -> str:
        """The last part of a link to somebody's own page."""
        until = self._clock() // 1_000_000 + 60 * minutes
        body = _text(msgspec.json.encode(Pass(customer, int(level), language, until)))
        return f"{body}.{self._signature(body)}"

    def read(self, token: str) -> Pass:
        """What a link says. Raises Forged, Expired."""
        body, _, signature = token.partition(".")
        if len(token) > _LONGEST or not hmac.compare_digest(
            self._signature(body).encode(), signature.encode("utf-8", "replace")
        ):
            raise Forged
        found = msgspec.json.decode(_bytes(body), type=Pass)
        if self._clock() >= found.until * 1_000_000:
            raise Expired(found.language)
        return found

    def _signature(self, body: str) -> str:
        return _text(hmac.new(self._key, body.encode("utf-8", "replace"), sha256).digest())


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
