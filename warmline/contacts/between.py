"""What colleagues say to each other about a contact: kept apart from its turns, so that no channel can come by it."""

from collections.abc import Iterator

import msgspec

from warmline.contacts.model import Turn
from warmline.storage.port import Reader, Transaction

ADD = "INSERT INTO contact_aside (contact, number, key, body) VALUES (?, ?, ?, ?)"
CHANGE = "UPDATE contact_aside SET body = ? WHERE contact = ? AND number = ?"
OF_CONTACT = "SELECT body FROM contact_aside WHERE contact = ? ORDER BY number DESC LIMIT ?"
AFTER = """SELECT contact, number, body FROM contact_aside WHERE contact > ? OR (contact = ? AND number > ?)
           ORDER BY contact, number LIMIT ?"""
KEY = "SELECT 1 FROM contact_aside WHERE contact = ? AND key = ?"
MOST = 1_000
"""Asides handed out at once, the latest."""

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Turn).decode


def add(tx: Transaction, contact: int, key: str, said: Turn) -> None:
    """Store what was said."""
    tx.run(ADD, (contact, said.number, key, _encode(said)))


def change(tx: Transaction, contact: int, said: Turn) -> None:
    """Replace what was said. Only an erasure may do this, which takes away and never adds."""
    tx.run(CHANGE, (_encode(said), contact, said.number))


def asides(reader: Reader, contact: int, most: int = MOST) -> list[Turn]:
    """What was said, in order."""
    return [_decode(row[0]) for row in reversed(reader.all(OF_CONTACT, (contact, most)))]


def every(reader: Reader) -> Iterator[tuple[int, Turn]]:
    """All that was ever said, with the numbers of the contacts."""
    contact, number = 0, 0
    while rows := reader.all(AFTER, (contact, contact, number, MOST)):
        contact, number, _ = rows[-1]
        yield from ((row[0], _decode(row[2])) for row in rows)


def is_said(reader: Reader, contact: int, key: str) -> bool:
    """Whether what a client named `key` was said already."""
    return reader.one(KEY, (contact, key)) is not None
