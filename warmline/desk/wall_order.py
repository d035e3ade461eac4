"""Who needs a person most: the order of the cards, worked out once for all screens."""

from collections.abc import Iterable
from operator import attrgetter
from threading import Lock
from typing import NamedTuple

from warmline.coaching.model import Need
from warmline.desk.wall_board import Card, View
from warmline.desk.wall_trend import Trend, Trends

A_SECOND = 1_000_000
"""Microseconds."""
STEP = 15
"""Seconds for which a need stands as it is unless something happens, so that cards do not jump about."""
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


class _Place(NamedTuple):
    """Where a card stands; `until` is the second from which its need has to be worked out again."""

    name: str
    card: Card
    placed: Placed
    key: tuple[int, int, int, int]
    until: int


class Order:
    """All cards of the board, the one that needs a person most first.

    Needs fade by steps, one contact at this second and the next at another: so there is little to do at a time.
    """

    def __init__(self) -> None:
        self._lock = Lock()  # screens are drawn in several threads
        self._revision = self._second = -1
        self._ranked = Ranked()
        self._in_order: list[_Place] = []
        self._places: dict[str, _Place] = {}
        self._trends = Trends()

    def of(self, view: View, now: int) -> Ranked:
        """The cards of a view as they stand at a moment (microseconds); not to be changed.

        Where two need a person alike, who waits for one is in front, the longest wait first, then those that a person
        has, then the latest. As long as nothing changes it is the same object.
        """
        with self._lock:
            self._stand_at(view, now // A_SECOND)
            return self._ranked

    def place(self, view: View, card: Card, now: int) -> Placed:
        """One card with how much it needs a person at a moment, as it stands among the others of a view.

        A contact that is over needs nobody any more, and stands in no view.
        """
        with self._lock:
            self._stand_at(view, now // A_SECOND)
            known = self._places.get(card.name)
        return (
            known.placed if known is not None and known.card is card else _place(card, now // A_SECOND).placed
        )

    def _stand_at(self, view: View, second: int) -> None:
        """Have everything stand as it does at a second."""
        if not (view.revision == self._revision and self._second - STEP < second <= self._second):
            self._bring_up(view, second)
            self._revision, self._second = view.revision, second

    def _bring_up(self, view: View, second: int) -> None:
        """Place anew what has changed, and what has stood for a step."""
        places, cards = self._places, view.cards
        moved = [
            card
            for name, card in cards.items()
            if (known := places.get(name)) is None
            or known.card is not card
            or not known.until - STEP <= second < known.until
        ]
        gone = [name for name in places if name not in cards] if len(places) + len(moved) > len(cards) else []
        for name in gone:
            del places[name]
            self._trends.forget(name)
        differs = bool(gone)
        for card in moved:
            place = self._with_trend(_place(card, second))
            known = places.get(place.name)
            if known is not None and known.card is card and known.placed[1:] == place.placed[1:]:
                place = place._replace(placed=known.placed)
            else:
                differs = True
            places[place.name] = place
        if differs:
            left = {*gone, *(card.name for card in moved)}
            stay = [places[one.name] for one in self._in_order if one.name not in left]
            self._in_order = sorted([*stay, *(places[card.name] for card in moved)], key=attrgetter("key"))
            self._ranked = Ranked(one.placed for one in self._in_order)

    def _with_trend(self, place: _Place) -> _Place:
        card, need, _ = place.placed
        began = card.glance.live.contact.started // A_SECOND
        trend = self._trends.of(place.name, place.until // STEP, need.score, began // STEP)
        return place._replace(placed=Placed(card, need, trend))


def _place(card: Card, second: int) -> _Place:
    live = card.glance.live
    since = second - (second + live.number) % STEP  # steps begin at other seconds for each contact
    need = card.noticed.need_at(max(since * A_SECOND, live.contact.last), live.waiting_since)
    return _Place(card.name, card, Placed(card, need), _key(card, need), since + STEP)


def _key(card: Card, need: Need) -> tuple[int, int, int, int]:
    live = card.glance.live
    return (
        -need.score,
        _RANK[live.contact.owner.kind],
        live.waiting_since or _NOBODY_WAITS,
        -live.number,
    )
