"""Pieces of words by which texts are told apart: runs of up to four characters."""

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


def pieces(text: str) -> list[set[str]]:
    """The runs of characters of a plain text, each once: those of one character, of two, and so on.

    >>> [sorted(one) for one in pieces(" no ")][:2]
    [['n', 'o'], [' n', 'no', 'o ']]
    """
    found = [
        {text[start : start + size] for start in range(len(text) - size + 1)}
        for size in range(1, LONGEST_GRAM + 1)
    ]
    found[0].discard(" ")  # no two of them stand beside each other in a plain text
    return found


def grams(text: str) -> Iterator[tuple[str, int]]:
    """Each run of characters of a plain text with where it begins; a space stands between words.

    >>> [*grams(" no ")][:5]
    [('n', 1), ('o', 2), (' n', 0), ('no', 1), ('o ', 2)]
    """
    for size in range(1, LONGEST_GRAM + 1):
        for start in range(len(text) - size + 1):
            gram = text[start : start + size]
            if not gram.isspace():
                yield gram, start
