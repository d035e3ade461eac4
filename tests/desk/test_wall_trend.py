"""The mark of rising and falling need: against a minute ago, the same for all who look."""

from hypothesis import given
from hypothesis import strategies as st

from warmline.desk.wall_trend import BACK, KEPT, LEAST, Trends

LONG_AGO = -1_000
scores = st.lists(st.integers(0, 100), min_size=BACK + 1, max_size=3 * BACK)


@given(scores)
def test_it_is_told_against_a_minute_ago(needs: list[int]) -> None:
    trends, told = Trends(), ""
    for step, score in enumerate(needs):
        told = trends.of("c-1", step, score, LONG_AGO)
    before, now = needs[-1 - BACK], needs[-1]
    wanted = "" if abs(now - before) < LEAST else "rising" if now > before else "falling"
    assert told == wanted


@given(st.integers(0, 100), st.integers(0, 50))
def test_what_was_not_looked_at_for_long_tells_nothing(before: int, after: int) -> None:
    trends = Trends()
    trends.of("c-1", 0, before, LONG_AGO)
    assert trends.of("c-1", KEPT + 1 + after, 100 - before, LONG_AGO) == ""


def test_who_has_just_come_and_needs_somebody_rises() -> None:
    assert Trends().of("c-1", 10, 60, began=9) == "rising"
    assert Trends().of("c-1", 10, 60, began=9 - BACK) == ""


def test_contacts_that_are_over_are_forgotten() -> None:
    trends = Trends()
    for name in ("c-1", "c-2"):
        trends.of(name, 0, 10, LONG_AGO)
    trends.forget("c-1")
    assert trends.of("c-1", BACK, 60, LONG_AGO) == ""
    assert trends.of("c-2", BACK, 60, LONG_AGO) == "rising"
