"""The search over the business in use: one index at a time, replaced as a whole when the business changes."""

from threading import Lock

from warmline.business.model import Business, Disclosure
from warmline.knowledge.model import Findings
from warmline.knowledge.reading import KNOWLEDGE
from warmline.knowledge.search import Search


class CurrentSearch:
    """What others search with. It may be used from any thread, also while the index is replaced.

    The index is built when somebody searches first, or by `prepare`: most commands search nothing.

    current = CurrentSearch(service.current)
    service.on_change(current.change)
    """

    def __init__(self, business: Business) -> None:
        self._library = KNOWLEDGE.of(business)
        self._search: Search | None = None
        self._building = Lock()

    def prepare(self) -> None:
        """Build the index now, so that nobody has to wait for it."""
        self._built()

    def change(self, business: Business) -> None:
        """Index another version if its articles are others; searches go on in the one before until that is done."""
        library = KNOWLEDGE.of(business)
        if library != self._library:
            with self._building:
                if self._search is not None:
                    self._search = Search(library.articles, library.languages)
                self._library = library

    def search(
        self, text: str, language: str, limit: int = 3, allowed: Disclosure = Disclosure.ANONYMOUS
    ) -> Findings:
        """As `Search.search`, in the version that is in use at this moment."""
        return self._built().search(text, language, limit, allowed)

    def _built(self) -> Search:
        if (built := self._search) is None:
            with self._building:
                built = self._search or Search(self._library.articles, self._library.languages)
                self._search = built
        return built
