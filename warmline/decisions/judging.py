"""Judging: which policies hold for the facts of one moment. Nothing in here reads or writes anything."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from warmline.conditions.condition import as_value
from warmline.conditions.environment import Environment, Frame
from warmline.conditions.errors import EvaluationError
from warmline.conditions.facts import Facts
from warmline.conditions.known import Find
from warmline.conditions.limits import MOST_WORK
from warmline.conditions.told import Told
from warmline.decisions.model import Policy
from warmline.events.model import Event

FEWEST_TOGETHER = 3
"""Conditions that need a property to be some text before it is looked at for all of them together."""


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

    def told(self, told: Told) -> "Frames":
        """The same moment, of the customer only what may be told."""
        return Frames(self._facts, self.now, told.masked(self.customer), self.event, self._contact)

    def of(self, environment: Environment) -> Frame:
        """The frame of an environment."""
        made = self._made.get(id(environment))
        if made is None:
            event = self.event if "event" in environment.variables else None
            made = self._facts.frame(environment, self.now, self.customer, event, self._contact)
            self._made[id(environment)] = made
        return made


class Lineup:
    """Policies that are judged together, in their order.

    They are laid out so that judging a thousand of them touches little memory: where all see the same facts and none is
    a row of a table, only their conditions are asked. Where several need a property of the event to be
    some text, only those are asked that name the text it is.
    """

    __slots__ = ("_by_text", "_others", "_runs", "environment", "policies")

    def __init__(self, policies: Iterable[Policy]) -> None:
        self.policies = tuple(policies)
        environments = {id(policy.environment): policy.environment for policy in self.policies}
        is_plain = len(environments) == 1 and not any(policy.first_of for policy in self.policies)
        self.environment = next(iter(environments.values())) if is_plain else None
        self._runs = tuple(_always if policy.when is None else policy.when.run for policy in self.policies)
        self._by_text = _by_text(self.policies) if is_plain else ()
        indexed = {position for one in self._by_text for position in one.positions}
        self._others = tuple(
            (position, run) for position, run in enumerate(self._runs) if indexed and position not in indexed
        )

    def worth_asking(self, frame: Frame) -> Iterable["_Place"]:
        """The conditions that may hold, in their order; all others do not."""
        if not self._by_text:
            return enumerate(self._runs)
        found = list(self._others)
        for one in self._by_text:
            found += [(position, self._runs[position]) for position in one.may_hold(frame)]
        found.sort(key=_position)
        return found


_Place = tuple[int, Callable[[Frame], bool]]
"""The position of a policy, and its condition."""
_position: Callable[[_Place], int] = itemgetter(0)


class _ByText:
    """Policies whose conditions need the same property to be some text, by that text."""

    __slots__ = ("_by_text", "_name", "_slot", "positions")

    def __init__(self, slot: int, name: str, texts: Mapping[int, str]) -> None:
        """`texts` are the texts needed, by the positions of the policies."""
        self.positions = tuple(texts)
        self._slot = slot
        self._name = name
        self._by_text: dict[str, tuple[int, ...]] = {}
        for position, text in texts.items():
            self._by_text[text] = (*self._by_text.get(text, ()), position)

    def may_hold(self, frame: Frame) -> tuple[int, ...]:
        """Those that need what is there; all, where it cannot be read, for each to say so."""
        try:
            return self._by_text.get(frame[self._slot][self._name], ())
        except Exception:  # noqa: BLE001 - each policy fails by itself, or decides without it
            return self.positions


def _by_text(policies: Sequence[Policy]) -> tuple[_ByText, ...]:
    """The properties that several policies need to be some text."""
    needs: defaultdict[tuple[int, str], dict[int, str]] = defaultdict(dict)
    for position, policy in enumerate(policies):
        if policy.when is not None and (need := policy.when.need) is not None:
            needs[need.slot, need.name][position] = need.text
    return tuple(
        _ByText(slot, name, texts) for (slot, name), texts in needs.items() if len(texts) >= FEWEST_TOGETHER
    )


@dataclass(slots=True)
class Verdicts:
    """What came of some policies (`asked`), each list in the order in which they were judged.

    `earlier` has, by name, those rows of a table that were passed over, and the row that held first.
    """

    asked: Sequence[Policy]
    held: list[Policy] = field(default_factory=list)
    failed: list[tuple[Policy, EvaluationError]] = field(default_factory=list)
    earlier: dict[str, Policy] = field(default_factory=dict)

    @property
    def not_held(self) -> Iterator[Policy]:
        """The others."""
        others = {policy.name for policy in self.held} | {policy.name for policy, _ in self.failed}
        return (policy for policy in self.asked if policy.name not in others)


def judge(lineup: Lineup, frames: Frames, disabled: Collection[str] = ()) -> Verdicts:
    """What comes of each policy; those whose digests are `disabled` are not asked."""
    if disabled:
        lineup = Lineup(policy for policy in lineup.policies if policy.digest not in disabled)
    verdicts = Verdicts(lineup.policies)
    if lineup.environment is None:
        _one_by_one(lineup, frames, verdicts)
    else:
        _together(lineup, frames.of(lineup.environment), verdicts)
    return verdicts


def _together(lineup: Lineup, frame: Frame, verdicts: Verdicts) -> None:
    for position, run in lineup.worth_asking(frame):
        frame[0] = MOST_WORK
        try:
            if run(frame):
                verdicts.held.append(lineup.policies[position])
        except Exception as error:  # noqa: BLE001 - whatever it is costs one policy
            verdicts.failed.append((lineup.policies[position], as_value(error)))


def _one_by_one(lineup: Lineup, frames: Frames, verdicts: Verdicts) -> None:
    first: dict[str, Policy] = {}
    for policy in lineup.policies:
        if policy.first_of and policy.first_of in first:
            verdicts.earlier[policy.name] = first[policy.first_of]
            continue
        held = True if policy.when is None else policy.when.holds(frames.of(policy.environment))
        if held is True:
            verdicts.held.append(policy)
            if policy.first_of:
                first[policy.first_of] = policy
        elif held is not False:
            verdicts.failed.append((policy, held))


def _always(frame: Frame) -> bool:
    return True
