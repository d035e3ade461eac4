"""A customer says again to a person what that person has passed over.

"I was charged twice" – Ana: "Let me check your plan." – "but I was charged twice!" → said_again
"""

from collections.abc import Iterable

from warmline.coaching.alike import is_alike
from warmline.coaching.detectors.base import detector
from warmline.coaching.model import Reason
from warmline.coaching.moments import Seen

POINTS = 60


def _look(seen: Seen) -> Iterable[Reason]:
    moment = seen.moment
    if not moment.is_customers:
        return
    answered = max((one.turn for one in seen.earlier if one.by == "agent"), default=0)
    times = sum(
        one.by == "customer" and one.turn < answered and is_alike(one.text, moment.text, moment.language)
        for one in seen.earlier
    )
    if times:
        yield Reason(code="said_again", points=POINTS, turn=moment.turn, times=times + 1)


DETECTOR = detector("said_again", "said_again", "said")(_look)
