"""Says much where nothing was asked, in the third turn or later: what was answered until then was no help.

"my line is dead" … "it is dark here" … "then the electrician measured somebody else's line" → at_length

Words of calm, of going on, of asking, and those of other signals say otherwise.
"""

from collections.abc import Iterable

from warmline.coaching.detectors.base import detector
from warmline.coaching.model import Reason
from warmline.coaching.moments import Seen

POINTS, LESS = 45, 25
LONG, MUCH = 30, 14
"""Letters of a turn that says much, from the third on, and from the fourth on."""


def _look(seen: Seen) -> Iterable[Reason]:
    moment = seen.moment
    if not moment.is_customers or not seen.earlier or seen.earlier[-1].by == "customer":
        return
    if seen.was_asked or seen.is_about_else or seen.hits_of("calm", "going_on", "asks"):
        return
    before = sum(one.by == "customer" for one in seen.earlier)
    if before > 1 and seen.length > LONG:
        yield Reason(code="at_length", points=POINTS, turn=moment.turn)
    elif before > 2 and seen.length > MUCH:
        yield Reason(code="at_length", points=LESS, turn=moment.turn)


DETECTOR = detector("at_length", "frustration", "said")(_look)
