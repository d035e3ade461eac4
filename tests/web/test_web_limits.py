"""The rate limiter, and pages of long lists."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.web.limits import RateLimiter
from warmline.web.paging import BadCursor, Page, cursor, key_of, limited, page


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


steps = st.lists(
    st.tuples(st.floats(0, 5), st.sampled_from(["a", "b"]), st.integers(1, 5)), min_size=1, max_size=60
)
rates = st.floats(0.1, 20)


@given(steps, rates, st.integers(5, 10))
def test_nobody_gets_more_than_the_bucket_and_what_flows_in(
    steps: list[tuple[float, str, int]], rate: float, burst: int
) -> None:
    clock = Clock()
    limiter = RateLimiter(rate, burst, clock)
    taken = {"a": 0, "b": 0}
    for pause, key, n in steps:
        clock.now += pause
        if limiter.take(key, n) == 0:
            taken[key] += n
        assert taken[key] <= burst + rate * clock.now + 1e-6


@given(steps, rates, st.integers(1, 10))
def test_whoever_waits_as_told_is_served(
    steps: list[tuple[float, str, int]], rate: float, burst: int
) -> None:
    clock = Clock()
    limiter = RateLimiter(rate, burst, clock)
    for pause, key, n in steps:
        clock.now += pause
        wait = limiter.take(key, n)
        assert wait >= 0
        if wait:
            clock.now += wait + 1e-6
            assert limiter.take(key, n) == 0


def test_keys_do_not_disturb_each_other() -> None:
    limiter = RateLimiter(1, 2, Clock())
    assert [limiter.take("a"), limiter.take("a"), limiter.take("a"), limiter.take("b")] == [0, 0, 1, 0]


def test_a_batch_larger_than_the_bucket_is_paid_off_afterwards() -> None:
    clock = Clock()
    limiter = RateLimiter(10, 100, clock)
    assert limiter.take("a", 250) == 0
    assert limiter.take("a", 1) == pytest.approx(15.1)
    clock.now += 25
    assert limiter.take("a", 100) == 0


def test_a_clock_that_runs_backwards_gives_nothing_away() -> None:
    clock = Clock()
    limiter = RateLimiter(1, 1, clock)
    clock.now = 100
    assert limiter.take("a") == 0
    clock.now = 0
    assert limiter.take("a") > 0


@given(st.lists(st.integers(0, 50), max_size=200), st.integers(1, 10))
def test_memory_is_bounded(keys: list[int], capacity: int) -> None:
    limiter = RateLimiter(1, 1, Clock(), capacity=capacity)
    for key in keys:
        limiter.take(str(key))
        assert len(limiter) <= capacity


@pytest.mark.parametrize(("rate", "burst", "capacity"), [(0, 1, 1), (1, 0, 1), (1, 1, 0), (-1, 1, 1)])
def test_a_limiter_that_could_not_work(rate: float, burst: float, capacity: int) -> None:
    with pytest.raises(ValueError, match="above zero"):
        RateLimiter(rate, burst, Clock(), capacity=capacity)


@given(st.lists(st.integers(), unique=True, max_size=50), st.integers(1, 7))
def test_pages_together_are_the_list(keys: list[int], limit: int) -> None:
    keys.sort()

    def read(after: str) -> Page[int]:
        last = key_of(after, int)
        return page([key for key in keys if last is None or key > last][: limit + 1], limit, lambda key: key)

    seen: list[int] = []
    at = ""
    while True:
        found = read(at)
        assert len(found.items) <= limit
        seen += found.items
        if not (at := found.next):
            break
    assert seen == keys


@given(st.text())
def test_a_cursor_that_is_not_ours_is_refused(text: str) -> None:
    if text:
        try:
            assert isinstance(key_of(text, tuple[int, str]), tuple)
        except BadCursor as error:
            assert error.remedy


def test_cursors() -> None:
    assert key_of(cursor((7, "é/?")), tuple[int, str]) == (7, "é/?")
    assert key_of("", int) is None
    with pytest.raises(BadCursor):
        key_of(cursor("text"), int)
    assert [limited(n) for n in (-1, 0, 50, 10_000)] == [1, 1, 50, 200]
