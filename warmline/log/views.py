"""What the staff routes of the log take and show. Times are ISO 8601 in UTC."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta

from warmline.events.model import Identifier
from warmline.log import moment, replays
from warmline.log.browse import Slice
from warmline.log.model import Delivery, ImportJob, KeptReject, Stored
from warmline.log.sources import Listed
from warmline.log.subscriptions import Position
from warmline.web.bodies import Sent, shown


class EventView(msgspec.Struct, frozen=True, kw_only=True):
    """An event at its place (`seq`) in the log."""

    seq: int
    id: str
    source: str
    message_id: str
    type: str
    channel: str
    occurred: str
    received: str
    identifiers: tuple[Identifier, ...]
    properties: dict[str, Any]
    cause: str


class EventsView(msgspec.Struct, frozen=True, kw_only=True):
    """Events, and the place to go on from in the same direction. `at_end`: nothing lies beyond it now."""

    events: list[EventView]
    next: int
    at_end: bool


class BranchView(msgspec.Struct, frozen=True, kw_only=True):
    """One consequence of an event: 1 `depth` is what the event itself caused; `after` so many seconds it occurred.

    `deliveries` are what outside systems are told because of it. `cut`: more came of it than is shown.
    """

    event: EventView
    depth: int
    after: float
    deliveries: "list[DeliveryView]"
    cut: bool


class ConsequencesView(msgspec.Struct, frozen=True, kw_only=True):
    """An event with what led to it, the first cause first, and all that came of it.

    Each consequence stands in front of what came of it. `cut`: the event has more direct effects than are shown.
    `hidden`: some may not be seen by who asks. `unread`: older events have yet to be read for their causes.
    """

    event: EventView
    deliveries: "list[DeliveryView]"
    causes: list[EventView]
    consequences: list[BranchView]
    cut: bool
    hidden: bool
    unread: bool


class UnreadBody(Sent, frozen=True, kw_only=True):
    """A line that could not be made an event: its number, its bytes in base64, why."""

    line: Annotated[int, Meta(ge=1)]
    raw: bytes
    reason: str


class ChunkBody(Sent, frozen=True, kw_only=True):
    """Consecutive lines of a file from `first_line` (counted from 1), as text with line feeds between them.

    Each is an event in the native form; an empty one is nothing. `source` is taken where a line names none.
    """

    job: Annotated[str, Meta(min_length=1, max_length=200)]
    first_line: Annotated[int, Meta(ge=1)]
    lines: str
    unread: tuple[UnreadBody, ...] = ()
    source: Annotated[str, Meta(max_length=200)] = ""
    last: bool = False


class JobView(msgspec.Struct, frozen=True, kw_only=True):
    """How far an import has come: lines taken in, and what became of them."""

    name: str
    lines: int
    accepted: int
    duplicates: int
    rejected: int
    finished: bool
    updated: str


class RejectView(msgspec.Struct, frozen=True, kw_only=True):
    """A rejected input: where it came from, why it was refused, what was sent (a write key is masked)."""

    id: int
    received: str
    source: str
    where: str
    form: str
    reason: str
    state: str
    settled: str
    settled_by: str
    raw: str


class RejectsView(msgspec.Struct, frozen=True, kw_only=True):
    """Rejected inputs, and the number to go on from; 0 where there are no more."""

    items: list[RejectView]
    next: int


class ReplayBody(Sent, frozen=True, kw_only=True):
    """The corrected text; without it, the input is tried as it is."""

    corrected: str | None = None


class SourceBody(Sent, frozen=True, kw_only=True):
    """A system that sends events. A public key may send the `types` listed only."""

    name: Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    public: bool = False
    types: tuple[Annotated[str, Meta(min_length=1, max_length=200)], ...] = ()
    user_type: Annotated[str, Meta(min_length=1, max_length=64)] = "user"
    rate: Annotated[int, Meta(ge=0, description="Events per second; 0 for no limit.")] = 0
    active: bool = True


class SourceChange(Sent, frozen=True, kw_only=True):
    """What is to be changed of a source; what is left out stays. Public or secret it is for good."""

    types: tuple[Annotated[str, Meta(min_length=1, max_length=200)], ...] | None = None
    user_type: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    rate: Annotated[int, Meta(ge=0)] | None = None
    active: bool | None = None


class SourceView(msgspec.Struct, frozen=True, kw_only=True):
    """A source with the first letters of its key."""

    name: str
    public: bool
    types: tuple[str, ...]
    user_type: str
    rate: int
    active: bool
    hint: str
    created: str


class KeyView(msgspec.Struct, frozen=True, kw_only=True):
    """A write key, shown this once: only its hash is stored."""

    name: str
    write_key: str


class DeliveryView(msgspec.Struct, frozen=True, kw_only=True):
    """Something told to an outside system, with its idempotency key; the body is not shown."""

    id: int
    key: str
    kind: str
    target: str
    seq: int
    attempts: int
    due: str
    state: str
    error: str


class DeliveriesView(msgspec.Struct, frozen=True, kw_only=True):
    """Deliveries, and the number to go on from; 0 where there are no more."""

    items: list[DeliveryView]
    next: int


class SubscriptionView(msgspec.Struct, frozen=True, kw_only=True):
    """A reader of the log: the place it is done with, and how many events it has yet to see."""

    name: str
    position: int
    behind: int
    updated: str


class DoneBody(Sent, frozen=True, kw_only=True):
    """The place up to which a subscription is done: the `next` of the batch."""

    seq: Annotated[int, Meta(ge=0)]


def event_view(stored: Stored) -> EventView:
    """An event as it is shown."""
    event = stored.event
    times = {"occurred": moment.write(event.occurred), "received": moment.write(event.received)}
    return shown(EventView, event, seq=stored.seq, id=stored.id, **times)


def events_view(found: Slice) -> EventsView:
    """A page of events as it is shown."""
    return EventsView(events=[event_view(one) for one in found.events], next=found.next, at_end=found.at_end)


def job_view(job: ImportJob) -> JobView:
    """An import as it is shown."""
    return shown(JobView, job, updated=moment.write(job.updated))


def reject_view(kept: KeptReject) -> RejectView:
    """A rejected input as it is shown."""
    settled = moment.write(kept.settled) if kept.settled else ""
    return shown(
        RejectView, kept, received=moment.write(kept.received), settled=settled, raw=replays.shown(kept.raw)
    )


def source_view(listed: Listed) -> SourceView:
    """A source as it is shown."""
    return shown(SourceView, listed.source, listed, created=moment.write(listed.created))


def delivery_view(delivery: Delivery) -> DeliveryView:
    """A delivery as it is shown."""
    return shown(DeliveryView, delivery, due=moment.write(delivery.due))


def subscription_view(position: Position) -> SubscriptionView:
    """A subscription as it is shown."""
    return shown(SubscriptionView, position, updated=moment.write(position.updated))
