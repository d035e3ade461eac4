"""The feed: the latest events somebody may see, as rows that are the same whether loaded or pushed."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import msgspec

from warmline.customers import naming
from warmline.customers.model import Found
from warmline.desk.desk import Desk
from warmline.desk.gist import gist, group, tone
from warmline.desk.language import Language
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.pushed import Shown
from warmline.desk.repository import property_before
from warmline.desk.templates import render
from warmline.events.model import ERASED
from warmline.log import repository as log
from warmline.log.model import Stored
from warmline.storage.port import Reader
from warmline.web.principal import Principal

ROWS = 100
"""Rows of a page."""
MOST_ROWS = 500
REMEMBERED = 5_000
"""Rows that are kept as they were drawn."""
_BATCH, _FURTHEST = 500, 20_000
"""How many events are looked through at once, and at most for one answer."""


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which events to show; an empty text is any. A type may end in `.*`: `contact.*`."""

    type: str = ""
    source: str = ""
    channel: str = ""
    customer: str = ""
    group: str = ""

    def takes(self, stored: Stored) -> bool:
        """Whether an event is one of these, the customer aside."""
        event = stored.event
        if event.type == ERASED:
            return False
        if (
            self.type
            and event.type != self.type
            and not (self.type.endswith(".*") and event.type.startswith(self.type[:-1]))
        ):
            return False
        if self.group and group(event.type) != self.group:
            return False
        return (not self.source or event.source == self.source) and (
            not self.channel or event.channel == self.channel
        )


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One event as it stands in a list, with whose it is as far as that may be seen."""

    seq: int
    id: str
    type: str
    group: str
    tone: str
    source: str
    channel: str
    occurred: int
    text: str
    contact: str = ""
    customer: Found | None = None
    linked: bool = True
    """Whether who looks may open the customer's page."""


class Window(msgspec.Struct, frozen=True, kw_only=True):
    """The places of some events, newest first, and where to look further back (0: that was all)."""

    seqs: list[int]
    further: int


class Feed:
    """The log as one person sees it through one filter. Its methods are queries: call them with a reader."""

    def __init__(self, desk: Desk, by: Principal, wanted: Filter) -> None:
        self._desk = desk
        self._by = by
        self._wanted = wanted

    def window(self, reader: Reader, before: int = 1 << 62, floor: int = 0, limit: int = ROWS) -> Window:
        """The latest events in front of `before` and not in front of `floor`, as far as one look reaches."""
        seqs: list[int] = []
        customer = self._customer(reader)
        looked = 0
        while looked < _FURTHEST:
            batch = self._batch(reader, before, customer)
            looked += _BATCH
            fresh = [stored for stored in batch if stored.seq >= floor]
            wanted = [stored for stored in fresh if self._wanted.takes(stored)]
            for stored, seen in zip(wanted, self._seen(reader, wanted, customer), strict=True):
                if seen:
                    seqs.append(stored.seq)
                    if len(seqs) == limit:
                        return Window(seqs=seqs, further=stored.seq)
            if len(fresh) < len(batch) or len(batch) < _BATCH:
                return Window(seqs=seqs, further=0)
            before = batch[-1].seq
        return Window(seqs=seqs, further=before)

    def rows(self, reader: Reader, say: Language, seqs: Sequence[int]) -> list[Row]:
        """The events at these places as rows, without those that may not be seen (any more)."""
        stored = [one for one in log.at(reader, seqs) if self._wanted.takes(one)]
        whose = [self._desk.customers.customer_of(reader, one.event) for one in stored]
        found = {one.id: one for one in self._desk.customers.found(reader, self._by, _distinct(whose))}
        everything = self._by.scopes.everything
        return [
            self._row(reader, say, one, found.get(customer) if customer is not None else None)
            for one, customer in zip(stored, whose, strict=True)
            if everything or customer in found
        ]

    def shown(self, reader: Reader, say: Language, seqs: Sequence[int]) -> list[Shown]:
        """The same as they are in the page."""
        return [render_row(row, say) for row in self.rows(reader, say, seqs)]

    def _row(self, reader: Reader, say: Language, stored: Stored, customer: Found | None) -> Row:
        event = stored.event
        facts: dict[str, Any] = dict(event.properties)
        if event.type == "invoice.issued" and customer is not None:
            before = property_before(
                reader, self._desk.repository, customer.id, event.type, stored.seq, "total"
            )
            facts["_before"] = before
        return Row(
            seq=stored.seq,
            id=stored.id,
            type=event.type,
            group=group(event.type),
            tone=tone(event.type, facts),
            source=event.source,
            channel=event.channel,
            occurred=event.occurred,
            text=gist(say, event.type, facts),
            contact=str(event.properties.get("contact") or ""),
            customer=customer,
            linked=self._by.administrator or self._by.role in CUSTOMER_ROLES,
        )

    def _customer(self, reader: Reader) -> int | None:
        """The customer that the filter asks for, if it asks for one; -1 if there is none such to be seen."""
        if not self._wanted.customer:
            return None
        rules, repository = self._desk.projection.rules, self._desk.repository
        found = naming.opened(reader, rules, repository, self._wanted.customer)
        if found is None or not self._desk.customers.sees(reader, self._by, found.customer):
            return -1
        return found.customer

    def _batch(self, reader: Reader, before: int, customer: int | None) -> list[Stored]:
        if customer is None:
            return log.before(reader, before, _BATCH)
        repository = self._desk.repository
        nodes = [node.node for node in repository.members(reader, customer)]
        return log.at(reader, repository.latest_seqs(reader, nodes, before, _BATCH))

    def _seen(self, reader: Reader, stored: Sequence[Stored], customer: int | None) -> list[bool]:
        """Which events may be seen, one query for all where nothing is restricted."""
        if customer is not None or self._by.scopes.everything:
            return [True] * len(stored)
        whose = [self._desk.customers.customer_of(reader, one.event) for one in stored]
        visible = {one.id for one in self._desk.customers.found(reader, self._by, _distinct(whose))}
        return [customer in visible for customer in whose]


def render_row(row: Row, say: Language) -> Shown:
    """A row as it is in the page: loaded and pushed ones come from here, drawn once for all who read a language."""
    return _drawn(row, say.tag, say.timezone)


@lru_cache(maxsize=REMEMBERED)
def _drawn(row: Row, tag: str, timezone: str) -> Shown:
    inner = render("log/row.html", row=row, say=Language(tag, timezone, row.occurred))
    mark = blake2b(inner.encode(), digest_size=6).hexdigest()
    html = render("log/item.html", row=row, mark=mark, inner=inner)
    return Shown(seq=row.seq, mark=mark, html=html, customer=row.customer.id if row.customer else 0)


def _distinct(customers: Iterable[int | None]) -> list[int]:
    return list(dict.fromkeys(one for one in customers if one is not None))
