"""Keeps a session small: what a flow has learnt is cut where it would not fit."""

from typing import Any

import msgspec

from warmline.flows.model import BUILT_IN
from warmline.flows.session import Session

Variables = dict[str, dict[str, Any]]

MOST_BYTES = 4_096
"""A session as it is stored."""
_encode = msgspec.msgpack.Encoder().encode
_CUTS = ((40, 400), (12, 160), (4, 60), (1, 20))
"""How many entries of a list and characters of a text are left, mildest first."""


def fit(session: Session) -> None:
    """Cuts the variables until the session can be stored; those of the flows it was called from go last.

    What Warmline's own flow keeps is left whole: without it nobody could go on where they broke off.
    """
    whole = size(session)
    if whole <= MOST_BYTES:
        return
    own = {flow: known for flow, known in session.variables.items() if flow == BUILT_IN}
    others = {flow: known for flow, known in session.variables.items() if flow != BUILT_IN}
    session.variables = own | smaller(others, MOST_BYTES - (whole - len(_encode(others))))


def smaller(variables: Variables, most: int) -> Variables:
    """Variables by their flows, cut until they take up so many bytes at most, or nothing is left of them."""
    for entries, characters in _CUTS:
        if len(_encode(variables)) <= most:
            return variables
        variables = {
            flow: {name: shortened(value, entries, characters) for name, value in known.items()}
            for flow, known in variables.items()
        }
    for known in variables.values():
        while known and len(_encode(variables)) > most:
            known.popitem()
    return variables


def shortened(value: Any, entries: int, characters: int) -> Any:
    """A value with long lists and long texts cut."""
    if isinstance(value, str):
        return value if len(value) <= characters else value[: characters - 1] + "…"
    if isinstance(value, list | tuple):
        return [shortened(one, entries, characters) for one in value[:entries]]
    if isinstance(value, dict):
        return {name: shortened(one, entries, characters) for name, one in value.items()}
    return value


def size(session: Session) -> int:
    """Bytes of a session as it is stored."""
    return len(_encode(session))
