"""Whether somebody knows what stands in their profile: a birth date, a postcode, a name, an amount."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from warmline.customers.recognising import birth_dates, digits, postcodes
from warmline.customers.recognising.names import Fit, best
from warmline.customers.recognising.numbers import as_given
from warmline.language.formats import minor_digits

_NUMBER = re.compile(r"\d+(?:[.,' \u00a0]\d+)*")
_GROUPS = re.compile(r"[,' \u00a0](?=\d{3}(?!\d))")


def knows(
    type: str,
    known: Any,
    said: Sequence[str],
    *,
    is_postcode: bool,
    today: date,
    languages: Sequence[str],
) -> bool:
    """Whether any alternative says what is known, in whatever form; nothing is known by not being there.

    Unlike in recognising somebody, nearly is not enough.
    """
    if known is None or known == "" or known == []:
        return False
    match type:
        case "date":
            return str(known) in {day.isoformat() for day in birth_dates.readings(said, today, languages)}
        case "money" if isinstance(known, dict):
            unit = 10 ** minor_digits(str(known.get("currency")))
            return any(round(number * unit) == known.get("amount") for number in _numbers(said))
        case "number" | "integer":
            return any(number == known for number in _numbers(said))
        case "text" if is_postcode:
            return postcodes.normal(str(known)) in postcodes.readings(said)
        case "text":
            return best(as_given(said), [str(known)]) >= Fit.ALIKE or _same_code(str(known), said)
    return False


def _same_code(known: str, said: Sequence[str]) -> bool:
    """Whether something that holds a digit was said as it is, or as it may be typed."""
    code = digits.typed(known)
    return any(sign.isdecimal() for sign in known) and any(
        digits.typed(one) == code for one in as_given(said)
    )


def _numbers(said: Sequence[str]) -> list[float]:
    """The numbers that may be meant: 1,290.50 and 1290.5."""
    found = []
    for one in as_given(said):
        for number in _NUMBER.findall(digits.plain(one)):
            plain = _GROUPS.sub("", number).replace(",", ".")
            if plain.count(".") <= 1 and len(plain) <= 18 and not any(sign in plain for sign in "' \u00a0"):
                found.append(float(plain))
    return found
