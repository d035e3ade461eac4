"""The queries of contacts: rows, turns, keys of clients, identifiers."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

import msgspec

from warmline.contacts.model import Turn
from warmline.contacts.record import (
    Record,
    decode_effects,
    decode_session,
    encode_effects,
    encode_session,
    owner_of,
)
from warmline.events.model import Identifier
from warmline.flows.effects import Effect
from warmline.storage.port import Reader, Row, Transaction, places

FIXED = ("id", "name", "channel", "place", "started")
CHANGING = (
    "state",
    "outcome",
    "owner",
    "owned_by",
    "version",
    "language",
    "level",
    "wants",
    "summary",
    "contact_case",
    "last",
    "ended",
    "due",
    "waiting_since",
    "waited",
    "taken_at",
    "turns",
    "events",
    "cause",
    "asks_secret",
    "asks_number",
    "business",
    "session",
    "effects",
    "resumable",
    "queue",
    "surveyed",
    "placed",
    "served",
    "handed_on",
    "whispered",
    "asides",
)
"""Columns of a contact: those that stay as they were when it began, and the others."""
CODED: dict[str, Callable[[Record], Any]] = {
    "owner": lambda record: str(record.owner),
    "contact_case": lambda record: record.case,
    "session": lambda record: encode_session(record.session),
    "effects": lambda record: encode_effects(record.effects) if record.effects else None,
}
"""Columns that are stored otherwise than they stand in a record; `_record` reads them back."""
_STORED = [CODED.get(name) or attrgetter(name) for name in CHANGING]
FLAGS = ("asks_secret", "asks_number", "resumable", "served", "whispered")
COLUMNS = ", ".join((*FIXED, *CHANGING))
ADD = f"INSERT INTO contact ({COLUMNS}, token) VALUES ({', '.join('?' * (len(FIXED) + len(CHANGING) + 1))})"
CHANGE = f"UPDATE contact SET {', '.join(f'{one} = ?' for one in CHANGING)} WHERE id = ?"
BY_NAME = f"SELECT {COLUMNS} FROM contact WHERE name = ?"
BY_NAMES = f"SELECT {COLUMNS} FROM contact WHERE name IN "
BY_ID = f"SELECT {COLUMNS} FROM contact WHERE id IN "
HASH = "SELECT token FROM contact WHERE name = ?"
NEXT = "SELECT coalesce(max(id), 0) + 1 FROM contact"
DUE = "SELECT name FROM contact WHERE due <= ? ORDER BY due LIMIT ?"
UNDER_WAY = "SELECT name, effects FROM contact WHERE effects IS NOT NULL ORDER BY id"
SURVEYED = "SELECT coalesce(max(surveyed), 0) FROM contact WHERE id IN "
OF_CASE = f"SELECT {COLUMNS} FROM contact WHERE contact_case = ? ORDER BY id DESC LIMIT ?"

ADD_TURN = "INSERT INTO contact_turn (contact, number, at, body) VALUES (?, ?, ?, ?)"
CHANGE_TURN = "UPDATE contact_turn SET body = ? WHERE contact = ? AND number = ?"
TURNS = "SELECT body FROM contact_turn WHERE contact = ? AND number > ? ORDER BY number LIMIT ?"
LATEST_TURNS = "SELECT body FROM contact_turn WHERE contact = ? ORDER BY number DESC LIMIT ?"

KEY = "SELECT turns FROM contact_key WHERE contact = ? AND key = ?"
ADD_KEY = "INSERT INTO contact_key (contact, key, turns) VALUES (?, ?, ?)"

IDENTIFIERS = """SELECT contact, type, value, verified FROM contact_identifier WHERE contact IN """
ADD_IDENTIFIER = """INSERT INTO contact_identifier (contact, type, value, verified) VALUES (?, ?, ?, ?)
                    ON CONFLICT (contact, type, value) DO UPDATE SET verified = max(verified, excluded.verified)"""
WITH_IDENTIFIER = """SELECT contact FROM contact_identifier WHERE type = ? AND value = ?
                     ORDER BY contact DESC LIMIT ?"""

MOST_TURNS = 1_000
"""Turns handed out at once."""


_encode_turn = msgspec.msgpack.Encoder().encode
_decode_turn = msgspec.msgpack.Decoder(Turn).decode


def add(tx: Transaction, record: Record, token: bytes) -> None:
    """Store a new contact under a free number, which `record` then has."""
    row = tx.one(NEXT)
    assert row is not None
    record.id = int(row[0])
    fixed = (record.id, record.name, record.channel, record.place, record.started)
    tx.run(ADD, (*fixed, *_changing(record), token))
    for one in record.identifiers:
        tx.run(ADD_IDENTIFIER, (record.id, one.type, one.value, one.verified))


def change(tx: Transaction, record: Record) -> None:
    """Write a contact back."""
    tx.run(CHANGE, (*_changing(record), record.id))


def _changing(record: Record) -> list[Any]:
    """What may change of a contact, as it is stored, in the order of `CHANGING`."""
    return [stored(record) for stored in _STORED]


def named(reader: Reader, name: str) -> Record | None:
    """The contact of a name."""
    row = reader.one(BY_NAME, (name,))
    return complete(reader, [row])[0] if row else None


def by_names(reader: Reader, names: Sequence[str]) -> list[Record]:
    """Contacts by their names, in no particular order."""
    marks, values = places(names)
    return complete(reader, reader.all(BY_NAMES + marks, values))


def by_ids(reader: Reader, ids: Sequence[int]) -> list[Record]:
    """Contacts by their numbers, the latest first."""
    marks, values = places(ids)
    return complete(reader, reader.all(f"{BY_ID}{marks} ORDER BY id DESC", values))


def of_case(reader: Reader, case: str, limit: int) -> list[Record]:
    """The contacts of a case, the latest first."""
    return complete(reader, reader.all(OF_CASE, (case, limit)))


def token_of(reader: Reader, name: str) -> bytes | None:
    """The hash of the token by which a contact is gone on with."""
    row = reader.one(HASH, (name,))
    return bytes(row[0]) if row else None


def due(reader: Reader, now: int, limit: int) -> list[str]:
    """Contacts whose customers count as gone."""
    return [row[0] for row in reader.all(DUE, (now, limit))]


def under_way(reader: Reader) -> list[tuple[str, Effect]]:
    """What is under way outside, with the contact that each is for."""
    return [(name, effect) for name, effects in reader.all(UNDER_WAY) for effect in decode_effects(effects)]


def surveyed(reader: Reader, ids: Sequence[int]) -> int:
    """When somebody was last asked for a rating in some contacts, 0 for never."""
    marks, values = places(ids)
    row = reader.one(SURVEYED + marks, values)
    return int(row[0]) if row else 0


# -- turns


def add_turn(tx: Transaction, contact: int, turn: Turn) -> None:
    """Store what was said."""
    tx.run(ADD_TURN, (contact, turn.number, turn.at, _encode_turn(turn)))


def change_turn(tx: Transaction, contact: int, turn: Turn) -> None:
    """Replace what was said. Only an erasure may do this, which takes away and never adds."""
    tx.run(CHANGE_TURN, (_encode_turn(turn), contact, turn.number))


def turns(reader: Reader, contact: int, after: int, limit: int = MOST_TURNS) -> list[Turn]:
    """What was said after a number, in order."""
    return [_decode_turn(row[0]) for row in reader.all(TURNS, (contact, after, limit))]


def latest_turn(reader: Reader, contact: int) -> Turn | None:
    """What was said last."""
    return next(iter(latest_turns(reader, contact, 1)), None)


def latest_turns(reader: Reader, contact: int, limit: int) -> list[Turn]:
    """What was said last, the latest first."""
    return [_decode_turn(row[0]) for row in reader.all(LATEST_TURNS, (contact, limit))]


def turns_after_key(reader: Reader, contact: int, key: str) -> int | None:
    """How many turns there were after the input that a client named `key`; None if it has not come yet."""
    row = reader.one(KEY, (contact, key))
    return int(row[0]) if row else None


def add_key(tx: Transaction, contact: int, key: str, number: int) -> None:
    """Note that an input was taken."""
    tx.run(ADD_KEY, (contact, key, number))


# -- who


def add_identifiers(tx: Transaction, contact: int, identifiers: Iterable[Identifier]) -> None:
    """Store what a contact's customer is known by, too."""
    tx.run_many(ADD_IDENTIFIER, [(contact, one.type, one.value, one.verified) for one in identifiers])


def contacts_with(reader: Reader, type: str, value: str, limit: int) -> list[int]:
    """The numbers of the latest contacts that carry an identifier."""
    return [row[0] for row in reader.all(WITH_IDENTIFIER, (type, value, limit))]


def complete(reader: Reader, rows: Sequence[Row]) -> list[Record]:
    """Rows of `COLUMNS` as records, with the identifiers of each."""
    marks, values = places([row[0] for row in rows])
    known: dict[int, list[Identifier]] = {}
    for contact, type, value, verified in reader.all(IDENTIFIERS + marks, values):
        known.setdefault(contact, []).append(Identifier(type, value, bool(verified)))
    return [_record(row, tuple(known.get(row[0], ()))) for row in rows]


def _record(row: Row, identifiers: tuple[Identifier, ...]) -> Record:
    known = dict(zip((*FIXED, *CHANGING), row, strict=True))
    owner, case, session = known.pop("owner"), known.pop("contact_case"), known.pop("session")
    effects = known.pop("effects")
    for name in FLAGS:
        known[name] = bool(known[name])
    return Record(
        **known,
        owner=owner_of(owner),
        case=case,
        session=decode_session(session),
        effects=[] if effects is None else decode_effects(effects),
        identifiers=identifiers,
    )
