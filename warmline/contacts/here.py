"""Effects that need nothing from outside: carried out within the command of the turn, answered at once."""

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from warmline.business.model import Disclosure
from warmline.contacts import repository
from warmline.contacts.deciding import asked_by, told_of
from warmline.contacts.ports import Answer, Asker, Notices, Recognised, Recognises
from warmline.contacts.promises import Promises
from warmline.contacts.queues import Queues
from warmline.contacts.record import Record
from warmline.contacts.vault import Vault
from warmline.contacts.versions import Version
from warmline.contacts.whose import SELF_SERVICE, Whose
from warmline.contacts.work import FLOW, Work
from warmline.customers.model import CustomerError
from warmline.decisions.errors import DecisionError
from warmline.decisions.service import Decisions
from warmline.events.model import Identifier
from warmline.flows import effects
from warmline.flows.effects import Effect

MOST_TEXT = 2_000
"""Characters of a summary that are kept for the person who takes over."""


class Here:
    """Carries effects out that are ours: deciding, knowing who it is, handing over, promising."""

    def __init__(
        self,
        whose: Whose,
        decisions: Decisions,
        recognises: Recognises,
        queues: Queues,
        promises: Promises,
        vault: Vault,
        notices: Notices,
    ) -> None:
        self._notices = notices
        self._whose = whose
        self._decisions = decisions
        self._recognises = recognises
        self._queues = queues
        self._promises = promises
        self._vault = vault
        self._answers: Mapping[type, Callable[[Work, Version, Any], Answer]] = {
            effects.Decide: self._decide,
            effects.Identify: self._identify,
            effects.SendCode: self._send_code,
            effects.CheckCode: self._check_code,
            effects.CheckKnowledge: self._check_knowledge,
            effects.HandOver: self._hand_over,
            effects.CallBack: self._call_back,
        }

    def answer(self, work: Work, version: Version, effect: Effect) -> Answer | None:
        """What came of an effect; None if it is not one of ours."""
        carry_out = self._answers.get(type(effect))
        if carry_out is None:
            return None
        work.flush()  # what was just put on record counts
        return carry_out(work, version, effect)

    # -- decisions

    def _decide(self, work: Work, version: Version, effect: effects.Decide) -> Answer:
        customer = self._whose.customer(work.tx, work.record.identifiers)
        if customer is None:
            return Answer(outcome="failed", why="unknown_customer")
        contact = facts_of(work.record) | self._notices.facts(work)
        asked = asked_by(effect, contact, Disclosure(work.record.level))
        try:
            made = self._decisions.decide_in(work.tx, SELF_SERVICE, str(customer), asked)
        except (CustomerError, DecisionError) as error:
            return Answer(outcome="failed", why=type(error).__name__)
        decision = made.decision
        work.record.cause = decision.id
        return Answer(outcome="ok", value=told_of(decision.id, decision.chosen))

    def outcome(self, work: Work, effect: effects.Outcome) -> None:
        """Put on record what became of an offer; one that is not there any more is left alone."""
        work.flush()
        try:
            self._decisions.outcome_in(
                work.tx, SELF_SERVICE, effect.decision, effect.offer, effect.outcome, effect.reason
            )
        except DecisionError:
            return

    # -- who it is

    def _asker(self, work: Work) -> Asker:
        record = work.record
        return Asker(
            contact=record.name,
            channel=record.channel,
            language=record.language,
            identifiers=record.identifiers,
            customer=self._whose.customer(work.tx, record.identifiers),
            address=work.address,
        )

    def _identify(self, work: Work, version: Version, effect: effects.Identify) -> Answer:
        return self._known(work, self._recognises.identify(work.tx, self._asker(work), effect, work.now))

    def _send_code(self, work: Work, version: Version, effect: effects.SendCode) -> Answer:
        sent = self._recognises.send_code(work.tx, self._asker(work), effect.id, work.now)
        if sent.outcome == "ok":
            work.spend(work.costs.message)
        return sent

    def _check_code(self, work: Work, version: Version, effect: effects.CheckCode) -> Answer:
        entered = self._vault.get(work.record.name, effect.secret)
        if entered is None:
            return Answer(outcome="refused", why="expired")
        return self._known(work, self._recognises.check_code(work.tx, self._asker(work), entered, work.now))

    def _check_knowledge(self, work: Work, version: Version, effect: effects.CheckKnowledge) -> Answer:
        asker = self._asker(work)
        return self._known(work, self._recognises.check_knowledge(work.tx, asker, effect, work.now))

    def _known(self, work: Work, found: Recognised) -> Answer:
        """Go on with what the customer is known by from now on."""
        if found.answer.outcome == "ok" and found.identifiers:
            self.known_by(work, found.identifiers)
        return found.answer

    def known_by(self, work: Work, identifiers: tuple[Identifier, ...]) -> None:
        """The customer of a contact is known by these, too."""
        record = work.record
        vouched = {(one.type, one.value): one.verified for one in record.identifiers}
        for one in identifiers:
            vouched[one.type, one.value] = one.verified or vouched.get((one.type, one.value), False)
        every = tuple(Identifier(kind, value, sure) for (kind, value), sure in vouched.items())
        record.identifiers = self._whose.normal(every) or every
        repository.add_identifiers(work.tx, record.id, record.identifiers)

    # -- people

    def _hand_over(self, work: Work, version: Version, effect: effects.HandOver) -> Answer:
        record = work.record
        record.summary = "\n".join(part for part in (effect.why, effect.summary) if part)[:MOST_TEXT]
        return self._queues.put(work, version, effect.queue, effect.why)

    def _call_back(self, work: Work, version: Version, effect: effects.CallBack) -> Answer:
        held = 0
        if effect.held:
            held = self._queues.call_back_at(work, version) or 0
            if not held:
                return Answer(outcome="refused", why="full")
            effect = msgspec.structs.replace(effect, queue=work.record.owner.name)
        answer = self._promises.promise(work, version, effect, held)
        if answer.outcome == "ok" and work.record.owner.kind == "queue":
            work.give_to(FLOW, "a callback was promised instead")
        return answer


def facts_of(record: Record) -> dict[str, Any]:
    """What conditions and decisions know of a contact."""
    return {
        "contact": record.name,
        "channel": record.channel,
        "language": record.language,
        "direction": "inbound",
        "started": record.started,
        **({"to": record.place} if record.place else {}),
        **({"reason": record.wants} if record.wants else {}),
        **({"case": record.case} if record.case else {}),
    }
