"""Mappings: which columns of a table make an event, as a YAML file says.

type: invoice.issued                      # plain text is a constant here …
source: billing
occurred: {column: Issued, format: "%d/%m/%Y %H:%M", timezone: Asia/Manila}
message_id: Invoice No                    # … and a column from here on; left out: a hash of the row
identifiers:
  account: {column: Account, verified: true}
  phone: Mobile
properties:
  invoice: Invoice No
  total.amount: {column: Total, as: cents}    # "1,290.50" becomes 129050
  total.currency: {value: PHP}
"""

from collections.abc import Callable, Sequence
from collections.abc import Mapping as MappingOf
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal, InvalidOperation
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from warmline.cli.errors import CommandError

OWN = ("type", "occurred")
"""A table with these columns needs no mapping: it is one that Warmline exported, or written like it."""
_OWN_TEXTS = ("source", "message_id", "channel", "received", "cause")


class BadRow(Exception):
    """A row is no event; the text says why."""


class Column(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where a value comes from: a column, or a constant `value`.

    `as` says what it is; `values` translates what stands in the column; an empty cell is nothing.
    """

    column: str = ""
    value: Any = None
    as_: Literal["text", "integer", "number", "boolean", "cents", "json"] = msgspec.field(
        default="text", name="as"
    )
    values: dict[str, Any] = {}
    verified: bool = False


class Occurred(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The column of the time: ISO 8601 or seconds since 1970, or as `format` (strptime) says; in `timezone`."""

    column: str
    format: str = ""
    timezone: str = "UTC"


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How the rows of a table become events."""

    type: str | Column
    occurred: str | Occurred
    source: str | Column = ""
    channel: str | Column = ""
    message_id: str | Column = ""
    identifiers: dict[str, str | Column] = {}
    properties: dict[str, str | Column] = {}
    delimiter: str = ""


def load(path: Path) -> Mapping:
    """The mapping in a file. Raises CommandError with what is wrong in it."""
    import yaml

    try:
        return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), Mapping)
    except FileNotFoundError:
        raise CommandError(f"There is no file {path}.", "Name the mapping's YAML file.") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CommandError(f"{path} is not YAML: {error}") from error
    except msgspec.ValidationError as error:
        raise CommandError(
            f"{path}: {error}.", "docs/how-to/import-and-export.md shows a mapping."
        ) from error


class Rows:
    """Makes events in the native form of the rows of one table. Raises CommandError where columns are missing."""

    def __init__(self, headers: Sequence[str], mapping: Mapping | None, file: str) -> None:
        self._headers = list(headers)
        self._mapping = mapping
        if mapping is None:
            if missing := [name for name in OWN if name not in self._headers]:
                raise CommandError(
                    f"{file} has no column {missing[0]!r}, so it needs --mapping.",
                    f"Its columns are: {', '.join(self._headers)}. See docs/how-to/import-and-export.md.",
                )
            return
        self._zone = _zone(mapping.occurred.timezone) if isinstance(mapping.occurred, Occurred) else UTC
        for column in _columns(mapping):
            if column not in self._headers:
                raise CommandError(
                    f"{file} has no column {column!r} that the mapping names.",
                    f"Its columns are: {', '.join(self._headers)}.",
                )

    def event(self, values: Sequence[Any]) -> bytes:
        """One row as one line. Raises BadRow."""
        if len(values) != len(self._headers):
            raise BadRow(f"It has {len(values)} values; the header names {len(self._headers)} columns.")
        row = dict(zip(self._headers, values, strict=True))
        made = _own(row) if self._mapping is None else self._mapped(self._mapping, row, values)
        try:
            return msgspec.json.encode(made)
        except (TypeError, ValueError) as error:
            raise BadRow(f"It holds a value that cannot be kept: {error}.") from error

    def _mapped(self, mapping: Mapping, row: MappingOf[str, Any], values: Sequence[Any]) -> dict[str, Any]:
        identifiers = []
        for type, wanted in mapping.identifiers.items():
            value = _value(wanted, row)
            if value is not None:
                verified = isinstance(wanted, Column) and wanted.verified
                identifiers.append({"type": type, "value": str(value), "verified": verified})
        properties: dict[str, Any] = {}
        for path, wanted in mapping.properties.items():
            value = _value(wanted, row)
            if value is not None:
                _put(properties, path.split("."), value)
        id = _value(mapping.message_id, row) if mapping.message_id else "row-" + _hash(values)
        if id is None:
            raise BadRow("The column of the message id is empty.")
        made = {
            "type": _constant(mapping.type, row) or "",
            "occurred": _occurred(mapping.occurred, row, self._zone),
            "message_id": str(id),
            "identifiers": identifiers,
            "properties": properties,
        }
        for name in ("source", "channel"):
            if value := _constant(getattr(mapping, name), row):
                made[name] = str(value)
        return made


def _own(row: MappingOf[str, Any]) -> dict[str, Any]:
    """A row of a table that Warmline exported."""
    made: dict[str, Any] = {"type": str(row["type"] or ""), "occurred": _iso(row["occurred"])}
    for name in _OWN_TEXTS:
        if (value := row.get(name)) not in (None, ""):
            made[name] = _iso(value) if name == "received" else str(value)
    for name in ("identifiers", "properties"):
        if (value := row.get(name)) not in (None, ""):
            made[name] = _json(value, name)
    return made


def _columns(mapping: Mapping) -> list[str]:
    occurred = mapping.occurred if isinstance(mapping.occurred, str) else mapping.occurred.column
    named = [occurred]
    for one in (mapping.type, mapping.source, mapping.channel):
        named += [one.column] if isinstance(one, Column) else []
    for one in (mapping.message_id, *mapping.identifiers.values(), *mapping.properties.values()):
        named.append(one if isinstance(one, str) else one.column)
    return [name for name in named if name]


def _constant(wanted: str | Column, row: MappingOf[str, Any]) -> Any:
    return wanted if isinstance(wanted, str) else _value(wanted, row)


def _value(wanted: str | Column, row: MappingOf[str, Any]) -> Any:
    """The value of a column as the mapping wants it; None where the cell is empty."""
    if isinstance(wanted, str):
        wanted = Column(column=wanted)
    if not wanted.column:
        return wanted.value
    cell = row[wanted.column]
    text = cell.strip() if isinstance(cell, str) else cell
    if text is None or text == "":
        return wanted.value
    if wanted.values:
        if str(text) not in wanted.values:
            raise BadRow(f"{wanted.column} is {str(text)[:40]!r}, for which the mapping has no value.")
        return wanted.values[str(text)]
    try:
        return _CONVERT[wanted.as_](text)
    except (ValueError, InvalidOperation, OverflowError):
        raise BadRow(f"{wanted.column} is {str(text)[:40]!r}, which is no {wanted.as_}.") from None


def _text(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return _iso(value)
    return value if isinstance(value, str) else str(value)


def _number(value: Any) -> float:
    number = float(str(value).replace(",", ""))
    if number != number or number in (float("inf"), float("-inf")):
        raise ValueError(value)
    return number


def _boolean(value: Any) -> bool:
    known = {
        "true": True,
        "yes": True,
        "y": True,
        "1": True,
        "false": False,
        "no": False,
        "n": False,
        "0": False,
    }
    if (text := str(value).strip().lower()) not in known:
        raise ValueError(value)
    return known[text]


def _json(value: Any, name: str = "It") -> Any:
    if not isinstance(value, str | bytes):
        return value
    try:
        return msgspec.json.decode(value)
    except msgspec.DecodeError as error:
        raise BadRow(f"{name} is not JSON: {error}.") from None


_CONVERT: dict[str, Callable[[Any], Any]] = {
    "text": _text,
    "integer": lambda value: int(Decimal(str(value).replace(",", ""))),
    "number": _number,
    "boolean": _boolean,
    "cents": lambda value: int((Decimal(str(value).replace(",", "")) * 100).to_integral_value()),
    "json": _json,
}


def _occurred(wanted: str | Occurred, row: MappingOf[str, Any], zone: tzinfo) -> str:
    if isinstance(wanted, str):
        wanted = Occurred(column=wanted)
    cell = row[wanted.column]
    if isinstance(cell, str):
        cell = cell.strip()
    if cell is None or cell == "":
        raise BadRow(f"{wanted.column}, the time of the event, is empty.")
    try:
        if isinstance(cell, datetime):
            return _iso(cell if cell.tzinfo else cell.replace(tzinfo=zone))
        if wanted.format:
            read = datetime.strptime(str(cell), wanted.format)
            return _iso(read if read.tzinfo else read.replace(tzinfo=zone))
        if str(cell).replace(".", "", 1).isdigit() and len(str(cell)) >= 9:
            return _iso(datetime.fromtimestamp(float(cell), UTC))
        read = datetime.fromisoformat(str(cell))
        return _iso(read if read.tzinfo else read.replace(tzinfo=zone))
    except (ValueError, OverflowError, OSError):
        wants = f"the format {wanted.format!r}" if wanted.format else "ISO 8601 such as 2026-03-01 09:30"
        raise BadRow(f"{wanted.column} is {str(cell)[:40]!r}; the mapping says {wants}.") from None


def _iso(value: Any) -> str:
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def _put(properties: dict[str, Any], path: Sequence[str], value: Any) -> None:
    for name in path[:-1]:
        properties = properties.setdefault(name, {})
    properties[path[-1]] = value


def _hash(values: Sequence[Any]) -> str:
    return blake2b("\x1f".join(map(str, values)).encode(errors="surrogateescape"), digest_size=16).hexdigest()


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise CommandError(f"{name!r} is no time zone.", "Use an IANA name such as Asia/Manila.") from None
