"""Queues: who waits where, at which place, for about how long, whether anybody is there."""

from typing import Any

from warmline.contacts import going_on, repository
from warmline.contacts.model import Owner
from warmline.contacts.ports import Answer, Waiting
from warmline.contacts.promises import due_at, promised_around, promised_before
from warmline.contacts.record import Record
from warmline.contacts.serving import MINUTE, Queue
from warmline.contacts.versions import Version
from warmline.contacts.work import Work
from warmline.log.moment import write
from warmline.storage.port import Reader, Transaction

MEAN = "SELECT mean FROM contact_queue WHERE name = ?"
LEARN = """INSERT INTO contact_queue (name, mean) VALUES (?, ?)
           ON CONFLICT (name) DO UPDATE SET mean = mean + (excluded.mean - mean) / 8"""
LONGEST_HANDLING = 4 * 60 * MINUTE
"""Somebody who keeps a contact for longer has forgotten it: no handle time to learn from."""


class Queues:
    """The queues of the business, as far as they can be told about now."""

    def __init__(self, waiting: Waiting) -> None:
        self._waiting = waiting

    def opens(self, reader: Reader, version: Version, queue: Queue, now: int) -> tuple[bool, int | None]:
        """Whether somebody is there now; if not, when the queue opens (None: nobody can tell)."""
        zone = version.serving.zone
        if not queue.hours.is_open(now, zone):
            return False, queue.hours.opens(now, zone)
        return self._waiting.there(reader, queue.name) > 0, None

    def put(self, work: Work, version: Version, name: str, why: str) -> Answer:
        """Have a customer wait for a person, where somebody is there."""
        queue = version.serving.queue(name)
        is_open, opens = self.opens(work.tx, version, queue, work.now)
        if not is_open:
            closed = {} if opens is None else {"opens": write(opens)}
            return Answer(outcome="refused", why="closed", value=closed)
        if work.record.owner != (owner := Owner("queue", queue.name)):  # who waits there keeps the place
            work.give_to(owner, why)
            repository.change(work.tx, work.record)  # so that it has its place
        position, minutes = self.place(work.tx, work.record)
        value: dict[str, Any] = {"position": position}
        if minutes is not None:
            value["minutes"] = minutes
            after = queue.call_back_after
            due = None if after is None or minutes <= after else self.call_back_at(work, version)
            if due is not None:
                value["call_back"] = write(due)
        return Answer(outcome="ok", value=value)

    def call_back_at(self, work: Work, version: Version) -> int | None:
        """When the place of a customer who waits comes up, if one more can be called then; None if not."""
        name = work.record.owner.name
        _, minutes = self.place(work.tx, work.record)
        row = work.tx.one(MEAN, (name,))
        if minutes is None or row is None:
            return None
        due = due_at(version, version.serving.queue(name), work.now, write(work.now + minutes * MINUTE))
        there = self._waiting.there(work.tx, name)
        return due if promised_around(work.tx, name, due, row[0]) < there else None

    def place(self, reader: Reader, record: Record) -> tuple[int, int | None]:
        """The place in the queue, from 1, and about how many minutes that is; (0, None) for who does not wait."""
        if record.owner.kind != "queue" or not record.is_open:
            return 0, None
        position = going_on.ahead_of(reader, record) + 1
        row = reader.one(MEAN, (record.owner.name,))
        there = self._waiting.there(reader, record.owner.name)
        if row is None or not there:
            return position, None
        each = row[0] / there
        promised = 0 if record.served else promised_before(reader, record.owner.name, record.placed)
        return position, max(1, round((position + promised) * each / MINUTE))

    def learn(self, tx: Transaction, queue: str, handled: int) -> None:
        """A contact of a queue took a person so long, in microseconds."""
        if 0 < handled < LONGEST_HANDLING:
            tx.run(LEARN, (queue, handled))
