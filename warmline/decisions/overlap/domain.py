"""Sets of values that a comparison leaves: `> 5`, `in ["gold", "silver"]`, `!= 3`, and what several leave together."""

from dataclasses import dataclass, field, replace
from typing import Any

NOTHING: frozenset[Any] = frozenset()
INEXACT = 2.0**53
"""From here on, whole numbers and numbers with a fraction are not told apart exactly."""


@dataclass(frozen=True, slots=True)
class Domain:
    """Values of one kind: `points` alone where they are given, otherwise an interval without what is `excluded`.

    `low` and `high` are None where there is no bound; `low_open` says that the bound itself is not in it.
    `unordered` says that what is no number (NaN) is in it, too: it is not equal to anything, and neither above nor
    below.
    """

    kind: str
    points: frozenset[Any] | None = None
    low: Any = None
    high: Any = None
    low_open: bool = False
    high_open: bool = False
    excluded: frozenset[Any] = field(default=NOTHING)
    unordered: bool = False

    @property
    def empty(self) -> bool:
        """Whether no value is left."""
        if self.points is not None:
            return not self.points
        if self.unordered or self.low is None or self.high is None:
            return False
        if self.low == self.high:
            return self.low_open or self.high_open or self.low in self.excluded
        return bool(self.low > self.high)

    def __and__(self, other: "Domain") -> "Domain":
        """What both leave; both of one kind."""
        if self.points is not None:
            return replace(self, points=frozenset(value for value in self.points if value in other))
        if other.points is not None:
            return other & self
        low, low_open = _higher(self.low, self.low_open, other.low, other.low_open)
        high, high_open = _lower(self.high, self.high_open, other.high, other.high_open)
        excluded = self.excluded | other.excluded
        unordered = self.unordered and other.unordered
        return Domain(self.kind, None, low, high, low_open, high_open, excluded, unordered)

    def __contains__(self, value: Any) -> bool:
        if self.points is not None:
            return value in self.points
        above = self.low is None or value > self.low or (value == self.low and not self.low_open)
        below = self.high is None or value < self.high or (value == self.high and not self.high_open)
        return above and below and value not in self.excluded

    def within(self, other: "Domain") -> bool:
        """Whether all that is in this is surely in the other; both of one kind."""
        if self.points is not None:
            return all(value in other for value in self.points)
        if other.points is not None or (self.unordered and not other.unordered):
            return False
        low = other.low is None or (
            self.low is not None
            and (self.low > other.low or (self.low == other.low and (self.low_open or not other.low_open)))
        )
        high = other.high is None or (
            self.high is not None
            and (
                self.high < other.high
                or (self.high == other.high and (self.high_open or not other.high_open))
            )
        )
        return low and high and all(value not in self for value in other.excluded)


def _higher(one: Any, one_open: bool, other: Any, other_open: bool) -> tuple[Any, bool]:
    """The bound from below that leaves less."""
    if one is None or other is None:
        return (other, other_open) if one is None else (one, one_open)
    if one == other:
        return one, one_open or other_open
    return (one, one_open) if one > other else (other, other_open)


def _lower(one: Any, one_open: bool, other: Any, other_open: bool) -> tuple[Any, bool]:
    """The bound from above that leaves less."""
    if one is None or other is None:
        return (other, other_open) if one is None else (one, one_open)
    if one == other:
        return one, one_open or other_open
    return (one, one_open) if one < other else (other, other_open)
