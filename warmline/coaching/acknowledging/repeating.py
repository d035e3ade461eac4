"""A customer says the same thing again while the agent is already at the solution."""

from collections.abc import Sequence

from warmline.coaching.acknowledging.content import Content, content, content_of
from warmline.coaching.acknowledging.judging import acknowledged
from warmline.coaching.acknowledging.model import Again
from warmline.coaching.acknowledging.said import LONGEST, said
from warmline.coaching.acknowledging.segments import segments
from warmline.coaching.acknowledging.words import known, read
from warmline.coaching.alike import is_alike
from warmline.coaching.moments import Earlier
from warmline.contacts.model import Turn

ENOUGH = 0.6
"""The share of what a customer says that they have said before, which makes it the same."""


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
    points = said(now.text, language)
    plain, words = read(now.text[:LONGEST], language)
    says_so = words.again.search(plain.text) is not None
    if not points and not says_so:
        return None
    meant = content(plain.text, words)
    solving = False
    for other in reversed(before):
        if other.by == "agent":
            solving = solving or _solves(other.text, language)
        elif solving and _speaks(other) and said(other.text, language):
            earlier = content_of(other.text[:LONGEST], language)
            same = _same(meant, earlier)
            if same or says_so:
                what = points if same and points else said(other.text, language)
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


def _solves(text: str, language: str) -> bool:
    """Whether a reply is at the solution, or at questions on the way there."""
    plain, words = read(text[:LONGEST], language)
    return any(one.role in ("solves", "asks") for one in segments(plain.text, words))


def _named_since(turns: Sequence[Turn], turn: Turn, language: str) -> bool:
    return known(language) and any(
        one.by == "agent" and acknowledged([turn.text], one.text, language).level == "specific"
        for one in turns
    )


def _same(now: Content, before: Content) -> bool:
    """Whether most of what is said now was said before."""
    shared = now.shares(before)
    if now.problems:
        return 2 * len(shared.problems) >= len(now.problems) and bool(shared.problems)
    weight = len(now.topics) + len(now.terms)
    return weight > 0 and len(shared.topics) + len(shared.terms) >= max(2, ENOUGH * weight)
