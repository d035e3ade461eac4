"""All that one version of a business decides by: policies by what sets them off, offers, the contact policy."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from warmline.business.model import Disclosure
from warmline.conditions.environment import Environment
from warmline.conditions.facts import Facts
from warmline.conditions.said import Wording
from warmline.decisions.judging import Lineup
from warmline.decisions.model import ANY, ContactPolicy, Lookup, Offer, Policy
from warmline.decisions.wording.wordings import Wordings

_OF_CUSTOMER = frozenset({"customer", "situations"})
MOST_LINEUPS = 256
"""Combinations of situations for which it is remembered who answers."""


@dataclass(frozen=True, slots=True)
class SetOff:
    """The policies that events of one type set off: those that judge at once, and those that wait.

    `within` is the shortest time (in microseconds) in which an event must come to set off all of them.
    `asks_about_customer` says that what they see includes something of the customer.
    """

    at_once: Lineup
    later: tuple[Policy, ...]
    within: int
    asks_about_customer: bool

    @classmethod
    def of(cls, policies: Iterable[Policy]) -> "SetOff":
        """Sort policies by whether they wait."""
        several = tuple(policies)
        return cls(
            Lineup(policy for policy in several if policy.after is None),
            tuple(policy for policy in several if policy.after is not None),
            min((policy.within for policy in several), default=0),
            any(not policy.environment.used.isdisjoint(_OF_CUSTOMER) for policy in several),
        )


@dataclass(frozen=True)
class Rulebook:
    """The policies of one version, in the order in which they are judged: by priority, then by file and line."""

    version: str
    currency: str
    timezone: str
    language: str
    facts: Facts
    wordings: Wordings
    asked: Environment
    """What policies see that are asked, and offers, tables and the contact policy always."""
    policies: Mapping[str, Policy]
    offers: Mapping[str, Offer]
    contact: ContactPolicy
    lookups: Mapping[str, Lookup]
    texts: tuple[Wording, ...] = ()
    """What customers are told, as it is written: what there is to translate."""
    levels: Mapping[str, Disclosure] = field(default_factory=dict)
    """How well a customer must be known to be told of a field of the profile."""

    @cached_property
    def by_event(self) -> dict[str, "SetOff"]:
        """What each type of event sets off."""
        found: dict[str, list[Policy]] = {}
        for policy in self.policies.values():
            for kind in policy.on:
                found.setdefault(kind, []).append(policy)
        return {kind: SetOff.of(policies) for kind, policies in found.items()}

    def answering_about(self, situations: Collection[str]) -> Lineup:
        """The policies that answer about any of some situations, and those that always do."""
        wanted = self._situations.intersection(situations) | {ANY}
        lineup = self._lineups.get(wanted)
        if lineup is None:
            if len(self._lineups) >= MOST_LINEUPS:
                self._lineups.clear()
            lineup = Lineup(policy for policy in self.answering if not wanted.isdisjoint(policy.asked))
            self._lineups[wanted] = lineup
        return lineup

    @cached_property
    def _situations(self) -> frozenset[str]:
        """All situations that any policy answers about."""
        return frozenset(situation for policy in self.answering for situation in policy.asked)

    @cached_property
    def _lineups(self) -> dict[frozenset[str], Lineup]:
        return {}

    @cached_property
    def situations(self) -> frozenset[str]:
        """What one can ask about: the situations that policies answer about."""
        return frozenset(name for policy in self.answering for name in policy.asked) - {ANY}

    @cached_property
    def answering(self) -> tuple[Policy, ...]:
        """The policies that are asked."""
        return tuple(policy for policy in self.policies.values() if policy.asked)


def in_order(policies: Iterable[Policy]) -> dict[str, Policy]:
    """Policies by name, those of high priority first, otherwise as they came."""
    return {policy.name: policy for policy in sorted(policies, key=lambda policy: -policy.priority)}
