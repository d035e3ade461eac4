"""Contacts as staff see them: watched, opened, taken over, spoken in, given back, closed."""

from warmline.contacts import repository
from warmline.contacts.entering import whole
from warmline.contacts.errors import (
    Changed,
    Ended,
    NotYours,
    OwnedByAnother,
    StillUnderWay,
    TooLong,
    UnknownContact,
    UnknownQueue,
)
from warmline.contacts.masking import masked
from warmline.contacts.model import LONGEST, Contact, LiveContact, Owner, Story
from warmline.contacts.queues import Queues
from warmline.contacts.record import Record, first_name
from warmline.contacts.runner import Runner
from warmline.contacts.watching import Watching
from warmline.contacts.whose import Whose
from warmline.contacts.work import FLOW, Work
from warmline.flows.effects import Do
from warmline.flows.inputs import GivenBack, TakenOver
from warmline.staff.audit import Audit
from warmline.staff.model import LOOKED_AT
from warmline.storage.port import Reader, Storage, Transaction
from warmline.web.principal import Principal


class Takeover:
    """What members of staff do with contacts, each within the scopes of whoever asks; looks are on record."""

    def __init__(
        self,
        storage: Storage,
        runner: Runner,
        whose: Whose,
        queues: Queues,
        audit: Audit,
    ) -> None:
        self._storage = storage
        self._runner = runner
        self._whose = whose
        self._queues = queues
        self._audit = audit
        self.watching = Watching(whose, queues)

    # -- looking

    async def live(self, by: Principal, *, limit: int = 100, queue: str = "") -> list[LiveContact]:
        """Contacts that are going on, as far as `by` may see them: who waits for a person first.

        `queue` shows only those of one queue. Await it before anything is shown: the looks are on record.
        """
        shown = await self._storage.read(
            lambda reader: self.watching.live(reader, by, queue=queue, limit=limit)
        )
        seen = {str(one.contact.customer) for one in shown if one.contact.customer is not None}
        await self._audit.looked_at(by, *sorted(seen), detail="live contacts")
        return shown

    async def open(self, by: Principal, contact: str) -> Story:
        """Everything about one contact; the look is on record. Raises UnknownContact."""

        def command(tx: Transaction) -> Story:
            story = self.watching.story(tx, by, contact)
            customer = story.live.contact.customer
            self._audit.write(tx, by, LOOKED_AT, str(customer or ""), f"contact {contact}")
            return story

        return await self._storage.run(command)

    def _found(self, tx: Transaction, by: Principal, contact: str) -> Work:
        """A contact to work on, if `by` may see it. Raises UnknownContact."""
        work = self._runner.open(tx, contact)
        if work is None or not self._whose.sees(tx, by, work.record.identifiers):
            raise UnknownContact
        return work

    def _going_on(self, tx: Transaction, by: Principal, contact: str) -> Work:
        """The same of one that is going on. Raises UnknownContact, Ended."""
        work = self._found(tx, by, contact)
        if not work.record.is_open:
            raise Ended
        return work

    def _own(self, tx: Transaction, by: Principal, contact: str) -> Work:
        """The same of one that `by` has. Raises UnknownContact, Ended, OwnedByAnother, NotYours."""
        work = self._going_on(tx, by, contact)
        owner = work.record.owner
        if owner != Owner("staff", by.id):
            if owner.kind == "staff":
                raise OwnedByAnother(work.record.owned_by)
            raise NotYours
        return work

    # -- taking over

    async def take_over(self, by: Principal, contact: str, version: int = 0) -> Contact:
        """Become accountable for a contact: from the commit on, nobody else speaks in it. Twice is once.

        `version` is that of the contact which `by` saw, 0 for whichever it is. Raises UnknownContact, Ended,
        OwnedByAnother (with the name of who was first), Changed.
        """

        def command(tx: Transaction) -> Contact:
            work = self._going_on(tx, by, contact)
            record = work.record
            mine = Owner("staff", by.id)
            if record.owner == mine:
                return self._shown(tx, record)
            if record.owner.kind == "staff":
                raise OwnedByAnother(record.owned_by)
            if version and version != record.version:
                raise Changed
            self._on_record(work, by, "contact.taken_over")
            work.give_to(mine, "taken over", owned_by=by.name)
            work.joins(by.id, by.name)
            self._runner.advance(work, TakenOver())
            self._runner.close(work)
            return self._shown(tx, record)

        return await self._storage.run(command, urgent=True)

    async def say(self, by: Principal, contact: str, text: str, key: str) -> int:
        """Say something to the customer; the number of turns then. The same key again: said once.

        That `by` still has the contact is checked in the very commit that says it. Raises UnknownContact, Ended,
        OwnedByAnother, NotYours, TooLong, BadInput.
        """
        if len(text) > LONGEST:
            raise TooLong(len(text), LONGEST)
        whole(text)

        def command(tx: Transaction) -> int:
            work = self._own(tx, by, contact)
            record = work.record
            own_key = f"staff {by.id} {key}"
            before = repository.turns_after_key(tx, record.id, own_key)
            if before is not None:
                return before
            work.turn("agent", masked(text), name=first_name(by.name), agent=by.id)
            record.asks_secret = record.asks_number = False  # the customer answers a person from here on
            repository.add_key(tx, record.id, own_key, record.turns)
            self._runner.close(work)
            return record.turns

        return await self._storage.run(command, urgent=True)

    async def give_back(self, by: Principal, contact: str, flow: str = "") -> Contact:
        """Let the flow go on, where it was or in `flow`.

        Raises UnknownContact, Ended, OwnedByAnother, NotYours, StillUnderWay.
        """

        def command(tx: Transaction) -> Contact:
            work = self._own(tx, by, contact)
            if any(isinstance(one, Do) for one in work.record.effects):
                raise StillUnderWay
            self._on_record(work, by, "contact.given_back")
            self._learn(work)
            work.give_to(FLOW, "given back")
            work.leaves(by.id, "gave back")
            self._runner.advance(work, GivenBack(flow=flow))
            self._runner.close(work)
            return self._shown(tx, work.record)

        return await self._storage.run(command, urgent=True)

    async def put_back(self, by: Principal, contact: str, queue: str = "", why: str = "") -> Contact:
        """Have the customer wait in a queue for somebody else, whoever is there.

        Raises UnknownContact, Ended, OwnedByAnother, NotYours, UnknownQueue.
        """
        known = self._runner.versions.current.serving.queues
        if queue and queue not in known:
            raise UnknownQueue(queue)

        def command(tx: Transaction) -> Contact:
            work = self._own(tx, by, contact)
            name = self._runner.versions.current.serving.queue(queue).name
            self._on_record(work, by, "contact.put_back")
            self._learn(work)
            work.give_to(Owner("queue", name), why or "put back")
            work.leaves(by.id, "put back")
            self._runner.close(work)
            return self._shown(tx, work.record)

        return await self._storage.run(command, urgent=True)

    async def close(self, by: Principal, contact: str, reason: str, solved: bool = False) -> Contact:
        """End a contact, with what it was about. Solving it solves the case that it belongs to.

        Raises UnknownContact, Ended, OwnedByAnother, NotYours.
        """

        def command(tx: Transaction) -> Contact:
            work = self._own(tx, by, contact)
            record = work.record
            if reason and reason != record.wants:
                record.wants = reason[:200]
                work.put("contact.reason", {"reason": record.wants, "by": f"staff:{by.id}"})
            if solved and record.case:
                work.put("case.solved", {"case": record.case, "what": record.wants or None})
            self._on_record(work, by, "contact.closed")
            self._learn(work)
            work.leaves(by.id, "closed")
            work.end("completed", solved_by=f"staff:{by.id}" if solved else "")
            self._runner.close(work)
            return self._shown(tx, record)

        return await self._storage.run(command, urgent=True)

    def _on_record(self, work: Work, by: Principal, action: str) -> None:
        customer = self._whose.customer(work.tx, work.record.identifiers)
        self._audit.write(work.tx, by, action, str(customer or ""), f"contact {work.record.name}")

    def _learn(self, work: Work) -> None:
        """How long contacts of a queue take a person."""
        record = work.record
        if record.queue and record.taken_at:
            self._queues.learn(work.tx, record.queue, work.now - record.taken_at)

    def _shown(self, reader: Reader, record: Record) -> Contact:
        position, minutes = self._queues.place(reader, record)
        customer = self._whose.customer(reader, record.identifiers)
        return record.shown(customer=customer, position=position, minutes=minutes)
