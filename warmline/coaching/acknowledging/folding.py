"""A text as it is compared, which keeps the place of each character in what was written."""

from functools import lru_cache
from typing import NamedTuple
from unicodedata import is_normalized, normalize

from warmline.language.analysis import fold

_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "＇": "'", "`": "'"})


class Folded(NamedTuple):
    """`text` without case, accents, or the forms of Chinese; `places` has one place in `written` a character.

    >>> folded("Mạng").text
    'mang'
    """

    text: str
    places: tuple[int, ...]
    written: str

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of the text stands in what was written."""
        if start >= end:
            return self.places[start], self.places[start]
        last = self.places[end - 1] + 1
        # What was folded away after the last character (accents, marks of tones) belongs to it.
        following = self.places[end]
        while last < following and not fold_one(self.written[last]):
            last += 1
        return self.places[start], last

    def cut(self, most: int) -> "Folded":
        """No more of it than so many characters: folding one may give eighteen."""
        return Folded(self.text[:most], self.places[: most + 1], self.written)

    def own(self, start: int, end: int) -> str:
        """A part of the text as it was written."""
        begin, stop = self.place(start, end)
        return self.written[begin:stop]


def folded(written: str, *, accents: bool = False) -> Folded:
    """A text folded character by character; `accents` keeps those that it has."""
    written = written.translate(_QUOTES)
    if accents and len(written.lower()) == len(written):
        return Folded(written.lower(), tuple(range(len(written) + 1)), written)
    if written.isascii():
        return Folded(written.lower(), tuple(range(len(written) + 1)), written)
    parts: list[str] = []
    places: list[int] = []
    for place, character in enumerate(written):
        plain = fold_one(character)
        parts.append(plain)
        places += [place] * len(plain)
    return Folded("".join(parts), (*places, len(written)), written)


def has_accents(written: str) -> bool:
    """Whether a text is written with accents that can be compared as they are."""
    return not written.isascii() and is_normalized("NFC", written)


@lru_cache(maxsize=20_000)
def fold_one(character: str) -> str:
    """One character folded; nothing is left of an accent that stands for itself."""
    return normalize("NFKC", fold(character)) if character != "\u200b" else ""
