"""Why a contact needs a person, in as few words as there is room for."""

import msgspec

from warmline.coaching.model import Need, Noticed
from warmline.desk.language import Language
from warmline.desk.signal_words import kind_name, why

MOST = 3
"""Signs that there is room for."""
WAITING = "waiting"
"""What asks for a person without having been noticed: who waits is told elsewhere."""
GOOD_NEWS = frozenset({"buying"})


class Sign(msgspec.Struct, frozen=True):
    """One thing that was noticed, the first reason, all of them, how many more there are; good or bad news."""

    text: str
    first: str
    why: str
    more: int
    tone: str


def signs_in(say: Language, noticed: Noticed, need: Need) -> tuple[Sign, ...]:
    """What was noticed in a contact and counts now, the weightiest first."""
    scores = {str(kind): score for kind, score in noticed.scores.items()}
    kinds = [kind for kind in need.why if kind != WAITING][:MOST]
    return tuple(_sign(say, kind, [one.text for one in why(say, scores[kind].reasons)]) for kind in kinds)


def _sign(say: Language, kind: str, reasons: list[str]) -> Sign:
    return Sign(
        text=kind_name(say, kind),
        first=reasons[0] if reasons else "",
        why=", ".join(reasons),
        more=max(0, len(reasons) - 1),
        tone="good" if kind in GOOD_NEWS else "bad",
    )
