"""Values are written as people of a language write them."""

import pytest

from warmline.language.formats import Formats, locale_of, minor_digits, moment_of, phone

NOW = 1_795_300_000_000_000  # 2026-11-22 06:26:40 in Manila


@pytest.fixture
def english() -> Formats:
    return Formats("en", "Asia/Manila", NOW)


def test_money_has_the_digits_of_its_currency(english: Formats) -> None:
    assert english.money(129000, "PHP") == "₱1,290.00"
    assert english.money(1290, "JPY") == "¥1,290"
    assert english.money(1290, "VND") == "₫1,290"
    assert english.money(-50, "USD") == "-$0.50"
    assert [minor_digits(one) for one in ("PHP", "JPY", "KWD")] == [2, 0, 3]
    assert Formats("vi", "Asia/Ho_Chi_Minh", NOW).money(1290, "VND") == "1.290\xa0₫"


def test_only_money_is_written_as_money(english: Formats) -> None:
    assert english.money_of({"amount": 5, "currency": "PHP"}) == "₱0.05"
    for other in (
        None,
        5,
        {"amount": "5", "currency": "PHP"},
        {"amount": True, "currency": "PHP"},
        {"amount": 5},
    ):
        assert english.money_of(other) == ""


def test_times_are_those_of_the_business(english: Formats) -> None:
    assert english.when(NOW) == "Nov 22, 2026, 06:26"
    assert english.near_when(NOW) == "Nov 22, 06:26"
    assert english.when("2025-11-14T09:00:00+08:00") == "Nov 14, 2025, 09:00"
    assert english.when("soon") == "soon"
    assert english.weekday(NOW) == "Sunday, November 22, 2026"
    assert Formats("en", "UTC", NOW).clock(NOW) == "22:26"
    assert Formats("th", "Asia/Bangkok", NOW).day("2026-11-22") == "22 พ.ย. 2026"


def test_spans(english: Formats) -> None:
    assert english.ago(NOW - 180_000_000) == "3 minutes ago"
    assert english.ago(NOW + 2 * 86_400_000_000) == "in 2 days"
    assert english.ago(NOW) == "1 second ago"
    assert [english.duration(n) for n in (0, 45, 214, 10_200, 90_000)] == [
        "0 sec",
        "45 sec",
        "3 min 34 sec",
        "2 hr 50 min",
        "1 day 1 hr",
    ]


def test_amounts_of_data(english: Formats) -> None:
    assert [english.megabytes(n) for n in (812.4, 3200)] == ["812 MB", "3.2 GB"]


def test_names(english: Formats) -> None:
    assert english.language("fil") == "Filipino"
    assert english.language("zh-Hant") == "Chinese (Traditional)"
    assert english.language("tlh-nonsense-tag") == "tlh-nonsense-tag"
    assert english.country("th") == "Thailand"
    assert english.country("ZZZ") == "ZZZ"


def test_phones_are_grouped() -> None:
    assert phone("+639175550101") == "+63 917 555 0101"
    assert phone("reception") == "reception"


def test_unknown_languages_fall_back() -> None:
    assert str(locale_of("zh-Hant-TW")) == "zh_Hant_TW"
    assert str(locale_of("th-XX")) == "th"
    assert str(locale_of("not a language")) == "en"


def test_moments_are_read() -> None:
    assert moment_of("1970-01-01T00:00:01Z") == 1_000_000
    assert moment_of("1970-01-01T08:00:00+08:00") == 0
    assert moment_of("tomorrow") is None


def test_how_much_later_is_said_in_one_unit(english: Formats) -> None:
    second, day = 1_000_000, 86_400_000_000
    moments = (0, 240_000, 12 * second, 99 * second, 130 * second, 47 * 3600 * second, 3 * day, -40 * day)
    assert [english.offset(one) for one in moments] == [
        "+0 sec", "+0.2 sec", "+12 sec", "+99 sec", "+2 min", "+47 hr", "+3 days", "−40 days",
    ]  # fmt: skip


def test_numbers_and_times_that_nobody_expects_are_written_too() -> None:
    formats = Formats("en", "Asia/Manila", NOW)
    assert formats.number(1e308) == "1E308"
    assert formats.number(-(10**30)) == "-1E30"
    assert formats.money(10**400, "PHP") == "1E298 PHP"
    assert formats.near_day(253_402_300_799 * 1_000_000) == "Dec 31, 9999"
    assert formats.near_day(-62_135_596_800 * 1_000_000 * 2) == "Jan 1, 1"
