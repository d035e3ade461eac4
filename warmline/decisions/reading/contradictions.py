"""Policies that contradict each other: the same event makes them set or remember what cannot be at once.

Of two policies of different priority the higher one wins, so they are no contradiction, and neither are rows of a table
of which only the first acts, nor policies that wait for different times. Policies that wait alike are looked at one by
one when their time has come, so that no priority settles what they say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from warmline.business.report import Report
from warmline.decisions.actions.base import Action
from warmline.decisions.actions.forget import Forget
from warmline.decisions.actions.remember import Remember
from warmline.decisions.actions.set_traits import SetTraits
from warmline.decisions.model import Policy
from warmline.decisions.overlap.pairs import pairs
from warmline.decisions.overlap.ways import Ways, exclude_each_other, follows, ways
from warmline.decisions.reading.policies import digest

MOST_NAMED = 10
"""Contradictions about one thing on one type of event that are named; repairing them comes before looking for more."""
MOST_PAIRS = 200_000
"""Pairs of policies about one thing on one type of event that are compared."""

_Target = tuple[str, str]
_Group = tuple[str, _Target, int, str]


@dataclass(frozen=True, slots=True)
class _Claim:
    """What a policy does to one thing; claims of different `value` contradict each other."""

    target: _Target
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class _Claiming:
    policy: Policy
    claim: _Claim
    first: bool
    """Whether no row of its table is asked before it."""


def report_contradictions(policies: Sequence[Policy], report: Report) -> None:
    """A problem where two policies surely contradict each other, a warning where they may.

    `policies` come in the order in which they are judged.
    """
    groups: dict[_Group, list[_Claiming]] = {}
    tables: set[str] = set()
    for policy in policies:
        first = policy.first_of not in tables or not policy.first_of
        tables.add(policy.first_of)
        for claim in _claims(policy, report):
            for kind in policy.on:
                wait = _wait(policy)
                key = (kind, claim.target, 0 if wait else policy.priority, wait)
                groups.setdefault(key, []).append(_Claiming(policy, claim, first))
    search = _Search(report)
    for (kind, *_), group in groups.items():
        if len({one.claim.value for one in group}) > 1:
            search.look(kind, group)


class _Search:
    """Looks for contradictions in groups of policies; each pair is reported once, whatever types of events it is on."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._ways: dict[str, Ways] = {}
        self._told: set[tuple[str, str, _Target]] = set()

    def look(self, kind: str, group: list[_Claiming]) -> None:
        """Report the contradictions of policies that do different things to one target on one type of event."""
        named = 0
        for one, other in _of_the_same_words(group):
            if self._possible(one.policy):
                named += self._tell(one, other, kind, sure=one.first and other.first)
            if named == MOST_NAMED:
                return self._more(kind, group)
        possible = [self._possible(one.policy) for one in group]
        compared = pairs(possible, [one.claim.value for one in group])
        for first, second in islice(compared, MOST_PAIRS):
            one, other = group[first], group[second]
            if not _may_contradict(one, other):
                continue
            mine, its = possible[first], possible[second]
            if exclude_each_other(mine, its):
                continue
            sure = one.first and other.first and (follows(mine, its) or follows(its, mine))
            named += self._tell(one, other, kind, sure)
            if named == MOST_NAMED:
                return self._more(kind, group)
        if next(compared, None) is not None:
            self._more(kind, group)
        return None

    def _possible(self, policy: Policy) -> Ways:
        found = self._ways.get(policy.name)
        if found is None:
            found = self._ways[policy.name] = ways(policy.when, policy.environment)
        return found

    def _tell(self, one: _Claiming, other: _Claiming, kind: str, sure: bool) -> bool:
        """Report a pair, at the place of the one that stands further down; False where it was reported before."""
        one, other = sorted((one, other), key=lambda claiming: claiming.policy.where)
        names = (one.policy.name, other.policy.name, one.claim.target)
        if names in self._told:
            return False
        self._told.add(names)
        how = "and they hold at once" if sure else "and they may hold at once"
        what = (
            f'policy "{other.policy.name}" {other.claim.words}, "{one.policy.name}" ({one.policy.place}) '
            f"{one.claim.words}, {how} on {kind}"
        )
        remedy = "let their conditions exclude each other"
        if other.policy.after is None:
            remedy = f"give one a higher priority, or {remedy}"
        (self._report.problem if sure else self._report.warning)(*other.policy.where, what, remedy)
        return True

    def _more(self, kind: str, group: list[_Claiming]) -> None:
        about = " ".join(group[0].claim.target)
        what = f"more policies on {kind} may contradict each other about {about}"
        remedy = f"{len(group)} policies have their say; not all were compared with each other"
        self._report.warning(*group[0].policy.where, what, remedy)


def _claims(policy: Policy, report: Report) -> Iterator[_Claim]:
    """What a policy does to each thing. One that contradicts itself is reported."""
    found: dict[_Target, _Claim] = {}
    for claim in (claim for action in policy.do for claim in _of(action)):
        before = found.setdefault(claim.target, claim)
        if before.value != claim.value:
            what = f'policy "{policy.name}" contradicts itself: it {before.words}, and it {claim.words}'
            report.problem(*policy.where, what, "remove one of the two")
    yield from found.values()


def _of(action: Action) -> list[_Claim]:
    match action:
        case SetTraits(traits=traits):
            return [
                _Claim(("trait", name), _same(value), f"sets {name} to {value}")
                for name, value in traits.items()
            ]
        case Remember(situation=situation):
            return [_Claim(("situation", situation), "remember", f"remembers {situation}")]
        case Forget(situation=situation):
            return [_Claim(("situation", situation), "forget", f"forgets {situation}")]
    return []


def _same(value: Any) -> str:
    """The same for values that mean the same: 5 and 5.0 do."""
    return digest(int(value) if isinstance(value, float) and value.is_integer() else value)


def _of_the_same_words(group: list[_Claiming]) -> Iterator[tuple[_Claiming, _Claiming]]:
    """Pairs whose conditions are the same text: each with the first before it that it contradicts."""
    by_text: dict[tuple[str, int], list[_Claiming]] = {}
    for one in group:
        text = one.policy.when.text if one.policy.when else ""
        same = by_text.setdefault((text, id(one.policy.environment)), [])
        other = next((other for other in same if _may_contradict(one, other)), None)
        if other is not None:
            yield other, one
        if all(known.claim.value != one.claim.value for known in same) or len(same) < 2:
            same.append(one)


def _may_contradict(one: _Claiming, other: _Claiming) -> bool:
    """Whether they want different things, and neither is passed over because the other acted."""
    if one.claim.value == other.claim.value:
        return False
    return not one.policy.first_of or one.policy.first_of != other.policy.first_of


def _wait(policy: Policy) -> str:
    """When a policy looks at its event; those of different times are not compared."""
    if policy.after is None:
        return ""
    since = policy.after.since
    return f"{policy.after.wait} {since.text if since else ''}"
