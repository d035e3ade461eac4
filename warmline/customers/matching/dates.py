"""Reading birth dates as people write them, whatever order a column uses."""

from __future__ import annotations

import re
from collections.abc import Sequence

from warmline.customers.matching.clean import text

_MONTHS = (
    "jan ene gen janv|feb fev febr|mar maerz marz|apr abr avr|may mai mag maj|jun giu juin|jul lug juil|"
    "aug ago aout|sep set sept|oct okt ott out|nov|dec dez dic"
)
_MONTH = {word: number for number, words in enumerate(_MONTHS.split("|"), 1) for word in words.split()}


def _parts(value: str | None) -> list[str]:
    """The numbers of a date in the order written, month names turned into numbers marked by an `m`."""
    tidy = text(value)
    if tidy is None:
        return []
    tidy = re.sub(r"[t ]\d{1,2}:\d{2}.*$", "", tidy)
    found: list[str] = []
    for word in re.findall(r"\d+|[a-z]+", tidy):
        if word.isdigit():
            found.append(word)
        elif (month := _MONTH.get(word[:4]) or _MONTH.get(word[:3])) and len(word) >= 3:
            found.append(f"m{month:02d}")
    return found


def month_comes_first(values: Sequence[str | None]) -> bool:
    """Whether a column writes 12/31/1990: decided by its numbers over 12, day first where none tells."""
    first = second = 0
    for value in values:
        parts = _parts(value)
        if len(parts) == 3 and all(p.isdigit() and len(p) <= 2 for p in parts[:2]):
            first += int(parts[0]) > 12
            second += int(parts[1]) > 12
    return second > first


def date(value: str | None, month_first: bool = False) -> str | None:
    """The date as `YYYYMMDD`, or None where it is none.

    A day of 31 in February is kept: damaged dates are compared digit by digit, and most digits still tell.
    Years of the Buddhist era (Thailand) become common ones.
    """
    parts = _parts(value)
    if len(parts) == 1 and parts[0].isdigit() and len(parts[0]) in (7, 8):
        return _compact(parts[0].zfill(8) if len(parts[0]) == 7 else parts[0], month_first)
    if len(parts) != 3:
        return None
    named = [p for p in parts if p.startswith("m")]
    if named:
        numbers = [p for p in parts if p.isdigit()]
        if len(numbers) != 2:
            return None
        year, day = sorted(numbers, key=lambda n: (len(n) < 3, numbers.index(n) == 0))
        return _written(year, named[0][1:], day)
    a, b, c = parts
    if len(a) >= 3:
        return _written(a, b, c)
    return _written(c, a, b) if month_first else _written(c, b, a)


def _compact(number: str, month_first: bool) -> str | None:
    """Eight digits without separators: year first if that gives a year, else last."""
    if 1500 <= int(number[:4]) <= 2700:
        return _written(number[:4], number[4:6], number[6:])
    if 1500 <= int(number[4:]) <= 2700:
        a, b = number[:2], number[2:4]
        return _written(number[4:], a, b) if month_first else _written(number[4:], b, a)
    return number


def _written(year: str, month: str, day: str) -> str | None:
    if len(year) > 4 or len(month) > 2 or len(day) > 2:
        return None
    number = int(year)
    if len(year) <= 2:
        number += 1900 if number > 26 else 2000
    elif 2400 < number < 2700:
        number -= 543
    return f"{number:04d}{int(month):02d}{int(day):02d}"


def is_date(value: str) -> bool:
    """Whether a value reads as a plausible date (used to find out what a column holds)."""
    found = date(value)
    if found is None:
        return False
    year, month, day = int(found[:4]), int(found[4:6]), int(found[6:])
    return 1500 <= year <= 2100 and min(month, day) >= 1 and max(month, day) <= 31 and min(month, day) <= 12


def year(value: str | None) -> str | None:
    """A four-digit year, also out of `1971.0`."""
    found = re.search(r"\d{4}", value or "")
    if found is None:
        return None
    number = int(found.group())
    return str(number - 543 if 2400 < number < 2700 else number)
