"""The articles of one language in an index of tantivy, in memory or in a folder."""

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
from tantivy import Document, Index, Occur, Query, SchemaBuilder

from warmline.knowledge.markdown import spoken
from warmline.knowledge.model import Article
from warmline.knowledge.question import Question, slips
from warmline.language.analysis import terms

WRITER_BYTES = 15_000_000
"""The least that tantivy takes while it writes."""
TITLE, ASKS = 3, 2
"""How often words of the title and of example questions count, compared with those of the text."""
_FUZZY = 0.6
_COMMON = 0.5
_NAME, _WORDS, _STORED = "name", "words", "stored"
_SCHEMA = (
    SchemaBuilder()
    .add_text_field(_NAME, tokenizer_name="raw", index_option="basic")
    .add_text_field(_WORDS, tokenizer_name="whitespace", index_option="freq")
    .add_bytes_field(_STORED, stored=True)
    .build()
)


class Entry(msgspec.Struct, frozen=True):
    """An article as the index holds it, with the terms of its heading and of its text."""

    article: Article
    heading: frozenset[str]
    text: frozenset[str]


class LanguageIndex:
    """Written once, then only read; any number of threads may read at a time."""

    def __init__(self, articles: Iterable[Article], folder: Path | None = None) -> None:
        """In `folder`, which is emptied of what an index left there before, or in memory."""
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        self._index = Index(_SCHEMA, None if folder is None else str(folder))
        writer = self._index.writer(WRITER_BYTES, 1)
        writer.delete_all_documents()
        for article in articles:
            writer.add_document(_document(article))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()
        self.size = int(self._searcher.num_docs)

    def weights(self, question: Question) -> dict[str, float]:
        """What each term of a question says: the fewer articles have it, the more (the idf of BM25)."""
        return {term: self._weight(term) for term in question.terms}

    def candidates(self, question: Question, limit: int) -> list[tuple[Entry, float]]:
        """Articles that have some of the terms, with their BM25 scores, the best first."""
        clauses = [(Occur.Should, query) for query in self._queries(question)]
        if not clauses or not self.size:
            return []
        hits = self._searcher.search(Query.boolean_query(clauses), limit, count=False).hits
        return [(self._entry(address), score) for score, address in hits]

    def article(self, name: str) -> Article | None:
        """The article of a name, if there is one in this language."""
        hits = self._searcher.search(Query.term_query(_SCHEMA, _NAME, name, "basic"), 1, count=False).hits
        return self._entry(hits[0][1]).article if hits else None

    def _queries(self, question: Question) -> Sequence[Query]:
        counts = {term: self._count(term) for term in question.terms}
        telling = {term for term, count in counts.items() if count <= _COMMON * self.size}
        found = []
        for term, count in counts.items():
            if count and (term in telling or not telling):
                found.append(Query.term_query(_SCHEMA, _WORDS, term, "freq"))
            most = slips(term)
            if most and count <= max(1, self.size // 50):
                fuzzy = Query.fuzzy_term_query(_SCHEMA, _WORDS, term, most)
                found.append(Query.boost_query(fuzzy, _FUZZY * self._rarest))
        return found

    def _count(self, term: str) -> int:
        return int(self._searcher.doc_freq(_WORDS, term))

    def _weight(self, term: str) -> float:
        count = self._count(term)
        return math.log(1 + (self.size - count + 0.5) / (count + 0.5))

    @property
    def _rarest(self) -> float:
        return math.log(1 + (self.size + 0.5) / 1.5)

    def _entry(self, address: object) -> Entry:
        return _decoder.decode(self._searcher.doc(address)[_STORED][0])  # type: ignore[arg-type]


_decoder = msgspec.msgpack.Decoder(Entry)
_encoder = msgspec.msgpack.Encoder()


def _document(article: Article) -> Document:
    title = terms(article.title)
    asks = [term for ask in article.asks for term in terms(ask)]
    text = terms(spoken(article.text))
    document = Document()
    document.add_text(_NAME, article.name)
    document.add_text(_WORDS, " ".join([*title * TITLE, *asks * ASKS, *text]))
    document.add_bytes(_STORED, _encoder.encode(Entry(article, frozenset(title + asks), frozenset(text))))
    return document
