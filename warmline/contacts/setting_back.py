"""What a restore means for contacts that went on meanwhile: they are set back, and customers hear of it.

Nothing that was told to anybody outside may be told again about something else: numbers that were used since the
backup (of turns, of events, of things done) are not used again. Who has gone since is not waited for, and a callback
that was made is not made twice.
"""

from collections.abc import Sequence

import msgspec

from warmline.contacts import promises, repository
from warmline.contacts.asides import say_aside
from warmline.contacts.model import Outcome
from warmline.contacts.record import Record
from warmline.contacts.runner import Runner
from warmline.language.words import Words
from warmline.storage.port import Reader, Storage, Transaction

UNKNOWN = 1_000
"""How many numbers are left out where it is not known how far a contact had gone: more than one uses in a day."""
FOR_STAFF = "These data are of a backup: what was said and done here since then is lost."

OPEN = "SELECT name FROM contact WHERE state = 'open' ORDER BY id"
TO_MAKE = "SELECT promise FROM callback WHERE done = 0"
MADE = "SELECT done, done_by FROM callback WHERE promise = ? AND done != 0"


class SetBack(msgspec.Struct, frozen=True):
    """A contact that had gone on since the backup; `outcome` is how it had ended, "" if it had not."""

    name: str
    outcome: Outcome | None = None


class Made(msgspec.Struct, frozen=True):
    """A callback that was made since the backup."""

    promise: str
    at: int
    by: str


class Meanwhile(msgspec.Struct, frozen=True):
    """What had happened in contacts since a backup that is restored."""

    contacts: list[SetBack]
    made: list[Made]


def carry_over(running: Reader, arriving: Transaction) -> Meanwhile:
    """Have every contact of the database that arrives use new numbers from here on; what is still to be done then."""
    contacts = []
    for (name,) in arriving.all(OPEN):
        record, before = repository.named(arriving, name), repository.named(running, name)
        if record is None or (before is not None and before.events <= record.events):
            continue
        _count_on(record, before)
        repository.change(arriving, record)
        has_ended = before is not None and not before.is_open
        contacts.append(SetBack(name, before.outcome or "completed" if before and has_ended else None))
    made = []
    for (promise,) in arriving.all(TO_MAKE):
        row = running.one(MADE, (promise,))
        if row is not None:
            made.append(Made(promise, *row))
    return Meanwhile(contacts, made)


def _count_on(record: Record, before: Record | None) -> None:
    """Count from where the contact had come to; who was there a moment ago is not gone."""
    session = record.session
    if before is None:
        record.turns += UNKNOWN
        record.events += UNKNOWN
        turn = session.turn + UNKNOWN
    else:
        record.turns, record.events = before.turns, before.events
        turn = before.session.turn
        record.due = before.due or record.due
    record.session = msgspec.structs.replace(session, turn=turn)


async def settle(storage: Storage, runner: Runner, meanwhile: Meanwhile) -> None:
    """Tell those who are set back, let those go who had gone, note the callbacks that were made."""
    for one in meanwhile.contacts:
        await storage.run(lambda tx, set_back=one: _settle(tx, runner, set_back))  # type: ignore[misc]
    await storage.run(lambda tx: _note(tx, runner, meanwhile.made))


def _settle(tx: Transaction, runner: Runner, set_back: SetBack) -> None:
    work = runner.open(tx, set_back.name)
    if work is None or not work.record.is_open:
        return
    record = work.record
    if set_back.outcome is not None:
        work.end(set_back.outcome)
    elif record.owner.kind == "staff":
        work.turn("system", FOR_STAFF)
    else:
        say_aside(
            work,
            Words(record.language).text(
                "Something went wrong on our side: what was said here in the last moments is lost. We go on from here."
            ),
        )
    due = record.due
    runner.close(work)
    if record.is_open and due is not None:  # nobody has shown that they are there
        record.due = due
        repository.change(tx, record)


def _note(tx: Transaction, runner: Runner, made: Sequence[Made]) -> None:
    for one in made:
        row = promises.one(tx, one.promise)
        records = repository.by_ids(tx, [row[1]]) if row is not None else []
        if not records or not promises.done(tx, one.promise, one.at, one.by):
            continue
        work = runner.work(tx, records[0])
        work.put("promise.kept", {"promise": one.promise, "what": "callback"})
        work.save()
