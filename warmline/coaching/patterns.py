"""Entries of word lists, made into patterns that find them in plain texts.

    pattern = Pattern("(been|am) waiting * {time}", {"time": ("hours", "days")})
    pattern.search(plain("I have BEEN waiting for two days!", accents=False))     # (7, 34)

An entry is words as they are said. `(a|b)` is one of several, `(a|)` one that may be missing, `{name}` one of a class
of words that the list names, `*` up to three words in between, and `wast~` every word that begins so. In Chinese and
Thai `*` is up to eight characters.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from warmline.coaching.plain import is_accented, plain
from warmline.language.chinese import HAN

GAP = 3
GAP_CHARACTERS = 8
_UNSPACED = re.compile(f"[{HAN}\u0e01-\u0e4e]")
_PIECE = re.compile(r"\(([^()]*)\)|\{([a-z_]+)\}|(\*)|([^\s(){}*]+)")
_BRACKETS = re.compile(r"[(){}]")
Classes = Mapping[str, Sequence[str]]


class BadEntry(ValueError):
    """An entry that cannot be read."""


class Pattern:
    """One entry. `accented` says that it holds for texts with the accents of Vietnamese; `bare` for those without."""

    __slots__ = ("_accented", "_anchors", "_bare", "entry")

    def __init__(self, entry: str, classes: Classes) -> None:
        """Raises BadEntry."""
        self.entry = entry
        pieces = [*_pieces(entry, classes)]
        if not any("" not in one for one in pieces if one != GAPS):
            raise BadEntry(f'"{entry}" has no word that must be there')
        accents = is_accented(entry)
        self._bare = _compiled(pieces, accents=False)
        self._accented = _compiled(pieces, accents=True) if accents else self._bare
        self._anchors = _anchors(pieces, accents=False), _anchors(pieces, accents=accents)
        if accents and " " not in entry.strip():  # one syllable without its accents is many words
            self._bare = None

    def search(self, text: str, *, accented: bool = False) -> tuple[int, int] | None:
        """Where it stands first in a plain text, which has kept its accents if `accented`."""
        pattern = self._accented if accented else self._bare
        if pattern is None or not any(one in text for one in self._anchors[accented]):
            return None
        found = pattern.search(text)
        return found.span() if found else None


GAPS = ("*",)
Piece = tuple[str, ...]
"""What may stand at one place: words, "" where it may be left out."""


def _pieces(entry: str, classes: Classes) -> Iterator[Piece]:
    left = _PIECE.sub("", entry)
    if _BRACKETS.search(left):
        raise BadEntry(f'"{entry}" has a bracket that is not closed, or one within another')
    for found in _PIECE.finditer(entry):
        choice, name, gap, word = found.groups()
        if gap:
            yield GAPS
        elif name:
            if name not in classes:
                raise BadEntry(f'"{entry}" names {{{name}}}, which the list does not hold under classes')
            yield tuple(classes[name])
        elif choice is not None:
            yield tuple(one.strip() for one in choice.split("|"))
        else:
            yield (word,)


def _compiled(pieces: Sequence[Piece], *, accents: bool) -> "re.Pattern[str] | None":
    unspaced = any(_UNSPACED.search(word) for piece in pieces for word in piece)
    return re.compile(
        "".join(_unspaced(one, accents) for one in pieces)
        if unspaced
        else " " + "".join(_spaced(one, accents) for one in pieces)
    )


def _spaced(piece: Piece, accents: bool) -> str:
    if piece == GAPS:
        return rf"(?:[^ .]+ ){{0,{GAP}}}"
    words = sorted({_word(one, accents) for one in piece}, key=len, reverse=True)
    return words[0] if len(words) == 1 else f"(?:{'|'.join(words)})"


def _word(word: str, accents: bool) -> str:
    """A word, or several, each with the space behind it."""
    parts = [
        re.escape(plain(part.rstrip("~"), accents=accents).strip())
        + (r"[^ .]* " if part.endswith("~") else " ")
        for part in word.split()
    ]
    return "".join(parts)


def _unspaced(piece: Piece, accents: bool) -> str:
    if piece == GAPS:
        return rf"[^.]{{0,{GAP_CHARACTERS}}}"
    words = sorted({_characters(one) for one in piece}, key=len, reverse=True)
    return words[0] if len(words) == 1 else f"(?:{'|'.join(words)})"


def _characters(word: str) -> str:
    """A word that has no spaces around it; those within Latin parts may be there or not."""
    parts = plain(word, accents=False).split()
    return " ?".join(re.escape(part) for part in parts) + (" ?" if parts else "")


def _anchors(pieces: Sequence[Piece], *, accents: bool) -> tuple[str, ...]:
    """Words of which one must be there, so that most entries are passed over quickly."""
    needed = [piece for piece in pieces if piece != GAPS and "" not in piece]
    best = min(needed, key=lambda piece: (len(piece), -max(map(len, piece))))
    return tuple(plain(word, accents=accents).split()[0].rstrip("~") for word in best)
