"""The record of who did what and who looked at whom: rows are added, never changed."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import Protocol

import msgspec

from warmline.log import repository as log
from warmline.log.browse import Filter
from warmline.staff import repository
from warmline.staff.model import EXPORTED, LOOKED_AT, AuditEntry
from warmline.storage.port import Reader, Storage, Transaction
from warmline.web.paging import Page, key_of, limited, page
from warmline.web.principal import Principal, Scopes

_NO_LIMIT = (1 << 63) - 1
EXPORTS_AT_ONCE = 500


class Known(Protocol):
    """What the record has to know of customers, who stand above it: a port that `app` fills."""

    def names(self, reader: Reader, customer: str) -> Sequence[tuple[str, int]]:
        """All ids that a customer has and had, each with the time until which it was theirs."""
        ...

    def places(self, reader: Reader, customer: str) -> Sequence[int]:
        """The places of all events that name a customer, in order."""
        ...

    def within(self, reader: Reader, customer: str, scopes: Scopes) -> bool:
        """Whether who has these scopes gets to see a customer."""
        ...


def forget_names(tx: Transaction, without: Callable[[str], str]) -> None:
    """Take names out of what is written beside joins. Only an erasure may do this."""
    for sequence, detail in repository.details_of(tx, "customer.joined"):
        if (left := without(detail)) != detail:
            tx.run(repository.CHANGE_DETAIL, (left, sequence))


class Unknown:
    """Of a staff room that stands alone: a customer is an id, and no event is about anybody."""

    def names(self, reader: Reader, customer: str) -> Sequence[tuple[str, int]]:
        """The id itself."""
        return [(customer, repository.FOR_EVER)]

    def places(self, reader: Reader, customer: str) -> Sequence[int]:
        """None."""
        return []

    def within(self, reader: Reader, customer: str, scopes: Scopes) -> bool:
        """Nobody."""
        return False


class _Asked(msgspec.Struct, frozen=True, omit_defaults=True):
    """Which events of a range were handed out."""

    filter: Filter = Filter()
    scopes: Scopes = Scopes()


class Audit:
    """Writes and reads the record."""

    def __init__(self, storage: Storage, clock: Callable[[], int], known: Known | None = None) -> None:
        self._storage = storage
        self._clock = clock
        self._known = known or Unknown()

    async def looked_at(self, by: Principal, *customers: str, detail: str = "") -> None:
        """Put on record that `by` looks at these customers. Await it before anything is shown."""

        await self._storage.run(lambda tx: self.looked_at_in(tx, by, *customers, detail=detail))

    def looked_at_in(self, tx: Transaction, by: Principal, *customers: str, detail: str = "") -> None:
        """The same within a command."""
        if names := [*dict.fromkeys(customers)]:
            repository.add_audits(tx, self._clock(), by.kind, by.id, LOOKED_AT, names, detail)

    async def record(self, by: Principal, action: str, customer: str = "", detail: str = "") -> None:
        """Put something else on record ("customer.exported"); no secrets in `detail`."""
        await self._storage.run(lambda tx: self.write(tx, by, action, customer, detail))

    async def exported(self, by: Principal, first: int, last: int, wanted: Filter) -> None:
        """Put on record that `by` gets those of the events at `first` to `last` that `wanted` admits.

        One entry, however many customers: whose record it belongs to is worked out when somebody asks.
        """
        asked = msgspec.json.encode(_Asked(wanted, by.scopes))

        def command(tx: Transaction) -> None:
            self.write(tx, by, EXPORTED, detail=f"events {first} to {last}")
            repository.add_export(tx, first, last, asked)

        await self._storage.run(command)

    def write(
        self, tx: Transaction, by: Principal, action: str, customer: str = "", detail: str = ""
    ) -> None:
        """`record` as part of a command: it stands if and only if the rest of the command does."""
        repository.add_audit(tx, self._clock(), by.kind, by.id, action, customer, detail)

    async def entries(
        self, *, customer: str = "", staff: str = "", cursor: str = "", limit: int = 50
    ) -> Page[AuditEntry]:
        """What is on record, the latest first: of one customer, of one account or token, of both, or all.

        A customer has the entries under all ids they ever had, and exports of events that name them.
        """
        asked = key_of(cursor, int)
        before = _NO_LIMIT if asked is None else max(0, min(asked, _NO_LIMIT))
        limit = limited(limit)

        def query(reader: Reader) -> list[AuditEntry]:
            if not customer:
                return repository.audit(reader, [], staff, before, limit + 1)
            names = self._known.names(reader, customer)
            found = repository.audit(reader, names, staff, before, limit + 1)
            exports = self._exports(reader, customer, staff, before, limit + 1)
            both = [*found, *repository.audit_at(reader, exports)]
            return sorted(both, key=lambda entry: -entry.sequence)[: limit + 1]

        return page(await self._storage.read(query), limit, lambda entry: entry.sequence)

    def _exports(self, reader: Reader, customer: str, staff: str, before: int, limit: int) -> list[int]:
        """The latest entries about exports that handed out an event of this customer."""
        found: list[int] = []
        places = self._known.places(reader, customer)
        while places and len(found) < limit:
            rows = repository.exports(reader, staff, before, EXPORTS_AT_ONCE)
            for sequence, first, last, asked in rows:
                seqs = places[bisect_left(places, first) : bisect_right(places, last)]
                if seqs and self._handed_out(reader, customer, seqs, asked):
                    found.append(sequence)
            if len(rows) < EXPORTS_AT_ONCE:
                break
            before = rows[-1][0]
        return found[:limit]

    def _handed_out(self, reader: Reader, customer: str, seqs: Sequence[int], asked: bytes) -> bool:
        said = msgspec.json.decode(asked, type=_Asked)
        if not said.scopes.everything and not self._known.within(reader, customer, said.scopes):
            return False
        return said.filter == Filter() or any(map(said.filter.wants, log.at(reader, seqs)))
