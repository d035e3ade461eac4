"""The search over the business in use: one index at a time, replaced as a whole when the business changes."""

from warmline.business.model import Business, Disclosure
from warmline.knowledge.model import Findings
from warmline.knowledge.reading import KNOWLEDGE
from warmline.knowledge.search import Search


class CurrentSearch:
    """What others search with. It may be used from any thread, also while the index is replaced.

    current = CurrentSearch(service.current)
    service.on_change(current.change)
    """

    def __init__(self, business: Business) -> None:
        self._search = _search_of(business)

    def change(self, business: Business) -> None:
        """Index another version; searches go on in the one before until that is done."""
        self._search = _search_of(business)

    def search(
        self, text: str, language: str, limit: int = 3, allowed: Disclosure = Disclosure.ANONYMOUS
    ) -> Findings:
        """As `Search.search`, in the version that is in use at this moment."""
        return self._search.search(text, language, limit, allowed)


def _search_of(business: Business) -> Search:
    library = KNOWLEDGE.of(business)
    return Search(library.articles, library.languages)
