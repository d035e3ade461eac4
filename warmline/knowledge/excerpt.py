"""The passage of an article that answers best, short enough to be spoken."""

import re
from collections.abc import Mapping, Sequence

from warmline.language.analysis import terms

LONGEST = 300
"""Characters: some twenty seconds of speech."""
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])(?![。！？”」』）])|(?<=[。！？][”」』）])")


def excerpt(passages: Sequence[str], summary: str, weights: Mapping[str, float]) -> str:
    """Whole sentences from the one on that speaks most of what was asked; the summary where none speaks of it."""
    sentences = [(number, part) for number, passage in enumerate(passages) for part in split(passage)]
    worth = [_worth(sentence, weights) for _, sentence in sentences]
    if not any(worth):
        return cut(summary)
    first = max(range(len(worth)), key=lambda place: (worth[place], -place))
    passage, text = sentences[first][0], cut(sentences[first][1])
    for following, sentence in sentences[first + 1 :]:
        longer = f"{text}{'' if text[-1] in '。！？' else ' '}{sentence}"
        if following != passage or len(longer) > LONGEST:
            break
        text = longer
    return text


def split(passage: str) -> list[str]:
    """The sentences of a passage. Thai marks no ends of sentences, so that a passage of it is one."""
    return [part.strip() for part in _BETWEEN_SENTENCES.split(passage) if part.strip()]


def cut(text: str) -> str:
    """At most `LONGEST` characters, cut between words where there are any."""
    plain = " ".join(text.split())
    if len(plain) <= LONGEST:
        return plain
    short = plain[: LONGEST - 1]
    head, space, _ = short.rpartition(" ")
    return f"{head if space and len(head) > LONGEST // 2 else short}…"


def _worth(sentence: str, weights: Mapping[str, float]) -> float:
    return sum(weights.get(term, 0.0) for term in set(terms(sentence)))
