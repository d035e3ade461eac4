"""What a detector is: it looks at one moment, and gives reasons for a kind of signal, or none."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from warmline.coaching.lexicon import Hit
from warmline.coaching.model import Kind, Reason
from warmline.coaching.moments import Seen, What

POINTS = {"strong": 60, "told": 50, "medium": 30, "weak": 10}
"""What an entry of a word list is worth, by how much it says."""
FURTHER = 0.6
"""What each further entry in one turn is worth of its points."""
NOTHING_LESS: Mapping[str, float] = {}


class Detector(NamedTuple):
    """One detector: its code, the kind it speaks for, the moments it looks at, how it looks."""

    code: str
    kind: Kind
    on: frozenset[What]
    look: Callable[[Seen], Iterable[Reason]]


def detector(code: str, kind: Kind, *on: What) -> Callable[[Callable[[Seen], Iterable[Reason]]], Detector]:
    """Makes a detector of a function."""
    return lambda look: Detector(code, kind, frozenset(on), look)


def by_words(
    code: str, seen: Seen, hits: Sequence[Hit], share: Mapping[str, float] = NOTHING_LESS
) -> list[Reason]:
    """A reason for each entry that fitted, the heaviest in front; each further one adds less.

    `share` is what is left of points by weight, where that is not all of them.
    """
    return [
        Reason(
            code=code,
            points=round(
                POINTS[hit.weight or "weak"] * (FURTHER if index else 1) * share.get(hit.weight or "weak", 1)
            ),
            turn=seen.moment.turn,
            said=hit.words,
        )
        for index, hit in enumerate(hits)
    ]
