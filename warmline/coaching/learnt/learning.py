"""Learns the weights that come with Warmline from the labelled texts in `training/` (see its README.md).

`python -m warmline.coaching.learnt.learning training` writes them: a multinomial logistic regression, found by AdaGrad
(Duchi, Hazan, Singer 2011). All labels count as much in total, however often each of them was given.
"""

import math
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from warmline.coaching.acknowledging.evaluating import examples
from warmline.coaching.labelled import read
from warmline.coaching.learnt.classifier import REPLIES, TONE, Classifier
from warmline.coaching.learnt.grams import compared, grams

CALM, UPSET = "calm", "frustration"
ROUNDS, STEP, DECAY = 8, 0.1, 3e-3
FEWEST = 3
"""Texts in which a piece of a word must stand to be learnt."""
SMALLEST = 0.03
"""Pieces whose weights are all below it are left out."""

Example = tuple[str, str]
"""A text with its label."""


def learn(said: Sequence[Example], labels: tuple[str, ...], seed: int = 1) -> Classifier:
    """The weights by which texts of the labels are told apart; the same ones for the same examples."""
    pieces = [
        (sorted({gram for gram, _ in grams(compared(text))}), labels.index(label)) for text, label in said
    ]
    count = Counter(gram for every, _ in pieces for gram in every)
    weights = {gram: [0.0] * len(labels) for gram, times in count.items() if times >= FEWEST}
    squares = {gram: [1e-8] * len(labels) for gram in weights}
    rows = [([gram for gram in every if gram in weights], label) for every, label in pieces]
    often = Counter(label for _, label in rows)
    counts_as = {label: len(rows) / (len(often) * times) for label, times in often.items()}
    biases, bias_squares = [0.0] * len(labels), [1e-8] * len(labels)
    chance = random.Random(seed)  # noqa: S311 - to learn the same again, not to keep a secret
    for _ in range(ROUNDS):
        chance.shuffle(rows)
        for every, label in rows:
            share = 1 / math.sqrt(len(every) or 1)
            odds = [
                bias + share * math.fsum(weights[gram][at] for gram in every)
                for at, bias in enumerate(biases)
            ]
            for at, likely in enumerate(_likely(odds)):
                error = (likely - (at == label)) * counts_as[label]
                bias_squares[at] += error * error
                biases[at] -= STEP * error / math.sqrt(bias_squares[at])
                for gram in every:
                    weight, square = weights[gram], squares[gram]
                    slope = error * share + DECAY * weight[at]
                    square[at] += slope * slope
                    weight[at] -= STEP * slope / math.sqrt(square[at])
    return Classifier(
        labels,
        tuple(round(bias, 2) for bias in biases),
        {
            gram: tuple(round(one, 2) for one in weight)
            for gram, weight in sorted(weights.items())
            if max(map(abs, weight)) >= SMALLEST
        },
    )


def _likely(odds: Sequence[float]) -> list[float]:
    highest = max(odds)
    every = [math.exp(one - highest) for one in odds]
    total = math.fsum(every)
    return [one / total for one in every]


def tones(files: Iterable[Path]) -> list[Example]:
    """What customers said in conversations, each upset or calm."""
    return [
        (line.text, UPSET if UPSET in line.labels else CALM)
        for file in files
        for said in read(file.read_bytes(), file.name)
        for line in said.lines
        if line.party == "customer"
    ]


def replies(files: Iterable[Path]) -> list[Example]:
    """What agents replied, each with how it acknowledges."""
    return [
        (one.reply, one.label)
        for file in files
        for one in examples(file.read_text(encoding="utf-8-sig").splitlines(keepends=True))
    ]


def main(folder: Path) -> None:
    """Learn from `conversations*.csv` and `replies*.csv` of a folder."""
    for file, found in (
        (TONE, learn(tones(sorted(folder.glob("conversations*.csv"))), (CALM, UPSET))),
        (REPLIES, learn(replies(sorted(folder.glob("replies*.csv"))), ("none", "generic", "specific"))),
    ):
        grams_ = ",\n".join(
            f"{msgspec.json.encode(gram).decode()}:{msgspec.json.encode(weight).decode()}"
            for gram, weight in found.grams.items()
        )
        head = msgspec.json.encode({"labels": found.labels, "biases": found.biases}).decode()[:-1]
        file.write_text(f'{head},"grams":{{\n{grams_}\n}}}}\n', encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
