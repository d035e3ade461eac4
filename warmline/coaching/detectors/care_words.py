"""Words of somebody in a situation that asks for care: `vulnerable` of the word lists.

It says that such words were said, and claims nothing about the person.

"my father passed away" → care_words: passed away
"""

from collections.abc import Iterable

from warmline.coaching.detectors.base import by_words, detector
from warmline.coaching.model import Reason
from warmline.coaching.moments import Seen


def _look(seen: Seen) -> Iterable[Reason]:
    return by_words("care_words", seen, seen.hits_of("vulnerable"))


DETECTOR = detector("care_words", "vulnerable", "said")(_look)
