"""Data of an older version is brought to the tables of this one: what was under way then still is."""

from functools import partial
from pathlib import Path

import msgspec

from warmline.coaching.advising import repository, schema
from warmline.storage.port import Transaction
from warmline.storage.sqlite import SqliteStorage

OLD = "INSERT INTO contact_carried (contact, action, customer, stage, body) VALUES (?, ?, ?, ?, ?)"
SAID = {
    "contact": "c-1",
    "action": "credit",
    "decision": "d-1",
    "customer": 7,
    "operation": "billing.credit",
    "arguments": {"account": "7013568"},
    "key": "k",
    "by": "ana",
    "name": "Ana",
    "began": 1,
    "stage": "unknown",
}


def test_what_was_under_way_before_an_update_still_is(tmp_path: Path) -> None:
    def fill(tx: Transaction) -> None:
        tx.run(OLD, ("c-1", "credit", 7, "unknown", msgspec.msgpack.encode(SAID)))
        tx.run(OLD, ("c-2", "credit", 7, "ok", msgspec.msgpack.encode({**SAID, "stage": "ok"})))

    old = SqliteStorage(tmp_path / "w.db", {"advice": schema.MIGRATIONS[:2]})
    old.submit(fill).result()
    old.close()
    new = SqliteStorage(tmp_path / "w.db", {"advice": schema.MIGRATIONS})
    try:
        (one,) = new.read_now(partial(repository.under_way, action="credit"))
        assert (one.contact, one.key, one.stage) == ("c-1", "k", "unknown")
    finally:
        new.close()
