"""The queries of what members of staff ask of each other about contacts."""

from collections.abc import Iterator

from warmline.contacts.model import Invitation, InvitationState
from warmline.storage.port import Reader, Row, Transaction

COLUMNS = """i.number, c.name, i.kind, i.by, i.by_name, i.words, i.at, i.whom, i.whom_name, i.queue, i.state,
             i.answered, i.why"""
JOINED = f"SELECT {COLUMNS} FROM contact_invitation i JOIN contact c ON c.id = i.contact"
NEXT = "SELECT coalesce(max(number), 0) + 1 FROM contact_invitation"
ADD = """INSERT INTO contact_invitation (number, contact, kind, by, by_name, words, at, whom, whom_name, queue, state,
         why) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
ONE = f"{JOINED} WHERE i.number = ?"
OF_CONTACT = f"{JOINED} WHERE i.contact = ? ORDER BY i.number DESC LIMIT ?"
OPEN_OF = f"{JOINED} WHERE i.contact = ? AND i.state = 'open' ORDER BY i.number"
OPEN_FOR = f"""{JOINED} WHERE i.state = 'open' AND i.by != ? AND i.whom IN (?, '')
               ORDER BY i.whom = '', i.number LIMIT ?"""
AFTER = f"{JOINED} WHERE i.number > ? ORDER BY i.number LIMIT ?"
SETTLE = """UPDATE contact_invitation SET state = ?, answered = ?, why = ?, whom = ?, whom_name = ?
            WHERE number = ? AND state = 'open'"""
CLOSE_ALL = "UPDATE contact_invitation SET state = 'over', answered = ? WHERE contact = ? AND state = 'open'"
WORDS = "UPDATE contact_invitation SET words = ?, why = ? WHERE number = ?"
MOST = 100
"""Invitations handed out at once, the latest."""


def add(tx: Transaction, contact: int, one: Invitation) -> Invitation:
    """Store one under a free number; as it is then."""
    row = tx.one(NEXT)
    assert row is not None
    number = int(row[0])
    tx.run(
        ADD,
        (
            number,
            contact,
            one.kind,
            one.by,
            one.by_name,
            one.words,
            one.at,
            one.whom,
            one.whom_name,
            one.queue,
            one.state,
            one.why,
        ),
    )
    stored = tx.one(ONE, (number,))
    assert stored is not None
    return _invitation(stored)


def find(reader: Reader, number: int) -> Invitation | None:
    """One by its number."""
    row = reader.one(ONE, (number,))
    return _invitation(row) if row else None


def of_contact(reader: Reader, contact: int, most: int = MOST) -> list[Invitation]:
    """Those about a contact, the latest last."""
    return [_invitation(row) for row in reversed(reader.all(OF_CONTACT, (contact, most)))]


def open_of(reader: Reader, contact: int) -> list[Invitation]:
    """Those about a contact that nobody has answered yet."""
    return [_invitation(row) for row in reader.all(OPEN_OF, (contact,))]


def open_for(reader: Reader, who: str) -> list[Invitation]:
    """Those that somebody may answer, as far as it depends on whom they are for.

    What they are asked themself is first, then what anybody in a queue is, each in the order in which it was asked.
    """
    return [_invitation(row) for row in reader.all(OPEN_FOR, (who, who, MOST))]


def every(reader: Reader) -> Iterator[Invitation]:
    """All there ever were."""
    number = 0
    while rows := reader.all(AFTER, (number, MOST)):
        number = rows[-1][0]
        yield from map(_invitation, rows)


def settle(
    tx: Transaction, number: int, state: InvitationState, now: int, *, why: str, whom: str, whom_name: str
) -> None:
    """Note what became of one, and who answered it."""
    tx.run(SETTLE, (state, now, why, whom, whom_name, number))


def close_all(tx: Transaction, contact: int, now: int) -> bool:
    """Nothing is asked about a contact any more; whether anything was."""
    return tx.run(CLOSE_ALL, (now, contact)) > 0


def change_words(tx: Transaction, one: Invitation) -> None:
    """Replace what was written. Only an erasure may do this, which takes away and never adds."""
    tx.run(WORDS, (one.words, one.why, one.number))


def _invitation(row: Row) -> Invitation:
    number, contact, kind, by, by_name, words, at, whom, whom_name, queue, state, answered, why = row
    return Invitation(
        number=number,
        contact=contact,
        kind=kind,
        by=by,
        by_name=by_name,
        words=words,
        at=at,
        whom=whom,
        whom_name=whom_name,
        queue=queue,
        state=state,
        answered=answered,
        why=why,
    )
