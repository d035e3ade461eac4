"""Amounts are written as Babel writes them, in every language and currency."""

import pytest
from babel import Locale, localedata, numbers
from hypothesis import given
from hypothesis import strategies as st

from warmline.language.formats import locale_of, minor_digits
from warmline.language.quick_money import written

LANGUAGES = ["en", "zh-Hans", "zh-Hant", "th", "vi", "fil", "de", "fr", "es", "hi", "ar", "pl", "de-CH", "bn"]
CURRENCIES = ["PHP", "THB", "VND", "TWD", "CNY", "EUR", "KWD", "JPY", "XXX"]


@given(st.sampled_from(LANGUAGES), st.sampled_from(CURRENCIES), st.integers(0, 10**15 - 1))
def test_it_is_what_babel_writes(language: str, currency: str, amount: int) -> None:
    digits, locale = minor_digits(currency), locale_of(language)
    way = written(locale, currency, digits)
    if way is not None and amount < 10**13:  # beyond, Babel rounds what a float can hold
        assert way.text(amount) == numbers.format_currency(amount / 10**digits, currency, locale=locale)


@pytest.mark.parametrize("language", ["en", "zh-Hans", "zh-Hant", "th", "vi", "fil"])
def test_our_languages_are_quick(language: str) -> None:
    assert all(written(locale_of(language), one, minor_digits(one)) for one in CURRENCIES)


def test_no_language_is_written_otherwise_than_babel_writes_it() -> None:
    for tag in localedata.locale_identifiers()[::5]:
        locale = Locale.parse(tag)
        way = written(locale, "PHP", 2)
        for amount in (1, 999, 1_000_000, 123_456_789) if way is not None else ():
            assert way is not None
            assert way.text(amount) == numbers.format_currency(amount / 100, "PHP", locale=locale)
