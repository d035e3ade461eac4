"""Puts on record what came of what was advised, as parts of commands."""

from collections.abc import Callable
from typing import Any

import msgspec

from warmline.business.model import Business, Disclosure
from warmline.coaching import repository as signals
from warmline.coaching.advising import repository
from warmline.coaching.advising.errors import NoLongerFits, NotAdvised
from warmline.coaching.advising.model import Acted, Approval, Carried, Did
from warmline.contacts import repository as contacts
from warmline.contacts.here import facts_of
from warmline.contacts.outcomes import person_did
from warmline.contacts.ports import Notices
from warmline.contacts.record import Record
from warmline.contacts.whose import Whose
from warmline.contacts.work import Append, Work
from warmline.decisions import recording
from warmline.decisions.answers import Chosen, Decision
from warmline.decisions.asking import Asked
from warmline.decisions.errors import DecisionError
from warmline.decisions.reading.section import DECISIONS
from warmline.decisions.service import Decisions, Outcome
from warmline.events.model import event_id
from warmline.log import repository as log
from warmline.staff import repository as accounts
from warmline.staff.audit import Audit
from warmline.storage.port import Reader
from warmline.web.principal import Principal

MOST = 4
"""Actions that are advised at once."""


class OnRecord:
    """What was done or declined, once, with what follows from it. `business` gives the one in use."""

    def __init__(
        self,
        whose: Whose,
        notices: Notices,
        decisions: Decisions,
        append: Append,
        audit: Audit,
        business: Callable[[], Business],
    ) -> None:
        self._whose = whose
        self._notices = notices
        self._decisions = decisions
        self._append = append
        self._audit = audit
        self._business = business

    def asked(self, work: Work, by: Principal, about: str) -> Asked:
        """The question of a contact: its words are for the customer, as far as they have shown who they are."""
        return self._asked(work.tx, by, work.record, about, self._notices.facts(work))

    def asked_so_far(self, reader: Reader, by: Principal, record: Record, about: str, now: int) -> Asked:
        """The same for somebody who looks: nothing is noticed by that."""
        return self._asked(reader, by, record, about, signals.of(reader, record.id).facts(now))

    @staticmethod
    def _asked(reader: Reader, by: Principal, record: Record, about: str, noticed: dict[str, Any]) -> Asked:
        account = accounts.account(reader, by.id)
        asking = {"staff": account.email} if account else {}
        return Asked(
            situation=about,
            most=MOST,
            contact=facts_of(record) | noticed | asking,
            language=record.language,
            level=Disclosure(record.level),
            shown=False,
        )

    # -- whose it is

    def is_for(self, reader: Reader, record: Record, decision: str) -> bool:
        """Whether a decision was made for whoever a contact is about by now; that may have become known since."""
        stored = log.find(reader, decision)
        return stored is not None and self._whose.customer(
            reader, stored.event.identifiers
        ) == self._whose.customer(reader, record.identifiers)

    def approvals(self, reader: Reader, record: Record) -> dict[str, Approval]:
        """The latest approvals in a contact, by their actions: those that were asked for its customer."""
        found = repository.approvals(reader, record.name)
        return {name: one for name, one in found.items() if self.is_for(reader, record, one.decision)}

    def carried(self, reader: Reader, record: Record) -> dict[str, Carried]:
        """What systems carry out in a contact, by the actions: what they said of somebody else is left out."""
        found = repository.carried(reader, record.name)
        return {
            name: one
            if self.is_for(reader, record, one.decision)
            else msgspec.structs.replace(one, answer={}, receipt="")
            for name, one in found.items()
        }

    def is_under_way_elsewhere(self, reader: Reader, record: Record, action: str) -> bool:
        """Whether an action may be under way for whoever a contact is about by now, in another contact.

        Customers are joined and separated meanwhile: it counts for whom it was decided for, and whose contact it is.
        """
        customer = self._whose.customer(reader, record.identifiers)
        for one in repository.under_way(reader, action):
            other = contacts.named(reader, one.contact) if one.contact != record.name else None
            if other is not None and (
                self.is_for(reader, record, one.decision)
                or self._whose.customer(reader, other.identifiers) == customer
            ):
                return True
        return False

    # -- what came of it

    def done(
        self,
        work: Work,
        by: Principal,
        decision: str,
        chosen: Chosen,
        approved: Approval | None,
        *,
        has_happened: bool = False,
        **more: str,
    ) -> None:
        """It was done; an offer is made by that, and taken. `more` is put on record with it.

        What `has_happened` in another system is on record whether the offer still stands or not. Raises NoLongerFits.
        """
        if chosen.kind == "offer":
            self._offered(work, decision, chosen)
            try:
                self._outcome(work, by, decision, chosen.name, "accepted", "")
            except NoLongerFits:
                if not has_happened:
                    raise
        if approved is not None:
            repository.use(work.tx, approved.number)
        self._keep(work, by, decision, chosen, "done", "", approved, more)
        person_did(work, by.id, "offered" if chosen.kind == "offer" else "acted", chosen.name)

    def declined(self, work: Work, by: Principal, decision: str, chosen: Chosen, reason: str) -> None:
        """The customer does not want it, or it does not fit. Raises NoLongerFits."""
        if chosen.kind == "offer":
            self._outcome(work, by, decision, chosen.name, "declined", reason)
        self._keep(work, by, decision, chosen, "declined", reason, None, {})

    def _offered(self, work: Work, decision: str, chosen: Chosen) -> None:
        """That the customer was offered it, as part of the decision that chose it."""
        stored = log.find(work.tx, decision)
        found = recording.recorded(stored) if stored else None
        if stored is None or found is None:
            raise NotAdvised
        offers = DECISIONS.of(self._business()).offers
        sells = offers[chosen.name].sells if chosen.name in offers else True
        event = recording.offered(found, chosen, sells, stored.event.identifiers)
        if log.find(work.tx, event_id(event.source, event.message_id)) is None:
            self._append(work.tx, [event], work.now)

    def _outcome(
        self, work: Work, by: Principal, decision: str, action: str, what: Outcome, reason: str
    ) -> None:
        work.flush()
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
        more: dict[str, str],
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
            **{key: value or None for key, value in more.items()},
        }
        work.put("contact.acted", said)
        customer = self._whose.customer(work.tx, record.identifiers)
        detail = f"contact {record.name}, {chosen.name}"
        self._audit.write(work.tx, by, f"action.{did}", str(customer or ""), detail)


def made(reader: Reader, id: str) -> Decision | None:
    """A decision on record."""
    stored = log.find(reader, id)
    return recording.recorded(stored) if stored else None


def chosen_in(reader: Reader, decision: str, action: str) -> Chosen:
    """An action that a decision chose. Raises NotAdvised."""
    found = made(reader, decision)
    for one in found.chosen if found else ():
        if one.name == action:
            return one
    raise NotAdvised
