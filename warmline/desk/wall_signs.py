"""Why a contact needs a person, in as few words as a card has room for."""

import msgspec

from warmline.desk.language import Language
from warmline.desk.signal_words import kind_name, why
from warmline.desk.wall_order import Placed

MOST, REASONS = 3, 2
"""Signs that a card has room for, and reasons of each."""
WAITING = "waiting"
"""What asks for a person without having been noticed: who waits is told elsewhere on the card."""
GOOD_NEWS = frozenset({"buying"})


class Sign(msgspec.Struct, frozen=True):
    """One thing that was noticed, why, whether it is good or bad news."""

    text: str
    why: str
    tone: str


def signs_of(say: Language, placed: Placed) -> tuple[Sign, ...]:
    """What was noticed in a contact and counts now, the weightiest first."""
    scores = {str(kind): score for kind, score in placed.card.noticed.scores.items()}
    return tuple(
        Sign(
            text=kind_name(say, kind),
            why=", ".join(one.text for one in why(say, scores[kind].reasons)[:REASONS]),
            tone="good" if kind in GOOD_NEWS else "bad",
        )
        for kind in placed.need.why
        if kind != WAITING
    )[:MOST]
