"""Values of conditions where Python has none of the kind, and what kind a value is of.

A whole number is int, a number float, a text str; lists are list, maps dict, null None. Times and durations
count nanoseconds, so that comparing them is comparing whole numbers.
"""

from typing import Any

MOST_INT = 2**63 - 1
MOST_UINT = 2**64 - 1

SECOND = 1_000_000_000
EARLIEST = -62_135_596_800 * SECOND
"""0001-01-01T00:00:00Z"""
LATEST = 253_402_300_800 * SECOND - 1
"""9999-12-31T23:59:59.999999999Z"""
LONGEST = MOST_INT
"""The longest duration: 292 years, what 64 bits of nanoseconds hold."""


class UInt(int):
    """An unsigned whole number of 64 bits."""

    __slots__ = ()


class Timestamp(int):
    """A moment: nanoseconds since 1970-01-01 UTC."""

    __slots__ = ()


class Duration(int):
    """A length of time in nanoseconds."""

    __slots__ = ()


class BoolKey:
    """true or false as the key of a map, where Python would take it for 1 or 0."""

    __slots__ = ("value",)

    def __init__(self, value: bool) -> None:
        self.value = value


TRUE_KEY = BoolKey(True)
FALSE_KEY = BoolKey(False)


def key_of(value: Any) -> Any:
    """A value as the key of a dict."""
    if value is True:
        return TRUE_KEY
    return FALSE_KEY if value is False else value


def value_of(key: Any) -> Any:
    """The value that stands behind the key of a dict."""
    return key.value if type(key) is BoolKey else key


class TypeName:
    """A type as a value: `type(x) == int`."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TypeName) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)

    def __repr__(self) -> str:
        return self.name


NAMES: dict[type, str] = {
    bool: "bool",
    int: "int",
    UInt: "uint",
    float: "double",
    str: "string",
    bytes: "bytes",
    list: "list",
    dict: "map",
    type(None): "null_type",
    Timestamp: "google.protobuf.Timestamp",
    Duration: "google.protobuf.Duration",
    TypeName: "type",
}
"""What values of a Python class are called in CEL."""


def name_of(value: Any) -> str:
    """The CEL name of the type of a value."""
    return NAMES.get(type(value)) or ("map" if isinstance(value, dict) else type(value).__name__)
