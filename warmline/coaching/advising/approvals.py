"""What leads approve: asked for in a contact, answered by a lead with a word, told to whoever asked at once."""

from warmline.coaching.advising import repository
from warmline.coaching.advising.errors import (
    AlreadySettled,
    NeedsNoApproval,
    NotForYou,
    UnknownApproval,
)
from warmline.coaching.advising.model import Approval, Asks, State, covers, is_beyond, may_approve
from warmline.coaching.advising.service import LONGEST_REASON, Advising
from warmline.contacts import repository as contacts
from warmline.contacts.errors import Ended, UnknownContact
from warmline.contacts.masking import masked
from warmline.contacts.model import Owner
from warmline.contacts.reach import Reach
from warmline.contacts.runner import Runner
from warmline.contacts.whose import Whose
from warmline.contacts.work import Work
from warmline.staff.audit import Audit
from warmline.storage.port import Reader, Storage, Transaction
from warmline.web.principal import Principal

MOST = 200
"""Approvals that are looked through for a list."""


class Approvals:
    """Asks leads, and carries their answers back into the contact."""

    def __init__(
        self, storage: Storage, runner: Runner, whose: Whose, reach: Reach, advising: Advising, audit: Audit
    ) -> None:
        self._storage = storage
        self._runner = runner
        self._whose = whose
        self._reach = reach
        self._advising = advising
        self._audit = audit

    async def ask(
        self, by: Principal, contact: str, decision: str, action: str, title: str, why: str = ""
    ) -> None:
        """Ask a lead to approve an action, by what people call it; asked once, however often it is said.

        Raises UnknownContact, Ended, OwnedByAnother, NotYours, NotAdvised, NeedsNoApproval.
        """

        def command(tx: Transaction) -> None:
            work = self._reach.own(tx, by, contact)
            chosen = self._advising.chosen(tx, contact, decision, action)
            if not is_beyond(chosen, by) or chosen.authority is None or chosen.worth is None:
                raise NeedsNoApproval
            before = self._advising.approvals(tx, work.record).get(action)
            if before is not None and stands_for(before, decision, chosen.worth.cost):
                return
            asked = Approval(
                number=0,
                contact=contact,
                decision=decision,
                action=action,
                title=title,
                cost=chosen.worth.cost,
                limit=chosen.authority.limit,
                currency=chosen.worth.currency,
                by=by.id,
                name=by.name,
                why=masked(why[:LONGEST_REASON]),
                asked=work.now,
            )
            asked = repository.ask(tx, asked)
            said: dict[str, str | float] = {
                "cost": asked.cost,
                "limit": asked.limit,
                "currency": asked.currency,
                "why": asked.why,
            }
            self._put(work, by, asked, "approval.asked", said)

        await self._storage.run(command, urgent=True)

    async def withdraw(self, by: Principal, contact: str, action: str) -> None:
        """Whoever has the contact needs it no more, whoever has asked.

        Raises UnknownContact, Ended, OwnedByAnother, NotYours, AlreadySettled.
        """

        def command(tx: Transaction) -> None:
            work = self._reach.own(tx, by, contact)
            asked = repository.approvals(tx, contact).get(action)
            if asked is None or not repository.settle(tx, asked.number, "withdrawn", by=by.id, at=work.now):
                raise AlreadySettled
            self._put(work, by, asked, "approval.withdrawn", {})

        await self._storage.run(command, urgent=True)

    async def answer(self, by: Principal, number: int, *, given: bool, word: str = "") -> None:
        """A lead approves, or does not; what a system carries out is begun by that, for whoever has the contact by now.

        Whoever asked and has it no more is told as well. Raises UnknownApproval, NotForYou, AlreadySettled, Ended;
        NoLongerFits, CannotBeCarriedOut, UnderWay, and then nothing is approved.
        """

        def command(tx: Transaction) -> None:
            asked = repository.approval(tx, number)
            if asked is None:
                raise UnknownApproval
            try:
                work = self._reach.found(tx, by, asked.contact)
            except UnknownContact:
                raise UnknownApproval from None
            if not may_approve(by) or asked.by == by.id:
                raise NotForYou
            if not work.record.is_open:
                raise Ended
            state: State = "given" if given else "refused"
            words = masked(word[:LONGEST_REASON])
            if not repository.settle(tx, number, state, by=by.id, name=by.name, at=work.now, word=words):
                raise AlreadySettled
            if work.record.owner != Owner("staff", asked.by):
                repository.is_to_be_told(tx, number)
                work.has_asked = True
            self._put(work, by, asked, f"approval.{state}", {"word": words})
            if given and (settled := repository.approval(tx, number)) is not None:
                self._advising.carry_out(work, settled)

        await self._storage.run(command, urgent=True)

    async def saw(self, by: Principal, number: int) -> None:
        """Whoever asked has seen the answer. Raises UnknownApproval."""

        def command(tx: Transaction) -> None:
            if not repository.told(tx, number, by.id):
                raise UnknownApproval

        await self._storage.run(command, urgent=True)

    def untold(self, reader: Reader, by: Principal) -> list[Approval]:
        """Answers for `by` in contacts that others have by now, and that they have not seen yet."""
        found = repository.untold(reader, by.id, MOST)
        return [one for one in found if self._sees(reader, by, one)]

    def _sees(self, reader: Reader, by: Principal, one: Approval) -> bool:
        record = contacts.named(reader, one.contact)
        return record is not None and self._whose.sees(reader, by, record.identifiers)

    def _put(
        self, work: Work, by: Principal, asked: Approval, type: str, said: dict[str, str | float]
    ) -> None:
        properties = {
            "approval": f"{work.record.name} {asked.number}",
            "action": asked.action,
            "decision": asked.decision,
            "by": f"staff:{by.id}",
            "name": by.name,
            **{key: value or None for key, value in said.items()},
        }
        work.put(type, properties)
        customer = self._whose.customer(work.tx, work.record.identifiers)
        detail = f"contact {work.record.name}, {asked.action}"
        self._audit.write(work.tx, by, type, str(customer or ""), detail)
        self._runner.close(work)

    # -- the list

    def still_open(self, reader: Reader, by: Principal) -> list[Asks]:
        """What waits for a lead, as far as `by` may see whom it is about, the longest wait first."""
        found = []
        for one in repository.still_open(reader, MOST):
            record = contacts.named(reader, one.contact)
            if record is None or not self._whose.sees(reader, by, record.identifiers):
                continue
            customer = self._whose.customer(reader, record.identifiers)
            who = self._whose.name(reader, by, customer)
            others = record.owner.kind == "staff" and record.owner.name != one.by
            found.append(
                Asks(
                    approval=one,
                    customer=customer or 0,
                    who=who,
                    has_it=record.owned_by if others else "",
                    by_system=self._advising.is_by_system(one.action),
                )
            )
        return found


def stands_for(before: Approval, decision: str, cost: float) -> bool:
    """Whether what was asked before is enough: a lead has it, has approved as much, or has said no to the same."""
    if before.state == "asked":
        return True
    return covers(before, cost) or (before.state == "refused" and before.decision == decision)
