"""Opening hours: in the zone of the business, over midnight, across a change of the clocks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.contacts.hours import OPEN, Hours
from warmline.flows.service import Span

MANILA, BERLIN = ZoneInfo("Asia/Manila"), ZoneInfo("Europe/Berlin")
WEEKDAYS = Hours.of(dict.fromkeys(range(5), Span(8 * 60, 20 * 60)))


def at(text: str, zone: ZoneInfo = MANILA) -> int:
    return round(datetime.fromisoformat(text).replace(tzinfo=zone).timestamp() * 1e6)


@pytest.mark.parametrize(
    ("moment", "is_open", "opens"),
    [
        ("2026-02-02T07:59", False, "2026-02-02T08:00"),
        ("2026-02-02T08:00", True, "2026-02-03T08:00"),
        ("2026-02-02T19:59", True, "2026-02-03T08:00"),
        ("2026-02-02T20:00", False, "2026-02-03T08:00"),
        ("2026-02-06T21:00", False, "2026-02-09T08:00"),
    ],
)
def test_a_queue_is_open_on_weekdays(moment: str, is_open: bool, opens: str) -> None:
    assert WEEKDAYS.is_open(at(moment), MANILA) is is_open
    assert WEEKDAYS.opens(at(moment), MANILA) == at(opens)


def test_a_night_lasts_until_the_morning_after() -> None:
    night = Hours.of({6: Span(22 * 60, 6 * 60)})
    assert night.is_open(at("2026-02-01T23:00"), MANILA) and night.is_open(at("2026-02-02T05:59"), MANILA)
    assert not night.is_open(at("2026-02-02T06:00"), MANILA)


def test_always_and_never() -> None:
    assert OPEN.is_open(at("2026-02-01T03:00"), MANILA) and Hours.of(None) == OPEN
    assert not Hours().is_open(at("2026-02-01T03:00"), MANILA)
    assert Hours().opens(at("2026-02-01T03:00"), MANILA) is None


@given(st.integers(0, 400), st.integers(0, 24 * 60 - 1))
def test_it_opens_at_the_time_of_day_it_says_also_where_clocks_change(days: int, minute: int) -> None:
    now = round((datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=days, minutes=minute)).timestamp() * 1e6)
    opens = WEEKDAYS.opens(now, BERLIN)
    assert opens is not None and opens > now
    local = datetime.fromtimestamp(opens / 1e6, BERLIN)
    assert (local.hour, local.minute) == (8, 0) and local.weekday() < 5
    assert WEEKDAYS.is_open(opens, BERLIN) and not WEEKDAYS.is_open(opens - 1, BERLIN)
