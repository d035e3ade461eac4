"""Keep a situation in mind for a time: conditions ask for it, and questions are about it.

- remember: bill_shock
- remember: {situation: bill_shock, for: 14d}
"""

from dataclasses import dataclass
from typing import ClassVar

import msgspec

from warmline.business.located import Mapping, Node
from warmline.decisions.actions.base import Append, Consequence, Moment, Place, given
from warmline.decisions.actions.names import situation
from warmline.language.messages import Message, message


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    situation: str
    for_: str = msgspec.field(name="for", default="")


@dataclass(frozen=True, slots=True)
class Remember:
    """The situation, and for how long (microseconds; None for good)."""

    kind: ClassVar[str] = "remember"
    reaches: ClassVar[bool] = False
    purpose: ClassVar[str] = ""
    situation: str
    length: int | None

    @classmethod
    def read(cls, node: Node, place: Place) -> "Remember | None":
        """From a name, or `{situation, for}`."""
        if not isinstance(node, Mapping):
            name = situation(node, place)
            return None if name is None else cls(name, None)
        written = place.decode(node, _Written, "remember")
        if written is None or situation(node.items["situation"], place) is None:
            return None
        length = None
        if written.for_:
            length = place.checked.length(written.for_, node.file, node.line_of("for"))
        return cls(written.situation, length)

    def consequences(self, moment: Moment) -> list[Consequence]:
        said = {
            "situation": self.situation,
            "until": moment.until(self.length),
            "policy": moment.policy,
            "why": moment.why,
        }
        return [Append("situation.remembered", given(said))]

    def said(self) -> Message:
        return message("remember %(situation)s", situation=self.situation)
