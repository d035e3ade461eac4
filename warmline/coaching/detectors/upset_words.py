"""Words of somebody who is upset: `frustration` of the word lists, less where they say that all is well, too.

"This is the third time I call, nobody ever answers" → upset_words: {ordinal} time, nobody * answers
"""

from collections.abc import Iterable

from warmline.coaching.detectors.base import by_words, detector
from warmline.coaching.model import Reason
from warmline.coaching.moments import Seen

CALM = 25
"""Points that a word of calm takes away from those of the same turn."""


def _look(seen: Seen) -> Iterable[Reason]:
    found = by_words("upset_words", seen, seen.hits_of("frustration"))
    calm = seen.hits_of("calm")
    if found and calm:
        first = calm[0]
        found.append(
            Reason(code="upset_words", points=-CALM * len(calm), turn=seen.moment.turn, said=first.words)
        )
    return found if sum(one.points for one in found) > 0 else []


DETECTOR = detector("upset_words", "frustration", "said")(_look)
