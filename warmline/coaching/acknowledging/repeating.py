"""A customer says the same thing again while the agent is already at the solution."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from warmline.coaching.acknowledging.content import Content
from warmline.coaching.acknowledging.content import telling as telling_terms
from warmline.coaching.acknowledging.judging import acknowledged
from warmline.coaching.acknowledging.model import Again, Point
from warmline.coaching.acknowledging.said import every, telling
from warmline.coaching.acknowledging.segments import segments
from warmline.coaching.acknowledging.words import known, read
from warmline.coaching.alike import is_alike
from warmline.coaching.moments import Earlier
from warmline.contacts.model import Turn

ENOUGH = 0.6
"""The share of what a customer says that they have said before, which makes it the same."""
NOTHING: frozenset[str] = frozenset()
REPEATED = "repeated"
"""The problem of having to say something again."""
KEPT = 2_000
"""Turns that are remembered as they were understood: each is looked back at for as long as a contact lasts."""


class _Heard(NamedTuple):
    """A turn of a customer as it was understood; `says_so` that they say that they have said it.

    `named` are those of the points that tell what it is about, and not that it was said.
    """

    points: tuple[Point, ...]
    named: tuple[Point, ...]
    problems: frozenset[str]
    topics: frozenset[str]
    numbers: frozenset[str]
    says_so: bool


def said_again(turns: Sequence[Turn], language: str = "") -> Again | None:
    """What the customer's latest turn repeats, with the agent at the solution in between.

    None once an agent has named it since, and where nothing is repeated. `language` is that of turns without one.
    """
    latest = next((number for number in reversed(range(len(turns))) if _speaks(turns[number])), None)
    if latest is None:
        return None
    turn = turns[latest]
    tag = turn.language or language
    if _named_since(turns[latest + 1 :], turn, tag):
        return None
    before = [Earlier(turn=one.number, by=one.by, text=one.text) for one in turns[:latest]]
    return repeated(before, Earlier(turn=turn.number, by=turn.by, text=turn.text), tag)


def repeated(before: Sequence[Earlier], now: Earlier, language: str) -> Again | None:
    """What a turn of the customer repeats that a person passed over, who is at the solution; None for nothing.

    In a language without words it is what they say in much the same words, whatever the person has said.
    """
    if not known(language):
        return _in_the_same_words(before, now, language)
    meant = _heard(now.text, language)
    if not meant.points and not meant.says_so:
        return None
    solving = False
    for other in reversed(before):
        if other.by == "agent":
            solving = solving or _solves(other.text, language)
        elif solving and _speaks(other) and (earlier := _heard(other.text, language)).points:
            same = _is_same(now.text, other.text, language)
            if same or meant.says_so:
                what = (meant.points if same else meant.named) or earlier.points
                told = [one for one in what if one.about in earlier.problems | earlier.numbers]
                return Again(now.turn, other.turn, (told or what)[0].phrase)
    return None


def _in_the_same_words(before: Sequence[Earlier], now: Earlier, language: str) -> Again | None:
    answered = max((one.turn for one in before if one.by == "agent"), default=0)
    for other in reversed(before):
        if other.turn < answered and _speaks(other) and is_alike(other.text, now.text, language):
            return Again(now.turn, other.turn, now.text)
    return None


def _speaks(turn: Turn | Earlier) -> bool:
    return turn.by == "customer" and bool(turn.text)


@lru_cache(maxsize=KEPT)
def _heard(text: str, language: str) -> _Heard:
    points = every(text, language)
    problems, topics, numbers = (
        frozenset(one.about for one in points if one.kind == kind) for kind in ("problem", "topic", "amount")
    )
    plain, words = read(text, language)
    says_so = words.again.search(plain.text) is not None
    told = telling(points)
    named = tuple(one for one in told if one.kind == "problem" and one.about != REPEATED)
    return _Heard(told, named, problems, topics, numbers, says_so)


@lru_cache(maxsize=KEPT)
def _terms(text: str, language: str) -> Content:
    """What a text is about by its terms alone."""
    plain, words = read(text, language)
    return Content(NOTHING, NOTHING, NOTHING, NOTHING, telling_terms(plain.text, words))


@lru_cache(maxsize=KEPT)
def _solves(text: str, language: str) -> bool:
    """Whether a reply is at the solution, or at questions on the way there."""
    plain, words = read(text, language)
    return any(one.role in ("solves", "asks") for one in segments(plain.text, words))


def _named_since(turns: Sequence[Turn], turn: Turn, language: str) -> bool:
    return known(language) and any(
        one.by == "agent" and acknowledged([turn.text], one.text, language).level == "specific"
        for one in turns
    )


def _is_same(now: str, before: str, language: str) -> bool:
    """Whether most of what is said now was said before."""
    meant, earlier = _heard(now, language), _heard(before, language)
    if meant.problems:
        shared = meant.problems & earlier.problems
        return bool(shared) and 2 * len(shared) >= len(meant.problems)
    terms = _terms(now, language)
    weight = len(meant.topics) + len(terms.terms)
    topics = len(meant.topics & earlier.topics)
    return weight > 0 and topics + len(terms.shares(_terms(before, language)).terms) >= max(
        2, ENOUGH * weight
    )
