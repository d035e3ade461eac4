"""Asking for a person: once is a wish, again says that it was not heard.

"agent" … "a human please" → asked_person, twice
"""

from collections.abc import Iterable

from warmline.coaching.detectors.base import detector
from warmline.coaching.model import Reason
from warmline.coaching.moments import Seen

POINTS = (22, 50, 60)
"""For the first, the second and every further time."""


def _look(seen: Seen) -> Iterable[Reason]:
    times = seen.memory.asked_person
    if seen.memory.asked_at == seen.moment.turn and times:
        points = POINTS[min(times, len(POINTS)) - 1]
        yield Reason(code="asked_person", points=points, turn=seen.moment.turn, times=times)


DETECTOR = detector("asked_person", "frustration", "said", "asked_person")(_look)
