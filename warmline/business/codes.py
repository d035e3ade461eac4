"""The codes a business is described with: regions, currencies, languages, time zones, check digits."""

import re
from functools import cache
from zoneinfo import available_timezones

from babel import Locale, UnknownLocaleError
from babel.core import get_global

# Two-letter codes of CLDR that ISO 3166-1 does not assign to a country.
_NOT_COUNTRIES = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}
_LANGUAGE = re.compile(r"([a-z]{2,3})(-[A-Z][a-z]{3})?(-[A-Z]{2}|-[0-9]{3})?", re.ASCII)

CHECKS = (
    "damm",
    "iso7064_mod_11_10",
    "iso7064_mod_11_2",
    "iso7064_mod_37_2",
    "iso7064_mod_37_36",
    "iso7064_mod_97_10",
    "luhn",
    "mod_97_10",
    "verhoeff",
)
"""Check-digit algorithms of python-stdnum; `mod_97_10` is a short name of `iso7064_mod_97_10`."""


@cache
def regions() -> frozenset[str]:
    """ISO 3166-1 alpha-2 codes, and XK."""
    codes = (str(code) for code in Locale("en").territories)
    return frozenset(code for code in codes if len(code) == 2) - _NOT_COUNTRIES


@cache
def currencies() -> frozenset[str]:
    """ISO 4217 codes of the money in use somewhere today."""
    used = get_global("territory_currencies").values()
    return frozenset(code for spans in used for code, _, until, tender in spans if until is None and tender)


def currency_of(region: str) -> str:
    """The currency a region pays with, or "" if it is not a region."""
    spans = get_global("territory_currencies").get(region, ())
    return next((code for code, _, until, tender in spans if until is None and tender), "")


@cache
def timezones() -> frozenset[str]:
    """Names of the IANA database on this machine; empty where it is not installed."""
    return frozenset(available_timezones()) - {"Factory", "localtime"}


def canonical_language(tag: str) -> str:
    """A BCP 47 tag as it should be written (`zh-Hans`, `pt-BR`); "" if no such language is known."""
    parts = tag.replace("_", "-").split("-")
    written = [parts[0].lower()]
    written += [part.title() if len(part) == 4 else part.upper() for part in parts[1:]]
    canonical = "-".join(written)
    if not _LANGUAGE.fullmatch(canonical):
        return ""
    try:
        Locale.parse(canonical, sep="-")
    except (UnknownLocaleError, ValueError):
        return ""
    return canonical
