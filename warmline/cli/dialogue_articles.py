"""What is found for the customer of a dialogue in what the business knows: its own articles, searched as in life."""

from functools import cached_property
from typing import Any

from warmline.business.model import Business, Disclosure
from warmline.knowledge.reading import KNOWLEDGE
from warmline.knowledge.search import Search


class Articles:
    """The knowledge base of a business. It is indexed when something is first looked for."""

    def __init__(self, business: Business) -> None:
        self._business = business

    @cached_property
    def _search(self) -> Search:
        library = KNOWLEDGE.of(self._business)
        return Search(library.articles, library.languages)

    def find(self, text: str, language: str, most: int, level: Disclosure) -> dict[str, Any]:
        """The value that the effect `Find` describes."""
        findings = self._search.search(text, language, most, level)
        found = [
            {
                "name": one.article.name,
                "title": one.article.title,
                "excerpt": one.excerpt,
                "language": one.article.language,
                "flow": one.article.flow,
            }
            for one in findings.found
        ]
        return {"sure": findings.judgement, "found": found}
