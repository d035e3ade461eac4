"""What a piece of text is about, whatever the words: concepts, numbers, and the terms that say more than politeness."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from warmline.coaching.acknowledging.said import number_of
from warmline.coaching.acknowledging.words import Words, read
from warmline.language.analysis import JOINT, terms

_STEM = 4
"""Letters that words have in common which are forms of one word, at least."""
_SHARE = 0.7
_ALONE = "\x00"


class Content(NamedTuple):
    """`problems`, `circumstances`, `topics` by their names, `numbers` in digits, `terms` as they are compared."""

    problems: frozenset[str]
    circumstances: frozenset[str]
    topics: frozenset[str]
    numbers: frozenset[str]
    terms: tuple[str, ...]

    def shares(self, other: "Content") -> "Content":
        """What another text says, too."""
        same, alike = frozenset(other.terms), _by_stem(other.terms)
        return Content(
            self.problems & other.problems,
            self.circumstances & other.circumstances,
            self.topics & other.topics,
            self.numbers & other.numbers,
            tuple(
                term
                for term in self.terms
                if term in same
                or (term.isascii() and any(_same(term, one) for one in alike.get(term[:_STEM], ())))
            ),
        )


def content_of(written: str, language: str) -> Content:
    """What a text is about."""
    plain, words = read(written, language)
    return content(plain.text, words)


def content(text: str, words: Words, *, reply: bool = False) -> Content:
    """What a folded text is about in a language; in a reply, the words that acknowledge say nothing of their own."""
    if reply:
        text = words.acknowledges.anywhere.sub(_ALONE, text)
    numbers = {number_of(found, words) for found in words.amounts.finditer(text)}
    return Content(
        _found(words.problems, text),
        _found(words.circumstances, text),
        _found(words.topics, text),
        frozenset(numbers - {"1"}),
        telling(text, words),
    )


def _found(concepts: Mapping[str, re.Pattern[str]], text: str) -> frozenset[str]:
    return frozenset(name for name, pattern in concepts.items() if pattern.search(text))


def telling(text: str, words: Words) -> tuple[str, ...]:
    """The terms that say more than politeness does."""
    left = text
    for pattern in (words.acknowledges.anywhere, words.vague, words.joins):
        left = pattern.sub(_ALONE, left)
    found = []
    for part in left.split(_ALONE):
        for term in terms(part, words.language):
            if term.isdecimal() or (len(term) < 2 and words.spaced) or JOINT in term:
                continue
            if words.language == "zh" and len(term) < 2:
                continue
            found.append(term)
    return tuple(dict.fromkeys(found))


def _by_stem(terms: Iterable[str]) -> dict[str, list[str]]:
    """The terms that may have other forms, by what all forms of a word have in common."""
    found: dict[str, list[str]] = {}
    for term in terms:
        if term.isascii() and len(term) >= _STEM:
            found.setdefault(term[:_STEM], []).append(term)
    return found


def _same(one: str, other: str) -> bool:
    """Whether two different terms that begin alike are forms of one word."""
    common = len(re.match("(.*).*\n\\1", f"{one}\n{other}")[1])  # type: ignore[index]
    return common >= max(_STEM, _SHARE * max(len(one), len(other)))
