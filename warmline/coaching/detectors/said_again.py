"""A customer says again to a person what that person has passed over: what the coach alerts of.

"I was charged twice" – Ana: "Let me check your plan." – "but I was charged twice!" → said_again
"""

from collections.abc import Iterable

from warmline.coaching.acknowledging.repeating import repeated
from warmline.coaching.detectors.base import detector
from warmline.coaching.model import Reason
from warmline.coaching.moments import Earlier, Seen

POINTS = 60


def _look(seen: Seen) -> Iterable[Reason]:
    moment = seen.moment
    if not moment.is_customers or not seen.memory.agent or not seen.has_words:
        return
    if seen.hits_of("calm") and not seen.sounds_upset:
        return
    now = Earlier(turn=moment.turn, by=moment.by, text=moment.text)
    if repeated(seen.earlier, now, moment.language) is not None:
        yield Reason(code="said_again", points=POINTS, turn=moment.turn, times=2)


DETECTOR = detector("said_again", "said_again", "said")(_look)
