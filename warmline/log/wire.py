"""What JSON from outside must keep to before it may become an event.

RequestError          nothing of the request can be read; the client is told
├── NotJSON
├── TooLarge
├── UnsupportedMedia  a content type or encoding that is not spoken here
└── Disconnected      the client went away before the end
EventError            one event cannot be taken; the others of its request go on
├── Unreadable        it is not the JSON that may be decoded here
└── Oversized
"""

import re
from typing import Literal

import msgspec

from warmline.events.model import Identifier
from warmline.log.model import Source

MAX_DEPTH = 32
MAX_TYPE = 200
MAX_IDENTIFIER = 256
MAX_IDENTIFIERS = 16


class _Batch(msgspec.Struct, forbid_unknown_fields=True):
    """What real clients send: reading it takes one pass where the general form takes two."""

    batch: list[msgspec.Raw]
    sentAt: str | None = None
    writeKey: str | None = None


_NINETEEN_DIGITS = b"0" * 19
_OUTLINE = bytes(48 if 48 <= byte <= 57 else 91 if byte in b"[{" else 32 for byte in range(256))
"""Translates every digit to 0, every opening bracket to [ and all else to a space."""
_TEXT = rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)'
_TOKEN = re.compile(_TEXT + rb"|[\[\]{},:]", re.DOTALL)
_NOT_A_NUMBER = re.compile(_TEXT + rb"|(-?Infinity|NaN)", re.DOTALL)
_HALF_CHARACTER = re.compile(
    rb"(?<!\\)(?:\\\\)*(?:\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F])",
    re.DOTALL,
)
_decode = msgspec.json.Decoder().decode
_decode_fields = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_decode_batch = msgspec.json.Decoder(_Batch).decode
_decode_list = msgspec.json.Decoder(list[msgspec.Raw]).decode


class RequestError(Exception):
    """Nothing of the request can be read. `raw` is what was received of it."""

    def __init__(self, reason: str, raw: bytes = b"") -> None:
        super().__init__(reason)
        self.reason = reason
        self.raw = raw


class NotJSON(RequestError):
    """The body is not JSON, or not of the shape that holds events."""


class TooLarge(RequestError):
    """The body, or the number of events in it, is above the limit."""


class UnsupportedMedia(RequestError):
    """The content type or encoding is not spoken here."""


class Disconnected(RequestError):
    """The client went away before the end of the body."""


class EventError(ValueError):
    """One event cannot be taken; its text says why and what to do."""


class Unreadable(EventError):
    """The bytes are not JSON, not UTF-8, or nested too deep to be decoded."""


class Oversized(EventError):
    """One event is above the limit of its protocol."""


def decode_object(raw: bytes, limit: int) -> dict[str, object]:
    """The JSON object in `raw`, safe to keep: UTF-8, at most 32 levels, integers of 64 bits, no NUL.

    Raises EventError with the reason. The cheap tests below let nearly every event pass without a
    look at its values; only a suspect one is walked through.
    """
    if len(raw) > limit:
        raise Oversized(f"The event has {len(raw):,} bytes; {limit:,} are allowed. Send less with it.")
    value = decode_value(raw)
    if type(value) is not dict:
        raise EventError("The event is not a JSON object.")
    return value


def decode_value(raw: bytes) -> object:
    """`decode_object` for any JSON value and any size."""
    outline = raw.translate(_OUTLINE)
    if outline.count(b"[") > MAX_DEPTH and _depth(raw) > MAX_DEPTH:
        raise Unreadable(f"The JSON is nested deeper than {MAX_DEPTH} levels.")
    try:
        value: object = _decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Unreadable(why_unreadable(raw, error)) from None
    if _NINETEEN_DIGITS in outline or (b"\\" in raw and b"\\u0000" in raw):
        _look_through(value, "")
    return value


def items_of(body: bytes, key: str) -> tuple[list[bytes], dict[str, object]]:
    """The bytes of each item of a batch, and what stands beside them in its object.

    The write key is left out. With an empty `key` the body itself is the list. An item that is not JSON in
    itself stays one item, for its decoder to reject: it does not spoil the others. Raises NotJSON.
    """
    beside: dict[str, object] = {}
    if key == "batch":
        try:
            batch = _decode_batch(body)
            return [bytes(item) for item in batch.batch], {"sentAt": batch.sentAt}
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            pass  # something else stands there, or something is wrong: look closer
    try:
        whole = body
        if key:
            fields = _decode_fields(body)
            if key not in fields:
                raise NotJSON(f'The body has no "{key}" list.')
            whole = bytes(fields.pop(key))
            fields.pop("writeKey", None)
            beside = {name: decode_value(bytes(value)) for name, value in fields.items()}
        return [bytes(item) for item in _decode_list(whole)], beside
    except EventError as error:
        raise NotJSON(f'What stands beside "{key}" cannot be read. {error}') from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        split = _split(body, key)
        if split is None:
            raise NotJSON(why_unreadable(body, error)) from None
    items, rest = split
    if not key:
        return items, beside
    try:
        remaining = decode_object(rest, len(rest))
    except EventError as error:
        raise NotJSON(str(error)) from None
    remaining.pop(key, None)
    remaining.pop("writeKey", None)
    return items, remaining


def why_unreadable(raw: bytes, error: Exception) -> str:
    """One sentence for a person about JSON that could not be decoded."""
    if isinstance(error, UnicodeDecodeError):
        return f"The text is not UTF-8 (byte {error.start})."
    if isinstance(error, RecursionError):
        return f"The JSON is nested deeper than {MAX_DEPTH} levels."
    for match in _NOT_A_NUMBER.finditer(raw):
        if match[1]:
            return f"{match[1].decode()} is not a JSON number (byte {match.start()}). Send null, or text."
    if _HALF_CHARACTER.search(raw):
        return (
            "A \\u escape is half a character (a lone surrogate). Send the whole character, or leave it out."
        )
    return f"It is not JSON that can be read: {error}."


def event_type(value: object, name: str) -> str:
    """A trimmed, printable event type of at most 200 characters. Raises EventError."""
    if not isinstance(value, str) or not (trimmed := value.strip()):
        raise EventError(f'"{name}" is missing; it is the name of what happened, as text.')
    if len(trimmed) > MAX_TYPE or not trimmed.isprintable():
        raise EventError(f'"{name}" must be at most {MAX_TYPE} printable characters.')
    return trimmed


def text_id(value: object, name: str, longest: int = MAX_IDENTIFIER) -> str:
    """An id as text, empty when there is none; whole numbers are taken too. Raises EventError."""
    if type(value) is str:
        if len(text := value.strip()) <= longest:
            return text
        raise EventError(f'"{name}" has {len(text)} characters; {longest} are allowed.')
    if value is None:
        return ""
    if type(value) is int:
        return str(value)
    if type(value) is float and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    raise EventError(f'"{name}" must be text.')


def identify(found: list[Identifier], kind: str, value: object, verified: bool) -> None:
    """Add an identifier that is only mentioned: what cannot be one stays a property."""
    if type(value) is int:
        value = str(value)
    if type(value) is str and (text := value.strip()) and len(text) <= MAX_IDENTIFIER:
        identifier = Identifier(kind, text, verified)
        if identifier not in found and len(found) < MAX_IDENTIFIERS:
            found.append(identifier)


def allow(source: Source, type_: str) -> None:
    """Raises EventError when a public source sends a type that is not on its list."""
    if source.public and not source.may_send(type_):
        raise EventError(
            f'The public source "{source.name}" may not send "{type_}". '
            "Add the type to the source, or send it from a server with a secret key."
        )


def place(properties: dict[str, object], key: str, value: object) -> None:
    """Keep a field of the message beside the client's own properties, without covering one of them."""
    while key in properties:
        key = f"message.{key}"
    properties[key] = value


def _depth(raw: bytes) -> int:
    depth = deepest = 0
    for match in _TOKEN.finditer(raw):
        token = match[0]
        if token in b"{[":
            depth += 1
            deepest = max(deepest, depth)
        elif token in b"}]":
            depth -= 1
    return deepest


def _split(body: bytes, key: str) -> tuple[list[bytes], bytes] | None:
    """Cut a batch at the commas of its list without decoding it; None when its brackets do not match.

    Gives the items and the body with the list taken out.
    """
    wanted = f'"{key}"'.encode()
    level = 2 if key else 1
    open_brackets = bytearray()
    before: list[bytes] = [b"", b""]
    items: list[bytes] = []
    start = first = -1
    last = -1
    for match in _TOKEN.finditer(body):
        token = match[0]
        if token in (b"{", b"["):
            open_brackets += b"}" if token == b"{" else b"]"
            named = not key or before == [wanted, b":"]
            if token == b"[" and len(open_brackets) == level and named and first < 0:
                start = first = match.end()
        elif token in (b"}", b"]"):
            if not open_brackets or open_brackets.pop() != token[0]:
                return None
            if start >= 0 and len(open_brackets) == level - 1:
                items.append(body[start : match.start()].strip())
                start, last = -1, match.start()
        elif token == b"," and start >= 0 and len(open_brackets) == level:
            items.append(body[start : match.start()].strip())
            start = match.end()
        before = [before[1], token]
    if open_brackets or last < 0:
        return None
    return ([] if items == [b""] else items), body[:first] + body[last:]


def _look_through(value: object, path: str) -> None:
    kind: Literal["text", "key"] = "text"
    if type(value) is dict:
        for key, inner in value.items():
            if "\0" in key:
                path, kind, value = f"{path}.{key}", "key", key
                break
            _look_through(inner, f"{path}.{key}")
    elif type(value) is list:
        for index, inner in enumerate(value):
            _look_through(inner, f"{path}[{index}]")
    if type(value) is int and not -(2**63) <= value < 2**63:
        raise EventError(f'"{path.lstrip(".")}" is an integer beyond 64 bits. Send it as text.')
    if type(value) is str and "\0" in value:
        where = path.replace("\0", "\\u0000").lstrip(".")
        raise EventError(f'The {kind} "{where}" holds a NUL character (\\u0000). Leave it out.')
