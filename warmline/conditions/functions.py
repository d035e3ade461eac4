"""The functions and operators of CEL: for which types each is there, what it gives, and how it is done.

The checker picks by declared types, the evaluation by those of the values where nothing is declared.
Equality, `in`, `[]`, and `+` of lists are not in here: their types depend on what lists and maps hold.
"""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from warmline.conditions import arithmetic, conversions, times
from warmline.conditions.errors import OutOfRange
from warmline.conditions.limits import LONGEST_VALUE
from warmline.conditions.patterns import matches
from warmline.conditions.types import (
    ANY_LIST,
    ANY_MAP,
    BOOL,
    BYTES,
    DOUBLE,
    DURATION,
    INT,
    NUMBERS,
    ORDERED,
    STRING,
    TIMESTAMP,
    UINT,
    Type,
    fits,
)
from warmline.conditions.values import Duration, Timestamp, TypeName, UInt
from warmline.language.messages import message

Do = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Overload:
    """One way to call a function. `scans` says that its work grows with its first argument."""

    parameters: tuple[Type, ...]
    result: Type
    do: Do
    scans: bool = False


CLASSES: dict[str, type] = {
    "bool": bool,
    "int": int,
    "uint": UInt,
    "double": float,
    "string": str,
    "bytes": bytes,
    "list": list,
    "map": dict,
    "null_type": type(None),
    "google.protobuf.Timestamp": Timestamp,
    "google.protobuf.Duration": Duration,
    "type": TypeName,
}
"""The Python class of the values of a type."""


def _joined(a: Any, b: Any) -> Any:
    if len(a) + len(b) > LONGEST_VALUE:
        raise OutOfRange(message("the result would be longer than %(most)s", most=LONGEST_VALUE))
    return a + b


def _both(kind: Type, do: Do, result: Type | None = None) -> Overload:
    return Overload((kind, kind), result or kind, do)


def _comparisons(do: Do) -> list[Overload]:
    """Values of one type, and numbers of any two; where one of them has a fraction, as doubles compare."""

    def doubles(a: float, b: float) -> Any:
        return do(float(a), float(b))

    same = [_both(kind, do, BOOL) for kind in ORDERED]
    mixed = [
        Overload((a, b), BOOL, doubles if DOUBLE in (a, b) else do)
        for a in NUMBERS
        for b in NUMBERS
        if a != b
    ]
    return same + mixed


OPERATORS: dict[str, list[Overload]] = {
    "+": [
        _both(INT, arithmetic.add_int),
        _both(UINT, arithmetic.add_uint),
        _both(DOUBLE, operator.add),
        Overload((STRING, STRING), STRING, _joined, scans=True),
        Overload((BYTES, BYTES), BYTES, _joined, scans=True),
        Overload((TIMESTAMP, DURATION), TIMESTAMP, lambda a, b: times.timestamp(int(a) + int(b))),
        Overload((DURATION, TIMESTAMP), TIMESTAMP, lambda a, b: times.timestamp(int(a) + int(b))),
        _both(DURATION, lambda a, b: times.duration(int(a) + int(b))),
    ],
    "-": [
        _both(INT, arithmetic.subtract_int),
        _both(UINT, arithmetic.subtract_uint),
        _both(DOUBLE, operator.sub),
        _both(TIMESTAMP, lambda a, b: times.duration(int(a) - int(b)), DURATION),
        Overload((TIMESTAMP, DURATION), TIMESTAMP, lambda a, b: times.timestamp(int(a) - int(b))),
        _both(DURATION, lambda a, b: times.duration(int(a) - int(b))),
    ],
    "*": [
        _both(INT, arithmetic.multiply_int),
        _both(UINT, arithmetic.multiply_uint),
        _both(DOUBLE, operator.mul),
    ],
    "/": [
        _both(INT, arithmetic.divide_int),
        _both(UINT, arithmetic.divide_uint),
        _both(DOUBLE, arithmetic.divide_double),
    ],
    "%": [_both(INT, arithmetic.remainder_int), _both(UINT, arithmetic.remainder_uint)],
    "neg": [
        Overload((INT,), INT, arithmetic.negate_int),
        Overload((DOUBLE,), DOUBLE, operator.neg),
    ],
    "!": [Overload((BOOL,), BOOL, operator.not_)],
    "<": _comparisons(operator.lt),
    "<=": _comparisons(operator.le),
    ">": _comparisons(operator.gt),
    ">=": _comparisons(operator.ge),
}
"""By sign; `neg` is the minus in front of something."""


def _conversion(result: Type, *ways: tuple[Type, Do]) -> list[Overload]:
    return [Overload((kind,), result, do) for kind, do in ways]


FUNCTIONS: dict[str, list[Overload]] = {
    "size": _conversion(INT, *((kind, len) for kind in (STRING, BYTES, ANY_LIST, ANY_MAP))),
    "matches": [Overload((STRING, STRING), BOOL, matches, scans=True)],
    "int": _conversion(
        INT,
        (INT, conversions.same),
        (UINT, lambda value: arithmetic.within_int(int(value))),
        (DOUBLE, conversions.int_of_double),
        (STRING, conversions.int_of_text),
        (TIMESTAMP, conversions.int_of_time),
    ),
    "uint": _conversion(
        UINT,
        (UINT, conversions.same),
        (INT, arithmetic.within_uint),
        (DOUBLE, conversions.uint_of_double),
        (STRING, conversions.uint_of_text),
    ),
    "double": _conversion(
        DOUBLE,
        (DOUBLE, conversions.same),
        (INT, float),
        (UINT, float),
        (STRING, conversions.double_of_text),
    ),
    "string": _conversion(
        STRING,
        (STRING, conversions.same),
        (BOOL, conversions.text_of_bool),
        (INT, str),
        (UINT, lambda value: str(int(value))),
        (DOUBLE, conversions.text_of_double),
        (BYTES, conversions.text_of_bytes),
        (TIMESTAMP, conversions.text_of_time),
        (DURATION, conversions.text_of_duration),
    ),
    "bytes": _conversion(BYTES, (BYTES, conversions.same), (STRING, conversions.bytes_of_text)),
    "bool": _conversion(BOOL, (BOOL, conversions.same), (STRING, conversions.bool_of_text)),
    "timestamp": _conversion(
        TIMESTAMP,
        (TIMESTAMP, conversions.same),
        (STRING, times.read_timestamp),
        (INT, conversions.time_of_int),
    ),
    "duration": _conversion(DURATION, (DURATION, conversions.same), (STRING, times.read_duration)),
}
"""Functions that are called by name: size(x)."""


def _getters(name: str, part: times.Part) -> list[Overload]:
    found = [
        Overload((TIMESTAMP,), INT, lambda value: part(times.local(value, "UTC"))),
        Overload((TIMESTAMP, STRING), INT, lambda value, zone: part(times.local(value, zone))),
    ]
    if name in times.SIZES:
        size = times.SIZES[name]
        found.append(Overload((DURATION,), INT, lambda value: arithmetic.quotient(int(value), size)))
    return found


def _milliseconds(value: int) -> int:
    return arithmetic.remainder_int(arithmetic.quotient(int(value), 1_000_000), 1_000)


METHODS: dict[str, list[Overload]] = {
    "size": FUNCTIONS["size"],
    "matches": FUNCTIONS["matches"],
    "contains": [Overload((STRING, STRING), BOOL, operator.contains, scans=True)],
    "startsWith": [Overload((STRING, STRING), BOOL, str.startswith)],
    "endsWith": [Overload((STRING, STRING), BOOL, str.endswith)],
    **{name: _getters(name, part) for name, part in times.PARTS.items()},
    "getMilliseconds": [
        Overload((TIMESTAMP,), INT, lambda value: int(value) // 1_000_000 % 1_000),
        Overload((TIMESTAMP, STRING), INT, lambda value, zone: int(value) // 1_000_000 % 1_000),
        Overload((DURATION,), INT, _milliseconds),
    ],
}
"""Functions that are called on a value: x.size()."""

READ_AT_ONCE = frozenset(("int", "uint", "double", "bool", "timestamp", "duration"))
"""Functions whose constant argument is read when the condition is loaded, so that a slip is found there."""


def overloads(function: str, method: bool) -> list[Overload]:
    """All ways to call a function or operator; none if there is no such."""
    if method:
        return METHODS.get(function, [])
    return OPERATORS.get(function) or FUNCTIONS.get(function, [])


def fitting(ways: list[Overload], given: list[Type]) -> list[Overload]:
    """The ways that take arguments of these types."""
    return [
        way
        for way in ways
        if len(way.parameters) == len(given)
        and all(fits(kind, wanted) for kind, wanted in zip(given, way.parameters, strict=True))
    ]


def by_class(ways: list[Overload]) -> dict[tuple[type, ...], Overload]:
    """The ways by the classes of their arguments, for values of which nothing is declared."""
    return {tuple(CLASSES[kind.name] for kind in way.parameters): way for way in ways}
