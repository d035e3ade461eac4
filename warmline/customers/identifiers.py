"""Identifiers: brought to one spelling, checked, and kept out where they say nothing about anybody."""

import re
import unicodedata
from collections.abc import Callable
from fnmatch import translate
from functools import lru_cache
from importlib import import_module

import phonenumbers

from warmline.business.model import Business, IdentifierType
from warmline.events.model import Identifier
from warmline.language.messages import Told, message

LONGEST = 320
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_NOT_WORD = re.compile(r"\W+")


class Refused(Told):
    """A value that cannot be an identifier of its type; the message says why, in what follows a colon."""


class Normaliser:
    """Brings identifiers to one spelling, by the rules of a business.

    Types the business does not declare are kept as text with the lowest priority, capped and weak.
    """

    UNDECLARED = IdentifierType(priority=1000, weak=True, cap=20)

    def __init__(self, business: Business) -> None:
        self._business = business
        self._cached = lru_cache(maxsize=200_000)(self._normalise)

    def type_of(self, name: str) -> IdentifierType:
        """What is declared of an identifier type."""
        return self._business.identifiers.get(name, self.UNDECLARED)

    def value(self, type: str, value: str) -> str | None:
        """The one spelling of `value`; None if it is blocked or not a value of this type."""
        return self._cached(type, value)

    def check(self, type: str, value: str) -> str:
        """Like `value`, but says why not: raises Refused."""
        declared = self.type_of(type)
        text = value.strip()
        if not text or len(text) > LONGEST:
            raise Refused(message("it must have 1 to %(most)s characters", most=LONGEST))
        normal = _FORMATS[declared.format](text, self._business.region)
        if declared.check and not _check_digit(declared.check)(normal):
            raise Refused("its check digit is wrong; look for a typing error")
        blocked = _any_of(declared.blocked)
        if blocked is not None and (blocked.match(normal) or blocked.match(text)):
            raise Refused("many people share this value, so it names nobody")
        return normal

    def _normalise(self, type: str, value: str) -> str | None:
        try:
            return self.check(type, value)
        except Refused:
            return None

    def normal(self, identifiers: tuple[Identifier, ...]) -> list[tuple[int, Identifier]]:
        """The usable identifiers of an event in one spelling, each with its position, the strongest first."""
        if len(identifiers) == 1:
            (one,) = identifiers
            only = self._cached(one.type, one.value)
            return [] if only is None else [(0, Identifier(one.type, only, one.verified))]
        seen: dict[tuple[str, str], tuple[int, Identifier]] = {}
        for position, one in enumerate(identifiers):
            normal = self.value(one.type, one.value)
            if normal is None:
                continue
            known = seen.get((one.type, normal))
            if known is None or (one.verified and not known[1].verified):
                seen[one.type, normal] = (
                    known[0] if known else position,
                    Identifier(one.type, normal, one.verified),
                )
        if len(seen) < 2:
            return list(seen.values())
        return sorted(seen.values(), key=lambda pair: (self.type_of(pair[1].type).priority, pair[0]))


@lru_cache
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    """One expression for all of some shell patterns; None for none."""
    return re.compile("|".join(map(translate, patterns))) if patterns else None


def _phone(text: str, region: str) -> str:
    """E.164. Numbers without a country code are read as those of the business's own region."""
    if _E164.fullmatch(text):
        return text
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise Refused("it does not look like a phone number") from error
    if not phonenumbers.is_possible_number(number):
        raise Refused(
            message(
                "it is not a possible number in %(region)s; give it as +country-code and number",
                region=region,
            )
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _email(text: str, region: str) -> str:
    """The lower-cased key of an address, NFKC; what the mailbox's own server might ignore is kept."""
    normal = unicodedata.normalize("NFKC", text).casefold().removeprefix("mailto:")
    if _EMAIL.fullmatch(normal) is None:
        raise Refused("it is not an address of the form name@domain")
    return normal


def _handle(text: str, region: str) -> str:
    """A social handle: without the leading @, case folded."""
    normal = unicodedata.normalize("NFKC", text).casefold().lstrip("@")
    if not normal:
        raise Refused("nothing is left without the @")
    return normal


def _digits(text: str, region: str) -> str:
    """A number that people group as they like: letters and digits only, upper case."""
    if text.isascii() and text.isalnum():
        return text.upper()
    normal = _NOT_WORD.sub("", unicodedata.normalize("NFKC", text)).replace("_", "").upper()
    if not normal:
        raise Refused("there are no digits in it")
    return normal


def _plain(text: str, region: str) -> str:
    """Any text, in one Unicode form."""
    return unicodedata.normalize("NFC", text)


_FORMATS: dict[str, Callable[[str, str], str]] = {
    "phone": _phone,
    "email": _email,
    "handle": _handle,
    "digits": _digits,
    "text": _plain,
}


@lru_cache
def _check_digit(algorithm: str) -> Callable[[str], bool]:
    """The validity test of a check-digit algorithm, as python-stdnum names it."""
    if algorithm == "luhn":
        return luhn
    name = algorithm if algorithm in ("verhoeff", "damm") else f"iso7064.{algorithm.removeprefix('iso7064_')}"
    is_valid: Callable[[str], bool] = import_module(f"stdnum.{name}").is_valid
    return is_valid


def luhn(number: str) -> bool:
    """The test of ISO/IEC 7812-1, the commonest one, as fast as it can be: every event runs it.

    python-stdnum is the oracle that a test holds it against.
    """
    if not (number.isascii() and number.isdigit()):
        return False
    digits = number.encode()
    return (sum(digits[::-2].translate(_VALUES)) + sum(digits[-2::-2].translate(_DOUBLED))) % 10 == 0


_DIGITS = b"0123456789"
_VALUES = bytes.maketrans(_DIGITS, bytes(range(10)))
_DOUBLED = bytes.maketrans(_DIGITS, bytes([0, 2, 4, 6, 8, 1, 3, 5, 7, 9]))
