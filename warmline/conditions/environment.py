"""The variables that a condition may use, each with its type, and the frame that holds their values."""

from collections.abc import Mapping
from typing import Any

from warmline.conditions.limits import DEEPEST, MOST_WORK
from warmline.conditions.types import DYN, Type

Frame = list[Any]
"""What is left of the work allowed, the value of each variable, room for the variables of loops."""


class Environment:
    """Variables and their types; a frame holds one value for each."""

    def __init__(self, variables: Mapping[str, Type]) -> None:
        self.variables = dict(variables)
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

    def frame(self, values: Mapping[str, Any]) -> Frame:
        """A frame with these values. KeyError if one is missing.

        It may serve any number of conditions of this environment, one after the other.
        """
        return [MOST_WORK, *(values[name] for name in self.variables), *self._room]
