"""Values of conditions as they stand in a sentence."""

import re
from collections.abc import Sequence
from typing import Any, Literal

from warmline.conditions.json_values import to_json
from warmline.conditions.values import Duration, Timestamp
from warmline.language.formats import minor_digits
from warmline.language.messages import Listed, Shown, Value, message

Kind = Literal["plain", "money", "day", "month", "weekday", "from_zero"]
"""What a value is beyond its type: an amount in major units, a moment that stands for a day, a number of CEL's calendar
(months, weekdays and days count from 0)."""

LONGEST_TEXT = 40
MOST_ENTRIES = 4
_LARGE = 10**15
_WORD = re.compile(r"[^\W_][\w.+@-]*")


def shown(value: Any, kind: Kind, currency: str) -> Value:
    """A value for people; what cannot be formatted is shown exactly."""
    try:
        return _shown(value, kind, currency)
    except (ValueError, ArithmeticError, LookupError):
        return exactly(value)


def exactly(value: Any) -> str:
    """A value as CEL writes it, for where two look alike."""
    return _clipped(str(to_json(value)))


def listed(entries: Sequence[Value], word: Literal["and", "or"]) -> Value:
    """`gold, silver or bronze`; of many, how many more there are."""
    several = list(entries)
    if len(several) > MOST_ENTRIES:
        more = message("%(n)s more", n=len(several) - MOST_ENTRIES + 1)
        several = [*several[: MOST_ENTRIES - 1], more]
    return several[0] if len(several) == 1 else Listed(several, word)


def _shown(value: Any, kind: Kind, currency: str) -> Value:
    match value:
        case None:
            return message("nothing")
        case bool():
            return message("yes") if value else message("no")
        case str():
            return _text(value)
        case Timestamp():
            return Shown("day" if kind == "day" else "when", int(value) // 1_000)
        case Duration():
            return Shown("length", value / 1e9)
        case int() | float():
            return _number(value, kind, currency)
        case list():
            return listed([shown(one, kind, currency) for one in value], "and") if value else message("empty")
        case dict():
            return message("a map")
    return exactly(value)


def _text(value: str) -> Value:
    flat = " ".join(value.split())
    if not flat:
        return message("blank") if value else message("empty")
    return flat if _WORD.fullmatch(flat) and len(flat) <= LONGEST_TEXT else f"“{_clipped(flat)}”"


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def _number(value: float, kind: Kind, currency: str) -> Value:
    match kind:
        case "month" if 0 <= value < 12:
            return Shown("month", int(value) + 1)
        case "weekday" if 0 <= value < 7:
            return Shown("weekday", (int(value) - 1) % 7)
        case "from_zero":
            value += 1
    if not -_LARGE < value < _LARGE:
        return exactly(value)
    if kind == "money":
        return Shown("money", round(value * 10 ** minor_digits(currency)), currency)
    return Shown("number", value) if abs(value) >= 0.01 or not value else f"{value:.3g}"
