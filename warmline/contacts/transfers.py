"""Warm transfers: a colleague is asked on the side, brought in, or given a contact once they have accepted it."""

from warmline.contacts import between, invitations, repository
from warmline.contacts.errors import (
    CannotHelp,
    NoSummary,
    NotAsked,
    NothingSaid,
    NotServed,
    NotTakingPart,
    TooLong,
    UnknownQueue,
)
from warmline.contacts.invited import carry_out, settle
from warmline.contacts.listening import News
from warmline.contacts.masking import masked
from warmline.contacts.model import (
    LONGEST,
    LONGEST_SUMMARY,
    LONGEST_WHY,
    Contact,
    Invitation,
    InvitationKind,
    Owner,
)
from warmline.contacts.ports import Colleagues, Waiting
from warmline.contacts.reach import Reach
from warmline.contacts.record import first_name
from warmline.contacts.runner import Runner
from warmline.contacts.work import Work
from warmline.language.words import Words
from warmline.storage.port import Reader, Storage, Transaction
from warmline.web.principal import Principal


class Transfers:
    """What members of staff ask of each other about contacts, each within the scopes of everybody concerned."""

    def __init__(
        self,
        storage: Storage,
        runner: Runner,
        reach: Reach,
        colleagues: Colleagues,
        waiting: Waiting,
        news: News,
    ) -> None:
        self._storage = storage
        self._runner = runner
        self._reach = reach
        self._colleagues = colleagues
        self._waiting = waiting
        self._news = news

    # -- asking

    async def ask(self, by: Principal, contact: str, whom: str, question: str) -> Invitation:
        """Ask somebody on the side: they see everything, and the customer hears nothing of it.

        Raises UnknownContact, Ended, OwnedByAnother, NotYours, NothingSaid, TooLong, CannotHelp.
        """
        if not question.strip():
            raise NothingSaid
        return await self._invite(by, contact, "ask", question, whom=whom)

    async def bring_in(self, by: Principal, contact: str, whom: str, summary: str) -> Invitation:
        """Ask somebody to come in and speak with the customer, too. Raises what `ask` raises, and NoSummary."""
        if not summary.strip():
            raise NoSummary
        return await self._invite(by, contact, "bring_in", summary, whom=whom)

    async def hand_on(
        self, by: Principal, contact: str, summary: str, *, whom: str = "", queue: str = "", why: str = ""
    ) -> Invitation:
        """Ask somebody, or whoever serves a queue, to have the contact from now on. `by` has it until they accept.

        Raises what `bring_in` raises, and UnknownQueue.
        """
        if not summary.strip():
            raise NoSummary
        if not whom and queue not in self._runner.versions.current.serving.queues:
            raise UnknownQueue(queue)
        return await self._invite(
            by, contact, "hand_on", summary, whom=whom, queue="" if whom else queue, why=why
        )

    async def _invite(
        self,
        by: Principal,
        contact: str,
        kind: InvitationKind,
        words: str,
        *,
        whom: str = "",
        queue: str = "",
        why: str = "",
    ) -> Invitation:
        if len(words) > LONGEST_SUMMARY:
            raise TooLong(len(words), LONGEST_SUMMARY)

        def command(tx: Transaction) -> Invitation:
            work = self._reach.own(tx, by, contact)
            colleague = self._colleague(work, by, whom) if whom else None
            said, same = masked(words.strip()), (kind, whom, queue)
            for one in invitations.open_of(tx, work.record.id):
                if (one.kind, one.whom, one.queue) != same:
                    continue
                if one.words == said:  # a form that was sent twice asks once
                    return one
                settle(work, one, "over")
            asked = invitations.add(
                tx,
                work.record.id,
                Invitation(
                    number=0,
                    contact=contact,
                    kind=kind,
                    by=by.id,
                    by_name=by.name,
                    words=said,
                    at=work.now,
                    whom=whom,
                    whom_name=colleague.name if colleague else "",
                    queue=queue,
                    why=masked(why.strip()[:LONGEST_WHY]),
                ),
            )
            self._reach.on_record(work, by, f"contact.{kind}")
            work.put(
                "contact.colleague_asked",
                {
                    "invitation": asked.number,
                    "kind": kind,
                    "by": f"staff:{by.id}",
                    "whom": f"staff:{whom}" if whom else None,
                    "queue": queue or None,
                },
            )
            if kind == "ask":
                work.aside(asked.words, f"invitation {asked.number}", who=by.id, name=by.name)
            self._close(work)
            return asked

        return await self._storage.run(command, urgent=True)

    def _colleague(self, work: Work, by: Principal, whom: str) -> Principal:
        """Who is to help. Raises CannotHelp."""
        found = self._colleagues.find(work.tx, whom)
        if found is None or found.id == by.id or not self._reach.is_seen(work.tx, found, work.record):
            raise CannotHelp
        return found

    async def withdraw(self, by: Principal, contact: str, number: int) -> None:
        """Ask for something no more. Raises UnknownContact, Ended, NotAsked."""

        def command(tx: Transaction) -> None:
            work = self._reach.going_on(tx, by, contact)
            one = invitations.find(tx, number)
            if one is None or one.contact != contact or one.by != by.id or one.state != "open":
                raise NotAsked
            settle(work, one, "over")
            self._close(work)

        await self._storage.run(command, urgent=True)

    # -- answering

    def asked_of(self, reader: Reader, by: Principal) -> list[Invitation]:
        """What is asked of somebody now, in the order of `open_for`: what they may see, of queues that they serve."""
        found = invitations.open_for(reader, by.id)
        return [
            one
            for one in found
            if one.is_for(by.id, self._served(reader, by, one))
            and (record := repository.named(reader, one.contact)) is not None
            and self._reach.is_seen(reader, by, record)
        ]

    async def accept(self, by: Principal, contact: str, number: int) -> Contact:
        """Do what is asked: advise on the side, come in, or have the contact from now on. Twice is once.

        Who hands a contact on has it up to this commit, and may speak on until they leave.
        Raises UnknownContact, Ended, NotAsked, NotServed.
        """

        def command(tx: Transaction) -> Contact:
            work = self._reach.going_on(tx, by, contact)
            one = self._asked(tx, by, contact, number)
            if one.state == "open":
                settle(work, one, "accepted", by=by)
                carry_out(work, self._reach, by, one)
                self._close(work)
            return self._reach.shown(tx, work.record)

        return await self._storage.run(command, urgent=True)

    def _asked(self, reader: Reader, by: Principal, contact: str, number: int) -> Invitation:
        """What is asked of somebody, or was and they accepted it. Raises NotAsked, NotServed."""
        one = invitations.find(reader, number)
        if one is None or one.contact != contact or one.state not in ("open", "accepted"):
            raise NotAsked
        if one.is_for(by.id, self._served(reader, by, one)):
            return one
        if one.by != by.id and not one.whom:
            raise NotServed(one.queue, one.by_name)
        raise NotAsked

    def _served(self, reader: Reader, by: Principal, one: Invitation) -> tuple[str, ...]:
        """The queue of an invitation, if somebody serves it."""
        return (one.queue,) if not one.whom and self._waiting.serves(reader, by, one.queue) else ()

    async def decline(self, by: Principal, contact: str, number: int, why: str = "") -> None:
        """Do not do what is asked; whoever asked goes on as before. Raises UnknownContact, Ended, NotAsked."""

        def command(tx: Transaction) -> None:
            work = self._reach.going_on(tx, by, contact)
            one = self._asked(tx, by, contact, number)
            if one.state != "open" or not one.whom:  # what is asked of a queue is left to others
                raise NotAsked
            settle(work, one, "declined", by=by, why=masked(why.strip()[:LONGEST_WHY]))
            self._close(work)

        await self._storage.run(command, urgent=True)

    # -- between colleagues

    async def aside(self, by: Principal, contact: str, text: str, key: str) -> None:
        """Say something to colleagues about a contact; its customer never gets it. The same key again: said once.

        Whoever may see a contact may; who was asked for advice advises from then on.
        Raises UnknownContact, Ended, NothingSaid, TooLong.
        """
        if not text.strip():
            raise NothingSaid
        if len(text) > LONGEST:
            raise TooLong(len(text), LONGEST)

        def command(tx: Transaction) -> None:
            work = self._reach.going_on(tx, by, contact)
            own_key = f"{by.id} {key}"
            if between.is_said(tx, work.record.id, own_key):
                return
            for one in invitations.open_of(tx, work.record.id):
                if one.kind == "ask" and one.whom == by.id:
                    settle(work, one, "accepted", by=by)
                    carry_out(work, self._reach, by, one)
            work.aside(masked(text.strip()), own_key, who=by.id, name=by.name)
            self._close(work)

        await self._storage.run(command, urgent=True)

    async def leave(self, by: Principal, contact: str) -> None:
        """Take part no more. Who has a contact cannot: somebody must.

        Raises UnknownContact, Ended, NotTakingPart.
        """

        def command(tx: Transaction) -> None:
            work = self._reach.going_on(tx, by, contact)
            record = work.record
            mine = next((one for one in work.taking_part() if one.who == by.id), None)
            if mine is None or record.owner == Owner("staff", by.id):
                raise NotTakingPart
            work.leaves(by.id, "left")
            if mine.may_speak:
                words = Words(record.language)
                name, other = first_name(by.name), first_name(record.owned_by)
                work.announce(words.text("{name} leaves you with {other}.", name=name, other=other))
            self._close(work)

        await self._storage.run(command, urgent=True)

    def _close(self, work: Work) -> None:
        """Write it, and tell whoever may be asked for something."""
        work.has_asked = True
        self._runner.close(work)
