"""Contacts within reach of a member of staff: seen, going on, theirs, spoken in."""

from warmline.contacts.errors import Ended, NotYours, OwnedByAnother, UnknownContact
from warmline.contacts.model import Contact, Owner
from warmline.contacts.queues import Queues
from warmline.contacts.record import Record
from warmline.contacts.runner import Runner
from warmline.contacts.whose import Whose
from warmline.contacts.work import Work
from warmline.staff.audit import Audit
from warmline.storage.port import Reader, Transaction
from warmline.web.principal import Principal


class Reach:
    """Opens contacts for staff, as parts of commands."""

    def __init__(self, runner: Runner, whose: Whose, queues: Queues, audit: Audit) -> None:
        self._runner = runner
        self._whose = whose
        self._queues = queues
        self._audit = audit

    def found(self, tx: Transaction, by: Principal, contact: str) -> Work:
        """A contact to work on, if `by` may see it. Raises UnknownContact."""
        work = self._runner.open(tx, contact)
        if work is None or not self.is_seen(tx, by, work.record):
            raise UnknownContact
        return work

    def is_seen(self, reader: Reader, by: Principal, record: Record) -> bool:
        """Whether somebody may see a contact."""
        return self._whose.sees(reader, by, record.identifiers)

    def going_on(self, tx: Transaction, by: Principal, contact: str) -> Work:
        """The same of one that is going on. Raises UnknownContact, Ended."""
        work = self.found(tx, by, contact)
        if not work.record.is_open:
            raise Ended
        return work

    def own(self, tx: Transaction, by: Principal, contact: str) -> Work:
        """The same of one that `by` has. Raises UnknownContact, Ended, OwnedByAnother, NotYours."""
        work = self.going_on(tx, by, contact)
        owner = work.record.owner
        if owner != Owner("staff", by.id):
            if owner.kind == "staff":
                raise OwnedByAnother(work.record.owned_by)
            raise NotYours
        return work

    def spoken_in(self, tx: Transaction, by: Principal, contact: str) -> Work:
        """The same of one that `by` has, or was brought into by who has it. Raises what `own` raises."""
        work = self.going_on(tx, by, contact)
        is_staffed = work.record.owner.kind == "staff"
        if is_staffed and any(one.who == by.id and one.may_speak for one in work.taking_part()):
            return work
        return self.own(tx, by, contact)

    def on_record(self, work: Work, by: Principal, action: str) -> None:
        """Note who did what with whose contact."""
        customer = self._whose.customer(work.tx, work.record.identifiers)
        self._audit.write(work.tx, by, action, str(customer or ""), f"contact {work.record.name}")

    def learn(self, work: Work) -> None:
        """How long contacts of a queue take a person."""
        record = work.record
        if record.queue and record.taken_at:
            self._queues.learn(work.tx, record.queue, work.now - record.taken_at)

    def shown(self, reader: Reader, record: Record) -> Contact:
        """A contact as others see it."""
        position, minutes = self._queues.place(reader, record)
        customer = self._whose.customer(reader, record.identifiers)
        return record.shown(customer=customer, position=position, minutes=minutes)
