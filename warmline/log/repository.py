"""The queries of the log: events by place and by id, and how they are appended."""

from collections.abc import Sequence

import msgspec

from warmline.events.model import Event
from warmline.log.model import Stored
from warmline.storage.port import Reader, Transaction

encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder(Event).decode

# The place of the last event; 0 in an empty log.
HEAD = "SELECT coalesce(max(seq), 0) FROM event"
# Claims an event's key; changes no row if the log has the event already.
CLAIM = "INSERT INTO event_key (key, seq) VALUES (?, ?) ON CONFLICT DO NOTHING"
APPEND = "INSERT INTO event (seq, key, type, occurred, body) VALUES (?, ?, ?, ?, ?)"
AFTER = "SELECT seq, key, body FROM event WHERE seq > ? ORDER BY seq LIMIT ?"
BEFORE = "SELECT seq, key, body FROM event WHERE seq < ? ORDER BY seq DESC LIMIT ?"
AT = "SELECT seq, key, body FROM event WHERE seq = ?"
PLACE = "SELECT seq FROM event_key WHERE key = ?"
# What is left of an erased event: its key, so that it cannot come back, and its place.
ERASE = "UPDATE event SET type = ?, body = ? WHERE seq = ?"


def head(reader: Reader) -> int:
    """The place of the last event, 0 if there is none."""
    row = reader.one(HEAD)
    return int(row[0]) if row else 0


def append(tx: Transaction, stored: Sequence[Stored]) -> None:
    """Write events whose keys have been claimed."""
    tx.run_many(APPEND, [(s.seq, s.key, s.event.type, s.event.occurred, encode(s.event)) for s in stored])


def claim(tx: Transaction, key: bytes, seq: int) -> bool:
    """Take the place `seq` for the event with this key; False if the log has it already."""
    return tx.run(CLAIM, (key, seq)) == 1


def after(reader: Reader, seq: int, limit: int) -> list[Stored]:
    """Events behind a place, oldest first."""
    return [Stored(s, key, decode(body)) for s, key, body in reader.all(AFTER, (seq, limit))]


def before(reader: Reader, seq: int, limit: int) -> list[Stored]:
    """Events in front of a place, newest first."""
    return [Stored(s, key, decode(body)) for s, key, body in reader.all(BEFORE, (seq, limit))]


def at(reader: Reader, seqs: Sequence[int]) -> list[Stored]:
    """Events by their places, in the order asked."""
    found = []
    for seq in seqs:
        row = reader.one(AT, (seq,))
        if row:
            found.append(Stored(row[0], row[1], decode(row[2])))
    return found


def find(reader: Reader, id: str) -> Stored | None:
    """The event with this id."""
    try:
        key = bytes.fromhex(id)
    except ValueError:
        return None
    row = reader.one(PLACE, (key,))
    return at(reader, [row[0]])[0] if row else None


def overwrite(tx: Transaction, seq: int, event: Event) -> None:
    """Replace what the log says at a place. Only an erasure may do this."""
    tx.run(ERASE, (event.type, encode(event), seq))
