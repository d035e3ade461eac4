"""How much of a question an article speaks of."""

import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

from warmline.language.analysis import is_word

IN_TEXT = 0.6
"""What a term counts in the text alone: a text mentions much that it does not answer."""
NEARLY = 0.8
"""What a term counts that is only nearly the same: mistyped, or another form of the word."""
_FUZZY_LENGTH, _TWO_SLIPS_LENGTH = 4, 9
_STEM_LENGTH, _STEM_SHARE = 5, 0.8
_ENDING = re.compile("(ing|ed|es|s|e)$")
_SHORTEST_STEM = 3


def slips(term: str) -> int:
    """How many slips of the keyboard a term may hold and still be known: short words have none to spare."""
    if len(term) < _FUZZY_LENGTH or not is_word(term):
        return 0
    return 2 if len(term) >= _TWO_SLIPS_LENGTH else 1


def resembles(one: str, other: str, most: int) -> bool:
    """Whether `most` slips (a letter more, less, another, or two exchanged) turn one word into the other."""
    if abs(len(one) - len(other)) > most:
        return False
    same = _shared(one, other)
    one, other = one[same:], other[same:]
    if not one or not other:
        return len(one) + len(other) <= most
    if not most:
        return False
    exchanged = one[:2] == other[1::-1] and len(one) > 1
    return (
        resembles(one[1:], other[1:], most - 1)
        or resembles(one[1:], other, most - 1)
        or resembles(one, other[1:], most - 1)
        or (exchanged and resembles(one[2:], other[2:], most - 1))
    )


def nearly(term: str, others: AbstractSet[str]) -> bool:
    """Whether one of the others is the term with a slip, or another form of it: advert, advertising.

    The first letter is right: hardly anybody mistypes it, and words that differ by it are mostly others.
    """
    most = slips(term)
    if not most:
        return False
    near = [other for other in others if other[0] == term[0] and is_word(other)]
    return any(resembles(term, other, most) or _same_stem(term, other) for other in near)


def _shared(one: str, other: str) -> int:
    """How many letters two words have in common from their beginning."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _same_stem(one: str, other: str) -> bool:
    shared = _shared(one, other)
    if shared >= _STEM_LENGTH and shared >= _STEM_SHARE * min(len(one), len(other)):
        return True
    stem = _ENDING.sub("", one)
    return len(stem) >= _SHORTEST_STEM and stem == _ENDING.sub("", other)


def matched(weights: Mapping[str, float], heading: AbstractSet[str], text: AbstractSet[str]) -> float:
    """The share of a question's weight that an article speaks of, in its heading or in its text: 0 to 1."""
    total = sum(weights.values())
    if not total:
        return 0.0
    return sum(weight * _found(term, heading, text) for term, weight in weights.items()) / total


def closest(weights: Mapping[str, float], headings: Sequence[AbstractSet[str]]) -> float:
    """How near the nearest heading (title or example question) comes to the question, both ways round: 0 to 1."""
    asked = sum(weights.values())
    best = 0.0
    for heading in headings:
        found = {term: _found(term, heading, frozenset()) for term in weights}
        shared = sum(weight * found[term] for term, weight in weights.items())
        unasked = max(0, len(heading) - sum(map(bool, found.values()))) * asked / max(1, len(weights))
        best = max(best, 2 * shared / (2 * shared + (asked - shared) + unasked) if shared else 0.0)
    return best


def _found(term: str, heading: AbstractSet[str], text: AbstractSet[str]) -> float:
    if term in heading:
        return 1.0
    if nearly(term, heading):
        return NEARLY
    if term in text:
        return IN_TEXT
    return IN_TEXT * NEARLY if nearly(term, text) else 0.0
