"""Search alone: how long a question takes over many articles, and what their index takes in memory."""

import gc
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.business import SAMPLE, SEED
from bench.machine import machine
from bench.progress import say
from warmline.business.load import load
from warmline.knowledge.excerpt import split
from warmline.knowledge.markdown import passages
from warmline.knowledge.model import Article, Library
from warmline.knowledge.reading import KNOWLEDGE
from warmline.knowledge.search import Search

QUESTIONS = 3_000
WARM_UP = 300
_SYLLABLES = ["ba", "ce", "di", "fo", "gu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "xu", "za"]


def search(articles: int) -> dict[str, Any]:
    """All figures. Questions come one after the other, in all languages, some of them mistyped."""
    library = KNOWLEDGE.of(load(SAMPLE, [KNOWLEDGE]))
    made = MadeUp(library, random.Random(SEED))
    questions = list(made.questions(WARM_UP + QUESTIONS))
    gc.collect()
    before = _resident_mb()
    say(f"an index of {articles:,} articles")
    began = time.perf_counter()
    searched = Search(made.articles(articles), library.languages)
    built = time.perf_counter() - began
    gc.collect()
    memory = _resident_mb() - before
    for text, language in questions[:WARM_UP]:
        searched.search(text, language)
    took = []
    answered = 0
    for text, language in questions[WARM_UP:]:
        began = time.perf_counter()
        findings = searched.search(text, language)
        took.append(time.perf_counter() - began)
        answered += bool(findings.found)
    took.sort()
    return {
        "articles": articles,
        "search_p50_ms": round(1e3 * took[QUESTIONS // 2], 2),
        "search_p99_ms": round(1e3 * took[QUESTIONS * 99 // 100], 2),
        "search_max_ms": round(1e3 * took[-1], 2),
        "questions": QUESTIONS,
        "answered": answered,
        "built_s": round(built, 1),
        "memory_mb": round(memory),
        "machine": machine(),
    }


class MadeUp:
    """Articles and questions in all languages, put together of sentences and words of the sample's own."""

    def __init__(self, library: Library, chance: random.Random) -> None:
        self._chance = chance
        self._languages = library.languages
        self._titles: dict[str, list[str]] = {language: [] for language in library.languages}
        self._asks: dict[str, list[str]] = {language: [] for language in library.languages}
        self._sentences: dict[str, list[str]] = {language: [] for language in library.languages}
        for article in library.articles:
            self._titles[article.language].append(article.title)
            self._asks[article.language] += article.asks
            for passage in passages(article.text):
                self._sentences[article.language] += split(passage)

    def articles(self, count: int) -> Iterator[Article]:
        """So many, each of a title, two questions and eight to fourteen sentences, about things of its own."""
        for number in range(count):
            language = self._languages[number % len(self._languages)]
            things = [self._name() for _ in range(5)]
            chosen = self._chance.choices(self._sentences[language], k=self._chance.randrange(8, 15))
            yield Article(
                name=f"article-{number // len(self._languages)}",
                language=language,
                title=f"{self._chance.choice(self._titles[language])}: {things[0]}",
                text="\n\n".join([*chosen, ", ".join(things)]),
                summary=chosen[0],
                asks=tuple(self._chance.choices(self._asks[language], k=2)),
            )

    def questions(self, count: int) -> Iterator[tuple[str, str]]:
        """Example questions, parts of sentences and single words; a third has a letter missing."""
        for _ in range(count):
            language = self._chance.choice(self._languages)
            text = self._chance.choice(self._asks[language])
            if self._chance.random() < 0.4:
                words = self._chance.choice(self._sentences[language]).split()
                start = self._chance.randrange(len(words))
                text = " ".join(words[start : start + self._chance.randrange(1, 8)])[:80]
            if self._chance.random() < 0.33 and len(text) > 4:
                place = self._chance.randrange(1, len(text) - 1)
                text = text[:place] + text[place + 1 :]
            yield text, language

    def _name(self) -> str:
        return "".join(self._chance.choices(_SYLLABLES, k=self._chance.randrange(2, 5)))


def _resident_mb() -> float:
    """What the process holds in memory now; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return 0.0
    return pages * 4096 / 2**20
