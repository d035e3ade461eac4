"""Whoever was upset a turn ago is left with a menu, and presses a key: that calms nobody.

"This is useless" – "1 balance, 2 top up, 3 other" – "2" → left_with_keys
"""

import re
from collections.abc import Iterable

from warmline.coaching.detectors.base import detector
from warmline.coaching.model import Reason
from warmline.coaching.moments import Seen

POINTS = 20
_MENU = re.compile(r"(?<!\d)1(?!\d).+(?<!\d)2(?!\d).+(?<!\d)3(?!\d)", re.DOTALL)
"""Of three keys at least: whoever takes up the one thing that is offered has been helped on."""
_KEYS = re.compile(r"\W*\d{1,2}\W*|[*#]")


def _look(seen: Seen) -> Iterable[Reason]:
    moment = seen.moment
    if (
        moment.is_customers
        and seen.memory.upset
        and _KEYS.fullmatch(moment.text)
        and seen.earlier
        and seen.earlier[-1].by == "flow"
        and _MENU.search(seen.earlier[-1].text)
    ):
        yield Reason(code="left_with_keys", points=POINTS, turn=moment.turn)


DETECTOR = detector("left_with_keys", "frustration", "said")(_look)
