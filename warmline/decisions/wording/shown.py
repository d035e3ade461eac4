"""Values of conditions as they stand in a sentence."""

import re
from typing import Any, Literal

from babel import dates

from warmline.conditions.json_values import to_json
from warmline.conditions.values import Duration, Timestamp
from warmline.language.formats import Formats, minor_digits

Kind = Literal["plain", "money", "day", "month", "weekday", "from_zero"]
"""What a value is beyond its type: an amount in major units, a moment that stands for a day, a number of CEL's calendar
(months, weekdays and days count from 0)."""

LONGEST_TEXT = 40
MOST_ENTRIES = 4
_LARGE = 10**15
_WORD = re.compile(r"[^\W_][\w.+@-]*")


def shown(value: Any, kind: Kind, formats: Formats, currency: str) -> str:
    """A value for people; what cannot be formatted is shown exactly."""
    try:
        return _shown(value, kind, formats, currency)
    except (ValueError, ArithmeticError, LookupError):
        return exactly(value)


def exactly(value: Any) -> str:
    """A value as CEL writes it, for where two look alike."""
    return _clipped(str(to_json(value)))


def listed(entries: list[str], word: str) -> str:
    """`gold, silver or bronze`; of many, how many more there are."""
    if len(entries) > MOST_ENTRIES:
        entries = [*entries[: MOST_ENTRIES - 1], f"{len(entries) - MOST_ENTRIES + 1} more"]
    return f" {word} ".join(part for part in (", ".join(entries[:-1]), entries[-1]) if part)


def _shown(value: Any, kind: Kind, formats: Formats, currency: str) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case str():
            return _text(value)
        case Timestamp():
            microseconds = int(value) // 1_000
            return formats.near_day(microseconds) if kind == "day" else formats.near_when(microseconds)
        case Duration():
            return ("-" if value < 0 else "") + formats.duration(abs(value) / 1e9)
        case int() | float():
            return _number(value, kind, formats, currency)
        case list():
            return listed([shown(one, kind, formats, currency) for one in value], "and") if value else "empty"
        case dict():
            return "a map"
    return exactly(value)


def _text(value: str) -> str:
    flat = " ".join(value.split())
    if not flat:
        return "blank" if value else "empty"
    return flat if _WORD.fullmatch(flat) and len(flat) <= LONGEST_TEXT else f"“{_clipped(flat)}”"


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _number(value: float, kind: Kind, formats: Formats, currency: str) -> str:
    match kind:
        case "month" if 0 <= value < 12:
            return str(dates.get_month_names("wide", locale=formats.locale)[int(value) + 1])
        case "weekday" if 0 <= value < 7:
            return str(dates.get_day_names("wide", locale=formats.locale)[(int(value) - 1) % 7])
        case "from_zero":
            value += 1
    if not -_LARGE < value < _LARGE:
        return exactly(value)
    if kind == "money":
        return formats.money(round(value * 10 ** minor_digits(currency)), currency)
    return formats.number(value) if abs(value) >= 0.01 or not value else f"{value:.3g}"
