"""Paths into events, as fields of the profile write them, against what an event of a known type has.

`total`, `properties.total` and `plan.name` lead into the properties; `type`, `channel`, `source` and
`occurred` are the event's own, `identifiers.account` is who it names; `=text` is a constant; `a | b` is
the first that leads somewhere.
"""

import re
from collections.abc import Iterator
from functools import cache

from msgspec import inspect

from warmline.business.suggest import nearest, suggest
from warmline.events.identity import Traits
from warmline.events.model import Money

EVENT_PARTS: dict[str, inspect.Type] = {
    "type": inspect.StrType(),
    "channel": inspect.StrType(),
    "source": inspect.StrType(),
    "occurred": inspect.IntType(),
}

IDENTIFIERS = "identifiers."
"""What a path begins with that leads to the identifier of a type, as the event names it."""

OPEN = (Traits,)
"""Structs that businesses add to: there, only what looks like a slip of the pen leads nowhere."""

_CLOSE = 0.8
_PATH = re.compile(r"[^\W\d][\w$-]*(\.[\w$-]+)*")

_FITS: dict[str, tuple[type[inspect.Type], ...]] = {
    "text": (inspect.StrType, inspect.IntType, inspect.FloatType, inspect.DateType, inspect.DateTimeType),
    "number": (inspect.IntType, inspect.FloatType),
    "integer": (inspect.IntType, inspect.FloatType),
    "boolean": (inspect.BoolType, inspect.StrType),
    "date": (inspect.StrType, inspect.DateType, inspect.DateTimeType),
    "time": (inspect.StrType, inspect.IntType, inspect.DateTimeType, inspect.DateType),
    "list": (inspect.ListType, inspect.VarTupleType),
    "map": (inspect.DictType, inspect.StructType),
}
_NAMES = {
    inspect.StrType: "text",
    inspect.IntType: "integer",
    inspect.FloatType: "number",
    inspect.BoolType: "boolean",
    inspect.DateType: "date",
    inspect.DateTimeType: "time",
    inspect.ListType: "list",
    inspect.VarTupleType: "list",
    inspect.DictType: "map",
    inspect.StructType: "map",
}


def alternatives(path: str) -> list[str]:
    """The paths that `a | b` tries, in order."""
    return [part.strip() for part in path.split("|")]


def is_path(path: str) -> bool:
    """Whether one alternative is written as a path or a constant."""
    return path.startswith("=") or _PATH.fullmatch(path) is not None


def name_of(path: str) -> str:
    """What a value read by `path` is called in an item: the last part of the path."""
    return path.rsplit(".", 1)[-1]


def misses(path: str, properties: type) -> str | None:
    """Why one alternative leads nowhere in an event with these properties, as a remedy; None if it does."""
    found = _resolve(path, properties)
    return found if isinstance(found, str) else None


def mismatch(path: str, properties: type, wanted: str) -> str | None:
    """The field type that what stands at `path` has, where it can never be of the type `wanted`."""
    found = _resolve(path, properties)
    if isinstance(found, str) or wanted not in (*_FITS, "money") or type(found) not in _NAMES:
        return None
    if isinstance(found, inspect.StructType) and found.cls is Money:
        return None if wanted in ("money", "map") else "money"
    fits = wanted != "money" and isinstance(found, _FITS[wanted])
    return None if fits or (wanted == "money" and _open_map(found)) else _NAMES[type(found)]


def _resolve(path: str, properties: type) -> inspect.Type | str:
    """The type of what stands at `path`, or a remedy where nothing does."""
    if path.startswith("="):
        return inspect.StrType()
    if path in EVENT_PARTS:
        return EVENT_PARTS[path]
    if path.startswith(IDENTIFIERS):
        return inspect.StrType()
    kind: inspect.Type = _described(properties)
    for step in path.removeprefix("properties.").split("."):
        if isinstance(kind, inspect.StructType):
            fields = {field.encode_name: field.type for field in kind.fields}
            if step not in fields:
                own = kind.cls in OPEN and not nearest(step, fields, _CLOSE)
                return inspect.AnyType() if own else suggest(step, fields)
            kind = _bare(fields[step])
        elif isinstance(kind, inspect.DictType):
            kind = _bare(kind.value_type)
        elif type(kind) in _NAMES:
            return f"it is of type {_NAMES[type(kind)]}: leave out .{step}"
        else:
            return inspect.AnyType()
    return kind


@cache
def _described(properties: type) -> inspect.Type:
    return _bare(inspect.type_info(properties))


def _bare(kind: inspect.Type) -> inspect.Type:
    """Without annotations and null; Any for a choice of several types."""
    if isinstance(kind, inspect.Metadata):
        return _bare(kind.type)
    if isinstance(kind, inspect.UnionType):
        others = list(_not_null(kind))
        return _bare(others[0]) if len(others) == 1 else inspect.AnyType()
    return kind


def _not_null(kind: inspect.UnionType) -> Iterator[inspect.Type]:
    return (option for option in kind.types if not isinstance(option, inspect.NoneType))


def _open_map(kind: inspect.Type) -> bool:
    return isinstance(kind, inspect.DictType)
