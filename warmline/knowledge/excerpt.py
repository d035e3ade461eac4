"""The passage of an article that answers best, short enough to be spoken."""

import re
from collections.abc import Mapping, Sequence

from warmline.language.analysis import terms

LONGEST = 300
"""Characters: some twenty seconds of speech."""
OPENING = 0.5
"""What the first sentence has before the others, in shares of all that was asked."""
_COLONS, _CHINESE_ENDS = ":：", "。！？：；"
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])(?![。！？”」』）])|(?<=[。！？][”」』）])")


def excerpt(passages: Sequence[str], summary: str, weights: Mapping[str, float]) -> str:
    """Whole sentences from the one on that speaks most of what was asked; the summary where none speaks of it.

    The first sentence is preferred, as what the article has to say in short. A list goes on after its colon.
    """
    sentences = [(number, part) for number, passage in enumerate(passages) for part in split(passage)]
    worth = [_worth(sentence, weights) for _, sentence in sentences]
    if not sentences or (not any(worth) and summary not in passages):
        return cut(summary)
    worth[0] += OPENING * sum(weights.values())
    first = max(range(len(worth)), key=lambda place: (worth[place], -place))
    number, opening = sentences[first]
    text = _longer(cut(opening), [part for at, part in sentences[first + 1 :] if at == number])
    if text[-1] in _COLONS:
        text = _longer(text, passages[number + 1 :])
    return text


def _longer(text: str, following: Sequence[str]) -> str:
    """`text` with what follows it, as far as there is room."""
    for part in following:
        longer = f"{text}{'' if text[-1] in _CHINESE_ENDS else ' '}{part}"
        if len(longer) > LONGEST:
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
