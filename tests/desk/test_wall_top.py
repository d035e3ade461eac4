"""The top of the wall is drawn once for all who see it, and never says a length of time that has passed."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.desk.test_story import book
from tests.desk.test_wall_order import MINUTE, NOW, OWNERS, card
from warmline.coaching.model import Need
from warmline.desk.language import Language
from warmline.desk.looking import Looking
from warmline.desk.wall_board import Card
from warmline.desk.wall_drawing import CARD, Drawings
from warmline.desk.wall_order import A_SECOND, Placed, Ranked
from warmline.desk.wall_top import NOBODY, Top, Tops

BOOK = book()
LOOKING = Looking(lambda contact: None, time.monotonic)


def at(now: int) -> Language:
    return Language("en", "Asia/Manila", now)


def drawn(top: Top, now: int) -> list[str]:
    return [row.html for row in top.drawn_for(BOOK, NOBODY, at(now), LOOKING).rows]


def begun(*seconds: int) -> Ranked:
    """Contacts that began, and wait, since so many seconds."""
    cards = (card(number, OWNERS[number % 2], 0) for number in range(len(seconds)))
    return Ranked(Placed(since(one, ago), Need(score=0)) for one, ago in zip(cards, seconds, strict=True))


def since(one: Card, seconds: int) -> Card:
    live, then = one.glance.live, NOW - seconds * A_SECOND
    waits = then + 7 * A_SECOND if live.contact.owner.kind == "queue" else 0
    live = replace(live, contact=replace(live.contact, started=then), waiting_since=waits)
    return replace(one, glance=replace(one.glance, live=live))


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 200), min_size=1, max_size=5), st.lists(st.integers(0, 61 * A_SECOND), max_size=5)
)
def test_what_was_drawn_before_is_what_would_be_drawn_now(seconds: list[int], later: list[int]) -> None:
    placed, tops, now = begun(*seconds), Tops(), NOW
    for step in (0, *later):
        now += step
        anew = [Drawings().drawn(CARD, BOOK, NOBODY, at(now), one).html for one in placed]
        assert drawn(tops.of(BOOK, at(now), placed, 1), now) == anew


def test_a_length_is_told_anew_as_soon_as_its_own_minute_is_over() -> None:
    placed, tops = begun(50), Tops()
    first = tops.of(BOOK, at(NOW), placed, 1)
    assert "began just now" in "".join(drawn(first, NOW))
    assert tops.known(BOOK, at(NOW + 9 * A_SECOND), placed) is first  # nothing says otherwise yet
    then = NOW + 10 * A_SECOND
    assert tops.known(BOOK, at(then), placed) is None
    told = "".join(drawn(tops.of(BOOK, at(then), placed, 1), then))
    assert at(then).duration(60) in told and "began just now" not in told


def test_other_cards_are_drawn_at_once_and_an_empty_wall_stands() -> None:
    placed, tops = begun(50), Tops()
    first = tops.of(BOOK, at(NOW), placed, 1)
    assert tops.of(BOOK, at(NOW), begun(50), 2) is not first
    nothing = Ranked()
    empty = tops.of(BOOK, at(NOW), nothing, 3)
    assert tops.known(BOOK, at(NOW + 9 * MINUTE), nothing) is empty
