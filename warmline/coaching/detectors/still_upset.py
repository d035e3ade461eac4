"""Whoever was upset a turn ago goes on, and nothing that was said in between has taken it up.

"This is useless" – "Your plan is active." – "so you keep telling me" → still_upset
"""

from collections.abc import Iterable

from warmline.coaching.acknowledging.judging import acknowledged
from warmline.coaching.acknowledging.words import known
from warmline.coaching.detectors.base import detector
from warmline.coaching.model import Reason
from warmline.coaching.moments import Seen

POINTS = 25
SHORT, ANSWER = 12, 24
"""Letters of a plain answer to a person ("yes, that is right"), and to a question."""
HEARD = 3
"""Turns of the customer that a reply may take up."""


def _look(seen: Seen) -> Iterable[Reason]:
    moment = seen.moment
    if not moment.is_customers or not seen.memory.upset or not seen.earlier or not seen.has_words:
        return
    if _says_it_all(seen) or seen.is_about_else or _has_calmed_down(seen):
        return
    before = seen.earlier[-1]
    if seen.length <= ANSWER and seen.was_asked and not seen.sounds_upset:
        return
    if before.by == "agent" and (seen.length <= SHORT or _is_taken_up(seen, before.text)):
        return
    yield Reason(code="still_upset", points=POINTS, turn=moment.turn)


def _says_it_all(seen: Seen) -> bool:
    """Whether there are words that need nothing beside them."""
    return any(hit.weight == "strong" for hit in seen.hits_of("frustration")) and not seen.hits_of("calm")


def _has_calmed_down(seen: Seen) -> bool:
    """Whether there are words of calm, or of going on, and hardly any of being upset: "sorry, what a day"."""
    upset = sum(hit.weight != "weak" for hit in seen.hits_of("frustration"))
    return upset < (2 if seen.hits_of("calm") else 1 if seen.hits_of("going_on") else 0)


def _is_taken_up(seen: Seen, reply: str) -> bool:
    """Whether a reply names what the customer said before it."""
    if not known(seen.moment.language):
        return False
    said = [one.text for one in seen.earlier if one.by == "customer"][-HEARD:]
    return acknowledged(said, reply, seen.moment.language).level == "specific"


DETECTOR = detector("still_upset", "frustration", "said")(_look)
