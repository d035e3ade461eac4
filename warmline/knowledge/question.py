"""What somebody asks, reduced to the terms by which it can be answered."""

from collections.abc import Mapping
from dataclasses import dataclass

from warmline.language.analysis import is_part, is_word, terms
from warmline.language.fillers import without_fillers

LONGEST = 600
"""Characters of a question that are looked at: what it is about stands at its beginning."""
MOST_TERMS = 40
_FUZZY_LENGTH = 4
_TWO_SLIPS_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Question:
    """The distinct terms of a question in one language, in the order in which they were said."""

    terms: tuple[str, ...]

    @classmethod
    def of(cls, text: str, language: str) -> "Question":
        """The question that a text asks. Never fails; it has no terms where the text has no letters."""
        found = dict.fromkeys(terms(without_fillers(text[:LONGEST], language)))
        pairs = {part for term in found if len(term) == 2 for part in term if is_part(part)}
        return cls(tuple(term for term in found if term not in pairs)[:MOST_TERMS])


def slips(term: str) -> int:
    """How many slips of the keyboard a term may hold and still be known: short words have none to spare."""
    if len(term) < _FUZZY_LENGTH or not is_word(term):
        return 0
    return 2 if len(term) >= _TWO_SLIPS_LENGTH else 1


def resembles(one: str, other: str, most: int) -> bool:
    """Whether `most` slips (a letter more, less, another, or two exchanged) turn one word into the other."""
    if abs(len(one) - len(other)) > most:
        return False
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
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


def matched(weights: Mapping[str, float], heading: frozenset[str], text: frozenset[str]) -> float:
    """The share of a question's weight that an article speaks of, in its heading (title, asks) or its text: 0 to 1."""
    total = sum(weights.values())
    if not total:
        return 0.0
    return sum(weight * _found(term, heading, text) for term, weight in weights.items()) / total


IN_TEXT = 0.7
"""What a term counts in the text alone: a text mentions much that it does not answer."""
MISTYPED = 0.8
"""What a term counts that is only nearly the same."""


def _found(term: str, heading: frozenset[str], text: frozenset[str]) -> float:
    if term in heading:
        return 1.0
    if term in text:
        return IN_TEXT
    most = slips(term)
    if most and any(resembles(term, other, most) for other in heading):
        return MISTYPED
    if most and any(resembles(term, other, most) for other in text):
        return IN_TEXT * MISTYPED
    return 0.0
