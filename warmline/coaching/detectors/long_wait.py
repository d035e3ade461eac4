"""A duration is all that somebody says, unasked: they tell how long they have waited.

"You are next." – "it's been 20 minutes" → long_wait
"""

import re
from collections.abc import Iterable

from warmline.coaching.detectors.base import detector
from warmline.coaching.model import Reason
from warmline.coaching.moments import Seen

POINTS = 55
LONGEST = 32
"""Characters of what is hardly more than a duration."""
_ASKED = re.compile("[?？]")


def _look(seen: Seen) -> Iterable[Reason]:
    moment = seen.moment
    if not moment.is_customers or len(moment.text) > LONGEST or not seen.earlier or seen.hits_of("calm"):
        return
    before = seen.earlier[-1]
    if before.by != "customer" and not _ASKED.search(before.text) and (waited := seen.hits_of("waited")):
        yield Reason(code="long_wait", points=POINTS, turn=moment.turn, said=waited[0].words)


DETECTOR = detector("long_wait", "frustration", "said")(_look)
