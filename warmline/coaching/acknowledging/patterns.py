"""How phrases become patterns: words that stand apart, runs of letters without spaces, amounts with their units."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from warmline.coaching.acknowledging.folding import folded

SHORT = 4
"""Letters without their accents that could be any word."""
_NOTHING = re.compile(r"(?!)")


class Marks(NamedTuple):
    """What tells what a piece of a reply does: wherever it stands, or at the beginning of a clause alone."""

    anywhere: re.Pattern[str]
    first: re.Pattern[str]

    def starts(self, text: str, start: int, end: int, begins: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Where one stands between two places; clauses begin at `begins`."""
        for found in self.anywhere.finditer(text, start, end):
            yield found.span()
        for place in begins:
            if found_first := self.first.match(text, place, end):
                yield found_first.span()


class Style(NamedTuple):
    """How phrases of a language are made into patterns; `particles` may stand between any two words."""

    spaced: bool
    accents: bool
    told_by_accents: bool
    particles: tuple[str, ...] = ()

    def fold(self, phrase: str) -> str:
        """A phrase as texts are compared with it."""
        return folded(phrase, accents=self.accents).text

    def tells(self, phrase: str) -> bool:
        """Whether a phrase still says what it says once its accents are gone."""
        return self.accents or not self.told_by_accents or phrase.isascii() or len(phrase) > SHORT


def marks(phrases: list[str], style: Style) -> Marks:
    """The marks that phrases make; `^` in front says that one counts at the beginning of a clause alone."""
    first = [one.removeprefix("^") for one in phrases if one.startswith("^")]
    return Marks(pattern([one for one in phrases if not one.startswith("^")], style), pattern(first, style))


def pattern(phrases: list[str], style: Style) -> re.Pattern[str]:
    """One pattern for phrases, the longer tried before the shorter; each stands between edges of words."""
    kept = sorted(dict.fromkeys(one for one in phrases if style.tells(one)), key=len, reverse=True)
    plain = [style.fold(one) for one in kept]
    words = [_phrase(one, True, style.particles) for one in plain if style.spaced or one.isascii()]
    runs = [_phrase(one, False, ()) for one in plain if not style.spaced and not one.isascii()]
    edge = r"\w'" if style.spaced else "a-z0-9'"
    parts = [rf"(?<![{edge}])(?:{'|'.join(words)})(?![{edge}])"] if words else []
    return re.compile("|".join([*runs, *parts])) if runs or parts else _NOTHING


def _phrase(plain: str, spaced: bool, particles: tuple[str, ...]) -> str:
    gap = r"(?:\W+[\w']+){0,4}?\W+" if spaced else ".{0,10}?"
    space = rf"\s+(?:(?:{'|'.join(particles)})\s+){{0,2}}" if particles else r"\s+"
    parts = [re.escape(part.strip()) for part in plain.split("...")]
    return gap.join(part.replace(r"\*", r"[\w']*").replace(r"\ ", space) for part in parts)


def amounts(numbers: list[str], units: list[str], style: Style) -> re.Pattern[str]:
    """Digits, with a unit where one follows; number words only with a unit."""
    unit = pattern(units, style).pattern
    words = [one for one in numbers if style.tells(one)]
    word = "|".join(re.escape(one) for one in sorted(words, key=len, reverse=True))
    edge = r"(?<!\w)" if style.spaced else r"(?<![a-z0-9])"
    between = r"[\s-]+" if style.spaced else r"[\s-]*"
    digits = rf"{edge}[₱$฿¥₫]?\s?(?P<digits>\d[\d.,]*\d|\d)(?:[\s-]*(?:{unit}))?"
    return re.compile(rf"{digits}|{edge}(?P<word>{word}){between}(?:{unit})")
