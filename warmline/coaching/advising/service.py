"""Next best actions of a contact: asked for, done or declined by whoever has it, within what they may give."""

from collections.abc import Callable

import msgspec

from warmline.business.model import Business
from warmline.coaching import repository as signals
from warmline.coaching.advising import repository
from warmline.coaching.advising.carrying import Carrying
from warmline.coaching.advising.errors import AlreadyDone, NeedsApproval, NoLongerFits, NotAdvised, UnderWay
from warmline.coaching.advising.model import (
    UNDER_WAY,
    Advice,
    Advised,
    Approval,
    covers,
    is_beyond,
    next_of,
)
from warmline.coaching.advising.on_record import OnRecord, chosen_in, made
from warmline.coaching.advising.repository import Going
from warmline.contacts import repository as contacts
from warmline.contacts.masking import masked
from warmline.contacts.model import Owner
from warmline.contacts.ports import Colleagues
from warmline.contacts.reach import Reach
from warmline.contacts.record import Record
from warmline.contacts.runner import Runner
from warmline.contacts.whose import Whose
from warmline.contacts.work import Work
from warmline.decisions.answers import Chosen
from warmline.decisions.offers_so_far import TOGETHER
from warmline.decisions.reading.section import DECISIONS
from warmline.decisions.service import Decisions
from warmline.language.messages import message
from warmline.storage.port import Reader, Storage, Transaction
from warmline.web.principal import Principal

ALL = 1_000
LONGEST_REASON = 500
STANDS = frozenset({"asked", "given"})
"""Approvals that still matter under a later decision."""


class Advising:
    """What is advised in contacts, within the scopes of whoever asks. `business` gives the one in use."""

    def __init__(
        self,
        storage: Storage,
        runner: Runner,
        whose: Whose,
        reach: Reach,
        colleagues: Colleagues,
        decisions: Decisions,
        on_record: OnRecord,
        carrying: Carrying,
        business: Callable[[], Business],
    ) -> None:
        self._storage = storage
        self._runner = runner
        self._whose = whose
        self._reach = reach
        self._colleagues = colleagues
        self._decisions = decisions
        self._on_record = on_record
        self._carrying = carrying
        self._business = business

    # -- what is advised

    def advice(self, reader: Reader, by: Principal, contact: str) -> Advice | None:
        """What is advised in a contact that `by` may see, as it stands; None where nobody asked for its customer."""
        going, record = repository.going_by(reader, contact), contacts.named(reader, contact)
        decision = made(reader, going.decision) if going else None
        if decision is None or record is None or not self._on_record.is_for(reader, record, decision.id):
            return None
        acted = repository.acted(reader, contact, decision.id)
        approvals = self._on_record.approvals(reader, record)
        carried = self._on_record.carried(reader, record)
        actions = []
        for one in decision.chosen:
            did, approval, how = acted.get(one.name), approvals.get(one.name), carried.get(one.name)
            following, by_system = next_of(one, by, did, approval, how), self.is_by_system(one.name)
            is_to_begin = following in ("do", "ask") or (did is not None and did.did == "declined")
            lacks = None
            if by_system and is_to_begin:
                lacks = self._carrying.lacks(reader, by, record, one.name, decision.situation)
            actions.append(
                Advised(
                    chosen=one,
                    next="cannot" if lacks is not None and following in ("do", "ask") else following,
                    acted=did,
                    approval=approval,
                    carried=how,
                    by_system=by_system,
                    lacks=lacks,
                )
            )
        others = {one.name for one in decision.chosen}
        return Advice(
            decision=decision,
            actions=actions,
            carried=[one for name, one in carried.items() if name not in others],
            approvals=[one for name, one in approvals.items() if name not in others and one.state in STANDS],
        )

    def is_by_system(self, action: str) -> bool:
        """Whether one of the company's systems carries an action out."""
        offer = DECISIONS.of(self._business()).offers.get(action)
        return offer is not None and offer.doing is not None

    def approvals(self, reader: Reader, record: Record) -> dict[str, Approval]:
        """The latest approvals that were asked for the customer of a contact, by the names of their actions."""
        return self._on_record.approvals(reader, record)

    async def look(self, by: Principal, contact: str) -> None:
        """See to it that whoever has a contact is advised by what is known now; others cause no decision.

        It is asked again when the contact is about something else by now, when something was noticed since, when
        somebody else has it, who may give more or less, and after an hour. Raises UnknownContact.
        """

        if not await self._storage.read(lambda reader: self._is_due(reader, by, contact)):
            return

        def command(tx: Transaction) -> None:
            work = self._reach.found(tx, by, contact)
            if self._is_due(tx, by, contact):  # whoever asked in between
                self._ask(work, by)

        await self._storage.run(command, urgent=True)

    def _is_due(self, reader: Reader, by: Principal, contact: str) -> bool:
        """Whether somebody who has a contact is to be advised anew; so where there is no such contact, to be told."""
        record = contacts.named(reader, contact)
        if record is None:
            return True
        if not record.is_open or record.owner != Owner("staff", by.id):
            return False
        going = repository.going_by(reader, contact)
        if going is None or (going.wants, going.staff) != (record.wants, by.id):
            return True
        if not self._on_record.is_for(reader, record, going.decision):
            return True
        noticed = signals.of(reader, record.id).signals
        old = going.asked < self._runner.now() - TOGETHER
        return old or any(one.at > going.asked for one in noticed)

    async def ask(self, by: Principal, contact: str, situation: str = "") -> None:
        """Ask what would help in a contact now, whoever has it. Raises UnknownContact, Ended."""

        def command(tx: Transaction) -> None:
            work = self._reach.going_on(tx, by, contact)
            self._ask(work, by, situation)

        await self._storage.run(command, urgent=True)

    def _about(self, wants: str) -> str:
        """What a contact is about, where policies answer about that."""
        return wants if wants in DECISIONS.of(self._business()).situations else ""

    def _ask(self, work: Work, by: Principal, situation: str = "") -> None:
        """Decide, and go by that. Nothing is offered by it: that is up to whoever speaks to the customer."""
        wants = work.record.wants
        customer = self._whose.customer(work.tx, work.record.identifiers)
        if customer is None:
            return
        asked = self._on_record.asked(work, by, situation or self._about(wants))
        decision = self._decisions.decide_in(work.tx, by, str(customer), asked).decision
        repository.go_by(work.tx, work.record.name, Going(decision.id, wants, by.id, work.now))
        work.record.cause = decision.id
        self._runner.close(work)

    # -- what comes of it

    async def done(self, by: Principal, contact: str, decision: str, action: str) -> None:
        """The action was carried out, or the customer took the offer: on record once, however often it is said.

        Where a system carries it out, it is begun, once; that it is done is on record when the system says so.
        Raises UnknownContact, Ended, OwnedByAnother, NotYours, NotAdvised, NeedsApproval, NoLongerFits, UnderWay,
        CannotBeCarriedOut.
        """

        def command(tx: Transaction) -> None:
            work = self._reach.own(tx, by, contact)
            carried = repository.carried(tx, contact).get(action)
            if carried is not None and carried.decision == decision and carried.stage in (*UNDER_WAY, "ok"):
                return
            chosen = self.chosen(tx, contact, decision, action)
            before = repository.acted(tx, contact, decision).get(action)
            if before is not None and before.did == "done":
                return
            self._do(work, by, decision, chosen, self._on_record.approvals(tx, work.record).get(action))

        await self._storage.run(command, urgent=True)

    def _do(
        self, work: Work, by: Principal, decision: str, chosen: Chosen, approval: Approval | None
    ) -> None:
        """Do it in the name of `by`, or have a system do it."""
        if not self._on_record.is_for(work.tx, work.record, decision):
            raise NotAdvised
        cost = chosen.worth.cost if chosen.worth else 0.0
        approved = approval if covers(approval, cost) else None
        if approved is None and is_beyond(chosen, by):
            raise NeedsApproval
        about = _made(work.tx, decision)
        if chosen.kind == "offer":
            self._still_fits(work, by, chosen, about, approved)
        to_do = self._carrying.to_do(work, by, chosen, about)
        if to_do is not None:
            self._carrying.begin(work, by, decision, chosen, to_do, approved)
        else:
            self._on_record.done(work, by, decision, chosen, approved)
        self._runner.close(work)

    def carry_out(self, work: Work, approval: Approval) -> bool:
        """Have a system carry out what was just approved, for whoever has the contact; False where nobody has it.

        Raises NotAdvised, NoLongerFits, CannotBeCarriedOut, UnderWay.
        """
        owner = work.record.owner
        by = self._colleagues.find(work.tx, owner.name) if owner.kind == "staff" else None
        if by is None or not self.is_by_system(approval.action):
            return False
        chosen = chosen_in(work.tx, approval.decision, approval.action)
        self._do(work, by, approval.decision, chosen, approval)
        return True

    async def ask_again(self, by: Principal, contact: str, action: str) -> None:
        """Ask a system what became of an action of which nobody could tell.

        Raises UnknownContact, Ended, OwnedByAnother, NotYours, NoLongerFits.
        """

        def command(tx: Transaction) -> None:
            work = self._reach.own(tx, by, contact)
            self._carrying.ask_again(work, action)
            self._runner.close(work)

        await self._storage.run(command, urgent=True)

    async def declined(self, by: Principal, contact: str, decision: str, action: str, reason: str) -> None:
        """The customer does not want it, or it does not fit. Raises as `done` does; AlreadyDone."""

        def command(tx: Transaction) -> None:
            work = self._reach.own(tx, by, contact)
            chosen = self.chosen(tx, contact, decision, action)
            if not self._on_record.is_for(tx, work.record, decision):
                raise NotAdvised
            carried = repository.carried(tx, contact).get(action)
            if carried is not None and carried.stage in (*UNDER_WAY, "unknown"):
                raise UnderWay
            before = repository.acted(tx, contact, decision).get(action)
            if before is not None:
                if before.did == "done":
                    raise AlreadyDone
                return
            if carried is not None and carried.stage == "ok":
                raise AlreadyDone
            self._on_record.declined(work, by, decision, chosen, masked(reason[:LONGEST_REASON]))
            self._runner.close(work)

        await self._storage.run(command, urgent=True)

    def chosen(self, reader: Reader, contact: str, decision: str, action: str) -> Chosen:
        """An action that is advised now. Raises NotAdvised, of one of an earlier decision, too."""
        going = repository.going_by(reader, contact)
        if going is None or going.decision != decision:
            raise NotAdvised
        return chosen_in(reader, decision, action)

    def _still_fits(
        self, work: Work, by: Principal, chosen: Chosen, situation: str, approved: Approval | None
    ) -> None:
        """Judge an offer by the facts of this moment: somebody may have given it in another contact meanwhile."""
        customer = self._whose.customer(work.tx, work.record.identifiers)
        if customer is None:
            raise NoLongerFits(message("nobody is known to give it to"))
        asked = msgspec.structs.replace(self._on_record.asked(work, by, situation), most=ALL)
        found = self._decisions.weighed_in(work.tx, by, str(customer), asked)
        now = next((one for one in found.chosen if one.name == chosen.name), None)
        if now is None:
            held = next((one.reason for one in found.held_back if one.name == chosen.name), None)
            raise NoLongerFits(held.told if held else message("no policy proposes it"))
        cost = now.worth.cost if now.worth else 0.0
        if approved is not None and not covers(approved, cost):
            raise NoLongerFits(message("it costs more than was approved"))
        if approved is None and is_beyond(now, by):
            raise NeedsApproval


def _made(reader: Reader, decision: str) -> str:
    """What a decision on record was asked about. Raises NotAdvised."""
    if (found := made(reader, decision)) is None:
        raise NotAdvised
    return found.situation
