"""What kind of value a field or property holds, so that it is shown in the way that suits it."""

from collections.abc import Mapping
from typing import Any

import msgspec

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


def tidy(text: str) -> str:
    """JSON on a line for each of its values, to be read and corrected; anything else as it is."""
    try:
        return msgspec.json.format(text, indent=2) if text.strip() else text
    except msgspec.DecodeError:
        return text


_PROTOCOL = "ce"
"""Where ingest keeps the attributes of a CloudEvent: how it was sent, not what it says."""


def said(properties: Mapping[str, Any]) -> dict[str, Any]:
    """What an event says, without how it was sent."""
    return {name: value for name, value in properties.items() if name != _PROTOCOL}


def protocol(properties: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """How an event was sent: the attributes of its CloudEvent, with what they are called there."""
    attributes = properties.get(_PROTOCOL)
    return (
        [(f"CloudEvent {name}", one) for name, one in attributes.items()]
        if isinstance(attributes, Mapping)
        else []
    )


_NAMING = ("what", "name", "title", "text")
"""Properties that say what a thing is, without a label."""


def pairs(thing: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """What there is of a thing, what names it in front. The label is empty where a value speaks for itself."""
    found = [(name, value) for name, value in thing.items() if not is_empty(value)]
    found.sort(key=lambda pair: pair[0] not in _NAMING)
    return [("" if name in _NAMING or is_money(value) else name, value) for name, value in found]


def columns(rows: list[Mapping[str, Any]]) -> list[str]:
    """The names that occur in any row and hold something, in their order of appearance."""
    names: dict[str, None] = {}
    for row in rows:
        for name, value in row.items():
            if not is_empty(value):
                names.setdefault(name)
    return list(names)
