"""The words by which people say how they are, in lists of each language.

A list file `words/<language>.toml` holds entries (`patterns.Pattern`) of kinds of signals by how much each says
(strong, told, medium, weak), and a few lists besides: `calm` for what says that all is well, `going_on` for taking an
answer and going on, `asks` for questions, `person` for asking for one, `not_understood` for what a machine says that
has not understood, `waited` for a duration, `owned` for what somebody has already.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from warmline.coaching.patterns import Pattern
from warmline.coaching.plain import is_accented, plain
from warmline.language.chinese import HAN

FOLDER = Path(__file__).parent / "words"
Weight = Literal["strong", "told", "medium", "weak"]
WEIGHTS: tuple[Weight, ...] = ("strong", "told", "medium", "weak")
WEIGHED = ("frustration", "churn", "buying", "vulnerable")
"""Lists whose entries say more or less."""
PLAIN = ("calm", "going_on", "asks", "person", "not_understood", "waited", "owned")
"""Lists whose entries say all the same."""
LETTERS, APART = 3, 7
"""Letters by which entries are looked up, and those of words that stand apart."""
COMMON = "en"
"""Its words are used within all languages."""
_VIETNAMESE = re.compile("[\u0103\u0111\u01a1\u01b0\u1ea0-\u1ef9]")
"""Letters that Vietnamese alone has among the languages with lists."""
_SCRIPTS = (("zh", HAN), ("th", "\u0e01-\u0e4e"))


class Weighed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The entries of one kind. `told` is what happened: a fact where it is told first, a reproach later on."""

    strong: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    medium: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


class WordList(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All lists of one language, with the classes of words that entries name in braces.

    `remove` are words that say nothing, whichever entry they fit.
    """

    classes: dict[str, tuple[str, ...]] = {}
    frustration: Weighed = Weighed()
    churn: Weighed = Weighed()
    buying: Weighed = Weighed()
    vulnerable: Weighed = Weighed()
    calm: tuple[str, ...] = ()
    going_on: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()
    waited: tuple[str, ...] = ()
    owned: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()

    def entries(self) -> Iterable[tuple[str, Weight | Literal[""], str]]:
        """Each entry with its list and its weight."""
        for name in WEIGHED:
            for weight in WEIGHTS:
                for entry in getattr(getattr(self, name), weight):
                    yield name, weight, entry
        for name in PLAIN:
            for entry in getattr(self, name):
                yield name, "", entry


class Hit(NamedTuple):
    """An entry that fits a text, by which words of it."""

    list: str
    weight: Weight | Literal[""]
    entry: str
    start: int
    end: int
    words: str


class Lexicon:
    """The lists that serve one text or another: those of a language, those of every script that stands in it."""

    def __init__(self, lists: Mapping[str, WordList], language: str) -> None:
        own = key_of(language)
        self._removed = frozenset(
            plain(words, accents=accents).strip()
            for one in lists.values()
            for words in one.remove
            for accents in (True, False)
        )
        self._always = [_compiled(lists[key]) for key in dict.fromkeys((own, COMMON)) if key in lists]
        self._by_script = [
            (pattern, _compiled(lists[key]))
            for key, pattern in _scripts()
            if key in lists and key not in (own, COMMON)
        ]
        self._by_accent = _compiled(lists["vi"]) if "vi" in lists and own != "vi" else None

    def find(self, text: str) -> list[Hit]:
        """The entries that fit, those of one list not over each other: what says more is in front."""
        accented = is_accented(text)
        compared = plain(text, accents=accented)
        lists = [*self._always, *(one for pattern, one in self._by_script if pattern.search(text))]
        if self._by_accent is not None and _VIETNAMESE.search(compared):
            lists.append(self._by_accent)
        found = [
            Hit(name, weight, pattern.entry, *hit)
            for one in lists
            for name, weight, pattern in one.that_may_fit(compared, accented=accented)
            if (hit := pattern.search(compared, accented=accented)) is not None
            and hit.words not in self._removed
        ]
        return apart(found)


class Compiled:
    """The entries of one language, found by how the words begin that must be in a text: most are in none."""

    def __init__(self, entries: Sequence[tuple[str, Weight | Literal[""], Pattern]]) -> None:
        self._entries = entries
        self._within: tuple[dict[str, list[int]], dict[str, list[int]]] = ({}, {})
        self._apart: tuple[dict[str, list[int]], dict[str, list[int]]] = ({}, {})
        for accented in (False, True):
            for place, (_, _, pattern) in enumerate(entries):
                index, letters = (self._apart, APART) if pattern.spaced else (self._within, LETTERS)
                for anchor in dict.fromkeys(one[:letters] for one in pattern.anchors(accented=accented)):
                    index[accented].setdefault(anchor, []).append(place)

    def that_may_fit(
        self, text: str, *, accented: bool
    ) -> Iterable[tuple[str, Weight | Literal[""], Pattern]]:
        """Entries of which a word may be in a plain text, in their order."""
        places: set[int] = set()
        if index := self._apart[accented]:
            words = {f"{word} "[:APART] for word in text.split()}
            for part in {word[:n] for word in words for n in range(1, len(word) + 1)} & index.keys():
                places.update(index[part])
        if index := self._within[accented]:
            for part in {text[at : at + n] for n in range(1, LETTERS + 1) for at in range(len(text))}:
                places.update(index.get(part, ()))
        return [self._entries[place] for place in sorted(places)]


def apart(hits: Sequence[Hit]) -> list[Hit]:
    """Hits of which no two of one list stand over each other: the heavier, then the longer one is kept."""
    order = {"strong": 0, "told": 1, "medium": 2, "weak": 3, "": 4}
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda one: (order[one.weight], one.start - one.end, one.start)):
        if not any(
            hit.list == one.list and hit.start < one.end - 1 and one.start < hit.end - 1 for one in kept
        ):
            kept.append(hit)
    return kept


def key_of(language: str) -> str:
    """The list that serves a language: both forms of Chinese have one."""
    primary = language.partition("-")[0].lower()
    return {"tl": "fil", "yue": "zh"}.get(primary, primary)


@cache
def built_in() -> dict[str, WordList]:
    """The lists that come with Warmline, by language."""
    return {file.stem: read_list(file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.toml"))}


def read_list(text: str) -> WordList:
    """A list file."""
    return msgspec.convert(tomllib.loads(text), WordList)


@lru_cache(maxsize=64)
def _compiled_entries(classes: str, entries: tuple[tuple[str, Weight | Literal[""], str], ...]) -> Compiled:
    named = msgspec.json.decode(classes, type=dict[str, tuple[str, ...]])
    return Compiled([(name, weight, Pattern(entry, named)) for name, weight, entry in entries])


def _compiled(words: WordList) -> Compiled:
    return _compiled_entries(msgspec.json.encode(words.classes).decode(), tuple(words.entries()))


@cache
def _scripts() -> list[tuple[str, "re.Pattern[str]"]]:
    return [(key, re.compile(f"[{characters}]")) for key, characters in _SCRIPTS]
