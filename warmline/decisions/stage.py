"""The policies in ingest: each event is judged right after its customer's profile knows of it, and acted on.

Judging is pure; this module brings the facts to it, and carries its consequences out in the transaction of the event.
"""

from collections.abc import Callable
from dataclasses import dataclass

from warmline.business.model import Business
from warmline.conditions.errors import EvaluationError
from warmline.conditions.facts import of_unread
from warmline.customers.identity import Asserted
from warmline.customers.profile import Profile, Shape
from warmline.customers.repository import Repository
from warmline.decisions import by_policy, chain, recording
from warmline.decisions.about import strongest
from warmline.decisions.actions.base import Call
from warmline.decisions.consequences import Drawing, Judged
from warmline.decisions.counting import Counting
from warmline.decisions.counts import OfferCounts
from warmline.decisions.executors import Executors
from warmline.decisions.health import Disabled, Health
from warmline.decisions.judging import Frames, Lineup, judge
from warmline.decisions.model import Policy
from warmline.decisions.reading.section import DECISIONS
from warmline.decisions.rulebook import Rulebook, SetOff
from warmline.decisions.tally import Tally, day_of
from warmline.events.model import Event, Identifier
from warmline.language.formats import Formats
from warmline.log import repository as log
from warmline.log import timers
from warmline.log.keys import place_of
from warmline.log.model import Stored
from warmline.storage.port import Transaction

DUE, POSTPONED = "policy.due", "reach.postponed"
LATER = frozenset({DUE, POSTPONED})
"""Events of our own timers: an earlier event is looked at again."""
OFFERS = {f"offer.{what}": what for what in ("made", "accepted", "declined", "ignored")}
"""Events of offers, whoever says so, by what is counted."""
_KEPT = frozenset({*LATER, *OFFERS, recording.MADE})


class Decider:
    """Sees events for the policies (the port `warmline.customers.watch.Watch`)."""

    def __init__(self, executors: Executors, tally: Tally, health: Health) -> None:
        self._executors = executors
        self._tally = tally
        self._health = health
        self._following = chain.Following()
        self._repository = Repository()

    def wants(self, business: Business, event: Event) -> bool:
        """Whether any policy is set off by events of this type, or we keep account of them."""
        return event.type in _KEPT or event.type in DECISIONS.of(business).by_event

    def looks_into(self, business: Business, event: Event) -> bool:
        """Whether a policy that events of this type set off asks about the customer."""
        if event.type in LATER:
            return True
        set_off = DECISIONS.of(business).by_event.get(event.type)
        return set_off is not None and set_off.asks_about_customer

    def begin(self, tx: Transaction, business: Business) -> "Deciding":
        """Begin to see events: one version of the business judges all of them."""
        return Deciding(
            tx, business, self._executors, self._tally, self._health, self._following, self._repository
        )


@dataclass(frozen=True, slots=True)
class _Seen:
    """One event that something came of: what, and whom it is about."""

    stored: Stored
    asserted: Asserted
    customer: int | None
    decision: str
    judged: Judged


class Deciding:
    """Some events, judged in their order. Of the customers `waiting` something is still to be put on record."""

    def __init__(
        self,
        tx: Transaction,
        business: Business,
        executors: Executors,
        tally: Tally,
        health: Health,
        following: chain.Following,
        repository: Repository,
    ) -> None:
        self._tx = tx
        self._business = business
        self._book: Rulebook = DECISIONS.of(business)
        self._executors = executors
        self._tally = tally
        self._health = health
        self._following = following
        self._repository = repository
        self.waiting: set[int] = set()
        self._seen: list[_Seen] = []
        self._decisions: list[Stored] = []
        self._disabled: list[Disabled] = []
        self._counting = Counting()
        self._day = 0

    def see(
        self,
        stored: Stored,
        asserted: Asserted,
        customer: int | None,
        profile: Callable[[], Profile],
        shape: Shape,
    ) -> None:
        """Judge an event; what is to be done waits until all that was seen is stored."""
        event, now = stored.event, stored.event.received
        if event.type in _KEPT:
            self._keep_account(stored, now)
        find = of_unread(shape, profile, now)
        if event.type in LATER:
            if (earlier := self._earlier(event)) is not None:
                looked_at, policy = earlier
                frames = Frames(self._book.facts, now, find, looked_at)
                only_reaching = event.type == POSTPONED
                self._judge(stored, asserted, customer, Lineup((policy,)), frames, reaching=only_reaching)
            return
        set_off = self._book.by_event.get(event.type)
        if set_off is None:
            return
        if now - event.occurred > set_off.within:
            late = now - event.occurred
            set_off = SetOff.of(
                policy for policy in (*set_off.at_once.policies, *set_off.later) if late <= policy.within
            )
        frames = Frames(self._book.facts, now, find, event)
        self._judge(stored, asserted, customer, set_off.at_once, frames)
        for policy in set_off.later:
            self._set_timer(policy, stored, frames)

    def end(self) -> None:
        """Put on record what was decided, and carry it out."""
        by_policy.note(self._tx, self._decisions)
        events: list[Event] = []
        for seen in self._seen:
            events += self._events(seen)
        for one in self._disabled:
            if self._health.disable(self._tx, one):
                events.append(recording.disabled(one, self._business.version))
        if events:
            with self._following.carrying_out():
                self._executors.append(self._tx, events, events[0].received)
        for seen in self._seen:
            self._call(seen)
        counting, day = self._counting, self._day
        if day:
            self._tx.after_commit(lambda: self._tally.add(day, counting))

    def _keep_account(self, stored: Stored, now: int) -> None:
        """Note decisions and what becomes of offers; offers that the business does not have are nobody's to count."""
        event, offer = stored.event, str(stored.event.properties.get("offer"))
        if event.type == recording.MADE:
            self._decisions.append(stored)
        elif event.type in OFFERS and offer in self._book.offers:
            day, counted = day_of(now, self._book.timezone), {offer: OfferCounts(**{OFFERS[event.type]: 1})}
            self._tx.after_commit(lambda: self._tally.offers.add(day, counted))

    # -- judging

    def _judge(
        self,
        stored: Stored,
        asserted: Asserted,
        customer: int | None,
        lineup: Lineup,
        frames: Frames,
        *,
        reaching: bool = False,
    ) -> None:
        """Judge an event by some policies; with `reaching`, only by what the customer notices of what they do."""
        self._day = self._day or day_of(frames.now, self._book.timezone)
        verdicts = judge(lineup, frames, self._health.digests)
        if self._health.is_any_failing:
            self._health.fine(self._tx, (*verdicts.held, *verdicts.not_held))
        if not (verdicts.held or verdicts.failed):
            self._counting.looked_at(verdicts.asked)
            return
        event, decision = stored.event, recording.id_of(stored.id)
        formats = Formats(self._book.language, self._book.timezone, frames.now)
        depth, first = chain.above(self._tx, event) if event.cause else (0, "")
        enough = self._following.is_enough(first)
        drawing = Drawing(self._book, frames, formats, decision, depth, enough)
        judged = drawing.draw(verdicts, reaching=reaching)
        self._following.add(first, len(judged.to_do))
        for policy, error in judged.failed:
            self._failed(policy, error, frames.now)
        self._counting.looked_at(verdicts.asked, judged.held, (policy for policy, _ in judged.failed))
        self._counting.acted((one.policy.name for one in judged.to_do), judged.held_back)
        self._seen.append(_Seen(stored, asserted, customer, decision, judged))
        if customer is not None and judged.to_do:
            self.waiting.add(customer)

    def _failed(self, policy: Policy, error: EvaluationError, now: int, text: str = "") -> None:
        if disabled := self._health.failed(self._tx, policy, error, now, text):
            self._disabled.append(disabled)

    def _earlier(self, event: Event) -> tuple[Event, Policy] | None:
        """The event that is looked at again, and the policy that wanted to; None if that is no longer so.

        A policy may have been changed meanwhile. Which of its actions waited for the end of quiet hours is told by
        what they are, since all that reach a customer did, and not by their places in it.
        """
        policy = self._book.policies.get(str(event.properties.get("policy")))
        stored = log.find(self._tx, str(event.properties.get("event")))
        if policy is None or stored is None or stored.event.type not in policy.on:
            return None
        return stored.event, policy

    def _set_timer(self, policy: Policy, stored: Stored, frames: Frames) -> None:
        """Have a policy look at an event when its time has come."""
        assert policy.after is not None, "it waits"
        if policy.digest in self._health.digests:
            return
        begin = stored.event.occurred
        if policy.after.since is not None:
            since = policy.after.since.value(frames.of(policy.environment))
            if isinstance(since, EvaluationError):
                self._failed(policy, since, frames.now, policy.after.since.text)
                self._counting.looked_at((), (), (policy,))
                return
            if self._health.is_any_failing:
                self._health.fine(self._tx, (policy,))
            begin = since // 1_000
        self._later(DUE, policy, stored, max(begin + policy.after.wait, frames.now), {})

    def _later(self, type: str, policy: Policy, stored: Stored, due: int, more: dict[str, object]) -> None:
        event = stored.event
        looked_at = str(event.properties["event"]) if event.type in LATER else stored.id
        key = f"{type} {policy.name} {looked_at}"
        waiting = Event(
            source=recording.SOURCE,
            message_id=key,
            type=type,
            occurred=event.received,
            identifiers=event.identifiers,
            properties={"policy": policy.name, "event": looked_at, **more},
            cause=stored.id,
        )
        timers.set_timer(self._tx, key, due, waiting)

    # -- carrying out

    def _events(self, seen: _Seen) -> list[Event]:
        """What one decision puts into the log: itself, and what its actions say."""
        event, now = seen.stored.event, seen.stored.event.received
        about = self._about(seen)
        decision = recording.of_event(
            seen.judged, seen.decision, self._business.version, event, seen.stored.id, now
        )
        events = [recording.decided(decision, seen.stored.id, about)]
        for todo in seen.judged.to_do:
            said = recording.action_event(todo, seen.decision, about, now)
            if said is not None:
                events.append(said)
            if todo.consequence.reaches:
                through = todo.consequence.webhook if isinstance(todo.consequence, Call) else todo.done.kind
                reached = {"policy": todo.policy.name, "through": through}
                name = f"{recording.message_id_of(seen.decision, todo)}:reach"
                reach = {**reached, "decision": seen.decision}
                events.append(recording.derived("reach.made", reach, name, seen.decision, about, now))
        for waiting in seen.judged.postponed:
            self._later(POSTPONED, waiting.policy, seen.stored, waiting.until, {"actions": waiting.positions})
        return events

    def _call(self, seen: _Seen) -> None:
        """Have the outside told, under the place of the decision in the log."""
        calls = [todo for todo in seen.judged.to_do if isinstance(todo.consequence, Call)]
        if not calls:
            return
        about = self._about(seen)
        seq = place_of(self._tx, bytes.fromhex(seen.decision)) or seen.stored.seq
        for todo in calls:
            assert isinstance(todo.consequence, Call)
            body = {
                "policy": todo.policy.name,
                "why": todo.policy.why,
                "decision": seen.decision,
                "event": seen.stored.id,
                "customer": {
                    "id": seen.customer,
                    "identifiers": [{"type": one.type, "value": one.value} for one in about],
                },
                "values": todo.consequence.values,
            }
            key = recording.message_id_of(seen.decision, todo)
            self._executors.call(self._tx, todo.consequence.webhook, key, body, seq)

    def _about(self, seen: _Seen) -> tuple[Identifier, ...]:
        """The customer's strongest identifier, one that somebody vouches for if there is any."""
        if seen.customer is None or not seen.asserted:
            return ()
        own = seen.asserted[0][1]
        if own.verified:
            return (own,)
        return strongest(self._tx, self._repository, self._business, seen.customer) or (own,)
