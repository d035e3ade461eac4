"""Data of an older version is brought to the tables of this one."""

from functools import partial
from pathlib import Path

from tests.customers.world import MIGRATIONS
from warmline.customers import schema
from warmline.customers.repository import Node, Repository
from warmline.storage.port import Transaction
from warmline.storage.sqlite import SqliteStorage

OLD = "INSERT INTO identifier (node, type, value, customer, verified) VALUES (?, ?, ?, ?, ?)"
KNOWN = [
    Node(17, "phone", "+639175550101", 16, None),
    Node(16, "account", "7013554", 16, 1),
    Node(33, "email", "li@example.com", 33, 2),
]


def test_identifiers_of_an_older_version_are_found_by_name_number_and_customer(tmp_path: Path) -> None:
    def fill(tx: Transaction) -> None:
        tx.run_many(OLD, KNOWN)

    old = SqliteStorage(tmp_path / "w.db", {**MIGRATIONS, "customers": schema.MIGRATIONS[:1]})
    old.submit(fill).result()
    old.close()

    new, repository = SqliteStorage(tmp_path / "w.db", MIGRATIONS), Repository()
    try:
        for one in KNOWN:
            assert new.read_now(partial(repository.find, type=one.type, value=one.value)) == one
            assert new.read_now(partial(repository.node, node=one.node)) == one
        members = new.read_now(lambda reader: repository.members(reader, 16))
        assert [member.node for member in members] == [16, 17]
    finally:
        new.close()
