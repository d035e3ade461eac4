"""The words by which the coach knows what is said, of each language.

They stand in `words/<language>.toml`, folded when they are read. In a phrase, `*` stands for the rest of a word,
`...` for a few words, and `^` in front says that it counts at the beginning of a clause alone.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from warmline.coaching.acknowledging.folding import folded

FOLDER = Path(__file__).parent / "words"
UNSPACED = frozenset({"zh", "th"})
"""Written without spaces between words."""
BORROWS = {"fil": "en"}
"""Whose speakers mix another language in as a matter of course."""
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


@dataclass(frozen=True, slots=True)
class Words:
    """What one language has; patterns are of folded text."""

    language: str
    acknowledges: Marks
    restates: Marks
    solves: Marks
    asks: Marks
    again: re.Pattern[str]
    negates: re.Pattern[str]
    feels: re.Pattern[str]
    vague: re.Pattern[str]
    joins: re.Pattern[str]
    amounts: re.Pattern[str]
    numbers: dict[str, str]
    problems: dict[str, re.Pattern[str]]
    topics: dict[str, re.Pattern[str]]

    @property
    def spaced(self) -> bool:
        """Whether words stand apart."""
        return self.language not in UNSPACED


def known(language: str) -> bool:
    """Whether the coach has words of a language."""
    return _name(language) in _names()


@cache
def words_of(language: str) -> Words:
    """The words of a language by its tag. Raises KeyError for one that the coach does not know."""
    name = _name(language)
    if name not in _names():
        raise KeyError(language)
    read = [_read(name), *([_read(BORROWS[name])] if name in BORROWS else [])]
    loans = _read("en") if name != "en" else {}
    spaced = name not in UNSPACED

    def phrases(key: str) -> list[str]:
        return [phrase for one in read for phrase in one.get(key, ())]

    def groups(key: str) -> dict[str, re.Pattern[str]]:
        names = dict.fromkeys(group for one in (*read, loans) for group in one.get(key, {}))
        return {
            group: _pattern(
                [phrase for one in (*read, loans) for phrase in one.get(key, {}).get(group, ())], spaced
            )
            for group in names
        }

    numbers = {folded(word).text: digits for one in read for word, digits in one["numbers"].items()}
    return Words(
        language=name,
        acknowledges=_marks(phrases("acknowledges"), spaced),
        restates=_marks(phrases("restates"), spaced),
        solves=_marks(phrases("solves"), spaced),
        asks=_marks(phrases("asks"), spaced),
        again=_pattern(phrases("again"), spaced),
        negates=_pattern(phrases("negates"), spaced),
        feels=_pattern(phrases("feels"), spaced),
        vague=_pattern(phrases("vague"), spaced),
        joins=_pattern(phrases("joins"), spaced),
        amounts=_amounts(list(numbers), phrases("units"), spaced),
        numbers=numbers,
        problems=groups("problems"),
        topics=groups("topics"),
    )


@cache
def _names() -> frozenset[str]:
    return frozenset(file.stem for file in FOLDER.glob("*.toml"))


def _name(language: str) -> str:
    primary = language.partition("-")[0].lower()
    return "fil" if primary == "tl" else primary


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))


def _marks(phrases: list[str], spaced: bool) -> Marks:
    first = [one.removeprefix("^") for one in phrases if one.startswith("^")]
    return Marks(
        _pattern([one for one in phrases if not one.startswith("^")], spaced), _pattern(first, spaced)
    )


def _pattern(phrases: list[str], spaced: bool) -> re.Pattern[str]:
    """One pattern for phrases, the longer tried before the shorter."""
    if not phrases:
        return _NOTHING
    ordered = sorted(dict.fromkeys(phrases), key=len, reverse=True)
    return re.compile("|".join(_phrase(one, spaced) for one in ordered))


def _phrase(phrase: str, spaced: bool) -> str:
    plain = folded(phrase).text
    latin = plain.isascii() or spaced
    gap = r"(?:\W+[\w']+){0,4}?\W+" if latin else ".{0,10}?"
    parts = [re.escape(part).replace(r"\*", r"[\w']*").replace(r"\ ", r"\s+") for part in plain.split("...")]
    body = gap.join(part.removeprefix(r"\s+").removesuffix(r"\s+") for part in parts)
    if latin:
        # Between other scripts a Latin word stands alone though there is no space.
        body = rf"(?<![a-z0-9'])(?:{body})(?![a-z0-9'])" if not spaced else rf"(?<![\w'])(?:{body})(?![\w'])"
    return body


def _amounts(numbers: list[str], units: list[str], spaced: bool) -> re.Pattern[str]:
    """Digits, with a unit where one follows; number words only with a unit."""
    unit = "|".join(_phrase(one, spaced) for one in sorted(units, key=len, reverse=True)) or r"(?!)"
    word = "|".join(re.escape(one) for one in sorted(numbers, key=len, reverse=True)) or r"(?!)"
    edge = r"(?<!\w)" if spaced else r"(?<![a-z0-9])"
    between = r"[\s-]*" if not spaced else r"[\s-]+"
    digits = rf"{edge}[₱$฿¥₫]?\s?(?P<digits>\d[\d.,]*\d|\d)(?:[\s-]*(?:{unit}))?"
    return re.compile(rf"{digits}|{edge}(?P<word>{word}){between}(?:{unit})")
