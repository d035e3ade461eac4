"""Birth dates as they are said and written, in every order and language, each with all the days it may mean."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from warmline.customers.matching.clean import text
from warmline.customers.recognising import digits
from warmline.customers.recognising.numbers import as_given

MOST_READINGS = 12
OLDEST = 125
"""Years."""
BUDDHIST = 543
"""The years of the Buddhist era, which Thailand counts, are so many more."""
_NUMBER_OR_MONTH = re.compile(r"<(\d+)>|(\d+)")


def readings(alternatives: Iterable[str], today: date, languages: Sequence[str]) -> list[date]:
    """The days that may be meant, most likely first. Month names are read in `languages`, and in English."""
    found: dict[date, None] = {}
    for said in as_given(alternatives):
        for day in _of(said, today, tuple(languages)):
            found.setdefault(day)
    return list(found)[:MOST_READINGS]


def near(day: date, today: date) -> set[date]:
    """Days that one slip away from it: a digit, two digits turned round, day and month exchanged, a day beside it."""
    written = f"{day:%Y%m%d}"
    spellings = {written[:at] + digit + written[at + 1 :] for at in range(8) for digit in "0123456789"}
    spellings |= {written[:at] + written[at + 1] + written[at] + written[at + 2 :] for at in range(7)}
    spellings.add(f"{day:%Y%d%m}")
    found = {one for spelling in spellings if (one := _day(spelling[:4], spelling[4:6], spelling[6:], today))}
    beside = {day + timedelta(days=step) for step in (-1, 1)}
    return found | {one for one in beside if one <= today} | {day}


def _of(said: str, today: date, languages: tuple[str, ...]) -> list[date]:
    """The days that one text may mean."""
    parts = [
        (month or number, bool(month)) for month, number in _NUMBER_OR_MONTH.findall(_marked(said, languages))
    ]
    numbers = [number for number, is_month in parts if not is_month]
    months = [number for number, is_month in parts if is_month]
    orders: list[tuple[str, str, str]] = []
    if len(months) == 1 and len(numbers) == 2:
        a, b = numbers
        orders = [(b, months[0], a), (a, months[0], b)]
    elif not months and len(numbers) == 3:
        a, b, c = numbers
        orders = [(a, b, c)] if len(a) > 2 else [(c, b, a), (c, a, b), (a, b, c)]
    elif not months and len(numbers) == 1 and 6 <= len(numbers[0]) <= 8:
        orders = _compact(numbers[0])
    years = [(written, month, day) for year, month, day in orders for written in _years(year, today)]
    return [found for year, month, day in years if (found := _day(year, month, day, today))]


def _compact(number: str) -> list[tuple[str, str, str]]:
    """Digits without anything between them, year, month and day in each order."""
    if len(number) == 6:
        a, b, c = number[:2], number[2:4], number[4:]
        return [(c, b, a), (c, a, b), (a, b, c)]
    whole = number.zfill(8)
    return [
        (whole[:4], whole[4:6], whole[6:]),
        (whole[4:], whole[2:4], whole[:2]),
        (whole[4:], whole[:2], whole[2:4]),
    ]


def _years(year: str, today: date) -> list[str]:
    """The years that a number may mean: 85 is 1985, 2528 is 1985 in Thailand."""
    number = int(year) if len(year) <= 4 else 0
    if len(year) <= 2:
        return [str(century + number) for century in (1900, 2000)]
    return (
        [str(number - BUDDHIST)]
        if number > today.year + BUDDHIST - OLDEST and number > today.year
        else [str(number)]
    )


def _day(year: str, month: str, day: str, today: date) -> date | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if today.year - OLDEST <= found.year and found <= today else None


def _marked(said: str, languages: tuple[str, ...]) -> str:
    """The text with names of months as <number>."""
    folded = text(digits.plain(said)) or ""
    pattern, numbers = _months(languages)
    return pattern.sub(lambda found: f" <{numbers[found[0]]}> ", folded)


@lru_cache(maxsize=16)
def _months(languages: tuple[str, ...]) -> tuple[re.Pattern[str], dict[str, int]]:
    """Names of months, long and short, and their numbers."""
    numbers: dict[str, int] = {}
    for language in ("en", *languages):
        try:
            names = Locale.parse(language, sep="-").months
        except (UnknownLocaleError, ValueError):
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in names[context][width].items():
                    folded = text(name) or ""
                    if folded and not any(sign.isdecimal() for sign in folded):
                        numbers.setdefault(folded, int(number))
    numbers.setdefault("sept", 9)
    longest_first = sorted(numbers, key=len, reverse=True)
    alternatives = [
        rf"(?<![a-z]){re.escape(name)}(?![a-z])" if name.isascii() else re.escape(name)
        for name in longest_first
    ]
    return re.compile("|".join(alternatives)), numbers
