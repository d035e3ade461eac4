"""When two values are equal: numbers by their value whatever their type, lists and maps by what they hold."""

from collections.abc import Callable
from typing import Any

from warmline.conditions.values import Duration, Timestamp, UInt

_NUMERIC = frozenset((int, UInt, float))
_PLAIN = frozenset((str, bool, bytes, Timestamp, Duration, type(None)))

Spend = Callable[[int], None]
"""Told how much was looked at; raises TooMuchWork."""


def equal(one: Any, other: Any, spend: Spend) -> bool:
    """Whether two values of any types are equal; values of different kinds are not."""
    kind, others = type(one), type(other)
    if kind in _NUMERIC:
        if others not in _NUMERIC:
            return False
        return float(one) == float(other) if float in (kind, others) else bool(one == other)
    if kind in _PLAIN:
        return kind is others and bool(one == other)
    if isinstance(one, list):
        if not isinstance(other, list) or len(one) != len(other):
            return False
        spend(len(one))
        return all(equal(a, b, spend) for a, b in zip(one, other, strict=True))
    if isinstance(one, dict):
        return isinstance(other, dict) and _equal_maps(one, other, spend)
    return bool(one == other)


def _equal_maps(one: dict[Any, Any], other: dict[Any, Any], spend: Spend) -> bool:
    one, other = _whole(one), _whole(other)
    if len(one) != len(other):
        return False
    spend(len(one))
    return all(key in other and equal(value, other[key], spend) for key, value in one.items())


def _whole(value: dict[Any, Any]) -> dict[Any, Any]:
    """All of a map; of a thing with fields, all that is there."""
    whole = getattr(value, "whole", None)
    return value if whole is None else whole()


def within(value: Any, values: Any, spend: Spend) -> bool:
    """Whether a list has an element equal to a value."""
    spend(len(values))
    return any(equal(value, element, spend) for element in values)
