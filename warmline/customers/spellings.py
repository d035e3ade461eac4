"""Spellings: whether something written names given people, in whatever form it spells their identifiers.

Identifiers of events are compared in their one spelling. In text, people write numbers as they are used to
("0917 555 0101" for +639175550101), so a pattern is made of each value. What could be any word or any small
number (a handle "maria", an account "77") counts only where something beside it says what it is.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from unicodedata import normalize

import phonenumbers

from warmline.customers.identifiers import Normaliser
from warmline.events.model import ERASED, Identifier

LEAST_DIGITS = 6
"""A number with fewer digits names nobody by itself."""
LEAST_CHARACTERS = 4
_GAP = r"[\s().\-/\u2010-\u2015]{0,3}"
_BETWEEN = b" \t\n\r().-/_+"
_LOWER = bytes(byte + 32 if 65 <= byte <= 90 else byte for byte in range(256))
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_MORE = ("", "s", "id", "ids", "number", "no", "address", "value", "handle")
"""What a key may say behind the type of an identifier: "userId", "account_number"."""
_WIDE = re.compile(rb"\xe2\x80[\x90-\x95]|\xc2\xa0")
"""Dashes and a space that are not ASCII, in UTF-8."""


class Spellings:
    """The identifiers of some people, as (type, value) in their one spelling, to be found and taken out."""

    def __init__(self, normaliser: Normaliser, identifiers: Iterable[tuple[str, str]]) -> None:
        self._normaliser = normaliser
        self._known = frozenset(identifiers)
        self._types = sorted({type for type, _ in self._known})
        patterns = [pattern for type, value in sorted(self._known) for pattern in self._patterns(type, value)]
        self._pattern = re.compile("|".join(patterns) or r"(?!)", re.IGNORECASE)
        self._needles = {needle for type, value in self._known for needle in self._needles_of(type, value)}
        self._is_ascii = all(needle.isascii() for needle in self._needles)

    # -- finding

    def names(self, one: Identifier) -> bool:
        """Whether this identifier is theirs, however it is spelled."""
        return (one.type, self._normaliser.value(one.type, one.value) or one.value) in self._known

    def is_in(self, value: Any) -> bool:
        """Whether plain data (text, lists, objects) names them anywhere."""
        return bool(self._without(value, "") != value)

    def may_be_in(self, raw: bytes) -> bool:
        """False if they are certainly not named in JSON or text, which is quick to find out."""
        if b"\\u" in raw:
            return True
        if not self._is_ascii or b"\xef\xbc" in raw:  # some letters and digits have several forms
            raw = normalize("NFKC", raw.decode(errors="replace")).casefold().encode()
        if b"\xe2\x80" in raw or b"\xc2\xa0" in raw:
            raw = _WIDE.sub(b"", raw)
        plain = _squeezed(raw)
        return any(needle in plain for needle in self._needles)

    # -- taking out

    def without(self, value: Any) -> Any:
        """Plain data with "erased" wherever it names them."""
        return self._without(value, "")

    def _without(self, value: Any, key: str) -> Any:
        if isinstance(value, dict):
            theirs = self._described(value)
            return {
                self._text(name, "") if isinstance(name, str) else name: (
                    ERASED if name in theirs else self._without(one, _under(key, str(name)))
                )
                for name, one in value.items()
            }
        if isinstance(value, list):
            return [self._without(one, key) for one in value]
        text = _text_of(value)
        if text is None:
            return value
        without = self._text(text, key)
        return value if without == text else without

    def _described(self, value: dict[Any, Any]) -> set[str]:
        """The keys of an object that says in two fields which identifier it means."""
        type = value.get("type")
        if not isinstance(type, str):
            return set()
        return {
            key
            for key in ("value", "id")
            if (text := _text_of(value.get(key))) and self.names(Identifier(type, text))
        }

    def _text(self, text: str, key: str) -> str:
        if self._by_key(key, text):
            return ERASED
        found = self._pattern.sub(ERASED, text)
        if found == text and not text.isascii() and (plain := normalize("NFKC", text)) != text:
            without = self._pattern.sub(ERASED, plain)
            return without if without != plain else text
        return found

    def _by_key(self, key: str, text: str) -> bool:
        """Whether `key` says what the text is ("userId", "account_number"), and it is one of theirs."""
        letters = _letters(key)
        return any(
            letters.startswith(name := _letters(type))
            and letters.removeprefix(name) in _MORE
            and (type, self._normaliser.value(type, text) or text) in self._known
            for type in self._types
        )

    # -- what they look like

    def _patterns(self, type: str, value: str) -> list[str]:
        # Chinese and Thai are written without spaces: what is ASCII may begin behind any of their letters.
        word = "A-Za-z0-9_" if value.isascii() else r"\w"
        found = [rf"(?<![{word}]){re.escape(type)}\s*[:=#/]\s*{re.escape(value)}(?![{word}])"]
        format = self._normaliser.type_of(type).format
        if format == "phone" and (number := _number(value)):
            found.append(self._phone(*number))
        elif format == "email" and "@" in value:
            local, _, domain = value.rpartition("@")
            at = rf"{re.escape(local)}(?:@|%40){re.escape(domain)}"
            found.append(rf"(?<![{word}.+\-]){at}(?![{word}\-]|\.[{word}])")
        elif format == "digits" and _says_enough(value):
            found.append(rf"(?<![{word}]){_spaced(value)}(?![{word}])")
        elif format == "handle" and len(value) >= LEAST_CHARACTERS:
            at = "@?" if _says_enough(value) else "@"
            found.append(rf"(?<![{word}.@]){at}{re.escape(value)}(?![{word}])")
        elif _says_enough(value):
            found.append(rf"(?<![{word}]){re.escape(value)}(?![{word}])")
        return found

    @staticmethod
    def _phone(country: str, national: str) -> str:
        """A number of the world: with its country, as people dial it at home, or without anything before it.

        In the last form, other digits just before it would make it the end of another number.
        """
        before = rf"(?:(?:\+|00|011)?{_GAP}{_spaced(country)}{_GAP}(?:\(?0\)?{_GAP})?|0{_GAP})"
        if len(national) < LEAST_DIGITS + 1:
            return rf"(?<!\d){before}{_spaced(national)}(?!\d)"
        alone = r"(?<!\d[\s().\-/])(?<!\d[\s().\-/]{2})"
        return rf"(?<!\d)(?:{before}|{alone}){_spaced(national)}(?!\d)"

    def _needles_of(self, type: str, value: str) -> set[bytes]:
        format = self._normaliser.type_of(type).format
        number = _number(value) if format == "phone" else None
        spelled = {number[1]} if number else {value, value.replace("@", "%40")}
        return {_squeezed(normalize("NFKC", one).casefold().encode()) for one in spelled}


def _number(value: str) -> tuple[str, str] | None:
    """Country code and national number of a phone number in E.164."""
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return None
    return str(number.country_code), phonenumbers.national_significant_number(number)


def _says_enough(value: str) -> bool:
    """Whether a value names somebody wherever it stands: it is not any word, and not any small number."""
    if len(value) < LEAST_CHARACTERS or value.isalpha():
        return False
    return not value.isdigit() or len(value) >= LEAST_DIGITS


def _spaced(value: str) -> str:
    """A value that people group as they like."""
    return _GAP.join(re.escape(character) for character in value)


def _squeezed(raw: bytes) -> bytes:
    return raw.translate(_LOWER, _BETWEEN)


def _under(key: str, name: str) -> str:
    """What a value stands under, for whoever reads it: of {"device": {"id": …}}, "device id"."""
    return f"{key} {name}" if key and name in ("id", "value", "number") else name


@lru_cache(maxsize=10_000)
def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text).casefold()


def _text_of(value: Any) -> str | None:
    """Text, or a whole number as text."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None
