"""Going in circles: the same step of a flow for the third time and more.

bill/explain … bill/explain … bill/explain → circles, three times
"""

from collections.abc import Iterable

from warmline.coaching.detectors.base import detector
from warmline.coaching.model import Reason
from warmline.coaching.moments import Seen

POINTS = {2: 12, 3: 22}
MORE = 28
"""For every time after those."""


def _look(seen: Seen) -> Iterable[Reason]:
    times = seen.memory.steps.get(seen.moment.where, 0)
    if times > 1:
        points = POINTS.get(times, MORE)
        yield Reason(
            code="circles", points=points, turn=seen.moment.turn, said=seen.moment.where, times=times
        )


DETECTOR = detector("circles", "frustration", "step")(_look)
