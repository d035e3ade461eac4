"""What a customer said that nobody has acknowledged yet."""

from collections.abc import Sequence
from typing import NamedTuple

from warmline.coaching.acknowledging.judging import acknowledged
from warmline.coaching.acknowledging.said import said
from warmline.coaching.acknowledging.words import known
from warmline.contacts.model import Turn

REPLIES = 3
"""After so many replies without an acknowledgement, its moment has passed."""
MOST = 6
_TELLING = frozenset({"problem", "negative", "feeling"})


class Unanswered(NamedTuple):
    """`texts` of the customer in order; `turn` is the number of the latest of them."""

    texts: tuple[str, ...]
    language: str
    turn: int


def unanswered(turns: Sequence[Turn], language: str = "", *, wishes: bool = False) -> Unanswered | None:
    """What is to be acknowledged in the next reply; None where there is nothing, or in a language without words.

    A plain wish asks for no acknowledgement, unless `wishes` are said back, too, as in letters; what went wrong, and
    how it feels, does.
    """
    texts: list[str] = []
    tag, latest, replies = "", 0, 0
    for number in reversed(range(len(turns))):
        turn = turns[number]
        if turn.by == "customer" and turn.text:
            texts.insert(0, turn.text)
            tag, latest = tag or turn.language or language, latest or turn.number
            if len(texts) == MOST:
                break
        elif turn.by == "agent":
            replies += 1
            if replies == REPLIES or not known(tag or turn.language or language):
                break
            before = [one.text for one in turns[:number] if one.by == "customer" and one.text][-MOST:]
            if acknowledged(before, turn.text, tag or turn.language or language).level == "specific":
                break
    if not texts or not known(tag):
        return None
    if not any(wishes or point.kind in _TELLING for text in texts for point in said(text, tag)):
        return None
    return Unanswered(tuple(texts), tag, latest)
