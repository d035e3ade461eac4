"""Amounts of money as people enter them: `1,290.50`, `1.290,50`, `₱500`, `500 pesos`."""

import re
import unicodedata

from warmline.language.formats import locale_of, minor_digits

MOST = 10**13
"""An amount above this, in minor units, is a slip."""
_AMOUNT = re.compile(r"[^\d.,]*?(\d[\d.,\u00a0 ]*\d|\d)[^\d.,]*\.?")


def amount(text: str, currency: str, language: str) -> int | None:
    """An amount in minor units, None where it is none."""
    digits = "".join(
        str(unicodedata.digit(char)) if unicodedata.digit(char, None) is not None else char
        for char in unicodedata.normalize("NFKC", text.strip())
    )
    found = _AMOUNT.fullmatch(digits)
    if found is None or "-" in digits or "−" in digits:
        return None
    whole, fraction = _parts(found[1].replace(" ", "").replace("\u00a0", ""), language)
    if whole is None or len(whole) > 13:
        return None
    places = minor_digits(currency)
    if len(fraction) > places and int(fraction[places:]):
        return None
    minor = int(whole) * 10**places + int(fraction[:places].ljust(places, "0") or "0")
    return minor if minor <= MOST else None


def _parts(number: str, language: str) -> tuple[str | None, str]:
    """The digits before and behind the decimal sign, which is the last sign of the two where both are there."""
    last = max(number.rfind("."), number.rfind(","))
    if last < 0:
        return number, ""
    sign = number[last]
    other = "," if sign == "." else "."
    if other in number:
        decimal = True
    elif number.count(sign) > 1:
        decimal = False
    else:
        behind = len(number) - last - 1
        decimal = behind != 3 or sign == str(locale_of(language).number_symbols["latn"]["decimal"])
    whole, fraction = (number[:last], number[last + 1 :]) if decimal else (number, "")
    groups = re.split(r"[.,]", whole)
    if len(groups) > 1 and not (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])):
        return None, ""
    return "".join(groups), fraction
