"""Contacts as staff see them: watched, opened, taken over, spoken in, given back, closed."""

from collections.abc import Callable

from warmline.contacts import notes, repository, wrap_up
from warmline.contacts.entering import whole
from warmline.contacts.errors import Changed, OwnedByAnother, StillUnderWay, TooLong, UnknownQueue
from warmline.contacts.masking import masked
from warmline.contacts.model import LONGEST, LONGEST_SUMMARY, LONGEST_WHY, Contact, LiveContact, Owner, Story
from warmline.contacts.outcomes import person_did
from warmline.contacts.queues import Queues
from warmline.contacts.reach import Reach
from warmline.contacts.record import first_name
from warmline.contacts.returning import wait_for_another
from warmline.contacts.runner import Runner
from warmline.contacts.watching import Watching
from warmline.contacts.whose import Whose
from warmline.contacts.work import FLOW
from warmline.flows.effects import Do
from warmline.flows.inputs import GivenBack, TakenOver
from warmline.language.words import Words
from warmline.staff.audit import Audit
from warmline.staff.model import LOOKED_AT
from warmline.storage.port import Storage, Transaction
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
        self._audit = audit
        self._reach = Reach(runner, whose, queues, audit)
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

    # -- taking over

    async def take_over(self, by: Principal, contact: str, version: int = 0) -> Contact:
        """Become accountable for a contact: from the commit on, nobody else speaks in it. Twice is once.

        `version` is that of the contact which `by` saw, 0 for whichever it is. Raises UnknownContact, Ended,
        OwnedByAnother (with the name of who was first), Changed.
        """

        def command(tx: Transaction) -> Contact:
            work = self._reach.going_on(tx, by, contact)
            record = work.record
            mine = Owner("staff", by.id)
            if record.owner == mine:
                return self._reach.shown(tx, record)
            if record.owner.kind == "staff":
                raise OwnedByAnother(record.owned_by)
            if version and version != record.version:
                raise Changed
            self._reach.on_record(work, by, "contact.taken_over")
            work.give_to(mine, "taken over", owned_by=by.name)
            work.joins(by.id, by.name)
            self._runner.advance(work, TakenOver())
            self._runner.close(work)
            return self._reach.shown(tx, record)

        return await self._storage.run(command, urgent=True)

    async def say(
        self,
        by: Principal,
        contact: str,
        text: str,
        key: str,
        *,
        at_turn: Callable[[int], None] | None = None,
    ) -> int:
        """Say something to the customer; the number of turns then. The same key again: said once.

        `at_turn` is told the number of the turn before anybody else sees it: for a file that comes with it. That `by`
        has the contact, or was brought into it, is checked in the very commit that says it.
        Raises UnknownContact, Ended, OwnedByAnother, NotYours, TooLong, BadInput.
        """
        if len(text) > LONGEST:
            raise TooLong(len(text), LONGEST)
        whole(text)

        def command(tx: Transaction) -> int:
            work = self._reach.spoken_in(tx, by, contact)
            record = work.record
            own_key = f"staff {by.id} {key}"
            before = repository.turns_after_key(tx, record.id, own_key)
            if before is not None:
                return before
            work.turn("agent", masked(text), name=first_name(by.name), agent=by.id)
            record.asks_secret = record.asks_number = False  # the customer answers a person from here on
            repository.add_key(tx, record.id, own_key, record.turns)
            if at_turn is not None:
                at_turn(record.turns)
            self._runner.close(work)
            return record.turns

        return await self._storage.run(command, urgent=True)

    async def give_back(self, by: Principal, contact: str, flow: str = "") -> Contact:
        """Let the flow go on, where it was or in `flow`.

        Raises UnknownContact, Ended, OwnedByAnother, NotYours, StillUnderWay.
        """

        def command(tx: Transaction) -> Contact:
            work = self._reach.own(tx, by, contact)
            if any(isinstance(one, Do) for one in work.record.effects):
                raise StillUnderWay
            self._reach.on_record(work, by, "contact.given_back")
            self._reach.learn(work)
            person_did(work, by.id, "gave_back", flow)
            work.give_to(FLOW, "given back")
            work.everybody_leaves("gave back")
            self._runner.advance(work, GivenBack(flow=flow))
            self._runner.close(work)
            return self._reach.shown(tx, work.record)

        return await self._storage.run(command, urgent=True)

    async def put_back(
        self, by: Principal, contact: str, queue: str = "", why: str = "", summary: str = ""
    ) -> Contact:
        """Have the customer wait in a queue for somebody else, in front of who has had nobody yet.

        Without a `summary` whoever comes gets the draft of one.
        Raises UnknownContact, Ended, OwnedByAnother, NotYours, UnknownQueue, TooLong.
        """
        if len(summary) > LONGEST_SUMMARY:
            raise TooLong(len(summary), LONGEST_SUMMARY)
        known = self._runner.versions.current.serving.queues
        if queue and queue not in known:
            raise UnknownQueue(queue)

        def command(tx: Transaction) -> Contact:
            work = self._reach.own(tx, by, contact)
            name = self._runner.versions.current.serving.queue(queue).name
            self._reach.on_record(work, by, "contact.put_back")
            self._reach.learn(work)
            person_did(work, by.id, "passed_on")
            wait_for_another(work, name, why[:LONGEST_WHY] or "put back", masked(summary))
            words = Words(work.record.language)
            work.announce(
                words.text("{name} passes you on to a colleague. You are in front.", name=first_name(by.name))
            )
            self._runner.close(work)
            return self._reach.shown(tx, work.record)

        return await self._storage.run(command, urgent=True)

    async def close(
        self, by: Principal, contact: str, reason: str, solved: bool = False, note: str = ""
    ) -> Contact:
        """End a contact, with what it was about. Solving it solves the case that it belongs to.

        Raises UnknownContact, Ended, OwnedByAnother, NotYours, TooLong.
        """
        notes.check(note)

        def command(tx: Transaction) -> Contact:
            work = self._reach.own(tx, by, contact)
            record = work.record
            wrap_up.told(work, by, reason, solved, note)
            self._reach.on_record(work, by, "contact.closed")
            self._reach.learn(work)
            person_did(work, by.id, "solved" if solved else "closed")
            work.everybody_leaves("closed")
            work.end("completed", solved_by=f"staff:{by.id}" if solved else "", by_owner=True)
            wrap_up.wrapped_up(work, by, solved=solved, seconds=0)
            self._runner.close(work)
            return self._reach.shown(tx, record)

        return await self._storage.run(command, urgent=True)
