"""Says much, in the third turn or later, where nothing was asked: what was answered until then was no help.

"my line is dead" … "it is dark here" … "then the electrician measured somebody else's line" → at_length

A long second turn says a little, asked or not. Words of calm, of going on, of asking, and those of other signals say
otherwise.
"""

from collections.abc import Iterable

from warmline.coaching.detectors.base import detector
from warmline.coaching.model import Reason
from warmline.coaching.moments import Seen

SECOND, LATER, LESS = 19, 38, 19
"""For a long turn that is the second, and a later one; for one of some length from the fourth on."""
LONG, SOME = 30, 14
"""Letters."""


def _look(seen: Seen) -> Iterable[Reason]:
    moment = seen.moment
    if not moment.is_customers or not seen.earlier or seen.earlier[-1].by == "customer":
        return
    if seen.is_about_else or seen.hits_of("calm", "going_on", "asks"):
        return
    before = sum(one.by == "customer" for one in seen.earlier)
    points = 0
    if before == 1 and seen.length > LONG:
        points = SECOND
    elif before > 1 and not seen.was_asked:
        points = LATER if seen.length > LONG else LESS if before > 2 and seen.length > SOME else 0
    if points:
        yield Reason(code="at_length", points=points, turn=moment.turn)


DETECTOR = detector("at_length", "frustration", "said")(_look)
