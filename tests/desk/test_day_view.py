"""How a day is cut out of states, and what contacts add up to."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from warmline.desk.day_view import day_of, parts_of, sums_of, time_in
from warmline.routing.model import STATES, Had, Spell

HOUR = 3_600_000_000
NOW = 1_795_000_000_000_000
DAY = day_of("", NOW, "Asia/Manila")


def spells(lengths: list[tuple[int, int]], start: int) -> list[Spell]:
    """States one after the other; the last one still lasts."""
    found, at = [], start
    for number, (state, length) in enumerate(lengths, 1):
        until = 0 if number == len(lengths) else at + length
        found.append(Spell(state=STATES[state], reason="", began=at, ended=until))
        at += length
    return found


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 3 * HOUR)), max_size=12),
    st.integers(DAY.begins - 20 * HOUR, NOW),
)
def test_the_parts_of_a_day_lie_side_by_side_within_it(lengths: list[tuple[int, int]], start: int) -> None:
    parts = parts_of(DAY, [one for one in spells(lengths, start) if one.began < NOW], NOW)
    assert all(DAY.begins <= one.began <= one.ended <= DAY.ends for one in parts)
    for before, after in pairwise(parts):
        assert before.ended == after.began
        assert abs(before.begins + before.share - after.begins) < 1e-9
    if parts:
        assert parts[0].state != "away" and parts[-1].state != "away"
        assert sum(one.share for one in parts) <= 1 + 1e-9
        told = sum(time_in(parts, state) for state in STATES)
        assert abs(told - (parts[-1].ended - parts[0].began) / 1e6) < 1e-3


def test_a_day_is_one_of_the_business_and_none_that_is_to_come() -> None:
    assert DAY.begins <= NOW < DAY.ends
    assert DAY.ends - DAY.begins == 24 * HOUR
    assert day_of(DAY.after, NOW, "Asia/Manila") == DAY
    assert day_of("the other day", NOW, "Asia/Manila") == DAY
    assert day_of("0001-01-01", NOW, "Asia/Manila").begins > 0
    assert day_of(DAY.before, NOW, "Asia/Manila").ends == DAY.begins


def had(contact: str, **more: object) -> Had:
    empty = {
        "began": 1,
        "ended": 2,
        "channel": "chat",
        "reason": "",
        "hard": False,
        "solved": False,
        "thanked": 0,
        "score": 0,
        "best": 0,
    }
    return Had(contact=contact, **(empty | more))  # type: ignore[arg-type]


def test_a_contact_that_one_came_back_to_is_one() -> None:
    sums = sums_of([had("a", solved=True, score=4, best=5), had("a", hard=True), had("b", thanked=7)])
    assert (sums.contacts, sums.solved, sums.thanked, sums.hard) == (2, 1, 1, 1)
    assert (sums.rated, sums.rating) == (1, 0.8)
    assert sums_of([]).rating is None
