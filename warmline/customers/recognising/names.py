"""Whether a name that was said is one that is known: in any order, with or without titles, misheard a little."""

import unicodedata
from collections.abc import Iterable, Sequence
from enum import IntEnum
from functools import lru_cache

from warmline.customers.matching import clean
from warmline.customers.matching.words import THAI_TITLES
from warmline.customers.recognising.nearness import slips
from warmline.customers.recognising.sounds import sound

MOST_WORDS = 8


class Fit(IntEnum):
    """How well something said fits what is known."""

    NO = 0
    NEAR = 1
    """A part of it, or not quite it."""
    ALIKE = 2
    """It, written or heard in another way."""
    SAME = 3


class Said:
    """A name as it was said, in alternatives; held against many known ones."""

    def __init__(self, alternatives: Iterable[str]) -> None:
        self._said = list(dict.fromkeys(words for one in alternatives if (words := _words(one))))
        self._fits: dict[str, Fit] = {}

    def fit(self, known: Iterable[str]) -> Fit:
        """How well the best alternative fits the best of some known names."""
        return max(map(self._fit_of, known), default=Fit.NO)

    def _fit_of(self, name: str) -> Fit:
        """The same of one name; many people have the same."""
        if name not in self._fits:
            words = _words(name)
            fits = (_fit(said, words) for said in self._said) if words else iter(())
            self._fits[name] = max(fits, default=Fit.NO)
        return self._fits[name]


def best(said: Iterable[str], known: Iterable[str]) -> Fit:
    """How well the best of some alternatives fits the best of some known names."""
    return Said(said).fit(known)


@lru_cache(maxsize=20_000)
def _words(name: str) -> tuple[str, ...]:
    """The words of a name without case, accents and titles; ideographs as one word."""
    tidy = clean.text(name) or ""
    for title in THAI_TITLES:
        if tidy.startswith(title) and len(tidy) > len(title) + 2:
            tidy = tidy.removeprefix(title).strip()
            break
    words = unicodedata.normalize("NFC", clean.name(tidy) or "").split()[:MOST_WORDS]
    together = "".join(words)
    if together and all(_is_ideograph(sign) for sign in together):
        return (together,)
    return tuple(word for word in words if len(word) > 1 or not word.isascii()) or tuple(words)


def _fit(said: Sequence[str], known: Sequence[str]) -> Fit:
    one, other = "".join(said), "".join(known)
    if sorted(said) == sorted(known) or one == other:
        return Fit.SAME
    if _is_ideograph(one[0]) or _is_ideograph(other[0]):
        return Fit.NEAR if min(len(one), len(other)) > 2 and slips(one, other, 1) <= 1 else Fit.NO
    left = list(known)
    met = 0
    for word in said:
        found = next((each for each in left if _alike(word, each)), None)
        if found is not None:
            left.remove(found)
            met += 1
    if met == len(said) and (not left or met > 1):
        return Fit.ALIKE
    if len(one) > 5 and slips(one, other, 2) <= max(1, len(one) // 8):
        return Fit.ALIKE
    return Fit.NEAR if met and 2 * met >= len(said) else Fit.NO


def _alike(one: str, other: str) -> bool:
    """Whether two words are one, spelled or heard otherwise. Short ones must sound the same from the first letter."""
    if one == other:
        return True
    longer = max(len(one), len(other))
    shorter = min(len(one), len(other))
    if shorter >= 4 and slips(one, other, 2) <= (2 if longer >= 8 else 1):
        return True
    heard = sound(one)
    if heard != sound(other) or len(heard) < 2:
        return False
    return len(heard) > 2 or (one[0] == other[0] and slips(one, other, 2) <= 2)


def _is_ideograph(sign: str) -> bool:
    return "\u3005" <= sign <= "\u3007" or "\u4e00" <= sign <= "\u9fff" or "\uac00" <= sign <= "\ud7a3"
