"""What somebody asks, reduced to the terms by which it can be answered."""

from dataclasses import dataclass

from warmline.language.analysis import terms
from warmline.language.fillers import without_fillers

LONGEST = 600
"""Characters of a question that are looked at: what it is about stands at its beginning."""
MOST_TERMS = 40


@dataclass(frozen=True, slots=True)
class Question:
    """The distinct terms of a question in one language, in the order in which they were said."""

    terms: tuple[str, ...]

    @classmethod
    def of(cls, text: str, language: str) -> "Question":
        """The question that a text asks. Never fails; it has no terms where the text has no letters."""
        found = dict.fromkeys(terms(without_fillers(text[:LONGEST], language), language))
        return cls(tuple(found)[:MOST_TERMS])
