"""Taking customers out of contacts, handing out what contacts hold of them: parts of erasure, of an export."""

from collections.abc import Iterable
from typing import Any

import msgspec

from warmline.contacts import repository
from warmline.contacts.record import Record
from warmline.contacts.whose import Whose
from warmline.storage.port import Reader, Transaction

ALL = 1 << 31
TABLES = ("contact_turn", "contact_key", "contact_identifier", "participant", "callback")


def forget(tx: Transaction, whose: Whose, identifiers: Iterable[tuple[str, str]]) -> int:
    """Remove all contacts about somebody with these identifiers, and name them in no other; how many went.

    Called before the identifiers themselves are gone. Only an erasure may do this.
    """
    named = set(identifiers)
    gone = 0
    for record in _carrying(tx, named):
        strongest = whose.normal(record.identifiers)[:1]
        if strongest and (strongest[0].type, strongest[0].value) in named:
            for table in TABLES:
                tx.run(f"DELETE FROM {table} WHERE contact = ?", (record.id,))
            tx.run("DELETE FROM contact WHERE id = ?", (record.id,))
            gone += 1
    for type, value in named:
        tx.run("DELETE FROM contact_identifier WHERE type = ? AND value = ?", (type, value))
        tx.run("DELETE FROM problem_case WHERE type = ? AND value = ?", (type, value))
    return gone


def everything(reader: Reader, whose: Whose, identifiers: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """All contacts about somebody with these identifiers, with their turns, as plain data."""
    named = set(identifiers)
    handed_out = []
    for record in _carrying(reader, named):
        strongest = whose.normal(record.identifiers)[:1]
        if not strongest or (strongest[0].type, strongest[0].value) not in named:
            continue
        turns, after = [], 0
        while batch := repository.turns(reader, record.id, after):
            turns += batch
            after = batch[-1].number
        contact = msgspec.to_builtins(record.shown())
        known = msgspec.to_builtins(record.session.variables)
        handed_out.append({**contact, "said": msgspec.to_builtins(turns), "known": known})
    return handed_out


def _carrying(reader: Reader, named: set[tuple[str, str]]) -> list[Record]:
    """The contacts that carry any of some identifiers, the oldest first."""
    ids = {id for type, value in named for id in repository.contacts_with(reader, type, value, ALL)}
    return sorted(repository.by_ids(reader, sorted(ids)), key=lambda record: record.id)
