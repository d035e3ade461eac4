"""Bringing a database up to the schema that this version of Warmline knows."""

import sqlite3
from collections.abc import Mapping, Sequence

from warmline.storage.connection import APPLICATION_ID
from warmline.storage.errors import NewerData

Migrations = Mapping[str, Sequence[str]]

_LEDGER = """
CREATE TABLE IF NOT EXISTS migration (
    room TEXT NOT NULL,
    number INTEGER NOT NULL,
    applied TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (room, number)
)"""


def applied(connection: sqlite3.Connection) -> dict[str, int]:
    """How many migrations of each room the database has had."""
    connection.execute(_LEDGER)
    return dict(connection.execute("SELECT room, max(number) FROM migration GROUP BY room"))


def refuse_newer(done: Mapping[str, int], migrations: Migrations) -> None:
    """Raise NewerData if the database knows more than this version does."""
    for room, number in done.items():
        if number > len(migrations.get(room, ())):
            raise NewerData(
                f"the data of room {room!r} is at migration {number}, this Warmline knows "
                f"{len(migrations.get(room, ()))}; install the newer version or restore an older backup"
            )


def migrate(connection: sqlite3.Connection, migrations: Migrations) -> None:
    """Apply what is missing, each migration in one transaction, rooms in the order given."""
    done = applied(connection)
    refuse_newer(done, migrations)
    if not done:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    for room, scripts in migrations.items():
        for number, script in enumerate(scripts, start=1):
            if number <= done.get(room, 0):
                continue
            try:
                connection.executescript(
                    f"BEGIN IMMEDIATE;{script};INSERT INTO migration (room, number) VALUES ('{room}', {number});COMMIT"
                )
            except sqlite3.Error:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
