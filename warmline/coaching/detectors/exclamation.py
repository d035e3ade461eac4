"""Exclamation and question marks in a row, letters drawn out.

"where is it???" "hellooooo" → exclamation
"""

import re
from collections.abc import Iterable

from warmline.coaching.detectors.base import detector
from warmline.coaching.model import Reason
from warmline.coaching.moments import Seen

ONE_MARK, MARKS, MANY, QUESTIONS, DRAWN_OUT = 6, 20, 28, 20, 10
_MARKS = re.compile("[!?！？][!?！？\\s]*")
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{3,}|([\u0e01-\u0e4e])\2{3,}")


def _look(seen: Seen) -> Iterable[Reason]:
    moment = seen.moment
    if not moment.is_customers:
        return
    points = 0
    for found in _MARKS.findall(moment.text):
        marks = "".join(found.split()).replace("！", "!").replace("？", "?")
        if len(marks) == 1:
            worth = ONE_MARK if marks == "!" else 0
        elif "!" in marks:
            worth = MANY if len(marks) > 2 or "?" in marks else MARKS
        else:
            worth = QUESTIONS
        points = max(points, worth)
    if _DRAWN_OUT.search(moment.text):
        points += DRAWN_OUT
    if seen.hits_of("calm") and not seen.sounds_upset:
        return  # thanks and delight have exclamation marks, too
    if points:
        yield Reason(code="exclamation", points=points, turn=moment.turn)


DETECTOR = detector("exclamation", "frustration", "said")(_look)
