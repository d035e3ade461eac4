"""The words by which the coach knows what is said, of each language.

They stand in `words/<language>.toml`, folded when they are read. In a phrase, `*` stands for the rest of a word,
`...` for a few words, and `^` in front says that it counts at the beginning of a clause alone.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from warmline.coaching.acknowledging.folding import Folded, folded, has_accents
from warmline.coaching.acknowledging.patterns import Marks, Style, amounts, marks, pattern

FOLDER = Path(__file__).parent / "words"
LONGEST = 4_000
"""Characters of a text that are looked at."""
UNSPACED = frozenset({"zh", "th"})
"""Written without spaces between words."""
BORROWS = {"fil": "en"}
"""Whose speakers mix another language in as a matter of course."""
ACCENTED = frozenset({"vi", "th"})
"""Where accents make other words: they are left out by some, and otherwise they tell."""


@dataclass(frozen=True, slots=True)
class Words:
    """What one language has; patterns are of folded text."""

    language: str
    acknowledges: Marks
    restates: Marks
    solves: Marks
    asks: Marks
    acts: re.Pattern[str]
    again: re.Pattern[str]
    negates: re.Pattern[str]
    feels: re.Pattern[str]
    vague: re.Pattern[str]
    joins: re.Pattern[str]
    amounts: re.Pattern[str]
    numbers: dict[str, str]
    problems: dict[str, re.Pattern[str]]
    circumstances: dict[str, re.Pattern[str]]
    topics: dict[str, re.Pattern[str]]

    @property
    def spaced(self) -> bool:
        """Whether words stand apart."""
        return self.language not in UNSPACED


def languages() -> list[str]:
    """The languages that the coach has words of."""
    return sorted(_names())


def known(language: str) -> bool:
    """Whether the coach has words of a language."""
    return _name(language) in _names()


def read(text: str, language: str) -> tuple[Folded, Words]:
    """A text as it is compared, with the words to compare it with. Raises KeyError for an unknown language.

    What goes on longer than `LONGEST` is left out.
    """
    text = text[:LONGEST]
    accents = _name(language) in ACCENTED and has_accents(text)
    return folded(text, accents=accents).cut(LONGEST), words_of(language, accents)


def prepare(language: str) -> None:
    """Make ready the words of a language, if the coach knows it."""
    if known(language):
        for accents in {False, _name(language) in ACCENTED}:
            words_of(language, accents)


@cache
def words_of(language: str, accents: bool) -> Words:
    """The words of a language by its tag. Raises KeyError for one that the coach does not know."""
    name = _name(language)
    if name not in _names():
        raise KeyError(language)
    files = [_read(name), *([_read(BORROWS[name])] if name in BORROWS else [])]
    loans = _read("en") if name != "en" else {}

    def phrases(key: str) -> list[str]:
        return [phrase for one in files for phrase in one.get(key, ())]

    style = Style(name not in UNSPACED, accents, name in ACCENTED, tuple(phrases("particles")))

    def groups(key: str) -> dict[str, re.Pattern[str]]:
        names = dict.fromkeys(group for one in (*files, loans) for group in one.get(key, {}))
        return {
            group: pattern(
                [phrase for one in (*files, loans) for phrase in one.get(key, {}).get(group, ())], style
            )
            for group in names
        }

    numbers = {style.fold(word): digits for one in files for word, digits in one["numbers"].items()}
    return Words(
        language=name,
        acknowledges=marks(phrases("acknowledges"), style),
        restates=marks(phrases("restates"), style),
        solves=marks(phrases("solves"), style),
        asks=marks(phrases("asks"), style),
        acts=pattern(phrases("acts"), style),
        again=pattern(phrases("again"), style),
        negates=pattern(phrases("negates"), style),
        feels=pattern(phrases("feels"), style),
        vague=pattern(phrases("vague"), style),
        joins=pattern(phrases("joins"), style),
        amounts=amounts(list(numbers), phrases("units"), style),
        numbers=numbers,
        problems=groups("problems"),
        circumstances=groups("circumstances"),
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
