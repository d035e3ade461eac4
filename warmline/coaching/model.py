"""What is noticed in a contact: how sure we are of each kind of thing, why, and what a person was told of it."""

import math
from collections.abc import Iterable
from typing import Any, Literal, get_args

import msgspec

Kind = Literal["frustration", "said_again", "churn", "buying", "vulnerable"]
"""What can be noticed of a customer.

`frustration`: they are upset or stuck. `said_again`: they say again what whoever helps them has passed over.
`churn`: they think of leaving. `buying`: they want more than they have. `vulnerable`: they are in a situation that
asks for care.
"""
KINDS: tuple[Kind, ...] = get_args(Kind)

MOST = 100
"""The highest score and need."""
AGAIN = 0.6
"""A signal that was given is given again only after its score had come below this share of the threshold."""
MOST_REASONS = 6
"""Reasons that are kept of one score: the latest count."""
URGENCY: dict[Kind, float] = {
    "frustration": 1.0,
    "said_again": 0.9,
    "vulnerable": 0.8,
    "churn": 0.7,
    "buying": 0.3,
}
"""How much a full score of a kind asks for a person."""
WAIT_POINTS = 6
"""Need for each minute that somebody waits for a person."""
FROM_WAITING, MOST_WAITING = 20.0, 80.0
"""What it begins with, and the most it comes to."""
_MINUTE = 60_000_000


class Reason(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that was noticed: by which detector, in which turn, how many points it is worth.

    `said` are the words of a list that fitted, or the place in a flow: nothing else of what the customer said. `times`
    is how often it has happened by now, where that matters.
    """

    code: str
    points: int
    turn: int = 0
    said: str = ""
    times: int = 0


class Signal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A score that came over its threshold at one turn. `number` counts from 1 within the contact.

    `wrong` says that a person found it to be none.
    """

    number: int
    kind: Kind
    score: int
    threshold: int
    reasons: tuple[Reason, ...]
    turn: int
    at: int
    wrong: bool = False


class Score(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How sure one kind is: its value at a moment, from which it halves every `half_life` microseconds.

    `given` says that a signal stands for it. `reasons` are the latest.
    """

    value: float
    at: int
    half_life: int
    given: bool = False
    reasons: tuple[Reason, ...] = ()

    def value_at(self, now: int) -> float:
        """What is left of it.

        >>> Score(value=80.0, at=0, half_life=600).value_at(1200)
        20.0
        """
        return self.value * math.pow(0.5, max(0, now - self.at) / self.half_life)


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """How much a contact needs a person, from 0 to 100, and the kinds that say so, the weightiest first.

    "waiting" stands among them where somebody waits for a person.
    """

    score: int
    why: tuple[str, ...] = ()


class Noticed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that has been noticed in one contact by now."""

    scores: dict[Kind, Score] = {}
    signals: tuple[Signal, ...] = ()

    def score_at(self, kind: Kind, now: int) -> int:
        """How sure a kind is at a moment, from 0 to 100."""
        score = self.scores.get(kind)
        return round(score.value_at(now)) if score else 0

    def standing(self, now: int) -> list[Signal]:
        """The latest signal of each kind that still stands: not found wrong, and its score has not faded by half."""
        latest = {one.kind: one for one in self.signals}
        return [
            one
            for one in latest.values()
            if not one.wrong and self.score_at(one.kind, now) * 2 >= one.threshold
        ]

    def facts(self, now: int) -> dict[str, Any]:
        """What conditions know of it at a moment: how upset the customer is, the kinds of signals that stand."""
        kinds = sorted(one.kind for one in self.standing(now))
        return {"frustration": self.score_at("frustration", now), "signals": kinds}

    def need_at(self, now: int, waiting_since: int = 0) -> Need:
        """How much a person is needed at a moment; `waiting_since` is 0 for whoever does not wait for one."""
        every: dict[str, float] = {kind: URGENCY[kind] * self.score_at(kind, now) for kind in self.scores}
        if waiting_since:
            waits = max(0, now - waiting_since) / _MINUTE * WAIT_POINTS
            every["waiting"] = min(MOST_WAITING, FROM_WAITING + waits)
        why = sorted((name for name, part in every.items() if part >= 10), key=lambda name: -every[name])
        return Need(score=together(every.values()), why=tuple(why))


NOTHING = Noticed()
"""Of a contact in which nothing has been noticed."""


def together(parts: Iterable[float]) -> int:
    """Several scores as one that is no less than any of them, and never over 100.

    >>> together([50, 50])
    75
    """
    left = 1.0
    for part in parts:
        left *= 1 - min(MOST, max(0.0, part)) / MOST
    return round(MOST * (1 - left))
