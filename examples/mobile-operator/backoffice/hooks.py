"""What Warmline's webhooks tell: kept, each once, so that one can see that they arrived."""

from typing import Any

import msgspec
from msgspec import Struct

from backoffice.errors import Refused
from backoffice.storage import Transaction
from backoffice.times import iso


class Heard(Struct, frozen=True, kw_only=True):
    """One event that Warmline told."""

    key: str
    at: str
    event: dict[str, Any]


def hear(tx: Transaction, key: str, body: bytes) -> tuple[int, dict[str, Any]]:
    """Keep what was told."""
    try:
        event = msgspec.json.decode(body, type=dict[str, Any])
    except msgspec.DecodeError as error:
        raise Refused(400, "not_json", f"The body is no JSON object: {error}.") from None
    tx.put(Heard(key=key, at=iso(tx.now), event=event))
    return 202, {"heard": key}


def heard(tx: Transaction, path: dict[str, str], query: dict[str, str]) -> dict[str, Any]:
    """What was told lately, the newest first."""
    return {"heard": msgspec.to_builtins(tx.all(Heard, 50))}
