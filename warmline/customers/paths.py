"""Paths into an event: reading the values that profile fields are made of."""

from collections.abc import Callable
from typing import Any

from warmline.business.paths import IDENTIFIERS
from warmline.events.model import Event

Read = Callable[[Event], Any]

_OF_EVENT: dict[str, Read] = {
    "type": lambda event: event.type,
    "channel": lambda event: event.channel or None,
    "source": lambda event: event.source,
    "occurred": lambda event: event.occurred,
}


def reader(path: str) -> Read:
    """A function that reads `path` from an event; None where it leads nowhere.

    `=text` is a constant; type, channel, source and occurred are the event's own; `identifiers.account` is the
    account that it names; anything else is a dotted path into its properties. `a | b` is the first of them that
    leads somewhere.
    """
    if "|" in path:
        alternatives = [reader(part.strip()) for part in path.split("|")]
        return lambda event: next((v for read in alternatives if (v := read(event)) is not None), None)
    if path.startswith("="):
        constant = path[1:]
        return lambda event: constant
    if path in _OF_EVENT:
        return _OF_EVENT[path]
    if path.startswith(IDENTIFIERS):
        return _identifier(path.removeprefix(IDENTIFIERS))
    keys = path.removeprefix("properties.").split(".")
    if len(keys) == 1:
        key = keys[0]
        return lambda event: event.properties.get(key)
    return lambda event: _walk(event.properties, keys)


def _identifier(kind: str) -> Read:
    return lambda event: next((one.value for one in event.identifiers if one.type == kind), None)


def _walk(value: Any, keys: list[str]) -> Any:
    for key in keys:
        if not isinstance(value, dict):
            return None
        value = value.get(key)
    return value
