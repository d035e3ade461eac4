"""How it is said: what people who are upset say, as learnt from conversations that others have labelled.

"so I pay for nothing, do I" → tone. Where it is said as calm people do, points are taken away (`CALMEST` at most).
"""

from collections.abc import Iterable

from warmline.coaching.detectors.base import detector
from warmline.coaching.learnt.classifier import TONE, classifier
from warmline.coaching.model import Reason
from warmline.coaching.moments import Seen

A_POINT = 20
"""Points for each unit of the logarithm of odds."""
EVEN, EVEN_IN = 0.0, {"zh": 0.25, "vi": 0.75}
"""The odds that say nothing: what is learnt in one language has something to do with how others speak."""
CALMEST, MOST, FEWEST = -40, 40, 8


def points(seen: Seen) -> int:
    """What the tone of a turn is worth; below zero for a calm one, 0 where it cannot be told."""
    even = EVEN_IN.get(seen.moment.language.partition("-")[0], EVEN)
    worth = round(A_POINT * (seen.tone - even)) if seen.tone else 0
    return 0 if 0 < worth < FEWEST else max(CALMEST, min(MOST, worth))


def _look(seen: Seen) -> Iterable[Reason]:
    worth = points(seen)
    if worth > 0:
        telling = classifier(TONE).telling(seen.moment.text, "frustration")
        yield Reason(code="tone", points=worth, turn=seen.moment.turn, said=telling)


DETECTOR = detector("tone", "frustration", "said")(_look)
