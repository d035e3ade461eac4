"""Fills the port by which sessions search the knowledge base."""

import asyncio

from warmline.business.model import Business, Disclosure
from warmline.contacts.ports import Answer
from warmline.knowledge.current import CurrentSearch


class Articles:
    """The articles of the business in use."""

    def __init__(self, business: Business) -> None:
        self.search = CurrentSearch(business)

    def use(self, business: Business) -> None:
        """Search in a new version from now on."""
        self.search.change(business)

    async def find(self, text: str, language: str, most: int, level: int) -> Answer:
        """What answers a question, of what may be said at a level."""
        found = await asyncio.to_thread(self.search.search, text, language, most, Disclosure(level))
        articles = [
            {
                "name": one.article.name,
                "title": one.article.title,
                "excerpt": one.excerpt,
                "language": one.article.language,
                "flow": one.article.flow,
            }
            for one in found.found
        ]
        return Answer(outcome="ok", value={"sure": found.judgement, "found": articles})
