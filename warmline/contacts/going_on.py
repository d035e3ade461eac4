"""The queries of which contacts are going on: of a kind and in its order, how many, with whom."""

from typing import NamedTuple

from warmline.contacts.record import Record, owner_of
from warmline.contacts.repository import COLUMNS, complete
from warmline.storage.port import Reader

OPEN = "SELECT name FROM contact WHERE state = 'open'"
HOW_MANY = """SELECT count(*), coalesce(sum(owner >= 'queue' AND owner < 'queuf'), 0), coalesce(sum(owner = 'flow'), 0)
              FROM contact WHERE state = 'open'"""
EACH_HAS = """SELECT owner, count(*) FROM contact WHERE state = 'open' AND owner >= 'staff' AND owner < 'stafg'
              GROUP BY owner"""
AHEAD = """SELECT count(*) FROM contact WHERE owner = ? AND state = 'open'
           AND (served > ? OR (served = ? AND (placed < ? OR (placed = ? AND id < ?))))"""
OWNED = """SELECT owner, name FROM contact WHERE state = 'open' AND owner >= 'staff' AND owner < 'stafg'"""


class Chosen(NamedTuple):
    """Contacts that are going on, of one kind: the condition that chooses them, its parameters, their order."""

    where: str
    parameters: tuple[str, ...]
    order: str


STAFFED = Chosen("owner >= 'staff' AND owner < 'stafg'", (), "last DESC, id DESC")
AUTOMATED = Chosen("owner = 'flow' AND waiting_since = 0", (), "id DESC")
CHOSEN = (
    f"SELECT {COLUMNS} FROM contact WHERE state = 'open' AND {{where}} ORDER BY {{order}} LIMIT ? OFFSET ?"
)


def open_names(reader: Reader) -> list[str]:
    """The names of all contacts that are going on."""
    return [row[0] for row in reader.all(OPEN)]


def waiting_for(queue: str) -> Chosen:
    """Those who wait for a person, in one queue or ("") in any, in the order of their places.

    Who has had a person already is in front of who has not; among those, who first waited earlier.
    """
    order = "served DESC, placed, id"
    if queue:
        return Chosen("owner = ?", (f"queue:{queue}",), order)
    return Chosen("owner >= 'queue' AND owner < 'queuf'", (), order)


def owned_by(owner: str) -> Chosen:
    """Those that somebody has, the latest first."""
    return Chosen("owner = ?", (owner,), "last DESC, id DESC")


def chosen(reader: Reader, some: Chosen, limit: int, start: int) -> list[Record]:
    """Contacts of a kind in its order, `start` of them left out."""
    query = CHOSEN.format(where=some.where, order=some.order)
    return complete(reader, reader.all(query, (*some.parameters, limit, start)))


def how_many(reader: Reader) -> tuple[int, int, int]:
    """How many contacts are going on: all, those that wait for a person, those that a flow has."""
    row = reader.one(HOW_MANY)
    return (int(row[0]), int(row[1]), int(row[2])) if row else (0, 0, 0)


def owned_by_staff(reader: Reader) -> list[tuple[str, str]]:
    """Who has which contact that is going on: the id of the account, the name of the contact."""
    return [(owner_of(owner).name, name) for owner, name in reader.all(OWNED)]


def each_has(reader: Reader) -> dict[str, int]:
    """How many contacts that are going on each member of staff has, by their ids."""
    return {owner.partition(":")[2]: number for owner, number in reader.all(EACH_HAS)}


def ahead_of(reader: Reader, record: Record) -> int:
    """How many wait in front of a contact in its queue."""
    served, placed = record.served, record.placed
    row = reader.one(AHEAD, (str(record.owner), served, served, placed, placed, record.id))
    return int(row[0]) if row else 0
