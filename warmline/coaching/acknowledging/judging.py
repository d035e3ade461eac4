"""Whether a reply acknowledges what was said, in general words or by naming it, or goes straight to the solution."""

import re
from collections.abc import Sequence

from warmline.coaching.acknowledging.content import Content, content, content_of
from warmline.coaching.acknowledging.folding import Folded
from warmline.coaching.acknowledging.model import LEVELS, Judgement, Level, Point
from warmline.coaching.acknowledging.said import said
from warmline.coaching.acknowledging.segments import Segment, segments
from warmline.coaching.acknowledging.words import LONGEST, Words, read
from warmline.coaching.learnt.classifier import REPLIES, classifier

MOST_MISSING = 3
MOST_PIECES = 200
"""Pieces of a reply that are looked at, each beside all that follow: nobody writes as many."""
ENOUGH = {"en": 1, "fil": 1, "zh": 1, "vi": 2, "th": 2}
"""Terms in common that show that a piece names what was said."""
RULE = 1.25
"""What the level that rules give counts beside what was learnt, in logarithms of odds."""
OWN_WORDS = {"en": 3, "fil": 4, "zh": 4, "vi": 5, "th": 6}
"""Terms of its own that a piece has which says something else than politeness: it puts what was said in other words."""
_PARAGRAPH = re.compile(r"(?<=\S)\s*\n\s*\n")
"""Where one ends and another begins, with whatever ends of lines."""


def acknowledged(
    customer_texts: Sequence[str], reply: str, language: str, *, long_form: bool = False
) -> Judgement:
    """How `reply` takes up what the customer said. Raises KeyError for an unknown language.

    With `long_form`, what is named in a later paragraph only counts as put behind the solution.
    """
    points = [point for text in customer_texts for point in said(text, language)]
    heard = content_of("\n".join(customer_texts)[-LONGEST:], language)
    plain, words = read(reply, language)
    pieces = segments(plain.text, words)[:MOST_PIECES]
    generic: Segment | None = None
    naming: list[Segment] = []
    before = next((one for one in pieces if one.role in ("solves", "asks")), None)
    for number, piece in enumerate(pieces):
        if _may_name(number, pieces, before) and _names(plain, piece, pieces[number + 1 :], heard, words):
            naming.append(piece)
        elif piece.role == "acknowledges":
            generic = generic or piece
    named = _named(points, plain, naming, words)
    sure = bool(named) and any(one.role == "acknowledges" for one in naming)
    sure = sure or (long_form and any(one.role == "restates" for one in naming))  # as in letters
    by_rule: Level = "specific" if naming else "generic" if generic else "none"
    sure = sure or [one.role for one in pieces] == ["solves"]  # there is nothing that could acknowledge
    level = by_rule if sure else weighed(by_rule, reply)
    naming = [] if level != "specific" else naming or [generic or _taking_up(pieces)]
    first = None if level == "none" else naming[0] if naming else generic or _taking_up(pieces)
    named = _named(points, plain, naming, words)
    missing = [one for one in points if one not in named]
    telling = [one for one in missing if one.kind != "topic"]
    paragraph = _PARAGRAPH.search(plain.text.rstrip())
    opens = bool(naming) and (paragraph is None or naming[0].start < paragraph.start())
    return Judgement(
        level=level,
        named=_phrases(named),
        missing=_phrases(telling if telling or named else missing)[:MOST_MISSING],
        solution_first=first is not None
        and ((before is not None and before.start < first.start) or (long_form and not opens)),
        where=plain.place(first.start, first.end) if first else None,
        opens=opens,
        solves=before is not None,
    )


def weighed(by_rule: Level, reply: str) -> Level:
    """The level of a reply, of that which rules give it and of what was learnt of how people judge replies.

    Where too few of the words are known, the rules decide.
    """
    odds = classifier(REPLIES).odds(reply)
    if not odds:
        return by_rule
    return max(LEVELS, key=lambda level: odds[level] + (RULE if level == by_rule else 0.0))


def _taking_up(pieces: Sequence[Segment]) -> Segment:
    """The piece of a reply that acknowledges, if one does, though no rule knows how."""
    return next((one for one in pieces if one.role not in ("solves", "asks")), pieces[0])


def _may_name(number: int, pieces: Sequence[Segment], before: Segment | None) -> bool:
    """Whether a piece stands where what was said is taken up: in an acknowledgement, or ahead of the solution."""
    piece = pieces[number]
    if piece.role == "plain":
        return before is None or piece.start < before.start
    if piece.role == "solves":
        # "A refund that takes three weeks, I'm sorry": what is said about in one breath is no solution yet.
        following = pieces[number + 1 : number + 2]
        return any(one.role == "acknowledges" and one.sentence == piece.sentence for one in following)
    return piece.role != "asks"


def _names(plain: Folded, piece: Segment, after: Sequence[Segment], heard: Content, words: Words) -> bool:
    """Whether a piece is about what was said, in the same words or in others."""
    own = content(plain.text[piece.start : piece.end], words, reply=True)
    shared = own.shares(heard)
    things = len(shared.problems) + len(shared.circumstances) + len(shared.numbers)
    enough = ENOUGH[words.language]
    if piece.role in ("plain", "restates") and after and after[0].role == "acknowledges":
        # "Over the fence, in that rain. I would be angry, too": what follows at once is about it.
        return _echoes(shared, words) or len(own.terms) >= OWN_WORDS[words.language]
    if piece.role == "plain":
        # Nothing in it acknowledges. Where the reply goes on to something else, it says back what it begins with;
        # otherwise it must say back more than the topic, as a question or a reason would. All by itself it explains.
        if _goes_on(plain, piece, after, words):
            return _echoes(shared, words) or _tells_what_went_wrong(plain, piece, own, words)
        return bool(after) and things > 0 and things + len(shared.topics) > 1
    if things:
        return True
    if piece.role in ("restates", "solves"):
        return len(shared.terms) >= 2 * enough
    if shared.topics or len(shared.terms) >= enough:
        return True
    about = own.problems or own.circumstances or own.topics or own.numbers
    return len(own.terms) >= (max(2, OWN_WORDS[words.language] // 2) if about else OWN_WORDS[words.language])


def _echoes(shared: Content, words: Words) -> bool:
    """Whether a piece says anything of what was said."""
    concepts = shared.problems | shared.circumstances | shared.topics | shared.numbers
    return bool(concepts) or len(shared.terms) >= ENOUGH[words.language]


def _tells_what_went_wrong(plain: Folded, piece: Segment, own: Content, words: Words) -> bool:
    """Whether a piece tells of a problem at some length, in quite other words, as what the reply begins with."""
    begins = piece.sentence == 0 and not words.acts.search(plain.text, piece.start, piece.end)
    return begins and bool(own.problems) and len(own.terms) >= OWN_WORDS[words.language]


def _goes_on(plain: Folded, piece: Segment, after: Sequence[Segment], words: Words) -> bool:
    """Whether a reply turns from a piece to what the agent does or asks; an instruction would explain it."""
    return any(
        one.role == "asks" or words.acts.search(plain.text, one.start, one.end)
        for one in after
        if one.sentence > piece.sentence or one.role in ("solves", "asks") or not words.spaced
    )


def _named(points: list[Point], plain: Folded, naming: list[Segment], words: Words) -> list[Point]:
    """What the customer said that some pieces take up."""
    said_back = [content(plain.text[piece.start : piece.end], words, reply=True) for piece in naming]
    found = []
    for point in points:
        own = content_of(point.phrase, words.language)
        if point.kind == "feeling":
            continue
        for other in said_back:
            shared = own.shares(other)
            if shared.problems or shared.numbers or shared.topics or 2 * len(shared.terms) > len(own.terms):
                found.append(point)
                break
    return found


def _phrases(points: list[Point]) -> tuple[str, ...]:
    """What is said several times is named once."""
    found: dict[str, str] = {}
    for one in points:
        found.setdefault(one.about or one.phrase.casefold(), one.phrase)
    return tuple(found.values())
