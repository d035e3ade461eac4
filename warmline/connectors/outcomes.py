"""What came of calling an operation, and how an answer is understood."""

import re
from typing import Any, Literal

import msgspec

from warmline.conditions.reading import Misfit
from warmline.connectors.model import Operation

_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}", re.ASCII)
NOT_ADMITTED = (401, 403, 405, 407)
LATER = (408, 425, 429)
TURNED_AWAY = ("no_route", "no_method", "no_key", "bad_key", "not_admitted")
"""Codes of requests that were called wrongly: nobody has looked at what was asked."""
KEY_REUSED = "key_reused"
"""The code where something else was sent under the key before: of the key it is asked what became of it."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it.

    `ok` carries what the operation gives. `failed` did not happen. `refused` was understood and declined; `why` is
    the code. `unknown`: it may have happened, and nobody can tell; it must not be done again by itself.
    """

    outcome: Literal["ok", "failed", "refused", "unknown"]
    value: dict[str, Any] = {}
    why: str = ""


class Reply(msgspec.Struct, frozen=True):
    """A whole answer; `body` is its JSON."""

    status: int
    body: Any


def understood(operation: Operation, reply: Reply) -> Outcome | None:
    """What a reply says came of it; None where it does not say so clearly. `failed`: it was turned away."""
    if 200 <= reply.status < 300:
        try:
            return Outcome(outcome="ok", value=operation.taken(reply.body))
        except Misfit:
            return None
    code = code_of(reply.body)
    if reply.status in NOT_ADMITTED or code in TURNED_AWAY:
        return Outcome(outcome="failed", why=code or f"status_{reply.status}")
    if not 400 <= reply.status < 500 or reply.status in LATER or code in ("", KEY_REUSED):
        return None
    return Outcome(outcome="refused", why=code)


def code_of(body: Any) -> str:
    """The code of `{"error": {"code": …}}`; "" where there is none."""
    error = body.get("error") if isinstance(body, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else ""


class Fate(msgspec.Struct, frozen=True):
    """What a system says became of a key: done (with the reply), not done, or it cannot be told."""

    state: Literal["done", "not_done", "untold"]
    reply: Reply | None = None


UNTOLD = Fate("untold")


def fate(reply: Reply) -> Fate | None:
    """What the answer of an outcome address says; None where it is still under way, or says nothing clear."""
    body = reply.body
    if reply.status in NOT_ADMITTED:
        return UNTOLD
    if reply.status == 404:
        return Fate("not_done") if code_of(body) == "not_done" else None
    if reply.status != 200 or not isinstance(body, dict) or body.get("state") != "done":
        return None
    status = body.get("status")
    return Fate("done", Reply(status, body.get("answer"))) if type(status) is int else None
