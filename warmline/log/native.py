"""The native form of an event: one JSON object, for export, import and the replay of rejects.

{"id": "…", "seq": 17, "source": "billing", "message_id": "INV-1", "type": "invoice.issued",
 "channel": "", "occurred": "2026-03-01T09:30:00.000000Z", "received": "2026-03-01T09:30:00.120000Z",
 "identifiers": [{"type": "account", "value": "123", "verified": true}],
 "properties": {"amount": 129900}, "cause": ""}
"""

from hashlib import blake2b

import msgspec

from warmline.events.model import Event, Identifier
from warmline.log import cloudevents, moment, segment
from warmline.log.model import Decoded, Rejected, Source
from warmline.log.wire import (
    MAX_IDENTIFIER,
    EventError,
    RequestError,
    allow,
    decode_value,
    event_type,
    text_id,
)

MAX_EVENT = 1 << 20
"""Bytes of one event; above the limits of the protocols, so that whatever came in can come back."""


class _Written(msgspec.Struct):
    id: str
    seq: int
    source: str
    message_id: str
    type: str
    channel: str
    occurred: str
    received: str
    identifiers: tuple[Identifier, ...]
    properties: dict[str, object]
    cause: str


class _Read(msgspec.Struct, forbid_unknown_fields=True):
    type: str
    occurred: str
    id: str = ""
    seq: int = 0
    source: str = ""
    message_id: str = ""
    channel: str = ""
    received: str = ""
    identifiers: tuple[Identifier, ...] = ()
    properties: dict[str, object] = {}
    cause: str = ""


_encode = msgspec.json.Encoder().encode


def encode(event: Event, seq: int = 0, received: int = 0) -> bytes:
    """The event as one line without its newline. `seq` 0: it has no place in the log yet.

    `received` stands in for the event's own, where that is not set.
    """
    return _encode(
        _Written(
            id=event.id,
            seq=seq,
            source=event.source,
            message_id=event.message_id,
            type=event.type,
            channel=event.channel,
            occurred=moment.write(event.occurred),
            received=moment.write(event.received or received),
            identifiers=event.identifiers,
            properties=event.properties,
            cause=event.cause,
        )
    )


def decode(raw: bytes, source_default: str, now: int) -> Event | str:
    """The event in one line, or why it is none. `now` is when it was received unless it says so.

    Needs `type`, `occurred` and a source. Without `message_id` the line is named by its bytes, so
    that importing it again changes nothing. `id` and `seq` are derived, hence read but not used.
    """
    try:
        return _decode(raw, source_default, now)
    except EventError as error:
        return str(error)


def replay(form: str, raw: bytes, source: Source, now: int) -> Decoded:
    """Decode a kept or corrected reject again, by the `form` it was kept with. Raises nothing.

    The forms: "segment" (one message with its `type`), "segment:<kind>" (the body of a request to
    `/v1/<kind>`, "batch" included), "cloudevent" (one in its JSON form), "cloudevent:batch", "event".
    """
    protocol, _, kind = form.partition(":")
    try:
        if protocol == "segment" and kind in ("", "batch", *segment.KINDS):
            return segment.decode(kind, raw, source, now, replayed=True)
        if form == "cloudevent":
            return cloudevents.decode_structured(raw, source, now)
        if form == "cloudevent:batch":
            return cloudevents.decode_batch(raw, source, now)
        if form == "event":
            return Decoded(events=[_from_source(_decode(raw, source.name, now), source)])
        reason = f'"{form[:40]}" is no form that can be replayed.'
    except (RequestError, EventError) as error:
        reason = str(error)
    return Decoded(rejected=[Rejected(raw=raw, reason=reason, where="body", form=form)])


def _decode(raw: bytes, source_default: str, now: int) -> Event:
    if len(raw) > MAX_EVENT:
        raise EventError(f"The event has {len(raw):,} bytes; {MAX_EVENT:,} are allowed.")
    try:
        read = msgspec.convert(decode_value(raw), _Read)
    except msgspec.ValidationError as error:
        raise EventError(f"It is not an event in the native form: {error}.") from None
    source = read.source.strip() or source_default
    if not source:
        raise EventError('"source" is missing.')
    for identifier in read.identifiers:
        if not 0 < len(identifier.type) <= 64 or not 0 < len(identifier.value) <= MAX_IDENTIFIER:
            raise EventError(
                f"An identifier needs a type and a value of at most {MAX_IDENTIFIER} characters."
            )
    return Event(
        source=source,
        message_id=read.message_id.strip() or "auto-" + blake2b(raw.strip(), digest_size=16).hexdigest(),
        type=event_type(read.type, "type"),
        occurred=moment.parse(read.occurred, "occurred"),
        received=moment.parse(read.received, "received") if read.received else now,
        channel=text_id(read.channel, "channel", 64),
        identifiers=read.identifiers,
        properties=read.properties,
        cause=text_id(read.cause, "cause", 64),
    )


def _from_source(event: Event, source: Source) -> Event:
    """The event as far as a public source may say it."""
    if not source.public:
        return event
    allow(source, event.type)
    return msgspec.structs.replace(
        event,
        source=source.name,
        identifiers=tuple(Identifier(each.type, each.value) for each in event.identifiers),
        cause="",
    )
