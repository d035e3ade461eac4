"""The rebuild: everything about customers derived again from the log, beside the running one."""

import asyncio
import secrets
from collections.abc import Callable

import msgspec

from warmline.customers.projection import Projection
from warmline.customers.repository import Repository
from warmline.customers.schema import DERIVED, TABLES
from warmline.log import repository as log
from warmline.storage.port import Storage, Transaction

EVENTS_AT_ONCE = 1000
PREFIX = "rebuild_"
"""Begins the names of tables that a rebuild writes; no others begin like this."""
SHOWN = 5
_KEYS = {
    "identifier": "node, type, value, customer, verified",
    "link": "a, b, trust, seq, source, occurred",
    "apart": "a, b, seq",
    "mention": "node, seq, about",
    "customer": "id, shape, profile, name, brand, country, partner",
    "name_word": "word, customer",
}


class Difference(msgspec.Struct, frozen=True):
    """Rows of one table that are not the same: as they were, and as the log says; a few examples."""

    table: str
    stored: int
    derived: int
    examples: list[str]


async def rebuild(
    storage: Storage,
    projection: Projection,
    *,
    replace: bool,
    progress: Callable[[int, int], None] | None = None,
) -> list[Difference]:
    """Derive everything again in tables of its own while the log goes on growing, and compare.

    With `replace` the new tables take the place of the old in one transaction. Returns how the two differ;
    nothing, where all is well. `progress` gets events done and in all.
    """
    await refresh(storage, projection)
    head = await storage.read(log.head)
    shadow = _Shadow(projection)
    try:
        while shadow.differences is None:
            await storage.run(lambda tx: shadow.step(tx, replace=replace))
            if progress is not None:
                progress(min(shadow.done, head), head)
            await asyncio.sleep(0)
    finally:
        await storage.run(_drop_leftovers)
    return shadow.differences


class _Shadow:
    """The tables of a rebuild on their way: how far they are, and by which rules.

    They begin again when the business changes, or when somebody is erased from what they hold already.
    """

    def __init__(self, projection: Projection) -> None:
        self._projection = projection
        self.done = 0
        self.differences: list[Difference] | None = None
        self._begun: tuple[str, int] | None = None

    def step(self, tx: Transaction, *, replace: bool) -> None:
        """Derive the next events; with the last of them, compare and, with `replace`, swap."""
        current = (self._projection.rules.business.version, self._projection.erasures)
        if current != self._begun:
            _drop_leftovers(tx)
            self._begun, self.done = current, 0
            self._prefix = f"{PREFIX}{secrets.token_hex(4)}_"
            self._shadow = Projection(self._projection.rules.business, Repository(self._prefix))
            _create(tx, self._prefix)
        batch = log.after(tx, self.done, EVENTS_AT_ONCE)
        self._shadow(tx, batch, [self._shadow.read(stored.event) for stored in batch])
        self.done = batch[-1].seq if batch else self.done
        if len(batch) == EVENTS_AT_ONCE:
            return
        differences = [found for table in TABLES if (found := _compare(tx, self._prefix, table))]
        if replace:
            _swap(tx, self._prefix)
            self._projection.use(self._projection.rules.business)
        self.differences = differences


async def refresh(storage: Storage, projection: Projection, customers_at_once: int = 100) -> int:
    """Fold anew the profiles that an older shape of the business folded; how many there were."""

    def step(tx: Transaction) -> int:
        shape = projection.rules.shape.version
        stale = projection.repository.stale(tx, shape, customers_at_once)
        projection.fold_anew(tx, stale)
        return len(stale)

    count = 0
    while done := await storage.run(step):
        count += done
    return count


def _create(tx: Transaction, prefix: str) -> None:
    for statement in DERIVED.format(p=prefix).split(";"):
        if statement.strip():
            tx.run(statement)


def _drop_leftovers(tx: Transaction) -> None:
    """Remove the tables of a rebuild, be it one that a crash cut off."""
    for (table,) in tx.all(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE ?", (PREFIX + "%",)
    ):
        tx.run(f"DROP TABLE {table}")


def _swap(tx: Transaction, prefix: str) -> None:
    for table in TABLES:
        tx.run(f"DROP TABLE {table}")
        tx.run(f"ALTER TABLE {prefix}{table} RENAME TO {table}")


def _compare(tx: Transaction, prefix: str, table: str) -> Difference | None:
    columns = _KEYS[table]
    only = "SELECT {c} FROM {a} EXCEPT SELECT {c} FROM {b}"
    stored = only.format(c=columns, a=table, b=prefix + table)
    derived = only.format(c=columns, a=prefix + table, b=table)
    counts = [tx.all(f"SELECT count(*) FROM ({sql})")[0][0] for sql in (stored, derived)]
    if not any(counts):
        return None
    examples = [
        f"{mark}{row}"
        for mark, sql in (("-", stored), ("+", derived))
        for row in tx.all(f"{sql} LIMIT {SHOWN}")
    ]
    return Difference(table, counts[0], counts[1], examples)
