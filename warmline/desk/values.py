"""What kind of value a field or property holds, so that it is shown in the way that suits it."""

from collections.abc import Mapping
from typing import Any

_FIRST_YEAR, _LAST_YEAR = 1_000_000_000_000, 10_000_000_000_000_000
"""Whole numbers between these are moments (microseconds since 1970, from the twelfth day to the year 2286)."""


def is_money(value: Any) -> bool:
    """Whether it is an amount with a currency."""
    return (
        isinstance(value, Mapping)
        and set(value) == {"amount", "currency"}
        and isinstance(value["amount"], int)
    )


def is_table(value: Any) -> bool:
    """Whether it is a list of things with properties of their own."""
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)


def is_time(value: Any) -> bool:
    """Whether a whole number looks like a moment."""
    return isinstance(value, int) and not isinstance(value, bool) and _FIRST_YEAR < value < _LAST_YEAR


def is_empty(value: Any) -> bool:
    """Whether nothing is known: no value, an empty text or list."""
    return value is None or value == "" or value == [] or value == {}


def columns(rows: list[Mapping[str, Any]]) -> list[str]:
    """The names that occur in any row and hold something, in their order of appearance."""
    names: dict[str, None] = {}
    for row in rows:
        for name, value in row.items():
            if not is_empty(value):
                names.setdefault(name)
    return list(names)
