"""Asking for decisions, and saying what came of them."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any, Literal

import msgspec

from warmline.conditions.facts import of_profile
from warmline.customers.repository import Repository
from warmline.customers.service import Customers, Opened
from warmline.decisions import doing, recording
from warmline.decisions.about import strongest
from warmline.decisions.answers import Decision, HeldBack
from warmline.decisions.arbitration import Answer
from warmline.decisions.asking import Asked, answer, as_decision, note_of
from warmline.decisions.counting import Counting
from warmline.decisions.counts import OfferCounts
from warmline.decisions.errors import NoLongerStands, NotOffered, UnknownDecision
from warmline.decisions.executors import Executors
from warmline.decisions.heading import heading
from warmline.decisions.health import Health
from warmline.decisions.offers_so_far import OffersSoFar
from warmline.decisions.reading.section import DECISIONS
from warmline.decisions.tally import Tally, day_of
from warmline.events.model import Event, Identifier
from warmline.language.formats import Formats
from warmline.language.messages import message
from warmline.log import repository as log
from warmline.log.model import Stored
from warmline.log.moment import write
from warmline.storage.port import Reader, Storage, Transaction
from warmline.web.principal import Principal

Outcome = Literal["accepted", "declined", "ignored"]
Also = Callable[[Transaction, Decision], None]
OFFER_FIELDS = frozenset(OfferCounts.__struct_fields__)


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """A decision, and what one should know of the customer before reading it, in a few words each.

    `took_ms` is how long the policies were evaluated for. `note` says that nothing answers about the situation, if so.
    """

    decision: Decision
    heading: list[str]
    took_ms: float
    note: str = ""


class Decisions:
    """Decisions of this installation.

    `clock` gives microseconds, `new_id` a message id nobody has used, `stopwatch` seconds that only go forward.
    """

    def __init__(
        self,
        storage: Storage,
        customers: Customers,
        executors: Executors,
        tally: Tally,
        health: Health,
        clock: Callable[[], int],
        new_id: Callable[[], str],
        stopwatch: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._storage = storage
        self._customers = customers
        self._executors = executors
        self._tally = tally
        self._health = health
        self._clock = clock
        self._new_id = new_id
        self._stopwatch = stopwatch
        self._repository = Repository()

    async def decide(
        self, by: Principal, customer: str, asked: Asked, also: Also = lambda tx, decision: None
    ) -> Answered:
        """What would help a customer now: on record, with what is offered, before it is answered.

        `also` writes what else is to be on record by then: a second command would wait for a second commit.
        Raises UnknownCustomer.
        """
        quick = msgspec.structs.replace(asked, explain=False)

        def command(tx: Transaction) -> tuple[Answered, Opened]:
            answered, opened = self._decide(tx, by, customer, quick)
            also(tx, answered.decision)
            return answered, opened

        answered, opened = await self._storage.run(command, urgent=True)
        if not asked.explain:
            return answered
        # Putting thousands of conditions into words takes too long for the writer, and nothing of it is written.
        explained = await asyncio.to_thread(self._explained, opened, asked, answered.decision.at)
        decision = msgspec.structs.replace(answered.decision, explained=explained)
        return msgspec.structs.replace(answered, decision=decision)

    def decide_in(self, tx: Transaction, by: Principal, customer: str, asked: Asked) -> Answered:
        """The same within a command, for whoever has more to write."""
        return self._decide(tx, by, customer, asked)[0]

    def weighed_in(self, reader: Reader, by: Principal, customer: str, asked: Asked) -> Answer:
        """What would be answered now, of which nothing is put on record. Raises UnknownCustomer."""
        opened = self._customers.open(reader, by, customer)
        rules = opened.rules
        return answer(
            rules.business, asked, opened.id, opened.profile, rules.shape, self._clock(), self._health.digests
        )[0]

    def to_do(
        self, reader: Reader, by: Principal, customer: str, asked: Asked, offer: str
    ) -> doing.ToDo | None:
        """What one of the company's systems has to do for an offer; None where none does.

        Raises UnknownCustomer; EvaluationError or Misfit where something that it takes is not known.
        """
        opened = self._customers.open(reader, by, customer)
        rules = opened.rules
        return doing.to_do(rules.business, asked, opened.profile, rules.shape, self._clock(), offer)

    def receipt(
        self,
        reader: Reader,
        by: Principal,
        customer: str,
        asked: Asked,
        offer: str,
        answer: Mapping[str, Any],
    ) -> str:
        """What the customer is told once it was done; "" where nothing may be said. Raises UnknownCustomer."""
        opened = self._customers.open(reader, by, customer)
        rules = opened.rules
        return doing.receipt(rules.business, asked, opened.profile, rules.shape, self._clock(), offer, answer)

    def _explained(self, opened: Opened, asked: Asked, now: int) -> list[HeldBack]:
        """Why each policy did not hold, from the facts that were decided by."""
        rules, disabled = opened.rules, self._health.digests
        return answer(rules.business, asked, opened.id, opened.profile, rules.shape, now, disabled)[
            0
        ].explained

    def _decide(self, tx: Transaction, by: Principal, customer: str, asked: Asked) -> tuple[Answered, Opened]:
        """The answer, and what is known of the customer. Offers of which nobody is told are not made."""
        opened = self._customers.open(tx, by, customer)
        business, now, name = opened.rules.business, self._clock(), self._new_id()
        shape, profile = opened.rules.shape, opened.profile
        began = self._stopwatch()
        found, tier = answer(business, asked, opened.id, profile, shape, now, self._health.digests)
        took = self._stopwatch() - began
        decision = as_decision(
            found,
            tier,
            asked,
            id=recording.id_of(name),
            business=business.version,
            at=now,
            customer=opened.id,
            by=by.id,
        )
        about = strongest(tx, self._repository, business, opened.id)
        events = [
            recording.decided(decision, name, about, asked.channel),
            *(self._made(decision, opened, about) if asked.makes_offers else ()),
        ]
        for policy, error in found.failed:
            disabled = self._health.failed(tx, policy, error, now)
            if disabled and self._health.disable(tx, disabled):
                events.append(recording.disabled(disabled, business.version))
        if self._health.is_any_failing:
            policies = DECISIONS.of(business).policies
            self._health.fine(tx, (*found.held, *(policies[name] for name in found.not_held)))
        self._executors.append(tx, events, now)
        self._count(tx, found, day_of(now, business.timezone))
        formats = Formats(business.languages[0], business.timezone, now)
        lines = heading(opened.name, tier, of_profile(shape, profile, now), formats)
        answered = Answered(
            decision=decision,
            heading=lines,
            took_ms=round(1e3 * took, 3),
            note=note_of(business, asked.situation),
        )
        return answered, opened

    def _made(self, decision: Decision, opened: Opened, about: tuple[Identifier, ...]) -> list[Event]:
        """The offers that are made by being answered; one that stands already is not made again."""
        now = decision.at
        so_far = OffersSoFar(opened.rules.shape.value(opened.profile, "offers", now) or ())
        offers = DECISIONS.of(opened.rules.business).offers
        return [
            recording.offered(decision, one, offers[one.name].sells, about)
            for one in decision.chosen
            if one.kind == "offer" and not so_far.standing(one.name, now, decision.contact)
        ]

    def _count(self, tx: Transaction, found: Answer, day: int) -> None:
        policies, offers = _counted(found), _offers_held_back(found)

        def add() -> None:
            self._tally.add(day, policies)
            self._tally.offers.add(day, offers)

        tx.after_commit(add)

    # -- outcomes

    async def outcome(
        self, by: Principal, decision: str, offer: str, outcome: Outcome, reason: str = ""
    ) -> Event:
        """Put on record what a customer made of an offer; the same said twice is said once.

        Raises UnknownDecision, NotOffered, NoLongerStands.
        """
        return await self._storage.run(
            lambda tx: self.outcome_in(tx, by, decision, offer, outcome, reason), urgent=True
        )

    def outcome_in(
        self, tx: Transaction, by: Principal, decision: str, offer: str, outcome: Outcome, reason: str = ""
    ) -> Event:
        """The same within a command."""
        made, now = self._decision(tx, by, decision), self._clock()
        offered = recording.offers_of(made.event)
        if offer not in offered:
            raise NotOffered(
                message(
                    "Decision %(decision)s did not choose the offer '%(offer)s'.",
                    decision=decision,
                    offer=offer,
                )
            )
        until = offered[offer]
        if outcome == "accepted" and until is not None and until < now:
            raise NoLongerStands(
                message("The offer '%(offer)s' stood until %(when)s.", offer=offer, when=write(until))
            )
        event = recording.outcome(made, offer, outcome, by.id, reason, now)
        self._executors.append(tx, [event], event.received)
        return event

    def _decision(self, reader: Reader, by: Principal, id: str) -> Stored:
        """A decision on record, as far as who asks may see whom it is about."""
        stored = log.find(reader, id)
        if stored is None or stored.event.type != recording.MADE:
            raise UnknownDecision(message("There is no decision '%(id)s'.", id=id[:64]))
        if not self._customers.sees(reader, by, self._customers.customer_of(reader, stored.event)):
            raise UnknownDecision(message("There is no decision '%(id)s'.", id=id[:64]))
        return stored


def _counted(found: Answer) -> Counting:
    """What came of the policies that were asked."""
    counting = Counting()
    counting.looked_at(found.asked, found.held, (policy for policy, _ in found.failed))
    counting.acted((one.policy for one in found.chosen), found.held_back)
    return counting


def _offers_held_back(found: Answer) -> dict[str, OfferCounts]:
    """The offers that were not chosen, each with the first reason why not, of those that are counted."""
    chosen = {one.name for one in found.chosen}
    counted: dict[str, OfferCounts] = {}
    for one in found.held_back:
        if one.kind == "offer" and one.name not in chosen and one.reason.code in OFFER_FIELDS:
            counted.setdefault(one.name, OfferCounts(**{one.reason.code: 1}))
    return counted
