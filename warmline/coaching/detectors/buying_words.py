"""Words of somebody who wants more: `buying` of the word lists.

"how much would the Unlimited L be" → buying_words: how much would
"""

from collections.abc import Iterable

from warmline.coaching.detectors.base import by_words, detector
from warmline.coaching.model import Reason
from warmline.coaching.moments import Seen


def _look(seen: Seen) -> Iterable[Reason]:
    return by_words("buying_words", seen, seen.hits_of("buying"))


DETECTOR = detector("buying_words", "buying", "said")(_look)
