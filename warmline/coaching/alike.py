"""Whether somebody says much the same again."""

from functools import lru_cache

from warmline.language.analysis import terms
from warmline.language.fillers import without_fillers

FEWEST = 2
"""Terms of the shorter one, without what people put around a question."""
SHARED, OVERLAP = 0.5, 0.75
"""What two texts must have in common: of all their terms, and of those of the shorter one."""


def is_alike(one: str, other: str, language: str = "") -> bool:
    """Whether two texts say much the same.

    >>> is_alike("my router is broken", "I said my ROUTER is BROKEN!!", "en")
    True
    >>> is_alike("my router is broken", "my bill is wrong", "en")
    False
    """
    first, second = _terms(one, language), _terms(other, language)
    fewer = min(len(first), len(second))
    if fewer < FEWEST:
        return False
    shared = len(first & second)
    return shared >= OVERLAP * fewer and shared >= SHARED * len(first | second)


@lru_cache(maxsize=2_000)
def _terms(text: str, language: str) -> frozenset[str]:
    short = text[:500]
    return frozenset(terms(without_fillers(short, language) or short, language))
