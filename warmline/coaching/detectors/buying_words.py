"""Words of somebody who wants more: `buying` of the word lists, less what is about something they have already.

"how much would the Unlimited L be" → buying_words: how much would; "how much do I owe for the phone" is no wish
"""

from collections.abc import Iterable

from warmline.coaching.detectors.base import by_words, detector
from warmline.coaching.model import Reason
from warmline.coaching.moments import Seen

OWNED = 40
"""Points that words about what they have take away."""


def _look(seen: Seen) -> Iterable[Reason]:
    wishes = seen.hits_of("buying")
    sure = {hit.list for hit in seen.hits if hit.weight in ("strong", "told")}
    if not wishes or sure & {"frustration", "churn"}:
        return []
    found = by_words("buying_words", seen, wishes)
    if owned := seen.hits_of("owned"):
        said = owned[0].words
        found.append(Reason(code="buying_words", points=-OWNED, turn=seen.moment.turn, said=said))
    return found if sum(one.points for one in found) > 0 else []


DETECTOR = detector("buying_words", "buying", "said")(_look)
