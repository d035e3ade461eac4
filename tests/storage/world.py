"""A storage with one table, and a way to hold its writer up."""

import threading

from warmline.storage.port import Reader, Transaction
from warmline.storage.sqlite import SqliteStorage

TABLE = "CREATE TABLE t (n INTEGER PRIMARY KEY, text TEXT NOT NULL DEFAULT '')"
MIGRATIONS = {"room": [TABLE]}


class Refused(Exception):
    """What a command of these tests fails with."""


def insert(tx: Transaction, n: int, text: str = "") -> int:
    return tx.run("INSERT INTO t (n, text) VALUES (?, ?)", (n, text))


def numbers(reader: Reader) -> list[int]:
    return [row[0] for row in reader.all("SELECT n FROM t ORDER BY n")]


class Held:
    """Holds the writer up, so that the commands behind it become one group."""

    def __init__(self, storage: SqliteStorage) -> None:
        self._go_on = threading.Event()
        begun = threading.Event()

        def wait(tx: Transaction) -> None:
            begun.set()
            assert self._go_on.wait(10)

        self.future = storage.submit(wait)
        assert begun.wait(10)

    def open(self) -> None:
        """Let the writer go on."""
        self._go_on.set()

    def let_go(self) -> None:
        """Let the writer go on, and wait until this group is durable."""
        self.open()
        self.future.result(10)
