"""How somebody likes to decide: by the price, by advice, by what others choose. Learnt from what they do alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SIDES = ("price", "advice", "others")
"""The sides from which an offer can be looked at."""
FIELD = "decides"
LATEST = 10
"""Offers that count: who decided otherwise years ago decides as they do now."""
FADES = 0.8
"""What an offer counts beside the one after it."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What somebody has looked at before they decided: how often, and how often they then accepted."""

    side: str
    asked: int
    accepted: int


def first_side(entries: Sequence[Mapping[str, Any]]) -> str:
    """The side that this customer tends to look at, "" where nothing speaks for one more than for the others.

    `entries` is the field `decides` of a profile, the newest first. Nothing but asking counts, and what was asked last
    before accepting counts double: what we showed of our own accord says nothing about them.
    """
    weights = dict.fromkeys(SIDES, 0.0)
    weight = 1.0
    for entry in _asking(entries):
        sides = _asked(entry)
        for side in sides:
            weights[side] += weight
        if entry.get("outcome") == "accepted":
            weights[sides[-1]] += weight
        weight *= FADES
    most = max(weights.values())
    found = [side for side, weight in weights.items() if weight == most]
    return found[0] if most and len(found) == 1 else ""


def evidence(entries: Sequence[Mapping[str, Any]]) -> list[Evidence]:
    """What it is that speaks for each side, those asked about most often in front."""
    counted = list(_asking(entries))
    found = [
        Evidence(
            side,
            sum(side in _asked(one) for one in counted),
            sum(side in _asked(one) and one.get("outcome") == "accepted" for one in counted),
        )
        for side in SIDES
    ]
    return sorted((one for one in found if one.asked), key=lambda one: -one.asked)


def _asking(entries: Iterable[Mapping[str, Any]]) -> Iterable[Mapping[str, Any]]:
    return [one for one in entries if _asked(one)][:LATEST]


def _asked(entry: Mapping[str, Any]) -> list[str]:
    asked = entry.get("asked")
    return [side for side in asked if side in SIDES] if isinstance(asked, list | tuple) else []
