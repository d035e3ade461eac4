"""Judging: which policies hold for the facts of one moment. Nothing in here reads or writes anything."""

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from warmline.decisions.conditions.environment import Environment, Frame
from warmline.decisions.conditions.errors import EvaluationError
from warmline.decisions.conditions.facts import Facts
from warmline.decisions.conditions.known import Find
from warmline.decisions.model import Policy
from warmline.events.model import Event


class Frames:
    """The facts of one moment: one frame for each environment that somebody asks for.

    `now` is in microseconds; `customer` and `contact` give what is stored under a name.
    """

    def __init__(
        self, facts: Facts, now: int, customer: Find, event: Event | None = None, contact: Find | None = None
    ) -> None:
        self.now = now
        self.customer = customer
        self.event = event
        self._facts = facts
        self._contact = contact
        self._made: dict[int, Frame] = {}

    def of(self, environment: Environment) -> Frame:
        """The frame of an environment."""
        made = self._made.get(id(environment))
        if made is None:
            event = self.event if "event" in environment.variables else None
            made = self._facts.frame(environment, self.now, self.customer, event, self._contact)
            self._made[id(environment)] = made
        return made


class Verdict(NamedTuple):
    """What came of one policy: whether it held, or what went wrong. `earlier` is the row of its table that held."""

    policy: Policy
    held: bool | EvaluationError
    earlier: Policy | None = None


def judge(policies: Iterable[Policy], frames: Frames, disabled: Collection[str] = ()) -> Iterator[Verdict]:
    """What comes of each policy, in order; those whose digests are `disabled` are not asked."""
    first: dict[str, Policy] = {}
    for policy in policies:
        if policy.digest in disabled:
            continue
        if policy.first_of and (earlier := first.get(policy.first_of)):
            yield Verdict(policy, False, earlier)
            continue
        held = True if policy.when is None else policy.when.holds(frames.of(policy.environment))
        if policy.first_of and held is True:
            first[policy.first_of] = policy
        yield Verdict(policy, held)
