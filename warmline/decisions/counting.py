"""Counting what came of policies in one piece of work, before it is added to the tally of the day."""

from collections.abc import Iterable, Sequence

from warmline.decisions.answers import HeldBack
from warmline.decisions.counts import Counts, add
from warmline.decisions.model import Policy


class Counting:
    """Counts by policy. That policies were looked at costs one addition for all of them, however many they are."""

    def __init__(self) -> None:
        self._by_policy: dict[str, Counts] = {}
        self._looked_at: dict[int, tuple[Sequence[Policy], int]] = {}

    def looked_at(
        self, policies: Sequence[Policy], held: Iterable[Policy] = (), failed: Iterable[Policy] = ()
    ) -> None:
        """What the conditions of policies said."""
        known = self._looked_at.get(id(policies))
        self._looked_at[id(policies)] = (policies, 1 if known is None else known[1] + 1)
        for policy in held:
            self._of(policy.name).held += 1
        for policy in failed:
            self._of(policy.name).failed += 1

    def acted(self, policies: Iterable[str], held_back: Iterable[HeldBack]) -> None:
        """Which of those that held did something, and of which something was held back; each counts once."""
        for name in dict.fromkeys(policies):
            self._of(name).acted += 1
        for name in dict.fromkeys(one.policy for one in held_back):
            if name in self._by_policy and self._by_policy[name].held:
                self._of(name).held_back += 1

    def add(self, other: "Counting") -> None:
        """Add what was counted elsewhere."""
        for key, (policies, times) in other._looked_at.items():
            known = self._looked_at.get(key)
            self._looked_at[key] = (policies, times if known is None else known[1] + times)
        for name, counts in other._by_policy.items():
            add(self._of(name), counts)

    def totals(self) -> dict[str, Counts]:
        """All counts by the names of policies."""
        for policies, times in self._looked_at.values():
            for policy in policies:
                self._of(policy.name).evaluated += times
        self._looked_at.clear()
        return self._by_policy

    def sums(self) -> Counts:
        """All counts of all policies together."""
        summed = Counts(evaluated=sum(len(policies) * times for policies, times in self._looked_at.values()))
        for counts in self._by_policy.values():
            add(summed, counts)
        return summed

    def _of(self, name: str) -> Counts:
        counts = self._by_policy.get(name)
        if counts is None:
            counts = self._by_policy[name] = Counts()
        return counts
