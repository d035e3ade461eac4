"""Who needs a person most: the order of the cards, worked out once for all screens."""

from collections.abc import Iterable
from threading import Lock
from typing import NamedTuple

from warmline.coaching.model import Need
from warmline.desk.wall_board import Card, View
from warmline.desk.wall_trend import Trend, Trends

STEP = 15_000_000
"""Microseconds for which a need stands as it is unless something happens, so that cards do not jump about."""
_RANK = {"queue": 0, "staff": 1, "flow": 2}
_NOBODY_WAITS = 1 << 62


class Placed(NamedTuple):
    """A card with how much it needs a person now, and whether that is more or less than a minute ago."""

    card: Card
    need: Need
    trend: Trend = ""


class Ranked(list[Placed]):
    """Cards in order, with how many of them wait for a person, and those that colleagues are asked about."""

    def __init__(self, placed: Iterable[Placed] = ()) -> None:
        super().__init__(placed)
        self.waiting = sum(one.card.glance.live.contact.owner.kind == "queue" for one in self)
        self.asked_about = [one for one in self if one.card.glance.live.invitations]


class Order:
    """All cards of the board, the one that needs a person most first."""

    def __init__(self) -> None:
        self._lock = Lock()  # screens are drawn in several threads
        self._of: tuple[int, int] = (-1, -1)
        self._placed = Ranked()
        self._known: dict[str, tuple[int, Placed]] = {}
        self._trends = Trends()

    def of(self, view: View, now: int) -> Ranked:
        """The cards of a view as they stand at a moment (microseconds); not to be changed.

        Where two need a person alike, who waits for one is in front, the longest wait first, then those that a person
        has, then the latest.
        """
        key = (view.revision, now // STEP)
        with self._lock:
            if key != self._of:
                placed = [self._place(card, key[1]) for card in view.cards.values()]
                self._known = {name: one for name, one in self._known.items() if name in view.cards}
                self._trends.keep(view.cards)
                self._placed, self._of = Ranked(sorted(placed, key=_key)), key
            return self._placed

    def place(self, card: Card, now: int) -> Placed:
        """One card with how much it needs a person at a moment, as it stands among the others."""
        with self._lock:
            return self._place(card, now // STEP)

    def _place(self, card: Card, step: int) -> Placed:
        """A card with its need, the same for all who ask within a step."""
        known = self._known.get(card.name)
        if known is not None and known[0] == step and known[1].card.revision == card.revision:
            return known[1]
        live = card.glance.live
        need = card.noticed.need_at(max(step * STEP, live.contact.last), live.waiting_since)
        trend = self._trends.of(card.name, step, need.score, live.contact.started // STEP)
        placed = Placed(card, need, trend)
        self._known[card.name] = (step, placed)
        return placed


def _key(placed: Placed) -> tuple[int, int, int, int]:
    live = placed.card.glance.live
    return (
        -placed.need.score,
        _RANK[live.contact.owner.kind],
        live.waiting_since or _NOBODY_WAITS,
        -live.number,
    )
