"""The queries of what was noticed in contacts."""

from collections.abc import Sequence

import msgspec

from warmline.coaching.memory import Memory
from warmline.coaching.model import NOTHING, Kind, Noticed, Reason, Score, Signal
from warmline.storage.port import Reader, Row, Transaction, places

SCORES = "SELECT contact, scores FROM contact_noticed WHERE contact IN "
STATE = "SELECT scores, memory FROM contact_noticed WHERE contact = ?"
PUT = """INSERT INTO contact_noticed (contact, scores, memory) VALUES (?, ?, ?)
         ON CONFLICT (contact) DO UPDATE SET scores = excluded.scores, memory = excluded.memory"""
_SIGNAL = "number, kind, score, threshold, reasons, turn, at, wrong"
SIGNALS = f"SELECT contact, {_SIGNAL} FROM contact_signal WHERE contact IN "
ADD = f"INSERT INTO contact_signal (contact, {_SIGNAL}) VALUES ({', '.join('?' * 9)})"
MARK = """UPDATE contact_signal SET wrong = ?, wrong_by = ?, wrong_at = ?
          WHERE contact = ? AND number = ? AND wrong != ?"""
COUNTS = """SELECT kind, count(*), sum(wrong) FROM contact_signal WHERE at >= ? GROUP BY kind"""
REASONS = "SELECT kind, reasons, wrong FROM contact_signal WHERE at >= ? ORDER BY at DESC LIMIT ?"
LATEST = f"""SELECT contact, {_SIGNAL} FROM contact_signal WHERE at >= ? AND (? = '' OR kind = ?)
             ORDER BY at DESC, contact DESC, number DESC LIMIT ? OFFSET ?"""
TABLES = ("contact_noticed", "contact_signal")

_encode = msgspec.msgpack.Encoder().encode
_scores = msgspec.msgpack.Decoder(dict[Kind, Score]).decode
_reasons = msgspec.msgpack.Decoder(tuple[Reason, ...]).decode
_memory = msgspec.msgpack.Decoder(Memory).decode


def noticed(reader: Reader, contacts: Sequence[int]) -> dict[int, Noticed]:
    """What was noticed in contacts by their numbers; those in which nothing was are left out."""
    marks, values = places(contacts)
    signals: dict[int, list[Signal]] = {}
    for row in reader.all(f"{SIGNALS}{marks} ORDER BY contact, number", values):
        signals.setdefault(row[0], []).append(_signal(row[1:]))
    return {
        contact: Noticed(scores=_scores(scores), signals=tuple(signals.get(contact, ())))
        for contact, scores in reader.all(f"{SCORES}{marks}", values)
    }


def of(reader: Reader, contact: int) -> Noticed:
    """What was noticed in one contact."""
    return noticed(reader, [contact]).get(contact, NOTHING)


def state(reader: Reader, contact: int) -> tuple[Noticed, Memory]:
    """The same, and what the detectors remember of the contact."""
    row = reader.one(STATE, (contact,))
    if row is None:
        return NOTHING, Memory()
    signals = reader.all(f"{SIGNALS}(?) ORDER BY number", (contact,))
    found = Noticed(scores=_scores(row[0]), signals=tuple(_signal(one[1:]) for one in signals))
    return found, _memory(row[1])


def put(tx: Transaction, contact: int, found: Noticed, remembered: Memory) -> None:
    """Store the state of a contact; its signals are added one by one."""
    tx.run(PUT, (contact, _encode(found.scores), _encode(remembered)))


def add(tx: Transaction, contact: int, one: Signal) -> None:
    """Store a signal."""
    row = (one.number, one.kind, one.score, one.threshold, _encode(one.reasons), one.turn, one.at, one.wrong)
    tx.run(ADD, (contact, *row))


def mark(tx: Transaction, contact: int, number: int, wrong: bool, by: str, now: int) -> bool:
    """A person says that a signal is wrong, or that it is not; False if that was known, or there is none."""
    return tx.run(MARK, (wrong, by, now, contact, number, wrong)) > 0


def counts(reader: Reader, since: int) -> dict[str, tuple[int, int]]:
    """How many signals of each kind were given since a moment, how many of them were found wrong."""
    return {kind: (given, wrong) for kind, given, wrong in reader.all(COUNTS, (since,))}


def reasons(reader: Reader, since: int, limit: int) -> list[tuple[str, tuple[Reason, ...], bool]]:
    """The kind and the reasons of the latest signals since a moment, and whether each was found wrong."""
    rows = reader.all(REASONS, (since, limit))
    return [(kind, _reasons(found), bool(wrong)) for kind, found, wrong in rows]


def latest(reader: Reader, since: int, kind: str, limit: int, start: int = 0) -> list[tuple[int, Signal]]:
    """The latest signals of a kind ("" for all) with the numbers of their contacts."""
    rows = reader.all(LATEST, (since, kind, kind, limit, start))
    return [(row[0], _signal(row[1:])) for row in rows]


def forget(tx: Transaction, contact: int) -> None:
    """Remove all that was noticed in a contact. Only an erasure may do this."""
    for table in TABLES:
        tx.run(f"DELETE FROM {table} WHERE contact = ?", (contact,))


def _signal(row: Row) -> Signal:
    number, kind, score, threshold, found, turn, at, wrong = row
    return Signal(
        number=number,
        kind=kind,
        score=score,
        threshold=threshold,
        reasons=_reasons(found),
        turn=turn,
        at=at,
        wrong=bool(wrong),
    )
