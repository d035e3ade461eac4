"""How it is said: what people who are upset say, as learnt from conversations that others have labelled.

"so I pay for nothing, do I" → tone. Where it is said as calm people do, points are taken away (`CALMEST` at most).
"""

from collections.abc import Iterable

from warmline.coaching.detectors.base import detector
from warmline.coaching.learnt.classifier import TONE, classifier
from warmline.coaching.model import Reason
from warmline.coaching.moments import Seen

A_POINT, EVEN = 10, 0.0
"""Points for each unit of the logarithm of odds, and the odds that say nothing."""
CALMEST, MOST, FEWEST = -30, 45, 8


def points(odds: float) -> int:
    """What a tone is worth; below zero for a calm one."""
    worth = round(A_POINT * (odds - EVEN)) if odds else 0
    return 0 if 0 < worth < FEWEST else max(CALMEST, min(MOST, worth))


def _look(seen: Seen) -> Iterable[Reason]:
    worth = points(seen.tone)
    if worth > 0:
        telling = classifier(TONE).telling(seen.moment.text, "frustration")
        yield Reason(code="tone", points=worth, turn=seen.moment.turn, said=telling)


DETECTOR = detector("tone", "frustration", "said")(_look)
