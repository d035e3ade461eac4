"""Judging: which policies hold for the facts of one moment. Nothing in here reads or writes anything."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

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


@dataclass(slots=True)
class Verdicts:
    """What came of some policies, each list in the order in which they were judged.

    `earlier` has, by name, those rows of a table that were passed over, and the row that held first.
    """

    held: list[Policy] = field(default_factory=list)
    failed: list[tuple[Policy, EvaluationError]] = field(default_factory=list)
    not_held: list[Policy] = field(default_factory=list)
    earlier: dict[str, Policy] = field(default_factory=dict)

    @property
    def evaluated(self) -> int:
        """How many there were."""
        return len(self.held) + len(self.failed) + len(self.not_held)


def judge(policies: Iterable[Policy], frames: Frames, disabled: Collection[str] = ()) -> Verdicts:
    """What comes of each policy; those whose digests are `disabled` are not asked."""
    verdicts = Verdicts()
    not_held = verdicts.not_held
    first: dict[str, Policy] = {}
    environment, frame = None, None
    for policy in policies:
        if disabled and policy.digest in disabled:
            continue
        if policy.first_of and policy.first_of in first:
            verdicts.earlier[policy.name] = first[policy.first_of]
            not_held.append(policy)
            continue
        if policy.environment is not environment or frame is None:
            environment = policy.environment
            frame = frames.of(environment)
        held = True if policy.when is None else policy.when.holds(frame)
        if held is False:
            not_held.append(policy)
        elif held is True:
            verdicts.held.append(policy)
            if policy.first_of:
                first[policy.first_of] = policy
        else:
            verdicts.failed.append((policy, held))
    return verdicts
