"""What people say of themselves, as it is typed and as speech recognition gives it, against what is known."""

from datetime import date

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from warmline.customers.recognising import birth_dates, digits, numbers, postcodes
from warmline.customers.recognising.judging import Fits, is_meant, meant
from warmline.customers.recognising.names import Fit, best
from warmline.customers.recognising.nearness import one_slip, slips

TODAY = date(2026, 11, 26)
LANGUAGES = ("en", "zh-Hans", "zh-Hant", "th", "vi", "fil")
BORN = date(1985, 3, 12)


@pytest.mark.parametrize(
    "said",
    [
        "1985-03-12", "12/03/1985", "12.3.85", "12 03 85", "03/12/1985", "12031985", "19850312", "120385", "12031985#",
        "12 March 1985", "March 12, 1985", "the 12th of march 1985", "12 mar 85", "1985年3月12日", "12 มีนาคม 2528",
        "๑๒ มี.ค. ๒๕๒๘", "12/3/2528", "12 tháng 3 năm 1985", "ika-12 ng Marso 1985", "Marso 12, 1985",
        "１２／３／１９８５",
    ],
)  # fmt: skip
def test_a_birth_date_is_read_in_every_language_and_order(said: str) -> None:
    assert BORN in birth_dates.readings([said], TODAY, LANGUAGES)


@pytest.mark.parametrize(
    "said", ["", "yes", "31/02/1985", "12/03/2085", "1685-03-12", "12", "85", "9" * 300, "1/2/3/4"]
)
def test_what_is_no_birth_date_is_none(said: str) -> None:
    assert birth_dates.readings([said], TODAY, LANGUAGES) == []


@given(st.lists(st.text(max_size=40), max_size=20))
def test_whatever_is_said_is_read_without_complaint(said: list[str]) -> None:
    days = birth_dates.readings(said, TODAY, LANGUAGES)
    assert all(day <= TODAY for day in days) and len(days) <= birth_dates.MOST_READINGS
    assert len(postcodes.readings(said)) <= postcodes.MOST_READINGS
    numbers.as_meant(said)
    assert best(said, said) in (Fit.NO, Fit.SAME)
    best(said, ["Maria Santos"])


@given(day=st.dates(date(1930, 1, 1), date(2020, 12, 31)), language=st.sampled_from(LANGUAGES))
def test_a_date_is_understood_as_its_own_language_writes_it(day: date, language: str) -> None:
    for width in ("short", "medium", "long"):
        written = format_date(day, width, locale=language.replace("-", "_"))
        assert day in birth_dates.readings([written], TODAY, LANGUAGES), written


@given(
    day=st.dates(date(1930, 1, 1), date(2020, 12, 31)),
    at=st.integers(0, 7),
    digit=st.sampled_from("0123456789"),
)
def test_a_day_with_one_slip_is_near(day: date, at: int, digit: str) -> None:
    written = f"{day:%Y%m%d}"
    try:
        slipped = date.fromisoformat(written[:at] + digit + written[at + 1 :])
    except ValueError:
        return
    if TODAY.year - birth_dates.OLDEST <= slipped.year and slipped <= TODAY:
        assert day in birth_dates.near(slipped, TODAY)
        assert slipped in birth_dates.near(day, TODAY)
    assert len(birth_dates.near(day, TODAY)) < 60


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("6000", "6000"), ("cebu 6000", "6000"), ("6 0 0 0", "6000"), ("6OOO", "6000"), ("six oh oh oh", "6000"),
        ("６０００", "6000"), ("๖๐๐๐", "6000"), ("sw1a 1aa", "SW1A 1AA"), ("London SW1A1AA", "SW1A 1AA"),
        ("六零零零", "6000"), ("sáu không không không", "6000"), ("anim sero sero sero", "6000"),
        ("หกศูนย์ศูนย์ศูนย์", "6000"),
    ],
)  # fmt: skip
def test_a_postcode_is_heard_with_and_without_a_town(said: str, known: str) -> None:
    assert postcodes.normal(known) in postcodes.readings([said])


@given(
    code=st.text("0123456789", min_size=4, max_size=6), other=st.text("0123456789", min_size=3, max_size=7)
)
def test_the_spellings_one_slip_away_are_those_that_are(code: str, other: str) -> None:
    assert (other in one_slip(code)) == (slips(code, other, 1) <= 1)


@given(one=st.text("abc", max_size=7), other=st.text("abc", max_size=7), most=st.integers(0, 4))
def test_slips_are_the_same_in_both_directions_and_cut_off_rightly(one: str, other: str, most: int) -> None:
    whole = slips(one, other, 10)
    assert slips(other, one, 10) == whole
    assert slips(one, other, most) == min(whole, most + 1)
    assert abs(len(one) - len(other)) <= whole <= max(len(one), len(other))


@pytest.mark.parametrize(
    ("said", "digits_meant"),
    [
        ("seven oh one three five five oh", "7013550"), ("7 0 1-35.50#", "7013550"), ("7O1355O", "7013550"),
        ("my number is 701 35 50 please", "7013550"), ("七零一三五五零", "7013550"), ("幺三八", "138"),
        ("pito sero isa", "701"), ("bảy không một", "701"), ("เจ็ดศูนย์หนึ่ง", "701"),
    ],
)  # fmt: skip
def test_a_number_is_understood_however_it_is_said(said: str, digits_meant: str) -> None:
    assert digits_meant in numbers.as_meant([said])


@pytest.mark.parametrize(
    ("said", "known", "fit"),
    [
        ("Maria Santos", "Maria Santos", Fit.SAME), ("SANTOS, MARIA", "Maria Santos", Fit.SAME),
        ("Mrs. Maria Santos", "Maria Santos", Fit.SAME), ("maria dela cruz", "Maria de la Cruz", Fit.SAME),
        ("Maria Santo's", "Maria Santos", Fit.SAME), ("Nguyễn Văn Đức", "Nguyen Van Duc", Fit.SAME),
        ("นายสมชาย ประเสริฐ", "สมชาย ประเสริฐ", Fit.SAME), ("李 伟", "李伟", Fit.SAME),
        ("Maria Santoz", "Maria Santos", Fit.ALIKE), ("Mariah Santos", "Maria Santos", Fit.ALIKE),
        ("Maria Clara Santos", "Maria Santos", Fit.NEAR), ("Maria Santos", "Maria Clara Santos Reyes", Fit.ALIKE),
        ("Hose Rises", "Jose Reyes", Fit.ALIKE), ("Felipe Bautista", "Pelipe Vautista", Fit.ALIKE),
        ("สมชาย ประเสิด", "สมชาย ประเสริฐ", Fit.ALIKE), ("สมไชย ประเสริฐ", "สมชาย ประเสริฐ", Fit.ALIKE),
        ("Santos", "Maria Santos", Fit.NEAR), ("Maria Reyes", "Maria Santos", Fit.NEAR), ("王小明", "王晓明", Fit.NEAR),
        ("Ana Cruz", "Ian Reyes", Fit.NO), ("Juan Dizon", "Maria Santos", Fit.NO), ("李伟", "王伟", Fit.NO),
        ("", "Maria Santos", Fit.NO), ("!!!", "Maria Santos", Fit.NO), ("Maria Santos", "", Fit.NO),
    ],
)  # fmt: skip
def test_how_well_a_name_fits(said: str, known: str, fit: Fit) -> None:
    assert best([said], [known]) is fit


def test_the_best_alternative_counts_and_any_name_that_is_known() -> None:
    assert best(["sun toss", "Maria Santos"], ["玛丽亚", "Maria Santos"]) is Fit.SAME


S, A, N, X = Fit.SAME, Fit.ALIKE, Fit.NEAR, Fit.NO
ONE_FITS = st.builds(Fits, *[st.sampled_from(Fit)] * 3)


@pytest.mark.parametrize(
    ("fits", "expected"),
    [
        ((S, S, S), True),
        ((S, A, N), True),
        ((N, S, S), True),
        ((S, N, N), False),
        ((S, S, X), False),
        ((N, N, N), False),
    ],
)
def test_two_are_right_and_the_third_is_near(fits: tuple[Fit, Fit, Fit], expected: bool) -> None:
    assert is_meant(Fits(*fits)) is expected


@given(st.dictionaries(st.integers(1, 9), ONE_FITS))
def test_whoever_is_meant_is_the_only_one(candidates: dict[int, Fits]) -> None:
    found = meant(candidates)
    others = [fits for one, fits in candidates.items() if one != found]
    if found is not None:
        assert is_meant(candidates[found])
        is_literal = min(candidates[found]) is S
        assert not any(min(fits) is S for fits in others)
        assert is_literal or not any(is_meant(fits) or (min(fits) >= N and fits.name >= A) for fits in others)
    elif len(candidates) == 1:
        assert not any(map(is_meant, candidates.values()))
    twins = {10: Fits(S, S, S), 11: Fits(S, S, S)}
    assert meant(candidates | twins) is None


def test_digits_keep_what_is_no_digit() -> None:
    assert digits.plain("a1๒") == "a12"
