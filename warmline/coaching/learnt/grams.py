"""Pieces of words by which texts are told apart: runs of up to four characters, within words and at their edges."""

import re
from collections.abc import Iterator

from warmline.coaching.plain import plain

LONGEST_GRAM = 4
LONGEST = 600
"""Characters of a text that are looked at."""


_DIGIT = re.compile(r"\d")


def compared(text: str) -> str:
    """A text as its pieces are taken of it: plain, without accents, all digits alike."""
    return _DIGIT.sub("0", plain(text[:LONGEST], accents=False))


def grams(text: str) -> Iterator[tuple[str, int]]:
    """Each run of characters of a plain text with where it begins; a space stands for the edge of a word.

    >>> [*grams(" no. ")][:4]
    [('n', 1), ('o', 2), ('.', 3), (' n', 0)]
    """
    for size in range(1, LONGEST_GRAM + 1):
        for start in range(len(text) - size + 1):
            gram = text[start : start + size]
            if " " not in gram[1:-1] and not gram.isspace():
                yield gram, start
