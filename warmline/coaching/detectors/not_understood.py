"""Answers and keys that self-service did not understand, several in a row.

"That is not an option." "I did not understand." → not_understood, twice
"""

from collections.abc import Iterable

from warmline.coaching.detectors.base import detector
from warmline.coaching.model import Reason
from warmline.coaching.moments import Seen

POINTS = (12, 18, 25)
"""For the first, the second and every further time in a row."""


def _look(seen: Seen) -> Iterable[Reason]:
    times = seen.memory.missed
    yield Reason(
        code="not_understood",
        points=POINTS[min(times, len(POINTS)) - 1],
        turn=seen.moment.turn,
        said=seen.moment.where,
        times=times,
    )


DETECTOR = detector("not_understood", "frustration", "missed")(_look)
