"""Counting what came of policies in one piece of work, before it is added to the tally of the day."""

from collections.abc import Iterable, Sequence

from warmline.decisions.answers import HeldBack
from warmline.decisions.counts import Counts
from warmline.decisions.model import Policy


class Counting:
    """Counts by policy. That policies were looked at and nothing came of it costs one addition for all of them."""

    def __init__(self) -> None:
        self._by_policy: dict[str, Counts] = {}
        self._in_vain: dict[int, tuple[Sequence[Policy], int]] = {}

    def in_vain(self, policies: Sequence[Policy]) -> None:
        """These were looked at, and none held."""
        known = self._in_vain.get(id(policies))
        self._in_vain[id(policies)] = (policies, 1 if known is None else known[1] + 1)

    def looked_at(self, held: Iterable[Policy], not_held: Iterable[str], failed: Iterable[Policy]) -> None:
        """What the conditions of policies said, one by one."""
        for name in not_held:
            self._of(name).evaluated += 1
        for policy in held:
            counts = self._of(policy.name)
            counts.evaluated += 1
            counts.held += 1
        for policy in failed:
            counts = self._of(policy.name)
            counts.evaluated += 1
            counts.failed += 1

    def acted(self, policies: Iterable[str], held_back: Iterable[HeldBack]) -> None:
        """Which of those that held did something, and of which something was held back; each counts once."""
        for name in dict.fromkeys(policies):
            self._of(name).acted += 1
        for name in dict.fromkeys(one.policy for one in held_back):
            if name in self._by_policy and self._by_policy[name].held:
                self._of(name).held_back += 1

    def totals(self) -> dict[str, Counts]:
        """All counts by the names of policies."""
        for policies, times in self._in_vain.values():
            for policy in policies:
                self._of(policy.name).evaluated += times
        self._in_vain.clear()
        return self._by_policy

    def _of(self, name: str) -> Counts:
        counts = self._by_policy.get(name)
        if counts is None:
            counts = self._by_policy[name] = Counts()
        return counts
