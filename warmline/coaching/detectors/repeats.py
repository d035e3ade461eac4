"""A request that is made again: the customer says much the same as in an earlier turn of theirs.

"my router is dead" … "my router is still dead" → repeats, twice; the third time weighs more.
"""

from collections.abc import Iterable

from warmline.coaching.alike import is_alike
from warmline.coaching.detectors.base import detector
from warmline.coaching.model import Reason
from warmline.coaching.moments import Seen

POINTS = (28, 40, 55)
"""For the second, the third and every further time."""
ANSWERING = 3
"""What is said again because self-service asked again counts so much less."""


def _look(seen: Seen) -> Iterable[Reason]:
    moment = seen.moment
    if not moment.is_customers:
        return
    times = sum(
        one.by == "customer" and is_alike(one.text, moment.text, moment.language) for one in seen.earlier
    )
    if times:
        points = POINTS[min(times, len(POINTS)) - 1]
        if seen.memory.missed:  # that it was not understood counts already
            points //= ANSWERING
        yield Reason(code="repeats", points=points, turn=moment.turn, times=times + 1)


DETECTOR = detector("repeats", "frustration", "said")(_look)
