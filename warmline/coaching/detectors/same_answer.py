"""The same answer twice in a row, and the customer answers it in words: it did not help the first time.

"Your plan is active." … "Your plan is active." – "and still I have no data" → same_answer

A question that is asked again is another matter, unless it is a menu; so is whoever takes the answer and goes on.
"""

import re
from collections.abc import Iterable

from warmline.coaching.detectors.base import detector
from warmline.coaching.model import Reason
from warmline.coaching.moments import Seen
from warmline.coaching.plain import plain

POINTS = 30
_LETTERS = re.compile(r"[^\W\d_]")
_QUESTION = re.compile("[?？]|อะไร|ไหม|มั้ย|吗")
_MENU = re.compile(r"(?<!\d)1(?!\d)")


def _look(seen: Seen) -> Iterable[Reason]:
    moment = seen.moment
    if not moment.is_customers or not _LETTERS.search(moment.text) or seen.hits_of("calm", "going_on"):
        return
    answers = [one for one in seen.earlier if one.by != "customer"][-2:]
    if len(answers) < 2 or any(one.by != "flow" for one in answers) or seen.earlier[-1].by != "flow":
        return
    first, second = (one.text for one in answers)
    if plain(first, accents=False) == plain(second, accents=False) and not _asks(second):
        yield Reason(code="same_answer", points=POINTS, turn=moment.turn, times=2)


def _asks(text: str) -> bool:
    return bool(_QUESTION.search(text)) and not _MENU.search(text)


DETECTOR = detector("same_answer", "frustration", "said")(_look)
