"""Tables beside those in use: compared with them page by page, put in their place, emptied piece by piece."""

import secrets
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import msgspec

from warmline.customers.identity import MOST_IDENTIFIERS
from warmline.customers.schema import DERIVED, TABLES
from warmline.storage.port import Reader, Row, Transaction

PREFIX = "rebuild_"
"""Begins the names of tables that a rebuild writes; no others begin like this."""
SETTLING, WAITING = "mention", "mention_recent"
"""The index of which events name whom, and where its newest rows wait (`warmline.customers.mentions`)."""
ROWS_AT_ONCE = 200
SHOWN = 5


class Difference(msgspec.Struct, frozen=True):
    """Rows of one table that are not the same: as they were, and as the log says; a few examples."""

    table: str
    stored: int
    derived: int
    examples: list[str]


class _Columns(NamedTuple):
    """The columns of a table, and those of them that its rows are known and ordered by."""

    every: str
    key: tuple[str, ...]


def new_prefix() -> str:
    """A prefix that no table has yet."""
    return f"{PREFIX}{secrets.token_hex(4)}_"


def create(tx: Transaction, prefix: str) -> None:
    """Make empty tables under a prefix."""
    for statement in DERIVED.format(p=prefix).split(";"):
        if statement.strip():
            tx.run(statement)


def switch(tx: Transaction, prefix: str) -> None:
    """Put the tables under `prefix` in the place of those in use, which wait under another to be emptied.

    Renaming takes the same time however much is in them; to drop a table takes a look at each of its pages.
    """
    old = new_prefix()
    for table in TABLES:
        tx.run(f"ALTER TABLE {table} RENAME TO {old}{table}")
        tx.run(f"ALTER TABLE {prefix}{table} RENAME TO {table}")


def empty_some(tx: Transaction) -> bool:
    """Remove some rows of what rebuilds have left, be it one that a crash cut off; False when all is gone."""
    found = tx.one("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE ?", (PREFIX + "%",))
    if found is None:
        return False
    (table,) = found
    key = _columns(tx, table.removeprefix(PREFIX).partition("_")[2]).key
    names, marks = ", ".join(key), ", ".join("?" * len(key))
    last = tx.one(f"SELECT {names} FROM {table} ORDER BY {names} LIMIT 1 OFFSET {ROWS_AT_ONCE - 1}")
    if last is None:
        tx.run(f"DELETE FROM {table}")
        tx.run(f"DROP TABLE {table}")
    else:
        tx.run(f"DELETE FROM {table} WHERE ({names}) <= ({marks})", last)
    return True


def empty(tx: Transaction) -> None:
    """Remove all that rebuilds have left, where nobody waits for the writer: in a database beside the one in use."""
    while empty_some(tx):
        pass


class Comparison:
    """How the tables in use differ from those under a prefix, found out a page at a time.

    Each page is compared in one transaction in which both hold the same events. Both are kept up by the
    same rules from then on, so what was found alike stays alike. Which events name an identifier is compared
    up to the place `until`, to which both indexes must have settled.
    """

    def __init__(self, prefix: str, until: int) -> None:
        self._prefix = prefix
        self._until = until
        self._left = [table for table in TABLES if table != WAITING]
        self._after: Row | None = None
        self._counts = [0, 0]
        self._examples: tuple[list[str], list[str]] = ([], [])
        self.differences: list[Difference] = []

    @property
    def done(self) -> bool:
        """Whether everything was compared."""
        return not self._left

    def progress(self, head: int) -> float:
        """About how much of it is done, of 1: identifiers are numbered by the events that brought them."""
        first = self._after[0] if self._after else 0
        part = min(1.0, first / MOST_IDENTIFIERS / head) if isinstance(first, int) and head else 0.0
        return 1 - (len(self._left) - part) / (len(TABLES) - 1)

    def next_page(self, reader: Reader) -> None:
        """Compare the next rows."""
        table = self._left[0]
        columns = _columns(reader, table)
        stored, derived = (self._page(reader, prefix + table, columns) for prefix in ("", self._prefix))
        # Up to where both pages reach; behind that, rows of one of them are on the next page.
        ends = [list(page)[-1] for page in (stored, derived) if len(page) == ROWS_AT_ONCE]
        until = min(ends, default=None)
        for side, page, other in ((0, stored, derived), (1, derived, stored)):
            for key, row in page.items():
                if (until is None or key <= until) and other.get(key) != row:
                    self._counts[side] += 1
                    if len(self._examples[side]) < SHOWN:
                        self._examples[side].append(f"{'-+'[side]}{row}")
        self._after = until
        if until is None:
            self._close(table)

    def _page(self, reader: Reader, table: str, columns: _Columns) -> dict[Row, Row]:
        names, marks = ", ".join(columns.key), ", ".join("?" * len(columns.key))
        behind = f"({names}) > ({marks})" if self._after else "TRUE"
        if table.endswith(SETTLING):
            behind += f" AND seq <= {self._until}"
        sql = f"SELECT {names}, {columns.every} FROM {table} WHERE {behind} ORDER BY {names} LIMIT {ROWS_AT_ONCE}"
        width = len(columns.key)
        return {row[:width]: row[width:] for row in reader.all(sql, self._after or ())}

    def _close(self, table: str) -> None:
        stored, derived = self._counts
        if stored or derived:
            examples = [*self._examples[0], *self._examples[1]]
            self.differences.append(Difference(table, stored, derived, examples))
        self._left.pop(0)
        self._counts, self._examples = [0, 0], ([], [])


def _columns(reader: Reader, table: str) -> _Columns:
    return _described(tuple(reader.all("SELECT name, pk FROM pragma_table_info(?)", (table,))))


@lru_cache
def _described(columns: Sequence[Row]) -> _Columns:
    key = sorted((place, name) for name, place in columns if place)
    return _Columns(", ".join(name for name, _ in columns), tuple(name for _, name in key))
