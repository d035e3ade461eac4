"""The same answer twice in a row, and the customer answers it in words: it did not help the first time.

"Your plan is active." … "Your plan is active." – "and still I have no data" → same_answer

A question that is asked again is another matter, unless it is a menu; so is whoever takes the answer and goes on, or
asks what could be done.
"""

from collections.abc import Iterable

from warmline.coaching.detectors.base import detector
from warmline.coaching.model import Reason
from warmline.coaching.moments import Seen
from warmline.coaching.plain import plain

POINTS = 55
SHORT = 24
"""Letters up to which praise and thanks are meant so: at length, after the same answer twice, they are irony."""
LEAST = 16
"""Characters of an answer that is told again within a longer one."""


def _look(seen: Seen) -> Iterable[Reason]:
    moment = seen.moment
    if not moment.is_customers or not seen.has_words or not seen.earlier or seen.earlier[-1].by != "flow":
        return
    said = ("calm", "going_on", "asks") if seen.length <= SHORT else ("going_on", "asks")
    if seen.hits_of(*said) and not seen.sounds_upset:
        return
    answers = [one for one in seen.earlier if one.by != "customer"][-2:]
    if len(answers) < 2 or any(one.by != "flow" for one in answers):
        return
    first, second = (one.text for one in answers)
    if not seen.was_asked and _is_same(first, second):
        yield Reason(code="same_answer", points=POINTS, turn=moment.turn, times=2)


def _is_same(first: str, second: str) -> bool:
    """Whether an answer is the other one, or holds it: "Sorry, I did not get that." in front changes nothing."""
    one, other = sorted((plain(first, accents=False), plain(second, accents=False)), key=len)
    return one == other or (len(one) >= LEAST and one.strip() in other)


DETECTOR = detector("same_answer", "frustration", "said")(_look)
