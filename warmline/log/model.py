"""What goes through ingest: sources, what they sent, and what became of it."""

from typing import Any

import msgspec

from warmline.events.model import Event


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A system that sends events, known by its write key.

    A public key stands in a browser where anybody can read it: it may send only the event `types`
    listed, and its identifiers are never verified. A secret key vouches for its identifiers.
    `user_type` is the identifier type that a Segment `userId` of this source has. `rate` is in
    events per second, 0 for no limit.
    """

    name: str
    public: bool = False
    types: tuple[str, ...] = ()
    user_type: str = "user"
    rate: int = 0
    active: bool = True

    def may_send(self, event_type: str) -> bool:
        """Whether events of this type are accepted from this source."""
        return not self.public or event_type in self.types


class Rejected(msgspec.Struct, frozen=True, kw_only=True):
    """Something a client sent that did not become an event: the bytes, why, and where it stood.

    `where` is a place in what was sent ("batch[3]", "line 12"); `form` says how to read `raw` when
    it is replayed: segment (one message with its `type`), cloudevent, event (the native form).
    """

    raw: bytes
    reason: str
    where: str = ""
    form: str = "event"


class Decoded(msgspec.Struct, kw_only=True):
    """What a protocol made of one request: events in the order sent, and what it rejected."""

    events: list[Event] = []
    rejected: list[Rejected] = []


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one request, after the commit. `problems` are the rejects that ingest itself found."""

    accepted: int = 0
    duplicates: int = 0
    rejected: int = 0
    problems: tuple[Rejected, ...] = ()


class Arriving(msgspec.Struct, frozen=True, gc=False):
    """A valid event on its way into the log: its key, its body as the log keeps it, what the stages read of it."""

    key: bytes
    event: Event
    body: bytes
    readings: tuple[Any, ...] = ()


class Stored(msgspec.Struct, frozen=True, gc=False):
    """An event at its place in the log. `key` is its id as 16 bytes and outlives an erasure."""

    seq: int
    key: bytes
    event: Event

    @property
    def id(self) -> str:
        """The event's id, 32 hexadecimal digits."""
        return self.key.hex()


class KeptReject(msgspec.Struct, frozen=True, kw_only=True):
    """A rejected input as it is kept: what was sent, why it was refused, and what became of it."""

    id: int
    received: int
    source: str
    where: str
    form: str
    reason: str
    raw: bytes
    state: str
    settled: int | None
    settled_by: str


class ImportJob(msgspec.Struct, frozen=True, kw_only=True):
    """How far an import has come: lines of the file taken in, and what became of them."""

    name: str
    lines: int = 0
    accepted: int = 0
    duplicates: int = 0
    rejected: int = 0
    finished: bool = False
    updated: int = 0


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be told to an outside system. `key` is the idempotency key it is told with."""

    id: int
    key: str
    kind: str
    target: str
    body: bytes
    seq: int
    attempts: int
    due: int
    state: str
    error: str
