"""The queries of the log: events by place and by id, and how they are appended."""

from collections.abc import Sequence

import msgspec

from warmline.events.model import Event
from warmline.log import causes
from warmline.log.keys import Keys, key_of, place_of
from warmline.log.model import Arriving, Stored
from warmline.storage.port import Reader, Transaction, places

encode = msgspec.json.Encoder().encode
decode = msgspec.json.Decoder(Event).decode

# The place of the last event; 0 in an empty log.
HEAD = "SELECT coalesce(max(seq), 0) FROM event"
APPEND = "INSERT INTO event (seq, key, type, occurred, body) VALUES (?, ?, ?, ?, ?)"
AFTER = "SELECT seq, key, body FROM event WHERE seq > ? ORDER BY seq LIMIT ?"
BEFORE = "SELECT seq, key, body FROM event WHERE seq < ? ORDER BY seq DESC LIMIT ?"
OF_TYPES = "SELECT seq, key, body FROM event WHERE seq > ? AND seq <= ? AND type IN "
AT = "SELECT seq, key, body FROM event WHERE seq IN "
# What is left of an erased event: its key, so that it cannot come back, and its place.
ERASE = "UPDATE event SET type = ?, body = ? WHERE seq = ?"


def head(reader: Reader) -> int:
    """The place of the last event, 0 if there is none."""
    row = reader.one(HEAD)
    return int(row[0]) if row else 0


def append(tx: Transaction, keys: Keys, events: Sequence[Arriving]) -> list[Stored]:
    """Append those of some events, by their keys, that the log does not have; no key may come twice."""
    placed = keys.claim(tx, events)
    tx.run_many(APPEND, [(seq, o.key, o.event.type, o.event.occurred, o.body) for seq, o in placed])
    causes.note(tx, [(seq, o.event.cause) for seq, o in placed if o.event.cause])
    return [Stored(seq, one.key, one.event) for seq, one in placed]


def after(reader: Reader, seq: int, limit: int) -> list[Stored]:
    """Events behind a place, oldest first."""
    return [Stored(s, key, decode(body)) for s, key, body in reader.all(AFTER, (seq, limit))]


def before(reader: Reader, seq: int, limit: int) -> list[Stored]:
    """Events in front of a place, newest first."""
    return [Stored(s, key, decode(body)) for s, key, body in reader.all(BEFORE, (seq, limit))]


def of_types(reader: Reader, types: Sequence[str], seq: int, until: int) -> list[Stored]:
    """Events of some types behind a place, up to another, oldest first."""
    marks, values = places(types)
    rows = reader.all(f"{OF_TYPES}{marks} ORDER BY seq", (seq, until, *values))
    return [Stored(s, key, decode(body)) for s, key, body in rows]


def at(reader: Reader, seqs: Sequence[int]) -> list[Stored]:
    """Events by their places, in the order asked."""
    marks, values = places(seqs)
    found = {s: Stored(s, key, decode(body)) for s, key, body in reader.all(AT + marks, values)}
    return [found[seq] for seq in seqs if seq in found]


def find(reader: Reader, id: str) -> Stored | None:
    """The event with this id."""
    key = key_of(id)
    place = None if key is None else place_of(reader, key)
    return None if place is None else at(reader, [place])[0]


def overwrite(tx: Transaction, seq: int, event: Event) -> None:
    """Replace what the log says at a place. Only an erasure may do this, which takes away and never adds."""
    for before in at(tx, [seq]):
        if before.event.cause != event.cause:
            causes.forget(tx, seq, before.event.cause)
    tx.run(ERASE, (event.type, encode(event), seq))
