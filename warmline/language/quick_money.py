"""Amounts of money as Babel writes them, at a tenth of the price: how a language does it is found out once."""

import re
from functools import lru_cache

from babel import Locale, numbers

_WHOLE, _FRACTION = "1234567", "8901"
_SAMPLE = re.compile(r"(\D*)1(\D)234(\D)567(?:(\D)(\d+))?(\D*)")


class Written:
    """How amounts of a currency are written in a language: what stands around the digits, and between them."""

    __slots__ = ("_after", "_before", "_decimal", "_digits", "_group")

    def __init__(self, before: str, group: str, decimal: str, after: str, digits: int) -> None:
        self._before = before
        self._group = group
        self._decimal = decimal
        self._after = after
        self._digits = digits

    def text(self, amount: int) -> str:
        """An amount in minor units that is not negative."""
        whole, fraction = divmod(amount, 10**self._digits)
        digits = f"{whole:,}".replace(",", self._group)
        behind = f"{self._decimal}{fraction:0{self._digits}}" if self._digits else ""
        return f"{self._before}{digits}{behind}{self._after}"


@lru_cache(maxsize=256)
def written(locale: Locale, currency: str, digits: int) -> Written | None:
    """How it is done; None where a language does it in a way of its own, and Babel is to be asked each time."""
    sample = _by_babel(int(_WHOLE + _FRACTION[:digits]), currency, locale, digits)
    found = _SAMPLE.fullmatch(sample)
    if found is None or found[2] != found[3] or (found[5] or "") != _FRACTION[:digits]:
        return None
    way = Written(found[1], found[2], found[4] or "", found[6], digits)
    tried = (0, 7, 10**digits, 1234 * 10**digits, 99_999 * 10**digits + 1, 10**14 + 5)
    return way if all(way.text(one) == _by_babel(one, currency, locale, digits) for one in tried) else None


def _by_babel(amount: int, currency: str, locale: Locale, digits: int) -> str:
    return str(numbers.format_currency(amount / 10**digits, currency, locale=locale))
