"""Types of values in conditions, what fits where, and what they are called in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Read = Callable[[Any], Any]
"""Makes a value of conditions of what an event or a profile holds."""


@dataclass(frozen=True, slots=True)
class Type:
    """A type of CEL; lists and maps and types have parameters."""

    name: str
    parameters: tuple["Type", ...] = ()

    def __str__(self) -> str:
        inside = ", ".join(str(parameter) for parameter in self.parameters)
        return f"{self.name}({inside})" if inside else self.name


@dataclass(frozen=True, slots=True)
class FieldType:
    """A field of a record: its type, whether it may be absent, and how it is read from what is stored."""

    type: Type
    optional: bool
    read: Read


@dataclass(frozen=True, slots=True, eq=False)
class Record(Type):
    """Something with named fields; `name` is what it is called in messages: event, customer.

    One that is `open` may hold more, of which nothing is known: reached by `event["other"]`, and where it
    is `dynamic` as well, by `event.other`.
    """

    fields: Mapping[str, FieldType] = field(default_factory=dict)
    open: bool = False
    dynamic: bool = False


DYN = Type("dyn")
NULL = Type("null_type")
BOOL = Type("bool")
INT = Type("int")
UINT = Type("uint")
DOUBLE = Type("double")
STRING = Type("string")
BYTES = Type("bytes")
TIMESTAMP = Type("google.protobuf.Timestamp")
DURATION = Type("google.protobuf.Duration")
TYPE = Type("type")

NUMBERS = (INT, UINT, DOUBLE)
ORDERED = (BOOL, INT, UINT, DOUBLE, STRING, BYTES, TIMESTAMP, DURATION)


def list_of(element: Type) -> Type:
    """The type of a list."""
    return Type("list", (element,))


def map_of(key: Type, value: Type) -> Type:
    """The type of a map."""
    return Type("map", (key, value))


ANY_LIST = list_of(DYN)
ANY_MAP = map_of(DYN, DYN)

_WORDS = {
    "dyn": "a value of any kind",
    "null_type": "null",
    "bool": "true or false",
    "int": "a whole number",
    "uint": "an unsigned number",
    "double": "a number with a fraction",
    "string": "a text",
    "bytes": "bytes",
    "google.protobuf.Timestamp": "a time",
    "google.protobuf.Duration": "a duration",
    "list": "a list",
    "map": "a map",
    "type": "a type",
}


def in_words(kind: Type) -> str:
    """What a value of a type is called: `a whole number`."""
    return "a thing with fields" if isinstance(kind, Record) else _WORDS[kind.name]


def fits(given: Type, wanted: Type) -> bool:
    """Whether a value of one type can be used where another is wanted; dyn fits everywhere, and is found out later."""
    if given is DYN or wanted is DYN or given == DYN or wanted == DYN:
        return True
    if isinstance(given, Record) or isinstance(wanted, Record):
        return given is wanted
    return (
        given.name == wanted.name
        and len(given.parameters) == len(wanted.parameters)
        and all(fits(one, other) for one, other in zip(given.parameters, wanted.parameters, strict=True))
    )


def join(one: Type, other: Type) -> Type:
    """The type of what may be of either."""
    if one == other:
        return one
    if one.name == other.name and one.parameters and len(one.parameters) == len(other.parameters):
        joined = tuple(_joined(a, b) for a, b in zip(one.parameters, other.parameters, strict=True))
        return Type(one.name, joined)
    return DYN


def _joined(one: Type, other: Type) -> Type:
    return one if one == other else join(one, other)


def is_scalar(kind: Type) -> bool:
    """Whether values of a type are compared at once, without looking inside."""
    return kind in ORDERED or kind == NULL
