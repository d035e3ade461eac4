"""No longer keep a situation in mind; what is not kept in mind needs no forgetting.

- forget: bill_shock
"""

from dataclasses import dataclass
from typing import ClassVar

from warmline.business.located import Node
from warmline.conditions.condition import Condition
from warmline.decisions.actions.base import Append, Consequence, Moment, Place
from warmline.decisions.actions.names import situation
from warmline.language.messages import Message, message


@dataclass(frozen=True, slots=True)
class Forget:
    """The situation that has passed, and whether it is kept in mind at all."""

    kind: ClassVar[str] = "forget"
    reaches: ClassVar[bool] = False
    purpose: ClassVar[str] = ""
    situation: str
    kept: Condition

    @classmethod
    def read(cls, node: Node, place: Place) -> "Forget | None":
        """From a name."""
        name = situation(node, place)
        return None if name is None else cls(name, Condition(f'"{name}" in situations', place.environment))

    def consequences(self, moment: Moment) -> list[Consequence]:
        if not self.kept.holds(moment.frame):
            return []
        said = {"situation": self.situation, "policy": moment.policy, "why": moment.why}
        return [Append("situation.ended", said)]

    def said(self) -> Message:
        return message("forget %(situation)s", situation=self.situation)
