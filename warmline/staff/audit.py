"""The record of who did what and who looked at whom: rows are added, never changed."""

from collections.abc import Callable

from warmline.staff import repository
from warmline.staff.model import LOOKED_AT, AuditEntry
from warmline.storage.port import Storage, Transaction
from warmline.web.paging import Page, key_of, limited, page
from warmline.web.principal import Principal

_NO_LIMIT = (1 << 63) - 1


class Audit:
    """Writes and reads the record."""

    def __init__(self, storage: Storage, clock: Callable[[], int]) -> None:
        self._storage = storage
        self._clock = clock

    async def looked_at(self, by: Principal, *customers: str, detail: str = "") -> None:
        """Put on record that `by` looks at these customers. Await it before anything is shown."""

        def command(tx: Transaction) -> None:
            for customer in dict.fromkeys(customers):
                self.write(tx, by, LOOKED_AT, customer, detail)

        await self._storage.run(command)

    async def record(self, by: Principal, action: str, customer: str = "", detail: str = "") -> None:
        """Put something else on record ("customer.exported"); no secrets in `detail`."""
        await self._storage.run(lambda tx: self.write(tx, by, action, customer, detail))

    def write(
        self, tx: Transaction, by: Principal, action: str, customer: str = "", detail: str = ""
    ) -> None:
        """`record` as part of a command: it stands if and only if the rest of the command does."""
        repository.add_audit(tx, self._clock(), by.kind, by.id, action, customer, detail)

    async def entries(
        self, *, customer: str = "", staff: str = "", cursor: str = "", limit: int = 50
    ) -> Page[AuditEntry]:
        """What is on record, the latest first: of one customer, of one account or token, of both, or all."""
        asked = key_of(cursor, int)
        before = _NO_LIMIT if asked is None else max(0, min(asked, _NO_LIMIT))
        limit = limited(limit)
        rows = await self._storage.read(
            lambda reader: repository.audit(reader, customer, staff, before, limit + 1)
        )
        return page(rows, limit, lambda entry: entry.sequence)
