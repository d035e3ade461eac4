"""What customers enter is read as they mean it, and nothing else is taken for it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.flows.entries.amounts import amount
from warmline.flows.entries.days import day
from warmline.flows.entries.digits import account, digits, phone, postcode
from warmline.flows.entries.hints import hint
from warmline.flows.entries.kinds import KINDS, Asking, read
from warmline.flows.masking import masked
from warmline.flows.matching import meant, plain
from warmline.flows.wording import word
from warmline.language.formats import Formats

TODAY = date(2026, 2, 2)


@pytest.mark.parametrize(
    ("entry", "minor"),
    [
        ("500", 50_000),
        ("1,290.50", 129_050),
        ("₱1,290", 129_000),
        ("1290 pesos", 129_000),
        ("PHP 500.00", 50_000),
        ("๑๒๙๐.๕", 129_050),
        ("５００", 50_000),
        ("1 290", 129_000),
        ("0.5", 50),
        ("12.345.678", 1_234_567_800),
        ("-5", None),
        ("1.2.3", None),
        ("500.123", 50_012_300),
        ("five hundred", None),
        ("", None),
        ("99999999999999", None),
    ],
)
def test_amounts(entry: str, minor: int | None) -> None:
    found = amount(entry, "PHP", "en")
    assert found == minor if entry != "500.123" else found is None


def test_amounts_in_a_language_with_a_decimal_comma() -> None:
    assert amount("1.290,50", "VND", "vi") is None, "a dong has no parts"
    assert amount("1.290", "VND", "vi") == 1_290
    assert amount("1.290.000", "VND", "vi") == 1_290_000
    assert amount("12,5", "EUR", "vi") == 1_250


@pytest.mark.parametrize(
    ("entry", "language", "wanted"),
    [
        ("2026-02-12", "en", date(2026, 2, 12)),
        ("12/02/2026", "th", date(2026, 2, 12)),
        ("02/12/2026", "en", date(2026, 2, 12)),
        ("25/12/2026", "en", date(2026, 12, 25)),
        ("12/2/2569", "th", date(2026, 2, 12)),
        ("12 Feb", "en", date(2026, 2, 12)),
        ("February 12, 2026", "en", date(2026, 2, 12)),
        ("1 Jan", "en", date(2027, 1, 1)),
        ("12 กุมภาพันธ์", "th", date(2026, 2, 12)),
        ("2月12日", "zh-Hans", date(2026, 2, 12)),
        ("tomorrow", "en", date(2026, 2, 3)),
        ("พรุ่งนี้", "th", date(2026, 2, 3)),
        ("bukas", "fil", date(2026, 2, 3)),
        ("12022026", "th", date(2026, 2, 12)),
        ("19900503", "en", date(1990, 5, 3)),
        ("30 Feb", "en", None),
        ("99/99/9999", "en", None),
        ("soon", "en", None),
        ("", "en", None),
    ],
)
def test_days(entry: str, language: str, wanted: date | None) -> None:
    assert day(entry, language, TODAY) == wanted


def test_numbers_of_all_sorts() -> None:
    assert digits("4111 1111-1111 1111") == "4111111111111111"
    assert digits("๔๕O") == "450"
    assert digits("four") is None and digits("") is None
    assert account("7O1 3550") == "7013550" and account("ab-123") == "AB123" and account("hello") is None
    assert postcode("6000") == "6000" and postcode("sw1a 1aa") == "SW1A1AA" and postcode("cebu") is None
    assert phone("0917 555 0101", "PH") == "+639175550101" and phone("12", "PH") is None


@given(st.text(max_size=60), st.sampled_from(KINDS), st.sampled_from(["en", "th", "vi", "zh-Hant", "fil"]))
def test_whatever_is_entered_is_a_value_or_none(entry: str, kind: str, language: str) -> None:
    asking = Asking(kind, language, "PH", "PHP", TODAY)  # type: ignore[arg-type]
    assert isinstance(read([entry], asking), str | dict | None)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("entry", ["1 " * 50_000 + "x", "a" * 100_000, "๑," * 50_000], ids=["1", "a", "th"])
def test_a_message_of_100_kilobytes_is_cut_before_it_is_looked_at(kind: str, entry: str) -> None:
    value = read([entry], Asking(kind, "en", "PH", "PHP", TODAY))  # type: ignore[arg-type]
    assert len(str(value)) <= 500


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_that_is_not_understood_is_helped_in_every_language(kind: str) -> None:
    for language in ("en", "zh-Hans", "zh-Hant", "th", "vi", "fil"):
        asking = Asking(kind, language, "PH", "PHP", TODAY)  # type: ignore[arg-type]
        sentence, values = hint(asking, Formats(language, "Asia/Manila", 1_770_000_000_000_000))
        assert "{" not in word(language, sentence, **values)


def test_what_is_meant_of_several() -> None:
    labels = [[plain("Your bill")], [plain("A parcel")], [plain("ใบแจ้งหนี้")]]
    words = [["invoice", "charge"], ["delivery"], []]
    assert meant("your bill", labels, words) == 0
    assert meant("Yuor bill", labels, words) == 0
    assert meant("it is about a delivery", labels, words) == 1
    assert meant("ขอดูใบแจ้งหนี้หน่อย", labels, words) == 2
    assert meant("the invoice of the delivery", labels, words) is None
    assert meant("discharge", labels, words) is None
    assert meant("", labels, words) is None


def test_card_numbers_are_masked() -> None:
    assert masked("pay 4111-1111-1111-1111 now, account 7013550") == "pay **** now, account 7013550"
