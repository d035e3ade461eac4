"""The pieces of a reply, by what each does: acknowledge, restate, solve, ask, or none of these."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from warmline.coaching.acknowledging.model import Role
from warmline.coaching.acknowledging.patterns import Marks
from warmline.coaching.acknowledging.words import Words

_SENTENCE = re.compile(r"(?:[.](?!\d)|[!?;\n。！？；…])+[\"')」』]*\s*")
_THAI_SENTENCE = re.compile(r"(?:(?<=ครับ)|(?<=คะ)|(?<=ค่ะ))(?:ผม)?\s+(?!ที)|" + _SENTENCE.pattern)
_CLAUSE = {
    "th": re.compile(r"\s*[,:—–]\s*|\s+"),
    "zh": re.compile(r"\s*[,，:：—–]+\s*|\s+-+\s+|\s{1,}"),
}
_SPACED_CLAUSE = re.compile(r"\s*[,:(—–]\s*(?!\d{3}\b)|\s+-+\s+")
_ASKED = re.compile(r"[?？]")


class Segment(NamedTuple):
    """A piece of folded text, from `start` to `end`; `sentence` counts sentences from 0."""

    role: Role
    start: int
    end: int
    sentence: int


def segments(text: str, words: Words) -> list[Segment]:
    """All pieces in order."""
    found: list[Segment] = []
    for number, (start, end, asked) in enumerate(_sentences(text, words)):
        pieces: list[Segment] = []
        for begin, stop in _clauses(text, start, end, words):
            pieces += _pieces(text, begin, stop, number, words)
        if asked and pieces and not any(one.role == "acknowledges" for one in pieces[-1:]):
            pieces[-1] = pieces[-1]._replace(role="asks")
        found += _carried(pieces)
    return found


def _sentences(text: str, words: Words) -> Iterator[tuple[int, int, bool]]:
    start = 0
    ends = _THAI_SENTENCE if words.language == "th" else _SENTENCE
    for found in ends.finditer(text):
        if found.start() > start:
            yield start, found.start(), bool(_ASKED.search(found[0]))
        start = found.end()
    if start < len(text):
        yield start, len(text), False


def _clauses(text: str, start: int, end: int, words: Words) -> Iterator[tuple[int, int]]:
    for found in _CLAUSE.get(words.language, _SPACED_CLAUSE).finditer(text, start, end):
        if found.start() > start:
            yield start, found.start()
        start = found.end()
    if start < end:
        yield start, end


def _pieces(text: str, start: int, end: int, sentence: int, words: Words) -> list[Segment]:
    """A clause, cut where it begins to do something else."""
    begins = [start, *(_after_space(text, found.end()) for found in words.joins.finditer(text, start, end))]
    marks: list[tuple[int, int, Role]] = []
    does: tuple[tuple[Role, Marks], ...] = (
        ("acknowledges", words.acknowledges),
        ("solves", words.solves),
        ("asks", words.asks),
    )
    for what, pattern in does:
        marks += [(*span, what) for span in pattern.starts(text, start, end, begins)]
    # Of marks that overlap, the longest tells; of equally long ones, the one that acknowledges.
    chosen: list[tuple[int, int, Role]] = []
    for mark in sorted(marks, key=lambda one: (one[0] - one[1], one[2])):
        if not any(mark[0] < other[1] and other[0] < mark[1] for other in chosen):
            chosen.append(mark)
    chosen.sort()
    if not chosen:
        restated = any(True for _ in words.restates.starts(text, start, end, begins))
        return [Segment("restates" if restated else "plain", start, end, sentence)]
    pieces: list[Segment] = []
    at = start
    role: Role = chosen[0][2]
    if role in ("solves", "asks") and chosen[0][0] > start:
        restated = any(True for _ in words.restates.starts(text, start, chosen[0][0], begins))
        if chosen[0][0] in begins or (restated and not words.spaced):
            role = "restates" if restated else "plain"
    for begin, _, next_role in chosen:
        if next_role == role or (role == "solves" and next_role == "asks"):
            continue
        if begin > at:
            pieces.append(Segment(role, at, begin, sentence))
        at, role = begin, next_role
    pieces.append(Segment(role, at, end, sentence))
    return pieces


def _after_space(text: str, place: int) -> int:
    while place < len(text) and text[place].isspace():
        place += 1
    return place


def _carried(pieces: list[Segment]) -> list[Segment]:
    """What stands beside an acknowledgement in one sentence, doing nothing else, belongs to it."""
    for order in (range(1, len(pieces)), range(len(pieces) - 2, -1, -1)):
        step = -1 if order.step > 0 else 1
        for number in order:
            beside = pieces[number + step].role
            if beside == "acknowledges" and pieces[number].role in ("plain", "restates"):
                pieces[number] = pieces[number]._replace(role="acknowledges")
    return pieces
