"""The variables that a condition may use, each with its type, and the frame that holds their values."""

from collections.abc import Collection, Mapping
from typing import Any

from warmline.conditions.limits import DEEPEST, MOST_WORK
from warmline.conditions.types import DYN, Type

Frame = list[Any]
"""What is left of the work allowed, the value of each variable, room for the variables of loops."""


class Environment:
    """Variables and their types; a frame holds one value for each. `money` names those that are amounts of money."""

    def __init__(self, variables: Mapping[str, Type], money: Collection[str] = ()) -> None:
        self.variables = dict(variables)
        self.money = frozenset(money)
        self.slots = {name: slot for slot, name in enumerate(self.variables, 1)}
        self.first_free = len(self.slots) + 1
        """The slot of the outermost loop's variable."""
        self.used: set[str] = set()
        """The variables that anything checked against this environment asks for: nobody need know the others."""
        self._room = [None] * DEEPEST

    @classmethod
    def of_values(cls, values: Mapping[str, Any]) -> "Environment":
        """Variables of which only the names are known."""
        return cls(dict.fromkeys(values, DYN))

    def part(self, variables: Mapping[str, Type]) -> "Environment":
        """Some of the variables, perhaps of narrower types, at the same places: a frame of the whole serves."""
        part = Environment(variables, self.money)
        part.slots = {name: self.slots[name] for name in variables}
        part.first_free = self.first_free
        return part

    def beside(self, name: str, kind: Type) -> "Environment":
        """The same, and one more variable in the first free place; one of the same name is hidden by it."""
        more = Environment({**self.variables, name: kind}, self.money - {name})
        more.slots = {**self.slots, name: self.first_free}
        more.first_free = self.first_free + 1
        return more

    def frame(self, values: Mapping[str, Any]) -> Frame:
        """A frame with these values. KeyError if one is missing.

        It may serve any number of conditions of this environment, one after the other.
        """
        return [MOST_WORK, *map(values.__getitem__, self.variables), *self._room]
