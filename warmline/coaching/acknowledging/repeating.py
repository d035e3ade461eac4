"""A customer says the same thing again while the agent is already at the solution."""

from collections.abc import Sequence

from warmline.coaching.acknowledging.content import Content, content, content_of
from warmline.coaching.acknowledging.judging import acknowledged
from warmline.coaching.acknowledging.model import Again
from warmline.coaching.acknowledging.said import LONGEST, said
from warmline.coaching.acknowledging.segments import segments
from warmline.coaching.acknowledging.words import known, read
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
    if not known(tag) or _named_since(turns[latest + 1 :], turn, tag):
        return None
    return _repeated(turns[:latest], turn, tag)


def _repeated(before: Sequence[Turn], turn: Turn, language: str) -> Again | None:
    points = said(turn.text, language)
    plain, words = read(turn.text[:LONGEST], language)
    now = content(plain.text, words)
    says_so = words.again.search(plain.text) is not None
    if not points and not says_so:
        return None
    solving = False
    for number in reversed(range(len(before))):
        other = before[number]
        if other.by == "agent":
            solving = solving or _solves(other.text, language)
        elif solving and _speaks(other) and said(other.text, language):
            earlier = content_of(other.text[:LONGEST], language)
            same = _same(now, earlier)
            if same or says_so:
                what = points if same and points else said(other.text, language)
                told = [one for one in what if one.about in earlier.problems | earlier.numbers]
                return Again(turn.number, other.number, (told or what)[0].phrase)
    return None


def _speaks(turn: Turn) -> bool:
    return turn.by == "customer" and bool(turn.text)


def _solves(text: str, language: str) -> bool:
    """Whether a reply is at the solution, or at questions on the way there."""
    plain, words = read(text[:LONGEST], language)
    return any(one.role in ("solves", "asks") for one in segments(plain.text, words))


def _named_since(turns: Sequence[Turn], turn: Turn, language: str) -> bool:
    return any(
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
