"""Words of somebody who thinks of leaving: `churn` of the word lists.

"how do I cancel my contract" → leaving_words: cancel * contract
"""

from collections.abc import Iterable

from warmline.coaching.detectors.base import by_words, detector
from warmline.coaching.model import Reason
from warmline.coaching.moments import Seen


def _look(seen: Seen) -> Iterable[Reason]:
    return by_words("leaving_words", seen, seen.hits_of("churn"))


DETECTOR = detector("leaving_words", "churn", "said")(_look)
