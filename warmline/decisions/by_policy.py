"""An index of the log: the decisions that each policy had a part in.

It holds places of the log and no more, so an erasure, which empties places, leaves nothing behind in it.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from warmline.log.model import Stored
from warmline.storage.port import Reader, Transaction

ADD = "INSERT INTO decision_policy (policy, seq) VALUES (?, ?) ON CONFLICT DO NOTHING"
BEFORE = "SELECT seq FROM decision_policy WHERE policy = ? AND seq < ? ORDER BY seq DESC LIMIT ?"


def note(tx: Transaction, decisions: Iterable[Stored]) -> None:
    """Record which policies some decisions name: those that held, were held back, or failed."""
    rows = [(policy, stored.seq) for stored in decisions for policy in dict.fromkeys(_named(stored))]
    if rows:
        tx.run_many(ADD, rows)


def decisions_of(reader: Reader, policy: str, before: int, limit: int) -> list[int]:
    """The places of the latest decisions of a policy in front of a place, newest first."""
    return [seq for (seq,) in reader.all(BEFORE, (policy, before, limit))]


def _named(decision: Stored) -> Iterator[str]:
    for key in ("chosen", "done", "held_back"):
        said: Any = decision.event.properties.get(key)
        for one in said or ():
            # One that is disabled was not asked.
            if one.get("reason", {}).get("code") != "disabled":
                yield one["policy"]
