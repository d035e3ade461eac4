"""The event: something that happened to or was done by a customer."""

from hashlib import blake2b
from typing import Annotated

import msgspec

ERASED = "erased"
"""The type of what is left of an event about somebody who was erased, and of identifiers taken out of others."""


class Identifier(msgspec.Struct, frozen=True, array_like=False, omit_defaults=True):
    """A typed name for a customer, as a source asserted it.

    `type` is one the business declares ("account", "phone", "email", "anonymous" …), `value` is
    normalised at ingest, `verified` says that the source vouches for it: a browser never does.
    """

    type: str
    value: str
    verified: bool = False

    def __str__(self) -> str:
        return f"{self.type}:{self.value}"


class Event(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """One immutable fact of the log.

    (`source`, `message_id`) makes it idempotent; `id` is derived from the two. Times are whole
    microseconds since 1970-01-01 UTC. `cause` is the id of the event that led to this one.
    """

    source: str
    message_id: str
    type: str
    occurred: int
    received: int = 0
    channel: str = ""
    identifiers: tuple[Identifier, ...] = ()
    properties: dict[str, object] = {}
    cause: str = ""

    @property
    def id(self) -> str:
        """32 hexadecimal digits, the same wherever and whenever the event is imported."""
        return event_id(self.source, self.message_id)


def event_id(source: str, message_id: str) -> str:
    """The id of the event that `source` named `message_id`: BLAKE2b-128 of both, hexadecimal."""
    return event_key(source, message_id).hex()


def event_key(source: str, message_id: str) -> bytes:
    """The 16 bytes behind `event_id`."""
    return blake2b(f"{source}\0{message_id}".encode(), digest_size=16).digest()


class Money(msgspec.Struct, frozen=True):
    """An amount in whole minor units (cents, satang) of an ISO 4217 currency."""

    amount: Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
    currency: str
