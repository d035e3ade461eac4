"""Entries of word lists, made into patterns that find them in plain texts.

    pattern = Pattern("(been|am) waiting * {time}", {"time": ("hours", "days")})
    pattern.search(plain("I have BEEN waiting for two days!", accents=False)).words     # "been waiting … days"

An entry is words as they are said. `(a|b)` is one of several, `(a|)` one that may be missing, `{name}` one of a class
of words that the list names, `*` up to three words in between, `wast~` every word that begins so, and `^` the beginning
or the end of all that is said. In Chinese and Thai `*` is up to eight characters.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from warmline.coaching.plain import is_accented, plain
from warmline.language.chinese import HAN

GAP, GAP_CHARACTERS = 3, 8
_UNSPACED = re.compile(f"[{HAN}\u0e01-\u0e4e]")
_TOKEN = re.compile(r"[()|*^]|\{[^{}]*\}|[^\s()|*^{}]+|[{}]")
Classes = Mapping[str, Sequence[str]]


class BadEntry(ValueError):
    """An entry that cannot be read."""


class Found(NamedTuple):
    """Where an entry stands in a text, and the words that fitted; what stood in its gaps is left out."""

    start: int
    end: int
    words: str


class Word(NamedTuple):
    """A word that must be there; `open` says that it may go on."""

    text: str
    open: bool


class Choice(NamedTuple):
    """One of several sequences; an empty one may be left out."""

    options: tuple["Sequence[Piece]", ...]


Piece = Word | Choice | str
"""A part of an entry: `*` stands for itself, and so do the two edges."""
BEGIN, END = "^", "$"


class Pattern:
    """One entry."""

    __slots__ = ("_accented", "_anchors", "_bare", "entry", "spaced")

    def __init__(self, entry: str, classes: Classes) -> None:
        """Raises BadEntry. What searches is made when a word that must be there is first met: most never are."""
        self.entry = entry
        pieces = _Reader(entry, classes).read()
        self.spaced = not any(_UNSPACED.search(word) for word in _words(pieces))
        needed = _needed(pieces)
        if not needed:
            raise BadEntry(f'"{entry}" has no word that must be there')
        accents = is_accented(entry)
        bare = [_longer(one) for one in pieces] if accents and len(pieces) == 1 else pieces
        self._bare: _Search | None = _Search(bare, self.spaced, accents=False)
        self._accented = _Search(pieces, self.spaced, accents=True) if accents else self._bare
        self._anchors = (
            _anchors(needed, self.spaced, accents=False),
            _anchors(needed, self.spaced, accents=accents),
        )
        if accents and " " not in entry.strip():  # one syllable without its accents is many words
            self._bare = None

    def anchors(self, *, accented: bool = False) -> tuple[str, ...]:
        """Beginnings of words of which one must be in a plain text; none where it can be in no such text.

        The whole of a word that stands apart has a space behind it.
        """
        return self._anchors[accented] if (self._accented if accented else self._bare) is not None else ()

    def search(self, text: str, *, accented: bool = False) -> Found | None:
        """Where it stands first in a plain text, which has kept its accents if `accented`."""
        search = self._accented if accented else self._bare
        if search is None or not any(one in text for one in self._anchors[accented]):
            return None
        found = search.pattern.search(text)
        return Found(*found.span(), _without_gaps(found)) if found else None


class _Search:
    """What searches for the pieces of an entry."""

    def __init__(self, pieces: "Sequence[Piece]", spaced: bool, *, accents: bool) -> None:
        self._pieces = pieces
        self._spaced = spaced
        self._accents = accents

    @cached_property
    def pattern(self) -> "re.Pattern[str]":
        writer = _Writer(self._accents, GAP if self._spaced else GAP_CHARACTERS, not self._spaced)
        written = writer.sequence(self._pieces)
        return re.compile(" " + written if self._spaced else written)


class _Reader:
    """Reads an entry from its beginning to its end."""

    def __init__(self, entry: str, classes: Classes) -> None:
        self._entry = entry
        self._classes = classes
        self._tokens = [*_TOKEN.findall(entry)]
        self._at = 0

    def read(self) -> list[Piece]:
        pieces = self._sequence()
        if self._at < len(self._tokens):
            raise BadEntry(f'"{self._entry}" has a {self._tokens[self._at]} where none can stand')
        return pieces

    def _sequence(self) -> list[Piece]:
        pieces: list[Piece] = []
        while self._at < len(self._tokens) and self._tokens[self._at] not in ("|", ")"):
            pieces.append(self._piece())
        return pieces

    def _piece(self) -> Piece:
        part = self._tokens[self._at]
        self._at += 1
        if part == "(":
            options = [self._sequence()]
            while self._at < len(self._tokens) and self._tokens[self._at] == "|":
                self._at += 1
                options.append(self._sequence())
            if self._at == len(self._tokens):
                raise BadEntry(f'"{self._entry}" has a bracket that is not closed')
            self._at += 1
            return Choice(tuple(options))
        if part.startswith("{") and part.endswith("}") and len(part) > 2:
            return self._class(part[1:-1])
        if part in ("{", "}", "{}"):
            raise BadEntry(f'"{self._entry}" has a brace that is not closed')
        if part == "^":
            return BEGIN if self._at == 1 else END
        if part != "*" and not plain(part.rstrip("~"), accents=False).strip():
            raise BadEntry(f'"{self._entry}" has a "{part}" where a word should stand')
        return part if part == "*" else _word(part)

    def _class(self, name: str) -> Choice:
        if name not in self._classes:
            raise BadEntry(f'"{self._entry}" names {{{name}}}, which the list does not hold under classes')
        return Choice(tuple([_word(part) for part in words.split()] for words in self._classes[name]))


def _longer(piece: Piece) -> Piece:
    """Without single syllables that have accents: without those, they would be many words."""
    if not isinstance(piece, Choice):
        return piece
    kept = [
        one
        for one in piece.options
        if len(one) != 1 or not isinstance(one[0], Word) or not is_accented(one[0].text)
    ]
    return Choice(tuple(kept or piece.options))


def _word(token: str) -> Word:
    return Word(token.rstrip("~"), token.endswith("~"))


def _needed(pieces: Iterable[Piece]) -> list[Word]:
    """Words of which one must be there, the fewest and longest that there are; none where all may be left out."""
    best: list[Word] = []
    for piece in pieces:
        words: list[Word] = []
        if isinstance(piece, Word):
            words = [piece]
        elif isinstance(piece, Choice):
            inside = [_needed(option) for option in piece.options]
            words = [word for option in inside for word in option] if all(inside) else []
        if words and (not best or _telling(words) < _telling(best)):
            best = words
    return best


def _telling(words: Sequence[Word]) -> tuple[int, int]:
    return len(words), -min(len(word.text) for word in words)


def _anchors(words: Iterable[Word], spaced: bool, *, accents: bool) -> tuple[str, ...]:
    found = []
    for word in words:
        parts = plain(word.text, accents=accents).split()
        found.append(parts[0] + (" " if spaced and (len(parts) > 1 or not word.open) else ""))
    return tuple(found)


def _words(pieces: Iterable[Piece]) -> Iterable[str]:
    for piece in pieces:
        if isinstance(piece, Word):
            yield piece.text
        elif isinstance(piece, Choice):
            for option in piece.options:
                yield from _words(option)


def _without_gaps(found: "re.Match[str]") -> str:
    """The words that fitted: what stood in between may be anything, a name as well."""
    kept, at = [], found.start()
    for number in range(1, len(found.groups()) + 1):
        start, end = found.span(number)
        if end > start >= at:
            kept += [found.string[at:start], " … "]
            at = end
    return " ".join("".join([*kept, found.string[at : found.end()]]).split())


class _Writer:
    """Writes pieces as a regular expression: each word with the space behind it, but in Chinese and Thai."""

    def __init__(self, accents: bool, gap: int, unspaced: bool) -> None:
        self._accents = accents
        self._unspaced = unspaced
        self._gap = f"([^.]{{0,{gap}}})" if unspaced else f"((?:[^ .]+ ){{0,{gap}}})"

    def sequence(self, pieces: Sequence[Piece]) -> str:
        written = []
        for piece in pieces:
            if piece == BEGIN:
                written.append("^ ?" if self._unspaced else "(?<=^ )")
            elif piece == END:
                written.append("[. ]*$" if self._unspaced else r"(?:\. )*$")
            elif piece == "*":
                written.append(self._gap)
            elif isinstance(piece, Choice):
                options = sorted({self.sequence(one) for one in piece.options}, key=len, reverse=True)
                written.append(f"(?:{'|'.join(options)})")
            elif isinstance(piece, Word):
                written.append(self._one(piece))
        return "".join(written)

    def _one(self, word: Word) -> str:
        parts = plain(word.text, accents=self._accents).split()
        if self._unspaced:
            return "".join(f"{_apart(part)} ?" for part in parts)
        return "".join(f"{re.escape(part)} " for part in parts[:-1]) + (
            re.escape(parts[-1]) + ("[^ .]* " if word.open else " ")
        )


def _apart(part: str) -> str:
    """A part of an entry of Chinese or Thai; Latin letters in it are whole words: icu is no part of ridiculous."""
    before = "(?<![a-z0-9])" if part[0].isascii() and part[0].isalnum() else ""
    after = "(?![a-z0-9])" if part[-1].isascii() and part[-1].isalnum() else ""
    return f"{before}{re.escape(part)}{after}"
