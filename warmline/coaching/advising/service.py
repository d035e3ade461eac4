"""Next best actions of a contact: asked for, done or declined by whoever has it, within what they may give."""

from collections.abc import Callable, Mapping

import msgspec

from warmline.business.model import Business, Disclosure
from warmline.coaching import repository as signals
from warmline.coaching.advising import repository
from warmline.coaching.advising.errors import AlreadyDone, NeedsApproval, NoLongerFits, NotAdvised
from warmline.coaching.advising.model import Acted, Advice, Advised, Approval, Did, is_beyond, next_of
from warmline.coaching.advising.repository import Going
from warmline.contacts import repository as contacts
from warmline.contacts.here import facts_of
from warmline.contacts.masking import masked
from warmline.contacts.model import Owner
from warmline.contacts.outcomes import person_did
from warmline.contacts.ports import Notices
from warmline.contacts.reach import Reach
from warmline.contacts.runner import Runner
from warmline.contacts.whose import Whose
from warmline.contacts.work import Append, Work
from warmline.decisions import recording
from warmline.decisions.answers import Chosen, Decision
from warmline.decisions.asking import Asked
from warmline.decisions.errors import DecisionError
from warmline.decisions.offers_so_far import TOGETHER
from warmline.decisions.reading.section import DECISIONS
from warmline.decisions.service import Decisions, Outcome
from warmline.events.model import event_id
from warmline.language.messages import message
from warmline.log import repository as log
from warmline.staff import repository as accounts
from warmline.staff.audit import Audit
from warmline.storage.port import Reader, Storage, Transaction
from warmline.web.principal import Principal

MOST = 4
"""Actions that are advised at once."""
ALL = 1_000
LONGEST_REASON = 500


class Advising:
    """What is advised in contacts, within the scopes of whoever asks. `business` gives the one in use."""

    def __init__(
        self,
        storage: Storage,
        runner: Runner,
        whose: Whose,
        reach: Reach,
        notices: Notices,
        decisions: Decisions,
        append: Append,
        audit: Audit,
        business: Callable[[], Business],
    ) -> None:
        self._storage = storage
        self._runner = runner
        self._whose = whose
        self._reach = reach
        self._notices = notices
        self._decisions = decisions
        self._append = append
        self._audit = audit
        self._business = business

    # -- what is advised

    def advice(self, reader: Reader, by: Principal, contact: str) -> Advice | None:
        """What is advised in a contact that `by` may see, as it stands; None where nobody has asked."""
        going = repository.going_by(reader, contact)
        decision = _decision(reader, going.decision) if going else None
        if decision is None:
            return None
        acted = repository.acted(reader, contact, decision.id)
        approvals = repository.approvals(reader, contact, decision.id)
        return Advice(
            decision=decision,
            actions=[_advised(one, by, acted, approvals) for one in decision.chosen],
        )

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
        asked = self._asked(work, by, situation or self._about(wants))
        decision = self._decisions.decide_in(work.tx, by, str(customer), asked).decision
        repository.go_by(work.tx, work.record.name, Going(decision.id, wants, by.id, work.now))
        work.record.cause = decision.id
        self._runner.close(work)

    def _asked(self, work: Work, by: Principal, about: str) -> Asked:
        """The question of a contact: its words are for the customer, as far as they have shown who they are."""
        record = work.record
        account = accounts.account(work.tx, by.id)
        asking = {"staff": account.email} if account else {}
        return Asked(
            situation=about,
            most=MOST,
            contact=facts_of(record) | self._notices.facts(work) | asking,
            language=record.language,
            level=Disclosure(record.level),
            shown=False,
        )

    # -- what comes of it

    async def done(self, by: Principal, contact: str, decision: str, action: str) -> None:
        """The action was carried out, or the customer took the offer: on record once, however often it is said.

        Raises UnknownContact, Ended, OwnedByAnother, NotYours, NotAdvised, NeedsApproval, NoLongerFits.
        """

        def command(tx: Transaction) -> None:
            work = self._reach.own(tx, by, contact)
            chosen = self.chosen(tx, contact, decision, action)
            before = repository.acted(tx, contact, decision).get(action)
            if before is not None and before.did == "done":
                return
            approval = repository.approvals(tx, contact, decision).get(action)
            approved = approval if approval is not None and approval.state == "given" else None
            if approved is None and is_beyond(chosen, by):
                raise NeedsApproval
            if chosen.kind == "offer":
                self._still_fits(work, by, chosen, self._made(tx, decision).situation, approved)
                self._offered(work, decision, chosen)
                self._outcome(work, by, decision, action, "done", "")
            self._keep(work, by, decision, chosen, "done", "", approved)

        await self._storage.run(command, urgent=True)

    async def declined(self, by: Principal, contact: str, decision: str, action: str, reason: str) -> None:
        """The customer does not want it, or it does not fit. Raises as `done` does; AlreadyDone."""

        def command(tx: Transaction) -> None:
            work = self._reach.own(tx, by, contact)
            chosen = self.chosen(tx, contact, decision, action)
            before = repository.acted(tx, contact, decision).get(action)
            if before is not None:
                if before.did == "done":
                    raise AlreadyDone
                return
            words = masked(reason[:LONGEST_REASON])
            if chosen.kind == "offer":
                self._outcome(work, by, decision, action, "declined", words)
            self._keep(work, by, decision, chosen, "declined", words, None)

        await self._storage.run(command, urgent=True)

    def chosen(self, reader: Reader, contact: str, decision: str, action: str) -> Chosen:
        """An action that is advised now. Raises NotAdvised, of one of an earlier decision, too."""
        going = repository.going_by(reader, contact)
        found = _decision(reader, decision) if going and going.decision == decision else None
        for one in found.chosen if found else ():
            if one.name == action:
                return one
        raise NotAdvised

    def _made(self, reader: Reader, decision: str) -> Decision:
        """A decision on record. Raises NotAdvised."""
        if (found := _decision(reader, decision)) is None:
            raise NotAdvised
        return found

    def _still_fits(
        self, work: Work, by: Principal, chosen: Chosen, situation: str, approved: Approval | None
    ) -> None:
        """Judge an offer by the facts of this moment: somebody may have given it in another contact meanwhile."""
        customer = self._whose.customer(work.tx, work.record.identifiers)
        if customer is None:
            raise NoLongerFits(message("nobody is known to give it to"))
        asked = msgspec.structs.replace(self._asked(work, by, situation), most=ALL)
        found = self._decisions.weighed_in(work.tx, by, str(customer), asked)
        now = next((one for one in found.chosen if one.name == chosen.name), None)
        if now is None:
            held = next((one.reason for one in found.held_back if one.name == chosen.name), None)
            raise NoLongerFits(held.told if held else message("no policy proposes it"))
        cost = now.worth.cost if now.worth else 0.0
        if approved is not None and cost > approved.cost:
            raise NoLongerFits(message("it costs more than was approved"))
        if approved is None and is_beyond(now, by):
            raise NeedsApproval

    def _offered(self, work: Work, decision: str, chosen: Chosen) -> None:
        """That the customer was offered it, as part of the decision that chose it."""
        stored, made = log.find(work.tx, decision), self._made(work.tx, decision)
        assert stored is not None, "it was just read"
        offers = DECISIONS.of(self._business()).offers
        sells = offers[chosen.name].sells if chosen.name in offers else True
        event = recording.offered(made, chosen, sells, stored.event.identifiers)
        if log.find(work.tx, event_id(event.source, event.message_id)) is None:
            self._append(work.tx, [event], work.now)

    def _outcome(self, work: Work, by: Principal, decision: str, action: str, did: Did, reason: str) -> None:
        work.flush()
        what: Outcome = "accepted" if did == "done" else "declined"
        try:
            event = self._decisions.outcome_in(work.tx, by, decision, action, what, reason)
        except DecisionError as error:
            raise NoLongerFits(error.said) from error
        work.record.cause = event_id(event.source, event.message_id)

    def _keep(
        self,
        work: Work,
        by: Principal,
        decision: str,
        chosen: Chosen,
        did: Did,
        reason: str,
        approved: Approval | None,
    ) -> None:
        record = work.record
        acted = Acted(action=chosen.name, did=did, by=by.id, name=by.name, at=work.now, reason=reason)
        repository.act(work.tx, record.name, decision, acted)
        said = {
            "action": chosen.name,
            "kind": chosen.kind,
            "did": did,
            "decision": decision,
            "by": f"staff:{by.id}",
            "reason": reason or None,
            "approved_by": f"staff:{approved.settled_by}" if approved else None,
        }
        work.put("contact.acted", said)
        if did == "done":
            person_did(work, by.id, "offered" if chosen.kind == "offer" else "acted", chosen.name)
        customer = self._whose.customer(work.tx, record.identifiers)
        detail = f"contact {record.name}, {chosen.name}"
        self._audit.write(work.tx, by, f"action.{did}", str(customer or ""), detail)
        self._runner.close(work)


def _decision(reader: Reader, id: str) -> Decision | None:
    stored = log.find(reader, id)
    return recording.recorded(stored) if stored else None


def _advised(
    one: Chosen, by: Principal, acted: Mapping[str, Acted], approvals: Mapping[str, Approval]
) -> Advised:
    did, approval = acted.get(one.name), approvals.get(one.name)
    return Advised(chosen=one, next=next_of(one, by, did, approval), acted=did, approval=approval)
