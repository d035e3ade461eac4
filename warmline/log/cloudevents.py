"""CloudEvents 1.0 over HTTP: a request in binary, structured or batched mode to events.

An attribute becomes what Warmline calls the same thing: `type`, `time` (when it occurred), and
`source` and `id` together the message id. `data` that is an object is the properties; anything else
is their "data". Who it is about stands in `data.identifiers` ({"account": "123", "phone": ["+63…"]})
or in a `subject` such as "account:123". The extensions `channel` and `cause` are those of the event.
All other attributes are kept under "ce".
"""

import base64
import binascii
import re
from collections.abc import Mapping
from urllib.parse import unquote

import msgspec

from warmline.events.model import Event, Identifier
from warmline.log import moment
from warmline.log.model import Decoded, Rejected, Source
from warmline.log.wire import (
    MAX_IDENTIFIERS,
    EventError,
    NotJSON,
    Oversized,
    TooLarge,
    Unreadable,
    UnsupportedMedia,
    allow,
    decode_object,
    decode_value,
    event_type,
    items_of,
    place,
    text_id,
)

MAX_REQUEST = 4 << 20
MAX_EVENTS = 2_500
MAX_EVENT = 64 << 10
MAX_MESSAGE_ID = 500

STRUCTURED = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"

_SUBJECT = re.compile(r"([a-z][a-z0-9_]{0,63}):(?!//)(\S.*)", re.DOTALL)
_NO_IDENTIFIER_TYPES = frozenset({"urn", "http", "https", "mailto", "tel", "data", "file"})


def decode(headers: Mapping[str, str], body: bytes, source: Source, now: int) -> Decoded:
    """The events in one request; `headers` by lower-case name, `now` in microseconds.

    A single event that cannot be taken is the only entry of `rejected`. The bytes kept of an event
    in binary mode are its structured form, since its headers belong to it. Raises NotJSON, TooLarge
    and UnsupportedMedia when nothing of the request can be read.
    """
    media = headers.get("content-type", "").partition(";")[0].strip().lower()
    if len(body) > MAX_REQUEST:
        raise TooLarge(f"The body has {len(body):,} bytes; {MAX_REQUEST:,} are allowed.", body)
    if media == BATCH:
        return decode_batch(body, source, now)
    if media == STRUCTURED:
        return decode_structured(body, source, now)
    if media.startswith("application/cloudevents"):
        raise UnsupportedMedia(
            f'The event format "{media[:80]}" is not spoken here. Send {STRUCTURED}.', body
        )
    if not any(name.startswith("ce-") for name in headers):
        raise UnsupportedMedia(
            f"This is no CloudEvent: send {STRUCTURED}, {BATCH}, or the attributes as ce-* headers.", body
        )
    return _binary(headers, media, body, source, now)


def decode_structured(raw: bytes, source: Source, now: int) -> Decoded:
    """One event in its JSON form. Raises NotJSON and TooLarge."""
    try:
        return Decoded(events=[_event(decode_object(raw, MAX_EVENT), source, now)])
    except Unreadable as error:
        raise NotJSON(str(error), raw) from None
    except Oversized as error:
        raise TooLarge(str(error), raw) from None
    except EventError as error:
        return Decoded(rejected=[_rejected(raw, error, "body")])


def decode_batch(body: bytes, source: Source, now: int) -> Decoded:
    """A JSON list of events; a bad one does not spoil the others. Raises NotJSON and TooLarge."""
    items, _ = items_of(body, "")
    if len(items) > MAX_EVENTS:
        raise TooLarge(
            f"The batch has {len(items):,} events; {MAX_EVENTS:,} are allowed. Send several.", body
        )
    decoded = Decoded(events=[], rejected=[])
    for index, raw in enumerate(items):
        try:
            decoded.events.append(_event(decode_object(raw, MAX_EVENT), source, now))
        except EventError as error:
            decoded.rejected.append(_rejected(raw, error, f"[{index}]"))
    return decoded


def as_kept(headers: Mapping[str, str], body: bytes) -> tuple[bytes, str]:
    """A request as it is kept to be replayed, and its form: binary mode as the structured one."""
    media = headers.get("content-type", "").partition(";")[0].strip().lower()
    if media.startswith("application/cloudevents"):
        return body, "cloudevent:batch" if media == BATCH else "cloudevent"
    return _structured(_attributes(headers)[0], body), "cloudevent"


def _structured(attributes: Mapping[str, object], body: bytes) -> bytes:
    return msgspec.json.encode({**attributes, "data_base64": base64.b64encode(body).decode()})


def _attributes(headers: Mapping[str, str]) -> tuple[dict[str, object], EventError | None]:
    """The attributes of an event in binary mode, and what is wrong with one of them."""
    attributes: dict[str, object] = {}
    if media := headers.get("content-type", ""):
        attributes["datacontenttype"] = media
    problem: EventError | None = None
    for name, value in headers.items():
        if name.startswith("ce-"):
            try:
                attributes[name[3:]] = _header(value)
            except ValueError:
                attributes[name[3:]] = value
                problem = EventError(f'The header "{name[:64]}" is not percent-encoded UTF-8.')
    return attributes, problem


def _binary(headers: Mapping[str, str], media: str, body: bytes, source: Source, now: int) -> Decoded:
    attributes, problem = _attributes(headers)
    size = len(body) + sum(len(name) + len(str(value)) for name, value in attributes.items())
    if size > MAX_EVENT:
        raise TooLarge(f"The event has {size:,} bytes; {MAX_EVENT:,} are allowed. Send less with it.", body)
    message = dict(attributes)
    try:
        if problem:
            raise problem
        if body:
            if _is_json(media):
                message["data"] = decode_value(body)
            elif media.startswith("text/"):
                message["data"] = _text(body)
            else:
                message["data_base64"] = base64.b64encode(body).decode()
        return Decoded(events=[_event(message, source, now)])
    except EventError as error:
        return Decoded(rejected=[_rejected(_structured(attributes, body), error, "body")])


def _event(message: dict[str, object], source: Source, now: int) -> Event:
    version = message.pop("specversion", None)
    if version != "1.0":
        raise EventError(f'"specversion" is {str(version)[:20]!r}; it must be "1.0".')
    origin, id = _required(message, "source"), _required(message, "id")
    if any(character.isspace() for character in origin):
        raise EventError('"source" must be a URI reference, which has no spaces.')
    if len(message_id := f"{origin} {id}") > MAX_MESSAGE_ID:
        raise EventError(f'"source" and "id" together have more than {MAX_MESSAGE_ID} characters.')
    name = event_type(message.pop("type", None), "type")
    allow(source, name)
    time = message.pop("time", None)
    properties = _data(message)
    found = _identifiers(properties, message, source)
    channel = text_id(message.pop("channel", None), "channel", 64)
    cause = "" if source.public else text_id(message.pop("cause", None), "cause", 64)
    rest = {"source": origin} | {key: value for key, value in message.items() if value is not None}
    place(properties, "ce", rest)
    return Event(
        source=source.name,
        message_id=message_id,
        type=name,
        occurred=now if time is None else moment.parse(time, "time"),
        received=now,
        channel=channel,
        identifiers=found,
        properties=properties,
        cause=cause,
    )


def _required(message: dict[str, object], name: str) -> str:
    value = message.pop(name, None)
    if type(value) is not str or not value.strip():
        raise EventError(f'"{name}" is missing; every CloudEvent has one, as text.')
    return value.strip()


def _data(message: dict[str, object]) -> dict[str, object]:
    """The properties in `data` or `data_base64`, taken out of the message."""
    content_type = message.get("datacontenttype")
    media = content_type.partition(";")[0].strip().lower() if isinstance(content_type, str) else ""
    if media == "application/json":
        del message["datacontenttype"]
    packed = message.pop("data_base64", None)
    data = message.pop("data", None)
    if packed is not None:
        if data is not None:
            raise EventError('"data" and "data_base64" exclude each other.')
        try:
            raw = base64.b64decode(packed, validate=True) if isinstance(packed, str) else None
        except (binascii.Error, ValueError):
            raw = None
        if raw is None:
            raise EventError('"data_base64" is not Base64 text.')
        if _is_json(media):
            data = decode_value(raw) if raw else None
        elif media.startswith("text/"):
            data = _text(raw)
        else:
            data = packed
            message["data_base64"] = True
    if data is None:
        return {}
    return data if isinstance(data, dict) else {"data": data}


def _identifiers(
    properties: dict[str, object], message: dict[str, object], source: Source
) -> tuple[Identifier, ...]:
    verified = not source.public
    found: dict[Identifier, None] = {}
    stated = properties.pop("identifiers", None)
    if stated is not None:
        if type(stated) is not dict:
            raise EventError('"data.identifiers" must be an object such as {"account": "123"}.')
        for kind, values in stated.items():
            where = f"data.identifiers.{kind[:64]}"
            if not kind or len(kind) > 64:
                raise EventError(f'"{where}" is no name of an identifier type.')
            for value in values if isinstance(values, list) else [values]:
                if text := text_id(value, where):
                    found[Identifier(kind, text, verified)] = None
        if len(found) > MAX_IDENTIFIERS:
            raise EventError(f'"data.identifiers" has more than {MAX_IDENTIFIERS} identifiers.')
    subject = message.get("subject")
    match = _SUBJECT.fullmatch(subject.strip()) if isinstance(subject, str) else None
    if match and match[1] not in _NO_IDENTIFIER_TYPES:
        found[Identifier(match[1], text_id(match[2], "subject"), verified)] = None
    return tuple(found)


def _header(value: str) -> str:
    """An attribute in a header: percent-encoded, and in double quotes with some senders."""
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = re.sub(r"\\(.)", r"\1", value[1:-1])
    text = unquote(value.encode("latin-1", "strict").decode(), errors="strict")
    if "\0" in text:
        raise ValueError("NUL")
    return text


def _is_json(media: str) -> bool:
    return media in ("", "application/json", "text/json") or media.endswith("+json")


def _text(body: bytes) -> str:
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise EventError(f"The data is said to be text, but is not UTF-8 (byte {error.start}).") from None
    if "\0" in text:
        raise EventError("The data is said to be text, but holds a NUL character.")
    return text


def _rejected(raw: bytes, error: EventError, where: str) -> Rejected:
    return Rejected(raw=raw, reason=str(error), where=where, form="cloudevent")
