"""The Segment tracking protocol: the body of one request to events, and what is wrong with the rest.

What a message becomes:

    identify   customer.identified   {traits}
    track      its own event name    properties
    page       page.viewed           properties, name, category
    screen     screen.viewed         properties, name, category
    group      customer.grouped      {groupId, traits}
    alias      customer.aliased      {previousId, userId}

`context`, `integrations` and every key that the protocol does not know are kept beside these, under
their own names, or as "message.<key>" where the client's properties already have that name. Only the
write key is left out: it may be a secret.
"""

from hashlib import blake2b

import msgspec

from warmline.events.model import Event
from warmline.log import moment
from warmline.log import segment_who as who
from warmline.log.model import Decoded, Rejected, Source
from warmline.log.wire import (
    EventError,
    NotJSON,
    Oversized,
    TooLarge,
    Unreadable,
    allow,
    decode_object,
    event_type,
    items_of,
    place,
    text_id,
)

MAX_REQUEST = 500 << 10
MAX_EVENTS = 2_500
MAX_EVENT = 32 << 10
MAX_BESIDE = 4 << 10
"""Bytes of JSON that may stand beside a batch: they are copied into each of its events."""

SKEW = 10 * moment.SECOND
"""Below this a difference between two clocks is taken for the time on the way."""

KINDS = ("identify", "track", "page", "screen", "group", "alias")
_TYPES = {
    "identify": "customer.identified",
    "page": "page.viewed",
    "screen": "screen.viewed",
    "group": "customer.grouped",
    "alias": "customer.aliased",
}
_FLAT = frozenset({"track", "page", "screen"})
_CHANNELS = {"browser": "web"}
_CHANNEL_OF_KIND = {"page": "web", "screen": "mobile"}


class _WriteKey(msgspec.Struct):
    writeKey: object = None


class _Request(msgspec.Struct):
    """What one message takes from the request around it."""

    source: Source
    now: int
    sent: int = -1
    sent_text: object = None
    beside: dict[str, object] = {}
    replayed: bool = False


_write_key = msgspec.json.Decoder(_WriteKey).decode


def decode(kind: str, body: bytes, source: Source, now: int, *, replayed: bool = False) -> Decoded:
    """The events in the body of a request to `/v1/<kind>`; `now` in microseconds is when it came.

    A message of a batch that cannot be taken is in `rejected`, with its bytes and its place. Raises
    NotJSON and TooLarge when the whole request must be refused. `replayed` says that it was sent
    long ago, so that its way took days and tells nothing about the sender's clock.

    Without `messageId` one is made. With a time of its own (`timestamp`, `originalTimestamp` or
    `sentAt`) a message is named by its bytes, so that sending it again changes nothing. Without any,
    two equal messages may be two clicks; losing one is worse than counting a resend, so its name
    also holds `now` and its place in the batch.
    """
    if len(body) > MAX_REQUEST:
        raise TooLarge(
            f"The body has {len(body):,} bytes; {MAX_REQUEST:,} are allowed. Send smaller batches.", body
        )
    request = _Request(source, now, replayed=replayed)
    if kind != "batch":
        return _single(kind, body, request)
    items, beside = items_of(body, "batch")
    if len(items) > MAX_EVENTS:
        raise TooLarge(
            f"The batch has {len(items):,} events; {MAX_EVENTS:,} are allowed. Send several.", body
        )
    _sent_at(request, beside)
    if beside and len(msgspec.json.encode(beside)) > MAX_BESIDE:
        raise TooLarge(
            f'What stands beside "batch" has more than {MAX_BESIDE:,} bytes. Put it into the messages.', body
        )
    request.beside = beside
    decoded = Decoded(events=[], rejected=[])
    accept = decoded.events.append
    for index, raw in enumerate(items):
        try:
            accept(_event(raw, "", request, index))
        except EventError as error:
            decoded.rejected.append(
                Rejected(raw=raw, reason=str(error), where=f"batch[{index}]", form="segment")
            )
    return decoded


def write_key_in(body: bytes) -> str:
    """The `writeKey` in a body, empty when there is none or the body cannot be read."""
    try:
        key = _write_key(body).writeKey
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""
    return key if isinstance(key, str) else ""


def _single(kind: str, body: bytes, request: _Request) -> Decoded:
    try:
        return Decoded(events=[_event(body, kind, request, 0)])
    except Unreadable as error:
        raise NotJSON(str(error), body) from None
    except Oversized as error:
        raise TooLarge(str(error), body) from None
    except EventError as error:
        form = f"segment:{kind}" if kind else "segment"
        return Decoded(rejected=[Rejected(raw=body, reason=str(error), where="body", form=form)])


def _event(raw: bytes, kind: str, request: _Request, index: int) -> Event:
    message = decode_object(raw, MAX_EVENT)
    source = request.source
    if request.beside:
        _share(message, request.beside)
    stated = message.pop("type", None)
    message.pop("writeKey", None)
    kind = kind or _kind(stated)
    context = message.get("context")
    if type(context) is not dict:
        context = {}
    identifiers = who.identifiers(kind, message, context, source)
    channel = _channel(kind, message, context)
    message_id = text_id(message.pop("messageId", None), "messageId", 99)
    timestamp = message.pop("timestamp", None)
    if not message_id:
        timed = timestamp or message.get("sentAt") or message.get("originalTimestamp")
        message_id = _name(kind, raw, 0 if timed else request.now, 0 if timed else index)
    name = event_type(message.pop("event", None), "event") if kind == "track" else _TYPES[kind]
    if source.public:
        allow(source, name)
    occurred = request.now
    if timestamp is not None or "originalTimestamp" in message:
        occurred = _occurred(message, timestamp, request)
    if kind == "group" and not text_id(message.get("groupId"), "groupId"):
        raise EventError('"groupId" is missing; a group message names the group.')
    return Event(
        source=source.name,
        message_id=message_id,
        type=name,
        occurred=occurred,
        received=request.now,
        channel=channel,
        identifiers=identifiers,
        properties=_properties(message) if kind in _FLAT else message,
    )


def _kind(stated: object) -> str:
    if stated in KINDS:
        return str(stated)
    if stated is None:
        raise EventError(f'"type" is missing; it is one of {", ".join(KINDS)}.')
    raise EventError(f'"type" is {str(stated)[:40]!r}; it must be one of {", ".join(KINDS)}.')


def _properties(message: dict[str, object]) -> dict[str, object]:
    properties = message.pop("properties", None)
    if properties is None:
        return message
    if type(properties) is not dict:
        raise EventError('"properties" must be an object.')
    for key, value in message.items():
        if key in properties:
            place(properties, key, value)
        else:
            properties[key] = value
    return properties


def _share(message: dict[str, object], beside: dict[str, object]) -> None:
    """Give a message what its batch says for all of them; its own word comes first."""
    for key, value in beside.items():
        own = message.get(key)
        if type(own) is dict and type(value) is dict:
            message[key] = {**value, **own}
        elif own is None:
            message[key] = value


def _channel(kind: str, message: dict[str, object], context: dict[str, object]) -> str:
    channel = message.get("channel")
    if type(channel) is str:
        del message["channel"]
    else:
        channel = context.get("channel")
    if type(channel) is str and (channel := channel.strip().lower()):
        if len(channel) > 64:
            raise EventError('"channel" has more than 64 characters.')
        return _CHANNELS.get(channel, channel)
    return _CHANNEL_OF_KIND.get(kind, "")


def _name(kind: str, raw: bytes, now: int, index: int) -> str:
    return "auto-" + blake2b(b"%s\0%d\0%d\0%s" % (kind.encode(), now, index, raw), digest_size=16).hexdigest()


def _sent_at(request: _Request, beside: dict[str, object]) -> None:
    """Note when a batch was sent. What cannot be read as a time stays as it is, in each event."""
    value = beside.get("sentAt")
    request.sent = _moment_or_none(value)
    if value is None or request.sent >= 0:
        request.sent_text = beside.pop("sentAt", None)


def _moment_or_none(value: object) -> int:
    """A `sentAt`, -1 when it cannot be read: it serves the correction only, so nothing is refused for it."""
    try:
        return moment.parse(value, "sentAt")
    except EventError:
        return -1


def _occurred(message: dict[str, object], timestamp: object, request: _Request) -> int:
    """When it happened by our clock: received - (sentAt - originalTimestamp).

    Left alone when the two clocks agree within ten seconds, when the message is dated after it was
    sent, or when a `timestamp` beside `originalTimestamp` shows that somebody corrected it already.
    The client's own times stay in the properties when they were not simply taken over.
    """
    original = message.get("originalTimestamp")
    stated = moment.parse(original if timestamp is None else timestamp, "timestamp")
    if original is not None and timestamp is not None and original != timestamp:
        return stated
    sent, sent_text = request.sent, request.sent_text
    if (own := message.get("sentAt")) is not None:
        sent, sent_text = _moment_or_none(own), own
    if sent >= 0:
        skew = request.now - sent
        corrected = stated + skew
        off = skew < -SKEW or (skew > SKEW and not request.replayed)
        if off and stated <= sent + SKEW and corrected >= 0:
            message["originalTimestamp"] = timestamp if original is None else original
            message["sentAt"] = sent_text
            return min(corrected, request.now)
    return stated
