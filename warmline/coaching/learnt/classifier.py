"""Tells texts apart by pieces of their words: a multinomial logistic regression, whose weights are read from a file."""

import math
from collections.abc import Mapping
from functools import cache
from itertools import chain
from pathlib import Path

import msgspec

from warmline.coaching.learnt.grams import compared, grams, pieces

FOLDER = Path(__file__).parent
TONE = FOLDER / "tone.json"
"""Labels "calm" and "frustration", of what customers say."""
REPLIES = FOLDER / "replies.json"
"""Labels "none", "generic" and "specific", of what agents reply."""
SHORT, KNOWN = 2, 0.5
"""The share of its pieces of at most so many characters that must be known for a text to say anything."""
FEWEST, MOST = 4, 60
"""Characters of a stretch that is told as the most telling."""


class Classifier(msgspec.Struct, frozen=True):
    """`grams` has a weight of each piece for each label, `biases` the weight that each label has before."""

    labels: tuple[str, ...]
    biases: tuple[float, ...]
    grams: Mapping[str, tuple[float, ...]]

    def odds(self, text: str) -> dict[str, float]:
        """For each label the logarithm of how likely it is, but for a constant; empty for texts like none it has seen.

        The language does not matter, as long as the weights were learnt in it, too.
        """
        by_size = pieces(compared(text))
        found = [[*filter(None, map(self.grams.get, every))] for every in by_size]
        known = [*chain.from_iterable(found)]
        if not known or sum(map(len, found[:SHORT])) < KNOWN * sum(map(len, by_size[:SHORT])):
            return {}
        share = 1 / math.sqrt(len(known))
        return {
            label: bias + share * math.fsum(weights)  # to the last digit, in whatever order a set has them
            for label, bias, weights in zip(self.labels, self.biases, zip(*known, strict=True), strict=True)
        }

    def telling(self, text: str, label: str) -> str:
        """The words of a text that speak most for a label, as they are compared; "" where none do."""
        read, place = compared(text), self.labels.index(label)
        others = [other for other in range(len(self.labels)) if other != place]
        parts = [0.0] * len(read)
        for gram, start in grams(read):
            if (weights := self.grams.get(gram)) is not None:
                for at in range(start, start + len(gram)):
                    parts[at] += (weights[place] - max(weights[other] for other in others)) / len(gram)
        first, last = _heaviest(parts)
        if first == last:
            return ""
        start = read.rfind(" ", 0, first + 1) + 1
        end = read.find(" ", max(last - 1, start))
        return read[start : end if end >= 0 else None].strip(" .")[:MOST]


def _heaviest(parts: list[float]) -> tuple[int, int]:
    """The stretch of the greatest sum, of a length that can be told (Kadane's algorithm)."""
    best, heaviest, start, total = (0, 0), 0.0, 0, 0.0
    for at, part in enumerate(parts):
        if total <= 0:
            start, total = at, 0.0
        total += part
        if total > heaviest and FEWEST <= at + 1 - start <= MOST:
            best, heaviest = (start, at + 1), total
    return best


@cache
def classifier(file: Path) -> Classifier:
    """One that comes with Warmline."""
    return msgspec.json.decode(file.read_bytes(), type=Classifier)
