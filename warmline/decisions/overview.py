"""The policies and the offers in use, and what each came to: for those who look after them."""

from collections.abc import Callable

import msgspec

from warmline.business.model import Business
from warmline.decisions import recording
from warmline.decisions.counts import Counts, OfferCounts
from warmline.decisions.errors import UnknownPolicy
from warmline.decisions.executors import Executors
from warmline.decisions.health import Disabled, Health
from warmline.decisions.model import Policy
from warmline.decisions.reading.section import DECISIONS
from warmline.decisions.rulebook import Rulebook
from warmline.decisions.tally import Tally, day_of
from warmline.decisions.worth import as_declared
from warmline.language.messages import message
from warmline.storage.port import Storage, Transaction
from warmline.web.principal import Principal


class PolicyView(msgspec.Struct, frozen=True, kw_only=True):
    """A policy of the business in use, and what it did today. `place` is its file and line."""

    name: str
    why: str
    place: str
    on: list[str]
    asked: list[str]
    when: str
    does: list[str]
    priority: int
    today: Counts
    disabled: Disabled | None = None


class OfferView(msgspec.Struct, frozen=True, kw_only=True):
    """An offer of the business in use, and what it came to. `place` is its file and line.

    `declared` says how each number of its worth is found, where the business says so; `proposed_by` names the
    policies that propose it. `control` is the share of customers, 0 to 1, whom it is not made to.
    """

    name: str
    title: str
    place: str
    sells: bool
    purpose: str
    declared: dict[str, str]
    proposed_by: list[str]
    control: float
    counts: OfferCounts


class Overview:
    """What policies and offers there are and what they come to.

    `business` gives the one in use, `clock` microseconds.
    """

    def __init__(
        self,
        storage: Storage,
        executors: Executors,
        tally: Tally,
        health: Health,
        business: Callable[[], Business],
        clock: Callable[[], int],
        new_id: Callable[[], str],
    ) -> None:
        self._storage = storage
        self._executors = executors
        self._tally = tally
        self._health = health
        self._business = business
        self._clock = clock
        self._new_id = new_id

    @property
    def book(self) -> Rulebook:
        """What the business in use decides by."""
        return DECISIONS.of(self._business())

    @property
    def today(self) -> int:
        """This day where the business is, counted from 1970."""
        return day_of(self._clock(), self._business().timezone)

    async def policies(self) -> list[PolicyView]:
        """All policies in the order in which they are judged, with today's counts."""
        day = self.today
        self._tally.settle()
        counts = await self._storage.read(lambda reader: self._tally.policies.by_name(reader, day))
        return [
            self._view(policy, counts.get(policy.name, Counts())) for policy in self.book.policies.values()
        ]

    async def policy(self, name: str, days: int = 30) -> tuple[PolicyView, dict[int, Counts]]:
        """One policy, with its counts by day (counted from 1970). Raises UnknownPolicy."""
        policy = self._policy(name)
        since = self.today - days + 1
        self._tally.settle()
        by_day = await self._storage.read(lambda reader: self._tally.policies.by_day(reader, name, since))
        return self._view(policy, by_day.get(self.today, Counts())), by_day

    async def offers(self, days: int = 1) -> list[OfferView]:
        """All offers as they are declared, with the counts of the last days, today among them."""
        since = self.today - days + 1
        counts = await self._storage.read(lambda reader: self._tally.offers.by_name(reader, since))
        proposed: dict[str, list[str]] = {}
        for policy in self.book.policies.values():
            for proposal in policy.proposes:
                proposed.setdefault(proposal.name, []).append(policy.name)
        return [
            OfferView(
                name=offer.name,
                title=offer.title,
                place=offer.place,
                sells=offer.sells,
                purpose=offer.purpose,
                declared=as_declared(offer),
                proposed_by=proposed.get(offer.name, []),
                control=offer.control,
                counts=counts.get(offer.name, OfferCounts()),
            )
            for offer in self.book.offers.values()
        ]

    async def enable(self, by: Principal, name: str) -> bool:
        """Ask a policy again that had been disabled; False if it was not. Raises UnknownPolicy."""
        self._policy(name)
        return await self._storage.run(lambda tx: self._enable(tx, by, name))

    def _enable(self, tx: Transaction, by: Principal, name: str) -> bool:
        if not self._health.enable(tx, name):
            return False
        now = self._clock()
        said = {"policy": name, "by": by.id}
        self._executors.append(
            tx, [recording.derived("policy.enabled", said, self._new_id(), "", (), now)], now
        )
        return True

    def _policy(self, name: str) -> Policy:
        policy = self.book.policies.get(name)
        if policy is None:
            raise UnknownPolicy(message("There is no policy '%(name)s'.", name=name[:64]))
        return policy

    def _view(self, policy: Policy, today: Counts) -> PolicyView:
        does = [str(action.said()) for action in policy.do]
        does += [f"{proposal.kind} {proposal.name}" for proposal in policy.proposes]
        return PolicyView(
            name=policy.name,
            why=policy.why,
            place=policy.place,
            on=list(policy.on),
            asked=list(policy.asked),
            when=policy.when.text.strip() if policy.when else "",
            does=does,
            priority=policy.priority,
            today=today,
            disabled=self._health.of(policy),
        )
