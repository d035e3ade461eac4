"""Contacting us again about the same thing within days.

third contact about "bill" in three days → contacted_again, three times
"""

from collections.abc import Iterable

from warmline.coaching.detectors.base import detector
from warmline.coaching.model import Reason
from warmline.coaching.moments import Seen

POINTS = (20, 35)
"""For the second contact, and for every further one."""


def _look(seen: Seen) -> Iterable[Reason]:
    before = seen.moment.times
    if before:
        points = POINTS[min(before, len(POINTS)) - 1]
        yield Reason(
            code="contacted_again",
            points=points,
            turn=seen.moment.turn,
            said=seen.moment.where,
            times=before + 1,
        )


DETECTOR = detector("contacted_again", "frustration", "about")(_look)
