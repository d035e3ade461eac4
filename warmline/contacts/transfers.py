"""Warm transfers: a colleague is asked on the side, brought in, or given a contact once they have accepted it."""

from warmline.contacts import between, invitations, repository
from warmline.contacts.errors import (
    CannotHelp,
    NoSummary,
    NotAsked,
    NothingSaid,
    NotTakingPart,
    TooLong,
    UnknownQueue,
)
from warmline.contacts.listening import News
from warmline.contacts.masking import masked
from warmline.contacts.model import (
    LONGEST,
    LONGEST_SUMMARY,
    LONGEST_WHY,
    Contact,
    Invitation,
    InvitationKind,
    InvitationState,
    Owner,
)
from warmline.contacts.outcomes import person_did
from warmline.contacts.ports import Colleagues
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
        self, storage: Storage, runner: Runner, reach: Reach, colleagues: Colleagues, news: News
    ) -> None:
        self._storage = storage
        self._runner = runner
        self._reach = reach
        self._colleagues = colleagues
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
                self._settle(work, one, "over")
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
            self._settle(work, one, "over")
            self._close(work)

        await self._storage.run(command, urgent=True)

    # -- answering

    def asked_of(self, reader: Reader, by: Principal) -> list[Invitation]:
        """What is asked of somebody now, in the order of `open_for`. It leaves out what they may not see."""
        found = invitations.open_for(reader, by.id)
        return [
            one
            for one in found
            if (record := repository.named(reader, one.contact)) is not None
            and self._reach.is_seen(reader, by, record)
        ]

    async def accept(self, by: Principal, contact: str, number: int) -> Contact:
        """Do what is asked: advise on the side, come in, or have the contact from now on. Twice is once.

        Who hands a contact on has it up to this commit, and may speak on until they leave.
        Raises UnknownContact, Ended, NotAsked.
        """

        def command(tx: Transaction) -> Contact:
            work = self._reach.going_on(tx, by, contact)
            one = self._asked(tx, by, contact, number)
            if one.state == "open":
                self._settle(work, one, "accepted", by=by)
                self._carry_out(work, by, one)
                self._close(work)
            return self._reach.shown(tx, work.record)

        return await self._storage.run(command, urgent=True)

    def _asked(self, reader: Reader, by: Principal, contact: str, number: int) -> Invitation:
        """What is asked of somebody, or was and they accepted it. Raises NotAsked."""
        one = invitations.find(reader, number)
        if one is None or one.contact != contact or not one.is_for(by.id):
            raise NotAsked
        if one.state not in ("open", "accepted"):
            raise NotAsked
        return one

    def _carry_out(self, work: Work, by: Principal, one: Invitation) -> None:
        self._reach.on_record(work, by, f"contact.{one.kind}_accepted")
        if one.kind == "ask":
            work.joins(by.id, by.name, may_speak=False)
            return
        words, name = Words(work.record.language), first_name(by.name)
        work.record.summary = one.words
        if one.kind == "bring_in":
            work.joins(by.id, by.name)
            work.announce(words.text("{name} joins us, and knows what you have told us.", name=name))
            return
        first = first_name(one.by_name)
        person_did(work, one.by, "passed_on")
        self._reach.learn(work)
        handed_on(work, f"staff:{by.id}", why=one.why, summary=one.words, is_warm=True)
        work.give_to(Owner("staff", by.id), "handed on", owned_by=by.name)
        work.joins(by.id, by.name)
        work.announce(
            words.text(
                "{name} helps you from here on. {first} has told {name} everything: you need not say it again.",
                name=name,
                first=first,
            )
        )

    async def decline(self, by: Principal, contact: str, number: int, why: str = "") -> None:
        """Do not do what is asked; whoever asked goes on as before. Raises UnknownContact, Ended, NotAsked."""

        def command(tx: Transaction) -> None:
            work = self._reach.going_on(tx, by, contact)
            one = self._asked(tx, by, contact, number)
            if one.state != "open" or not one.whom:  # what is asked of a queue is left to others
                raise NotAsked
            self._settle(work, one, "declined", by=by, why=masked(why.strip()[:LONGEST_WHY]))
            self._close(work)

        await self._storage.run(command, urgent=True)

    def _settle(
        self,
        work: Work,
        one: Invitation,
        state: InvitationState,
        *,
        by: Principal | None = None,
        why: str = "",
    ) -> None:
        whom, name = (by.id, by.name) if by else (one.whom, one.whom_name)
        invitations.settle(
            work.tx, one.number, state, work.now, why=why or one.why, whom=whom, whom_name=name
        )
        if by is not None:
            work.put(
                "contact.colleague_answered",
                {
                    "invitation": one.number,
                    "kind": one.kind,
                    "by": f"staff:{by.id}",
                    "accepted": state == "accepted",
                    "why": why or None,
                },
            )

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
                    self._settle(work, one, "accepted", by=by)
                    self._carry_out(work, by, one)
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


def handed_on(work: Work, to: str, *, why: str = "", summary: str, is_warm: bool) -> None:
    """Count that whoever has a contact passes it on: against the company, not the customer."""
    work.record.handed_on += 1
    work.put(
        "contact.transferred",
        {
            "from": str(work.record.owner),
            "to": to,
            "why": why or None,
            "summary": summary or None,
            "warm": is_warm,
            "count": work.record.handed_on,
        },
    )
