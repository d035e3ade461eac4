"""How well signals are noticed in conversations that people have labelled: precision, recall, F1."""

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from warmline.coaching.memory import Memory
from warmline.coaching.model import KINDS, NOTHING, Kind, Reason
from warmline.coaching.noticing import Noticing
from warmline.coaching.registry import DETECTORS
from warmline.coaching.rules import Rules
from warmline.coaching.transcripts import Conversation, Line, moments

LASTING = frozenset({"frustration"})
"""Kinds that are how somebody is, for as long as it lasts; of the others a turn must give a reason itself."""
HINT = 20
"""Points of such a reason: a score that is only left over says nothing of the turn."""
ALL = "all"
"""All languages together."""


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """One turn of a customer: what a person said of it, what was noticed, why."""

    contact: str
    language: str
    line: Line
    noticed: frozenset[str]
    reasons: tuple[Reason, ...] = ()


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """How a kind was noticed in one language. A figure is None where nothing could be right or wrong."""

    signal: str
    language: str
    labelled: int
    noticed: int
    right: int
    precision: float | None
    recall: float | None
    f1: float | None


def judge(said: Conversation, rules: Rules) -> Iterator[Judged]:
    """What stands at each turn of the customer: the kinds whose score has reached its threshold."""
    looking = Noticing(rules, NOTHING, Memory())
    for line, happened, earlier in moments(said, rules.lexicon(said.language)):
        reasons: list[Reason] = []
        for moment in happened:
            reasons += looking.look(moment, earlier)[0]
        if line.party != "customer":
            continue
        now = happened[-1].at
        new: Counter[Kind] = Counter()
        for one in reasons:
            new[DETECTORS[one.code].kind] += one.points
        found = {
            kind
            for kind in KINDS
            if looking.noticed.score_at(kind, now) >= rules.kinds[kind].threshold
            and (kind in LASTING or new[kind] >= HINT)
        }
        yield Judged(
            contact=said.contact,
            language=said.language,
            line=line,
            noticed=frozenset(found),
            reasons=tuple(reasons),
        )


def figures(judged: Iterable[Judged]) -> list[Figures]:
    """Every kind that was labelled or noticed, in every language, and in all of them together."""
    every = [*judged]
    languages = sorted({one.language for one in every})
    found = []
    for kind in KINDS:
        for language in (*languages, ALL):
            some = [one for one in every if language in (ALL, one.language)]
            labelled = sum(kind in one.line.labels for one in some)
            noticed = sum(kind in one.noticed for one in some)
            if labelled or noticed:
                right = sum(kind in one.line.labels and kind in one.noticed for one in some)
                found.append(_figures(kind, language, labelled, noticed, right))
    return found


def _figures(kind: str, language: str, labelled: int, noticed: int, right: int) -> Figures:
    precision = right / noticed if noticed else None
    recall = right / labelled if labelled else None
    return Figures(
        signal=kind,
        language=language,
        labelled=labelled,
        noticed=noticed,
        right=right,
        precision=_rounded(precision),
        recall=_rounded(recall),
        f1=_rounded(2 * right / (noticed + labelled) if noticed + labelled else None),
    )


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)
