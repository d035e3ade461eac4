"""Has the company's systems carry out what was advised: after the commit that says so, once, with what came of it."""

from collections.abc import Callable

import msgspec

from warmline.coaching.advising import repository
from warmline.coaching.advising.errors import CannotBeCarriedOut, NoLongerFits, UnderWay
from warmline.coaching.advising.model import MAY_BE_DONE, UNDER_WAY, Approval, Carried
from warmline.coaching.advising.on_record import OnRecord, chosen_in
from warmline.conditions.errors import EvaluationError
from warmline.conditions.reading import Misfit
from warmline.contacts.ports import Answer, Outside
from warmline.contacts.record import Record
from warmline.contacts.runner import HAPPENED, Runner
from warmline.contacts.whose import Whose
from warmline.contacts.work import Work
from warmline.customers.model import UnknownCustomer
from warmline.decisions.answers import Chosen
from warmline.decisions.doing import ToDo
from warmline.decisions.service import Decisions
from warmline.language.messages import Message, message
from warmline.log import outbox
from warmline.log.model import Delivery
from warmline.storage.port import Reader, Storage, Transaction
from warmline.web.access import Role
from warmline.web.principal import Principal

KIND = "action"
"""The kind of its deliveries."""


class _Sending(msgspec.Struct, frozen=True):
    """What a delivery is about."""

    contact: str
    action: str
    key: str


class Carrying:
    """Begins operations within commands, and carries them out from the outbox: a restart forgets none.

    `wake` has the outbox look at once.
    """

    def __init__(
        self,
        storage: Storage,
        runner: Runner,
        whose: Whose,
        decisions: Decisions,
        on_record: OnRecord,
        outside: Outside,
        wake: Callable[[], None],
    ) -> None:
        self._storage = storage
        self._runner = runner
        self._whose = whose
        self._decisions = decisions
        self._on_record = on_record
        self._outside = outside
        self._wake = wake

    # -- within the command of a click

    def to_do(self, work: Work, by: Principal, chosen: Chosen, about: str) -> ToDo | None:
        """What a system has to do for an action; None where none does. Raises CannotBeCarriedOut."""
        customer = self._whose.customer(work.tx, work.record.identifiers)
        if customer is None or chosen.kind != "offer":
            return None
        asked = self._on_record.asked(work, by, about)
        try:
            return self._decisions.to_do(work.tx, by, str(customer), asked, chosen.name)
        except (EvaluationError, Misfit) as error:
            raise CannotBeCarriedOut(error.said) from error

    def lacks(self, reader: Reader, by: Principal, record: Record, action: str, about: str) -> Message | None:
        """What a system needs to carry an action out and nobody knows; None where it has all, or has nothing to do."""
        customer = self._whose.customer(reader, record.identifiers)
        if customer is None:
            return None
        asked = self._on_record.asked_so_far(reader, by, record, about, self._runner.now())
        try:
            self._decisions.to_do(reader, by, str(customer), asked, action)
        except (EvaluationError, Misfit) as error:
            return error.said
        except UnknownCustomer:  # out of the scopes of whoever looks
            return None
        return None

    def begin(
        self,
        work: Work,
        by: Principal,
        decision: str,
        chosen: Chosen,
        to_do: ToDo,
        approved: Approval | None,
    ) -> None:
        """Have it done after this commit, in the name of `by`. Raises UnderWay, NoLongerFits.

        What was certainly not done may be begun again, under another key.
        """
        record = work.record
        before = repository.carried(work.tx, record.name).get(chosen.name)
        if before is not None and before.stage in MAY_BE_DONE:
            raise UnderWay
        if self._on_record.is_under_way_elsewhere(work.tx, record, chosen.name):
            raise NoLongerFits(message("it is being carried out in another contact"))
        one = Carried(
            contact=record.name,
            action=chosen.name,
            decision=decision,
            operation=to_do.operation,
            arguments=to_do.arguments,
            key=f"{record.name}-{chosen.name}-{record.events}",
            by=by.id,
            name=by.name,
            began=work.now,
            approved_by=approved.settled_by if approved else "",
        )
        repository.carry(work.tx, one)
        work.put("contact.action_begun", {**_named(one), "by": f"staff:{by.id}"})
        self._send(work, one)

    def ask_again(self, work: Work, action: str) -> None:
        """Ask what became of it; it is done, under the same key, only if it certainly was not. Raises NoLongerFits."""
        one = repository.carried(work.tx, work.record.name).get(action)
        if one is None or one.stage in UNDER_WAY:
            return
        if one.stage != "unknown":
            raise NoLongerFits(message("it is known by now what became of it"))
        one = msgspec.structs.replace(one, stage="sent")
        repository.carry(work.tx, one)
        self._send(work, one)

    def _send(self, work: Work, one: Carried) -> None:
        body = msgspec.json.encode(_Sending(one.contact, one.action, one.key))
        outbox.put(
            work.tx,
            key=f"{KIND}:{one.key} {work.now}",
            kind=KIND,
            target=f"{KIND} {one.operation.partition('.')[0]}",
            body=body,
            seq=0,
            due=work.now,
        )
        work.tx.after_commit(self._wake)

    # -- from the outbox

    async def deliver(self, delivery: Delivery) -> None:
        """Carry one out, unless it is settled. What may have been sent before is asked about first."""
        sending = msgspec.json.decode(delivery.body, type=_Sending)
        found = await self._storage.run(lambda tx: self._sent(tx, sending), urgent=True)
        if found is None:
            return
        began = self._runner.now()
        answer = await self._outside.do(
            found.operation, found.arguments, found.key, again=found.stage == "sent"
        )
        took = (self._runner.now() - began) // 1_000
        await self._storage.run(lambda tx: self._take_in(tx, sending, answer, took), urgent=True)

    @staticmethod
    def _sent(tx: Transaction, sending: _Sending) -> Carried | None:
        """As it was before this; from now on it may have been sent. None where there is nothing to send."""
        one = repository.carried(tx, sending.contact).get(sending.action)
        if one is None or one.key != sending.key or one.stage not in UNDER_WAY:
            return None
        repository.carry(tx, msgspec.structs.replace(one, stage="sent"))
        return one

    def _take_in(self, tx: Transaction, sending: _Sending, answer: Answer, took: int) -> None:
        """Put on record what came of it, whoever has the contact by now."""
        work = self._runner.open(tx, sending.contact)
        one = repository.carried(tx, sending.contact).get(sending.action)
        if work is None or one is None or one.key != sending.key or one.stage not in UNDER_WAY:
            return
        said = {"operation": one.operation, "key": one.key, "code": answer.why or None, "ms": took}
        work.put("contact.did", {**said, "outcome": answer.outcome})
        if answer.outcome in HAPPENED:
            work.spend(work.costs.operations.get(one.operation, 0))
        one = msgspec.structs.replace(one, stage=answer.outcome, code=answer.why, settled=work.now)
        if answer.outcome == "ok":
            one = self._done(work, one, answer)
        repository.carry(tx, one)
        self._runner.close(work)

    def _done(self, work: Work, one: Carried, answer: Answer) -> Carried:
        """It is done: as if whoever had it done had said so now."""
        by = Principal(kind="staff", id=one.by, name=one.name, role=Role.AGENT)
        approval = repository.approvals(work.tx, one.contact).get(one.action)
        approved = approval if one.approved_by and approval and approval.state == "given" else None
        receipt = self._receipt(work, by, one, answer)
        self._on_record.done(
            work,
            by,
            one.decision,
            chosen_in(work.tx, one.decision, one.action),
            approved,
            has_happened=True,
            operation=one.operation,
            key=one.key,
            receipt=receipt,
        )
        return msgspec.structs.replace(one, answer=answer.value, receipt=receipt, level=work.record.level)

    def _receipt(self, work: Work, by: Principal, one: Carried, answer: Answer) -> str:
        customer = self._whose.customer(work.tx, work.record.identifiers)
        if customer is None or not self._on_record.is_for(work.tx, work.record, one.decision):
            return ""
        asked = self._on_record.asked(work, by, "")
        try:
            return self._decisions.receipt(work.tx, by, str(customer), asked, one.action, answer.value)
        except UnknownCustomer:  # out of the scopes of whoever had it done, by now
            return ""


def _named(one: Carried) -> dict[str, str]:
    return {
        "action": one.action,
        "decision": one.decision,
        "operation": one.operation,
        "key": one.key,
        **({"approved_by": f"staff:{one.approved_by}"} if one.approved_by else {}),
    }
