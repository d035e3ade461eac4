"""What was before a contact and matters in it: earlier contacts about the same thing, interest in buying."""

from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase

from warmline.coaching.rules import DAY, Rules
from warmline.contacts.left_off import LeftBehind
from warmline.contacts.record import Record
from warmline.contacts.whose import Whose
from warmline.customers.projection import Projection
from warmline.log import repository as log
from warmline.storage.port import Reader

EVENTS = 60
"""Latest events of a customer that are looked through."""
INTEREST = 7 * DAY


class Past:
    """The past of customers, as far as signals go by it."""

    def __init__(self, whose: Callable[[], Whose], projection: Projection) -> None:
        """`whose` gives who tells customers apart, once there is one."""
        self._whose = whose
        self._projection = projection

    def times_before(self, reader: Reader, record: Record, reason: str, within: int) -> int:
        """How many other contacts of the customer were about the same thing shortly before."""
        since = record.started - within
        return sum(
            one.wants == reason and one.started >= since and one.id < record.id
            for one in LeftBehind(self._whose()).contacts(reader, record)
        )

    def interests(self, reader: Reader, record: Record, rules: Rules, now: int) -> Iterator[tuple[str, int]]:
        """Pages of plans that the customer has looked at and limits they have reached, with how often."""
        customer = self._whose().customer(reader, record.identifiers)
        if customer is None:
            return
        nodes = [one.node for one in self._projection.repository.members(reader, customer)]
        pages: dict[str, int] = {}
        seqs = self._projection.repository.latest_seqs(reader, nodes, log.head(reader) + 1, EVENTS)
        for stored in log.at(reader, seqs):
            event = stored.event
            if event.occurred < now - INTEREST:
                continue
            if event.type == "page.viewed":
                path = str(event.properties.get("path") or "")
                if any(fnmatchcase(path, pattern) for pattern in rules.pages):
                    pages[path] = pages.get(path, 0) + 1
            elif event.type == "allowance.used":
                percent = event.properties.get("percent")
                if isinstance(percent, int | float) and percent >= rules.limit:
                    pages[str(event.properties.get("kind") or "data")] = round(percent)
        yield from pages.items()
