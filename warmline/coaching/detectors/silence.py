"""Silence where an answer was asked for, from the second time in a row.

"What is your account number?" … "Are you still there?" … → silence, twice
"""

from collections.abc import Iterable

from warmline.coaching.detectors.base import detector
from warmline.coaching.model import Reason
from warmline.coaching.moments import Seen

POINTS = 15


def _look(seen: Seen) -> Iterable[Reason]:
    if seen.memory.silent > 1:
        times = seen.memory.silent
        yield Reason(
            code="silence", points=POINTS, turn=seen.moment.turn, said=seen.moment.where, times=times
        )


DETECTOR = detector("silence", "frustration", "silent")(_look)
