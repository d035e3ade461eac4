"""The rebuild: everything about customers derived again from the log, beside the running one."""

import asyncio
from collections.abc import Callable

import msgspec

from warmline.customers.projection import Projection
from warmline.customers.repository import Repository
from warmline.customers.schema import DERIVED, TABLES
from warmline.log import repository as log
from warmline.storage.port import Storage, Transaction

EVENTS_AT_ONCE = 1000
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
    prefix = f"rebuild{head}_"
    business = projection.rules.business
    shadow = Projection(business, Repository(prefix))
    await storage.run(lambda tx: _create(tx, prefix))
    done = 0
    differences: list[Difference] | None = None
    try:
        while differences is None:

            def step(tx: Transaction, after: int = done) -> tuple[int, list[Difference] | None]:
                batch = log.after(tx, after, EVENTS_AT_ONCE)
                shadow(tx, batch)
                if len(batch) == EVENTS_AT_ONCE:
                    return batch[-1].seq, None
                found = [difference for table in TABLES if (difference := _compare(tx, prefix, table))]
                if replace:
                    _swap(tx, prefix)
                    projection.use(business)
                return batch[-1].seq if batch else after, found

            done, differences = await storage.run(step)
            if progress is not None:
                progress(min(done, head), head)
            await asyncio.sleep(0)
    finally:
        if not replace or differences is None:
            await storage.run(lambda tx: _drop(tx, prefix))
    return differences


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


def _drop(tx: Transaction, prefix: str) -> None:
    for table in TABLES:
        tx.run(f"DROP TABLE IF EXISTS {prefix}{table}")


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
