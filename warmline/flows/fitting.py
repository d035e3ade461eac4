"""Keeps a session small: what a flow has learnt is cut where it would not fit."""

from typing import Any

import msgspec

from warmline.flows.session import Session

MOST_BYTES = 4_096
"""A session as it is stored."""
_encode = msgspec.msgpack.Encoder().encode
_CUTS = ((40, 400), (12, 160), (4, 60), (1, 20))
"""How many entries of a list and characters of a text are left, mildest first."""


def fit(session: Session) -> None:
    """Cuts the variables until the session can be stored; those of the flows it was called from go last."""
    if len(_encode(session)) <= MOST_BYTES:
        return
    for entries, characters in _CUTS:
        session.variables = {
            flow: {name: shortened(value, entries, characters) for name, value in values.items()}
            for flow, values in session.variables.items()
        }
        if len(_encode(session)) <= MOST_BYTES:
            return
    for flow in [*session.variables]:
        while session.variables[flow]:
            session.variables[flow].popitem()
            if len(_encode(session)) <= MOST_BYTES:
                return


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
