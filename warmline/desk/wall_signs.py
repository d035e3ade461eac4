"""Why a contact needs a person, in as few words as a card has room for."""

import msgspec

from warmline.coaching.model import Noticed, Reason
from warmline.desk.gist_dialogue import in_words
from warmline.desk.language import Language
from warmline.desk.wall_order import Placed

MOST = 3
"""Signs that a card has room for."""
_KINDS = {
    "frustration": "upset",
    "said_again": "says it again",
    "churn": "may leave",
    "buying": "may buy",
    "vulnerable": "needs care",
}
"""Kinds of signals in one or two words."""
WARM = frozenset({"buying"})
"""What is good news."""


class Sign(msgspec.Struct, frozen=True):
    """One thing that was noticed, why, whether it is good news."""

    text: str
    why: str = ""
    tone: str = "bad"


def signs_of(say: Language, placed: Placed) -> tuple[Sign, ...]:
    """What was noticed in a contact and counts now, the weightiest first; waiting is told elsewhere."""
    kinds = [kind for kind in placed.need.why if kind in _KINDS][:MOST]
    return tuple(
        Sign(
            text=say.text(_KINDS[kind]),
            why=", ".join(_reasons(say, placed.card.noticed, kind)),
            tone="good" if kind in WARM else "bad",
        )
        for kind in kinds
    )


def _reasons(say: Language, noticed: Noticed, kind: str) -> list[str]:
    """The reasons of a score, the latest first, each once."""
    score = next((one for name, one in noticed.scores.items() if name == kind), None)
    return list(dict.fromkeys(_reason(say, one) for one in reversed(score.reasons))) if score else []


def _reason(say: Language, reason: Reason) -> str:
    words = in_words(reason.code)
    return f"{words} ×{say.number(reason.times)}" if reason.times > 1 else words
