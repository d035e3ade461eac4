"""Words of somebody who is upset: `frustration` of the word lists, less where they say that all is well, too.

"This is the third time I call, nobody ever answers" → upset_words: {ordinal} time, nobody * answers
"""

from collections.abc import Iterable

import msgspec

from warmline.coaching.detectors.base import NOTHING_LESS, by_words, detector
from warmline.coaching.lexicon import Hit
from warmline.coaching.model import Reason
from warmline.coaching.moments import Seen

BESIDE = 0.25
"""What upset words count beside words of leaving or of need, which are signals of their own."""
CALM = 25
"""Points that a word of calm takes away from those of the same turn."""
FIRST = {"told": 0.4, "medium": 0.6}
"""What is left in the turn in which somebody begins to tell: most people tell what happened as a fact."""


def _look(seen: Seen) -> Iterable[Reason]:
    upset, calm = seen.hits_of("frustration"), seen.hits_of("calm")
    # Praise in words that upset is irony ("well done you"), and upset words in those of calm are denied ("not angry").
    irony = [one for one in calm if any(_is_within(one, other) for other in upset if other.weight != "weak")]
    calm = [one for one in calm if one not in irony]
    upset = [one for one in upset if not any(_is_within(one, other) for other in calm)]
    found = by_words("upset_words", seen, upset, FIRST if seen.is_first else NOTHING_LESS)
    if found and calm:
        first = calm[0]
        found.append(
            Reason(code="upset_words", points=-CALM * len(calm), turn=seen.moment.turn, said=first.words)
        )
    if any(hit.weight == "strong" for hit in seen.hits_of("churn", "vulnerable")):
        found = [msgspec.structs.replace(one, points=round(one.points * BESIDE)) for one in found]
    return found if sum(one.points for one in found) > 0 else []


def _is_within(one: Hit, other: Hit) -> bool:
    return other.start <= one.start and one.end <= other.end


DETECTOR = detector("upset_words", "frustration", "said")(_look)
