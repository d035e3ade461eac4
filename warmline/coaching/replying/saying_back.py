"""Says back what a customer said, in their own words, as somebody else says them."""

import re
from collections.abc import Sequence

from warmline.coaching.acknowledging.model import Point
from warmline.coaching.acknowledging.said import said
from warmline.coaching.acknowledging.words import known
from warmline.coaching.replying.words import Words, words_of

LONGEST = 160
"""Characters that are said back: more is cut to the part that tells."""
SHOUTED = 3
"""Words in capitals from which on somebody shouts."""
_I = re.compile(r"\bi\b")
_SENTENCE = re.compile(r"(?:[.](?!\d)|[!?;\n。！？；…])+\s*")
_CLAUSE = re.compile(r"\s*[,，、]\s*(?!\d)")
_WEIGHT = {"problem": 8, "negative": 4, "amount": 3, "feeling": 2, "topic": 1}
_TELLING = frozenset({"problem", "negative", "feeling"})


def said_back(texts: Sequence[str], language: str) -> str:
    """A sentence that takes up the most telling thing of `texts`, in the customer's words; "" where nothing tells.

    >>> said_back(["Hi! I was charged twice for roaming and nobody told me."], "en")
    'I am sorry that you were charged twice for roaming and nobody told you.'
    """
    words = words_of(language)
    if words is None or not known(language):
        return ""
    best, weight = "", 0
    for text in texts:
        for sentence, mark in _sentences(text):
            points = said(sentence, language)
            if (weighs := sum(_WEIGHT[one.kind] for one in points)) >= max(weight, 1):
                best, weight = _as_answered(sentence, mark, points, words), weighs
    return best


def _sentences(text: str) -> list[tuple[str, str]]:
    """The sentences of a text, each with the mark it ends on."""
    found, start = [], 0
    for mark in _SENTENCE.finditer(text):
        found.append((text[start : mark.start()].strip(), mark[0].strip()))
        start = mark.end()
    found.append((text[start:].strip(), ""))
    return [one for one in found if one[0]]


def _as_answered(sentence: str, mark: str, points: Sequence[Point], words: Words) -> str:
    plain = words.opens.sub("", sentence) or sentence
    plain = calm(_cut(" ".join(plain.split()), points))
    is_question = "?" in mark or "？" in mark or words.asks.search(plain) is not None
    is_trouble = any(one.kind in _TELLING for one in points)
    if is_question or not is_trouble or words.commands.match(plain):
        asked = mark[:1] if mark[:1] in ("?", "？") else ""
        return words.quote.format(said=plain + asked)
    return words.sorry.format(said=_begun(turned(plain, words), words))


def calm(text: str) -> str:
    """A text without the shouting; one or two words in capitals may be a name, and stay.

    >>> calm("WHY WAS I CHARGED TWICE")
    'Why was I charged twice'
    """
    if not text.isupper() or len(text.split()) < SHOUTED:
        return text
    small = text.lower()
    return _I.sub("I", small[:1].upper() + small[1:])


def turned(text: str, words: Words) -> str:
    """A text as the one who is spoken to says it.

    >>> turned("you charged me twice", words_of("en"))
    'we charged you twice'
    """
    swapped = words.turned.sub(lambda found: words.turns[found[0].lower()], text)
    return " ".join(swapped.split())


def _cut(text: str, points: Sequence[Point]) -> str:
    """The clauses of a long sentence that tell something, as many as fit."""
    if len(text) <= LONGEST:
        return text
    clauses = [one for one in _CLAUSE.split(text) if one]
    telling = [one for one in clauses if any(point.phrase in one for point in points)]
    for one in telling or clauses:
        if len(one) <= LONGEST:
            return one
    start = max(0, text.find(points[0].phrase)) if points else 0
    return text[start : start + LONGEST].rsplit(" ", 1)[0]


def _begun(text: str, words: Words) -> str:
    """In the middle of a sentence: a first letter is small, unless the word is written in capitals."""
    if not words.spaced or text[1:2].isupper():
        return text
    return text[:1].lower() + text[1:]
