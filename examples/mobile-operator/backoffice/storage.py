"""The state: records by kind and id in one SQLite file, changed in transactions that survive a crash."""

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import msgspec

from backoffice.errors import unknown
from warmline.events.model import event_id

T = TypeVar("T")
R = TypeVar("R", bound=msgspec.Struct)

SCHEMA = """
CREATE TABLE IF NOT EXISTS record (
  kind TEXT, id TEXT, account TEXT, area TEXT, at TEXT, body BLOB, PRIMARY KEY (kind, id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS record_account ON record (account, kind, at);
CREATE INDEX IF NOT EXISTS record_area ON record (area, kind, at);
CREATE TABLE IF NOT EXISTS operation (
  key TEXT PRIMARY KEY, request TEXT, status INTEGER, body BLOB, at INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS outbox (
  id INTEGER PRIMARY KEY, body BLOB, attempts INTEGER DEFAULT 0, due INTEGER DEFAULT 0, sent INTEGER DEFAULT 0);
CREATE INDEX IF NOT EXISTS outbox_waiting ON outbox (sent, id);
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
"""

PUT = """INSERT INTO record (kind, id, account, area, at, body) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (kind, id) DO UPDATE SET
         account = excluded.account, area = excluded.area, at = excluded.at, body = excluded.body"""
GET = "SELECT body FROM record WHERE kind = ? AND id = ?"
OF = "SELECT body FROM record WHERE account = ? AND kind = ? ORDER BY at DESC, id DESC"
IN = "SELECT body FROM record WHERE area = ? AND kind = ? ORDER BY at DESC, id DESC"
ALL = "SELECT body FROM record WHERE kind = ? ORDER BY at DESC, id DESC LIMIT ?"
SET_FACT = "INSERT INTO fact VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value"
ORIGIN = "/backoffice"
TELL = "INSERT INTO outbox (body) VALUES (?)"


class Transaction:
    """What may be done in one transaction; `now` is its time (µs since 1970)."""

    def __init__(self, connection: sqlite3.Connection, now: int, source: str) -> None:
        self.now = now
        self._source = source
        self.key = ""
        self._connection = connection
        self._told = 0

    def run(self, sql: str, values: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        """Any statement; its rows."""
        return self._connection.execute(sql, tuple(values)).fetchall()

    def get(self, kind: type[R], id: str) -> R | None:
        """A record by its id."""
        rows = self.run(GET, (kind.__name__, id))
        return msgspec.json.decode(rows[0][0], type=kind) if rows else None

    def of(self, account: str, kind: type[R]) -> list[R]:
        """The records of an account, the newest first."""
        return [msgspec.json.decode(row[0], type=kind) for row in self.run(OF, (account, kind.__name__))]

    def known(self, kind: type[R], id: str, account: str | None = None) -> R:
        """A record that must be there, and be of this account where one is named. Raises Refused."""
        found = self.get(kind, id)
        if found is None or (account is not None and getattr(found, "account", None) != account):
            raise unknown(kind.__name__.lower(), id)
        return found

    def within(self, area: str, kind: type[R]) -> list[R]:
        """The records of an area or a place, the newest first."""
        return [msgspec.json.decode(row[0], type=kind) for row in self.run(IN, (area, kind.__name__))]

    def all(self, kind: type[R], most: int = -1) -> list[R]:
        """All records of a kind, the newest first."""
        return [msgspec.json.decode(row[0], type=kind) for row in self.run(ALL, (kind.__name__, most))]

    def put(self, record: msgspec.Struct) -> None:
        """Keep a record, in the place of what had its id."""
        self.run(PUT, row_of(record))

    def new_id(self, letter: str) -> str:
        """An id that nothing has: `p-100001`."""
        rows = self.run("SELECT value FROM fact WHERE name = ?", (letter,))
        number = int(rows[0][0]) + 1 if rows else 100_001
        self.run(SET_FACT, (letter, str(number)))
        return f"{letter}-{number}"

    def tell(
        self, type: str, accounts: Iterable[str], time: str, caused_by: str = "", **properties: object
    ) -> str:
        """Let Warmline know of something, once this is committed. One event for each account.

        Gives the id of the last one there, which others are `caused_by`; nothing where that is not known.
        """
        data = {name: value for name, value in properties.items() if value is not None}
        id = ""
        for account in accounts:
            self._told += 1
            id = f"{self.key}/{self._told}"
            event: dict[str, object] = {
                "specversion": "1.0",
                "id": id,
                "source": ORIGIN,
                "type": type,
                "time": time,
                "data": {**data, "identifiers": {"account": account}} if account else data,
            }
            if caused_by:
                event["cause"] = caused_by
            self.run(TELL, (msgspec.json.encode(event),))
        return event_id(self._source, f"{ORIGIN} {id}") if self._source and id else ""


def row_of(record: msgspec.Struct) -> tuple[Any, ...]:
    """A record as a row."""
    name = type(record).__name__
    at = next(
        (getattr(record, field) for field in ("at", "issued", "placed", "started") if hasattr(record, field)),
        "",
    )
    place = getattr(record, "place", "")
    area = getattr(record, "area", "") if place in ("", "home") else place
    return (
        name,
        getattr(record, record.__struct_fields__[0]),
        getattr(record, "account", ""),
        area,
        at,
        msgspec.json.encode(record),
    )


class Database:
    """One file. Transactions come one after the other; each is on the disk before it is answered.

    `source` is the name that we have in Warmline.
    """

    def __init__(self, path: Path, clock: Callable[[], int], source: str = "") -> None:
        self._clock = clock
        self._source = source
        self._lock = Lock()
        self._connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        self._connection.executescript(SCHEMA)

    def run(self, work: Callable[[Transaction], T]) -> T:
        """Do `work` in a transaction; if it raises, nothing of it happened."""
        with self._lock:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(Transaction(self._connection, self._clock(), self._source))
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.execute("ROLLBACK")
                raise
            return result

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()
