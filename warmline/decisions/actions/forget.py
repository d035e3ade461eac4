"""No longer keep a situation in mind.

- forget: bill_shock
"""

from dataclasses import dataclass
from typing import ClassVar

from warmline.business.located import Node
from warmline.decisions.actions.base import Append, Consequence, Moment, Place
from warmline.decisions.actions.names import situation


@dataclass(frozen=True, slots=True)
class Forget:
    """The situation that has passed."""

    kind: ClassVar[str] = "forget"
    reaches: ClassVar[bool] = False
    situation: str

    @classmethod
    def read(cls, node: Node, place: Place) -> "Forget | None":
        """From a name."""
        name = situation(node, place)
        return None if name is None else cls(name)

    def consequences(self, moment: Moment) -> list[Consequence]:
        said = {"situation": self.situation, "policy": moment.policy, "why": moment.why}
        return [Append("situation.ended", said)]

    def words(self) -> str:
        return f"forget {self.situation}"
