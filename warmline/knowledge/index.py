"""The articles of each language in an index of tantivy, in memory or in a folder."""

import math
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path

import msgspec
from tantivy import DocAddress, Document, Index, Occur, Query, SchemaBuilder, Searcher

from warmline.business.model import Disclosure
from warmline.knowledge.markdown import passages
from warmline.knowledge.matching import slips
from warmline.knowledge.model import Article
from warmline.knowledge.question import Question
from warmline.language.analysis import joined, parts, terms
from warmline.language.fillers import without_fillers

TITLE, ASKS = 3, 2
"""How often words of the title and of example questions count, compared with those of the text."""
PART = 0.3
"""What one character or syllable of a pair says, compared with a word as rare."""
UNKNOWN_PAIR = 0.4
"""What a pair says that no article has: often it is the end of one word and the beginning of the next."""
WRITER_BYTES = 15_000_000
"""The least that tantivy takes while it writes."""
_FUZZY = 0.6
_MOST_FUZZY, _MOST_TELLING = 6, 12
_COMMON = 0.5
_NAME, _LEVEL, _WORDS, _STORED = "name", "level", "words", "stored"
_SCHEMA = (
    SchemaBuilder()
    .add_text_field(_NAME, tokenizer_name="raw", index_option="basic")
    .add_text_field(_LEVEL, tokenizer_name="raw", index_option="basic")
    .add_text_field(_WORDS, tokenizer_name="whitespace", index_option="freq")
    .add_bytes_field(_STORED, stored=True)
    .build()
)


class Entry(msgspec.Struct, frozen=True):
    """An article as the index holds it: its passages, the terms of each heading (title, asks) and of the text."""

    article: Article
    passages: tuple[str, ...]
    headings: tuple[frozenset[str], ...]
    text: frozenset[str]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Entry)


def build(
    articles: Iterable[Article], languages: Iterable[str], folder: Path | None = None
) -> "dict[str, LanguageIndex]":
    """An index for each language: in memory, or in a folder of its own below `folder`.

    Articles are taken one by one, so that not all of them have to be held. What an index left in a folder before is
    replaced.
    """
    writing = {language: _Writing(folder / language if folder else None) for language in languages}
    for article in articles:
        writing[article.language].add(article)
    return {language: written.done() for language, written in writing.items()}


class _Writing:
    """An index that is being written."""

    def __init__(self, folder: Path | None) -> None:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self._index = Index(_SCHEMA, None if folder is None else str(folder))
        self._writer = self._index.writer(WRITER_BYTES, 1)
        self._writer.delete_all_documents()
        self._levels: set[Disclosure] = set()

    def add(self, article: Article) -> None:
        self._levels.add(article.disclosure)
        self._writer.add_document(_document(article))

    def done(self) -> "LanguageIndex":
        self._writer.commit()
        self._writer.wait_merging_threads()
        self._index.reload()
        return LanguageIndex(self._index.searcher(), frozenset(self._levels))


class LanguageIndex:
    """The articles of one language, only to be read; any number of threads may read at a time."""

    def __init__(self, searcher: Searcher, levels: frozenset[Disclosure]) -> None:
        """`levels` are the disclosures that its articles have."""
        self._searcher = searcher
        self._levels = levels
        self.size = searcher.num_docs

    def weights(self, question: Question) -> dict[str, float]:
        """What each term of a question says: the fewer articles have it, the more (the idf of BM25)."""
        weights = {term: self._rarity(self._count(term)) for term in question.terms}
        for pair in question.terms:
            single = parts(pair)
            if single and not self._count(pair):
                weights[pair] *= UNKNOWN_PAIR
            for part in weights.keys() & set(single):
                weights[part] = PART * self._rarity(self._count(part))
        return weights

    def candidates(self, question: Question, limit: int, allowed: Disclosure) -> list[tuple[Entry, float]]:
        """Articles that have some of the terms and may be said, with their BM25 scores, the best first."""
        clauses = [(Occur.Should, query) for query in self._queries(question)]
        if not clauses or not self.size:
            return []
        for level in self._levels:
            if level > allowed:
                clauses.append((Occur.MustNot, Query.term_query(_SCHEMA, _LEVEL, level.name, "basic")))
        hits = self._searcher.search(Query.boolean_query(clauses), limit, count=False).hits
        return [(self._entry(address), score) for score, address in hits]

    def knows(self, weights: Mapping[str, float]) -> float:
        """The share of a question's weight that lies on terms which some article has: hardly any scores more."""
        known = sum(weight for term, weight in weights.items() if self._count(term))
        return known / (sum(weights.values()) or 1.0)

    def entry(self, name: str) -> Entry | None:
        """The article of a name, if there is one in this language."""
        hits = self._searcher.search(Query.term_query(_SCHEMA, _NAME, name, "basic"), 1, count=False).hits
        return self._entry(hits[0][1]) if hits else None

    def _queries(self, question: Question) -> Iterator[Query]:
        """A query for each of the rarest terms; what most articles have is left out, unless there is nothing else."""
        counts = {term: self._count(term) for term in question.terms}
        known = sorted((term for term, count in counts.items() if count), key=lambda term: counts[term])
        telling = [term for term in known if counts[term] <= _COMMON * self.size] or known
        for term in telling[:_MOST_TELLING]:
            yield Query.term_query(_SCHEMA, _WORDS, term, "freq")
        rare = [term for term, count in counts.items() if slips(term) and count <= max(3, self.size // 50)]
        for term in rare[:_MOST_FUZZY]:
            fuzzy = Query.fuzzy_term_query(_SCHEMA, _WORDS, term, slips(term), prefix=True)
            yield Query.boost_query(fuzzy, _FUZZY * self._rarity(1))

    def _count(self, term: str) -> int:
        return self._searcher.doc_freq(_WORDS, term)

    def _rarity(self, count: int) -> float:
        return math.log(1 + (self.size - count + 0.5) / (count + 0.5))

    def _entry(self, address: DocAddress) -> Entry:
        return _decoder.decode(self._searcher.doc(address)[_STORED][0])


def _document(article: Article) -> Document:
    title, *asks = (
        _terms(without_fillers(heading, article.language), article.language)
        for heading in (article.title, *article.asks)
    )
    paragraphs = passages(article.text)
    text = _terms("\n".join(paragraphs), article.language)
    headings = tuple(frozenset(heading) for heading in (title, *asks))
    document = Document()
    document.add_text(_NAME, article.name)
    document.add_text(_LEVEL, article.disclosure.name)
    document.add_text(_WORDS, " ".join([*title * TITLE, *chain.from_iterable(asks * ASKS), *text]))
    document.add_bytes(_STORED, _encoder.encode(Entry(article, tuple(paragraphs), headings, frozenset(text))))
    return document


def _terms(text: str, language: str) -> list[str]:
    return terms(text, language) + joined(text)
