"""Postcodes as they are said and written: `SW1A 1AA`, "cebu 6000", "six oh oh oh"."""

import re
import unicodedata
from collections.abc import Iterable

from warmline.customers.recognising import digits
from warmline.customers.recognising.nearness import one_slip
from warmline.customers.recognising.numbers import as_given

MOST_READINGS = 12
LONGEST = 12
_WORD = re.compile(r"[^\W_]+")
_LOOK_ALIKE = str.maketrans("oil", "011")


def normal(code: str) -> str:
    """The one spelling of a postcode, in which letters that look like digits are digits."""
    folded = digits.plain(unicodedata.normalize("NFKC", code)).casefold()
    return "".join(sign for sign in folded if sign.isalnum()).translate(_LOOK_ALIKE)[:LONGEST]


def readings(alternatives: Iterable[str]) -> list[str]:
    """The postcodes that may be meant, most likely first: with or without a town beside them."""
    found: dict[str, None] = {}
    for said in as_given(alternatives):
        words = _WORD.findall(digits.plain(said))[:8]
        parts = [words[start:end] for start in range(len(words)) for end in range(start + 1, len(words) + 1)]
        with_digits = sorted((part for part in parts if any(map(_has_digit, part))), key=len)
        spoken = digits.spoken(said)
        for reading in ["".join(words), *map("".join, with_digits), spoken]:
            code = normal(reading)
            if 2 < len(code) <= LONGEST:
                found.setdefault(code)
    return list(found)[:MOST_READINGS]


def near(code: str) -> set[str]:
    """Spellings that one slip away from it, and itself; of a short one that is too many."""
    return one_slip(code) if len(code) > 3 else {code}


def _has_digit(word: str) -> bool:
    return any(sign.isdecimal() for sign in word)
