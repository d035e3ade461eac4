"""Days as people enter them: `2025-11-12`, `12/11/2025`, `12 Nov`, `tomorrow`, eight digits on a phone."""

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache

from babel import dates as babel_dates

from warmline.language.formats import locale_of

_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_NUMBERS = re.compile(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{2}|\d{4}))?")
_NAMED = re.compile(r"(?:(\d{1,2})[\s.,]*(\D+?)|(\D+?)[\s.,]*(\d{1,2})(?:st|nd|rd|th)?)[\s.,]*(\d{4})?")
_CHINESE = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号號]?")
_BUDDHIST = 543
_NEAR = {
    0: ("today", "ngayon", "ngayong araw", "hôm nay", "วันนี้", "今天", "今日"),
    1: ("tomorrow", "bukas", "ngày mai", "mai", "พรุ่งนี้", "明天", "明日"),
    2: ("the day after tomorrow", "sa makalawa", "ngày kia", "มะรืนนี้", "มะรืน", "后天", "後天"),
    -1: ("yesterday", "kahapon", "hôm qua", "เมื่อวาน", "เมื่อวานนี้", "昨天"),
}


def day(text: str, language: str, today: date) -> date | None:
    """The day that is meant, None where it is none. One without a year is the next such day."""
    written = _plain(text)
    for days, words in _NEAR.items():
        if written in words:
            return today + timedelta(days=days)
    if found := _ISO.fullmatch(written):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _CHINESE.fullmatch(written):
        return _near(int(found[1]) if found[1] else None, int(found[2]), int(found[3]), today)
    if written.isdecimal() and len(written) in (6, 8):
        return _keyed(written, language)
    if found := _NUMBERS.fullmatch(written):
        first, second = int(found[1]), int(found[2])
        year = _year(found[3])
        month, of_month = (first, second) if _month_first(language) else (second, first)
        if month > 12 and of_month <= 12:
            month, of_month = of_month, month
        return _near(year, month, of_month, today)
    if found := _NAMED.fullmatch(written):
        month_of = _months(language) | _months("en")
        number = found[1] or found[4]
        named = month_of.get((found[2] or found[3] or "").strip(" .,"))
        if named and number:
            return _near(_year(found[5]), named, int(number), today)
    return None


def _keyed(digits: str, language: str) -> date | None:
    """Day, month and year keyed on a phone, in the order in which people of a language write them."""
    if len(digits) == 8 and digits[:2] in ("19", "20") and int(digits[4:6]) <= 12:
        return _date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    first, second, year = int(digits[:2]), int(digits[2:4]), _year(digits[4:])
    month, of_month = (first, second) if _month_first(language) else (second, first)
    if month > 12:
        month, of_month = of_month, month
    return _date(year or 0, month, of_month)


def _near(year: int | None, month: int, of_month: int, today: date) -> date | None:
    if year is not None:
        return _date(year, month, of_month)
    found = _date(today.year, month, of_month)
    return _date(today.year + 1, month, of_month) if found is not None and found < today else found


def _date(year: int, month: int, of_month: int) -> date | None:
    if year > 2400:
        year -= _BUDDHIST
    try:
        return date(year, month, of_month)
    except ValueError:
        return None


def _year(text: str | None) -> int | None:
    if not text:
        return None
    year = int(text)
    return year if year > 99 else year + (2000 if year < 40 else 1900)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text[:60]).casefold().strip(" .,!#")
    return "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in folded)


@lru_cache
def _month_first(language: str) -> bool:
    pattern = str(babel_dates.get_date_format("short", locale=locale_of(language)))
    return pattern.find("M") < pattern.find("d")


@lru_cache
def _months(language: str) -> dict[str, int]:
    locale = locale_of(language)
    found: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in babel_dates.get_month_names(width, context, locale=locale).items():
                found[unicodedata.normalize("NFKC", str(name)).casefold().strip(" .")] = number
    return found
