"""Searching the articles of one version of a business.

    search = Search(library.articles, library.languages)
    findings = search.search("Why is my bill so high?", "en")
    findings.judgement                  # "sure"
    findings.found[0].excerpt           # "A bill can be higher than the month before when …"

How it is judged: each term of the question weighs what its rarity among the articles of its language says.
An article scores the share of that weight that it speaks of; what stands in its text alone, or only nearly, counts
less. It is **sure** when it speaks of nearly everything and no other article comes near it, **likely** when it
speaks of almost half. A word that no article has weighs most of all, so that a question about something else stays
below both: a wrong answer is worse than none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from warmline.business.model import Disclosure
from warmline.knowledge.excerpt import excerpt
from warmline.knowledge.index import Entry, build
from warmline.knowledge.matching import closest, matched
from warmline.knowledge.model import Article, Findings, Found, Judgement
from warmline.knowledge.question import Question

SURE = 0.75
LIKELY = 0.4
CLEAR = 0.85
"""An article is only sure where the next one comes to at most so much of what it has."""
_LOOKED_AT, _LOOKED_AT_ELSEWHERE = 12, 4
_ORDER: dict[Judgement, int] = {"sure": 0, "likely": 1, "none": 2}


@dataclass(frozen=True, slots=True)
class _Scored:
    """A candidate: `score` is what it speaks of; `rank` also counts BM25 and the nearest heading."""

    entry: Entry
    score: float
    rank: float
    weights: dict[str, float]
    judgement: Judgement = "none"


class Search:
    """All articles of one version of a business. Threads may share it."""

    def __init__(
        self, articles: Iterable[Article], languages: Sequence[str], folder: Path | None = None
    ) -> None:
        """The index is built in memory, or in `folder` where there are too many articles for that."""
        self._indexes = build(articles, languages, folder)

    def search(
        self, text: str, language: str, limit: int = 3, allowed: Disclosure = Disclosure.ANONYMOUS
    ) -> Findings:
        """What answers `text`, at most `limit` articles that may be said to somebody who is known as well as `allowed`.

        Those in `language` come first. The other languages are searched where it has none that is at least likely;
        what is found there is given in `language` if it has a translation, and marked as foreign if not.
        """
        own = self._scored(text, language, allowed, _LOOKED_AT)
        near = [one for one in own if one.judgement != "none"]
        far = [] if near else self._elsewhere(text, language, allowed)
        found: dict[str, Found] = {}
        for one in [*near, *far, *own]:
            if len(found) < limit and one.entry.article.name not in found:
                found[one.entry.article.name] = self._found(one, language, allowed)
        return Findings(found=tuple(found.values()))

    def _elsewhere(self, text: str, language: str, allowed: Disclosure) -> list[_Scored]:
        """What is at least likely in the other languages, the best first."""
        found: list[_Scored] = []
        for other in self._indexes:
            if other != language:
                found += self._scored(text, other, allowed, _LOOKED_AT_ELSEWHERE, least=LIKELY)
        found = [one for one in found if one.judgement != "none"]
        return sorted(found, key=lambda one: (_ORDER[one.judgement], -one.rank))

    def _scored(
        self, text: str, language: str, allowed: Disclosure, limit: int, least: float = 0.0
    ) -> list[_Scored]:
        """The articles of one language that have something of `text`, judged, the best first.

        None are looked for where none can score as much as `least`.
        """
        index = self._indexes.get(language)
        question = Question.of(text, language)
        if index is None or not question.terms:
            return []
        weights = index.weights(question)
        if least and index.knows(weights) < least:
            return []
        candidates = index.candidates(question, limit, allowed)
        scored = []
        for entry, bm25 in candidates:
            score = matched(weights, frozenset().union(*entry.headings), entry.text)
            if score:
                rank = score + bm25 / candidates[0][1] + closest(weights, entry.headings)
                scored.append(_Scored(entry, score, rank, weights))
        scored.sort(key=lambda one: -one.rank)
        return [_judged(one, place, scored) for place, one in enumerate(scored)]

    def _found(self, scored: _Scored, language: str, allowed: Disclosure) -> Found:
        entry = scored.entry
        if entry.article.language != language and language in self._indexes:
            translation = self._indexes[language].entry(entry.article.name)
            if translation is not None and translation.article.disclosure <= allowed:
                entry = translation
        return Found(
            article=entry.article,
            score=round(scored.score, 3),
            excerpt=excerpt(entry.passages, entry.article.summary, scored.weights),
            judgement=scored.judgement,
            foreign=entry.article.language != language,
        )


def _judged(one: _Scored, place: int, scored: Sequence[_Scored]) -> _Scored:
    if one.score < LIKELY:
        return one
    following = scored[place + 1].rank if place + 1 < len(scored) else 0.0
    sure = not place and one.score >= SURE and following <= CLEAR * one.rank
    return replace(one, judgement="sure" if sure else "likely")
