"""What is to be sent to those who write: queued in the commit that says it, in order, each answer once."""

from collections.abc import Callable
from itertools import groupby

import msgspec

from warmline.contacts import repository
from warmline.contacts.model import Turn
from warmline.contacts.work import Work
from warmline.events.model import Identifier
from warmline.log import outbox
from warmline.log.model import Delivery
from warmline.storage.port import Reader, Row, Transaction

KIND = "reply"
SENT_TO = frozenset({"text"})
"""Channels on which nobody listens: what is said has to be sent."""

ADD = "INSERT INTO reply (contact, turn, answer) VALUES (?, ?, ?)"
JOIN = "UPDATE reply SET answer = ? WHERE contact = ? AND begun = 0 AND parts = 0 AND lost = 0"
SHORTEN = "UPDATE reply SET brief = 1 WHERE contact = ? AND turn < ? AND begun = 0 AND parts = 0"
WRITER = "SELECT place, type, value FROM correspondent WHERE contact = ?"
WAITING = """SELECT answer, turn, brief, parts, begun FROM reply
             WHERE contact = ? AND answer <= ? AND (lost = 0 OR answer = ?) ORDER BY turn"""
BEGIN = "UPDATE reply SET begun = 1 WHERE contact = ? AND answer = ?"
NOT_BEGUN = "UPDATE reply SET begun = 0 WHERE contact = ? AND answer = ?"
PART = "UPDATE reply SET parts = ?, begun = 0, lost = 0 WHERE contact = ? AND answer = ?"
LOSE = "UPDATE reply SET lost = 1 WHERE contact = ? AND answer = ?"
DONE = "DELETE FROM reply WHERE contact = ? AND answer = ?"
MAY_BE_SENT = "UPDATE reply SET begun = 1"


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A turn that is to be sent. `is_brief`: another question follows, so that its own options are not told."""

    turn: Turn
    is_brief: bool


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What is sent together: all that was said since the message before it left. `number` is that of its last turn.

    So many `parts` are sent; with `is_begun` the next may be, too.
    """

    contact: int
    number: int
    told: list[Told]
    parts: int
    is_begun: bool


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be sent to one writer, in order, because of the reply `number`."""

    contact: str
    number: int
    place: str
    to: Identifier
    replies: list[Reply]


class Replies:
    """Queues what is said. `clock` gives microseconds; `wake` has the outbox look at once."""

    def __init__(self, clock: Callable[[], int], wake: Callable[[], None]) -> None:
        self._clock = clock
        self._wake = wake

    def queue(self, work: Work) -> None:
        """Queue what a piece of work says, before it is saved."""
        record = work.record
        if record.channel not in SENT_TO or not record.place:
            return
        turns = [turn for turn in work.unsaved if is_for_customer(turn)]
        if not turns:
            return
        last = turns[-1].number
        for turn in turns:
            if turn.prompt is not None and turn.prompt.asks:
                work.tx.run(SHORTEN, (record.id, turn.number))
            work.tx.run(ADD, (record.id, turn.number, last))
        work.tx.run(JOIN, (last, record.id))
        name = f"{record.name} {last}"
        outbox.put(
            work.tx,
            key=f"{KIND}:{name}",
            kind=KIND,
            target=f"{KIND} {record.place}",
            body=name.encode(),
            seq=0,
            due=self._clock(),
        )
        work.tx.after_commit(self._wake)


def is_for_customer(turn: Turn) -> bool:
    """Whether a turn leaves the house: what the customer says themself does not, nor what is noted for staff.

    What all of us tell them has a prompt, what is noted has none.
    """
    return not turn.aside and (
        turn.by in ("flow", "agent") or (turn.by == "system" and turn.prompt is not None)
    )


def due(reader: Reader, delivery: Delivery) -> Due | None:
    """What a delivery is to send: its answer, and those before it that are still to be sent; None if all is done.

    What was given up is left out, unless it is what this delivery is about.
    """
    name, number = delivery.body.decode().rsplit(" ", 1)
    record = repository.named(reader, name)
    writer = reader.one(WRITER, (record.id,)) if record is not None else None
    if record is None or writer is None:  # erased meanwhile
        return None
    waiting = reader.all(WAITING, (record.id, int(number), int(number)))
    replies = [
        _reply(reader, record.id, answer, list(rows)) for answer, rows in groupby(waiting, lambda row: row[0])
    ]
    place, type, value = writer
    to = Identifier(type, value)
    return Due(contact=name, number=int(number), place=place, to=to, replies=replies) if replies else None


def _reply(reader: Reader, contact: int, answer: int, rows: list[Row]) -> Reply:
    told = [
        Told(turn=repository.turns(reader, contact, number - 1, 1)[0], is_brief=bool(brief))
        for _, number, brief, _, _ in rows
    ]
    return Reply(contact=contact, number=answer, told=told, parts=rows[0][3], is_begun=bool(rows[0][4]))


def begin(tx: Transaction, reply: Reply) -> bool:
    """Its next part is on its way from now on; False where it goes with what was said since."""
    return tx.run(BEGIN, (reply.contact, reply.number)) > 0


def sent(tx: Transaction, reply: Reply, parts: int) -> None:
    """So many parts of it have been sent."""
    tx.run(PART, (parts, reply.contact, reply.number))


def not_sent(tx: Transaction, reply: Reply) -> None:
    """The part that was on its way has certainly not been sent."""
    tx.run(NOT_BEGUN, (reply.contact, reply.number))


def lose(tx: Transaction, reply: Reply) -> None:
    """Give it up: what is said later is sent without it."""
    tx.run(LOSE, (reply.contact, reply.number))


def done(tx: Transaction, reply: Reply) -> None:
    """All of it has been sent."""
    tx.run(DONE, (reply.contact, reply.number))


def may_have_been_sent(tx: Transaction) -> None:
    """Ask of all that is still to be sent what became of it: these data are older than what was done since."""
    tx.run(MAY_BE_SENT)
