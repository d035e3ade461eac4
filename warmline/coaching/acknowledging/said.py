"""What a customer said that is worth naming, in their own words."""

import re
from collections.abc import Iterable, Iterator

from warmline.coaching.acknowledging.folding import Folded
from warmline.coaching.acknowledging.model import Point
from warmline.coaching.acknowledging.words import Words, read

MOST = 6
_WIDER = 3
"""Words after a negative that make it worth naming: "not working on my phone"."""
_UNSPACED_WIDER = 8
_KINDS = ("problem", "amount", "negative", "feeling", "topic")
_CLAUSE = re.compile(r"[.,!?;:\n。，！？；：…、()]+")
_WORD = re.compile(r"[\w']+")


def said(text: str, language: str) -> tuple[Point, ...]:
    """What is worth naming in a text, the most telling first. Raises KeyError for an unknown language.

    >>> [point.phrase for point in said("Hi, I was charged twice for roaming!", "en")]
    ['charged twice', 'roaming']
    """
    return telling(every(text, language))


def every(text: str, language: str) -> list[Point]:
    """All that is in a text, one over the other. Raises KeyError for an unknown language."""
    return [*_points(*read(text, language))]


def telling(points: Iterable[Point]) -> tuple[Point, ...]:
    """The most telling of them, none over another."""
    found = sorted(points, key=lambda one: (_KINDS.index(one.kind), one.start - one.end))
    kept: list[Point] = []
    for one in found:
        if len(kept) < MOST and not any(one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return tuple(kept)


def _points(plain: Folded, words: Words) -> Iterator[Point]:
    for about, pattern in words.problems.items():
        for found in pattern.finditer(plain.text):
            yield _point("problem", plain, found.start(), found.end(), about)
    for found in words.amounts.finditer(plain.text):
        number = number_of(found, words)
        if number != "1":
            yield _point("amount", plain, found.start(), found.end(), number)
    for found in words.negates.finditer(plain.text):
        end = _wider(plain.text, found.end(), words)
        if end > found.end():
            yield _point("negative", plain, found.start(), end, "")
    for found in words.feels.finditer(plain.text):
        yield _point("feeling", plain, found.start(), found.end(), "")
    for about, pattern in words.topics.items():
        for found in pattern.finditer(plain.text):
            yield _point("topic", plain, found.start(), found.end(), about)


def number_of(found: re.Match[str], words: Words) -> str:
    """The number of an amount, in plain digits."""
    if found["digits"] is None:
        return words.numbers[found["word"]]
    plain = re.sub(r"[.,](?=\d{3}(?!\d))", "", found["digits"])
    return re.sub(r"[.,]0+$", "", plain)


def _point(kind: str, plain: Folded, start: int, end: int, about: str) -> Point:
    begin, stop = plain.place(start, end)
    phrase = plain.written[begin:stop].strip()
    return Point(kind, " ".join(phrase.split()), begin, stop, about)  # type: ignore[arg-type]


def _wider(text: str, end: int, words: Words) -> int:
    """Where a phrase ends that begins with a negative, within its clause."""
    stop = found.start() if (found := _CLAUSE.search(text, end)) else len(text)
    if not words.spaced:
        return min(stop, end + _UNSPACED_WIDER)
    for number, word in enumerate(_WORD.finditer(text, end, stop), 1):
        end = word.end()
        if number == _WIDER:
            break
    return end
