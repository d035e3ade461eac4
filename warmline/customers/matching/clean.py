"""Bringing one value into the form it is compared in; None where nothing is known."""

from __future__ import annotations

import re
import unicodedata

from warmline.customers.matching.words import (
    COMPOUND_SURNAMES,
    NOTHING,
    PARTICLES,
    STREET_WORDS,
    THAI_TITLES,
    TITLES,
)

_LETTERS = str.maketrans(
    {"đ": "d", "ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i"}
)


def text(value: str | None) -> str | None:
    """Case, accents, width and odd spaces folded away; words for 'nothing' become None."""
    if value is None:
        return None
    folded = unicodedata.normalize("NFKD", _plain(value))
    bare = "".join(c for c in folded if not unicodedata.combining(c) or "\u0e00" <= c < "\u0f00")
    tidy = " ".join(bare.translate(_LETTERS).split())
    return None if not tidy or tidy in NOTHING else tidy


def _plain(value: str) -> str:
    """Ordinary small letters: width and dress go first, since only then is a letter known to be a capital."""
    return unicodedata.normalize("NFKC", value).casefold()


def comparable(value: str | None) -> str | None:
    """The text as ASCII that edit distances can work on.

    DuckDB's string distances count bytes, and every Thai or Chinese letter shares its leading bytes with
    its neighbours, so that strangers look alike. Letters of small alphabets (Thai, Cyrillic, Greek, Hangul
    parts) become one ASCII character each, ideographs two; equal stays equal.
    """
    if value is None or value.isascii():
        return value
    return "".join(_ascii(c) for c in value)


def _ascii(character: str) -> str:
    code = ord(character)
    if code < 128:
        return character
    if 0x2E80 <= code < 0xAC00 or code >= 0x20000:
        mixed = code * 7919
        return chr(33 + mixed % 94) + chr(33 + mixed // 94 % 94)
    return chr(33 + code % 94)


def name(value: str | None) -> str | None:
    """A part of a name: letters and single spaces only."""
    tidy = text(value)
    if tidy is None:
        return None
    letters = "".join(
        c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in _no_apostrophe(tidy)
    )
    words = [word for word in letters.split() if word not in TITLES] or letters.split()
    return " ".join(words) or None


def _no_apostrophe(value: str) -> str:
    return value.replace("'", "").replace("\u2019", "").replace("`", "")


class NameParts:
    """Splits a whole name into (given, middle, surname), following the habits of its script."""

    @staticmethod
    def split(value: str | None) -> tuple[str | None, str | None, str | None]:
        """`Dr. Juan S. dela Cruz`, `dela Cruz, Juan S.` and `Juan dela Cruz` all have given `juan`.

        First and last word are taken as given name and surname whichever way the language has it: what
        counts is that two writings of one name fall apart in the same way.
        """
        tidy = text(value)
        if tidy is None:
            return None, None, None
        tidy = re.sub(r"(?<=\w)-(?=\w)", "", tidy)  # Anne-Marie and Ka-man are one part, written either way
        for title in THAI_TITLES:
            if tidy.startswith(title) and len(tidy) > len(title) + 2:
                tidy = tidy.removeprefix(title).strip()
                break
        if "," in tidy:
            last, _, first = tidy.partition(",")
            if (given := name(first)) and (surname := name(last)):
                head, *rest = given.split()
                return head, " ".join(rest) or None, surname
        whole = name(tidy)
        if whole is None:
            return None, None, None
        words = whole.split()
        if len(words) == 1:
            return _split_ideographs(words[0])
        start = len(words) - 1
        while start > 1 and words[start - 1] in PARTICLES:
            start -= 1
        return words[0], " ".join(words[1:start]) or None, " ".join(words[start:])


def _split_ideographs(word: str) -> tuple[str | None, str | None, str | None]:
    if 2 <= len(word) <= 4 and all("\u4e00" <= c <= "\u9fff" for c in word):
        cut = 2 if word[:2] in COMPOUND_SURNAMES and len(word) > 2 else 1
        return word[cut:], None, word[:cut]
    return word, None, None


def email(value: str | None) -> str | None:
    """Lower case, without spaces or a `mailto:`; kept when damaged, since most of it may still tell."""
    tidy = text(value)
    return None if tidy is None else tidy.replace(" ", "").removeprefix("mailto:") or None


def digits(value: str | None) -> str | None:
    """The digits alone, where there are any."""
    found = "".join(c for c in unicodedata.normalize("NFKC", value or "") if c.isdigit())
    return found or None


def phone(value: str | None) -> str | None:
    """The last nine digits: country code, trunk zero and extension are written by some and not by others."""
    if text(value) is None:
        return None
    main = re.split(r"(?i)\s*(?:x|ext\.?|#)\s*\d+$", value or "")[0]
    found = digits(main)
    if found is None or len(found) < 5 or len(set(found)) == 1:
        return None
    return found[-9:]


def code(value: str | None) -> str | None:
    """A postcode or identity number: letters and digits only."""
    tidy = text(value)
    if tidy is None:
        return None
    tidy = re.sub(r"\.0$", "", tidy)
    return "".join(c for c in tidy if c.isalnum()) or None


def place(value: str | None) -> str | None:
    """A street or town: common words shortened alike, punctuation gone."""
    tidy = text(value)
    if tidy is None:
        return None
    bare = "".join(
        c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in _no_apostrophe(tidy)
    )
    return " ".join(STREET_WORDS.get(word, word) for word in bare.split()) or None
