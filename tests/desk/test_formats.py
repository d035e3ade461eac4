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
    assert Formats("th", "Asia/Bangkok", NOW).day("2026-11-22") == "22 พ.ย. 2569"


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


def test_years_in_thai_are_those_of_the_thai_calendar() -> None:
    thai = Formats("th", "Asia/Bangkok", NOW)
    assert thai.day("2024-02-29") == "29 ก.พ. 2567"
    assert thai.weekday(NOW) == "วันอาทิตย์ที่ 22 พฤศจิกายน 2569"
    assert thai.near_day("2025-11-14") == "14 พ.ย. 2568"
    assert thai.near_when(NOW) == "22 พ.ย. 05:26"
    assert thai.iso(NOW).startswith("2026-")


@pytest.mark.parametrize(
    ("tag", "peso", "day", "things"),
    [
        ("en", "₱1,290.50", "Nov 22, 2026", "a, b, and c"),
        ("fil", "₱1,290.50", "Nob 22, 2026", "a, b, at c"),
        ("vi", "1.290,50\xa0₱", "22 thg 11, 2026", "a, b và c"),
        ("th", "₱1,290.50", "22 พ.ย. 2569", "a b และc"),
        ("zh-Hans", "₱1,290.50", "2026年11月22日", "a、b和c"),
        ("zh-Hant", "₱1,290.50", "2026年11月22日", "a、b和c"),
    ],
)
def test_each_language_writes_money_days_and_lists_in_its_way(
    tag: str, peso: str, day: str, things: str
) -> None:
    formats = Formats(tag, "Asia/Manila", NOW)
    assert formats.money(129050, "PHP") == peso
    assert formats.day("2026-11-22") == day
    assert formats.together(["a", "b", "c"]) == things


def test_a_sign_that_could_be_several_currencies_is_not_used() -> None:
    assert Formats("th", "Asia/Bangkok", NOW).money(129000, "SGD") == "SGD1,290.00"


def test_a_day_and_its_time_stand_in_the_order_of_the_language() -> None:
    said = {tag: Formats(tag, "Asia/Manila", NOW).near_when(NOW) for tag in ("en", "fil", "vi", "zh-Hant")}
    assert said == {
        "en": "Nov 22, 06:26",
        "fil": "Nob 22, 06:26",
        "vi": "06:26 22 thg 11",
        "zh-Hant": "11月22日 06:26",
    }
