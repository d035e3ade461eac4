"""Tell somebody of staff: a notice on the desk, until somebody takes it.

- notify: "Gold customer rated us {event.score} of 5"
- notify: {text: "…", role: lead}
"""

from dataclasses import dataclass
from typing import ClassVar, Literal

import msgspec

from warmline.business.located import Node
from warmline.conditions.texts import Text
from warmline.decisions.actions.base import Append, Consequence, Moment, Place, said
from warmline.language.messages import Message, message


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    text: str
    role: Literal["agent", "lead"] = "agent"


@dataclass(frozen=True, slots=True)
class Notify:
    """What they should know, and who: agents, or leads alone."""

    kind: ClassVar[str] = "notify"
    reaches: ClassVar[bool] = False
    purpose: ClassVar[str] = ""
    text: Text
    role: str

    @classmethod
    def read(cls, node: Node, place: Place) -> "Notify | None":
        """From a text, or `{text, role}`."""
        remedy = 'write notify: "what they should know"'
        written = place.in_short(node, _Written, "notify", "notify has no text", remedy)
        text = place.text(written.text, node) if written else None
        return None if written is None or text is None else cls(text, written.role)

    def consequences(self, moment: Moment) -> list[Consequence]:
        notice = {
            "notice": f"n-{moment.key}",
            "text": said(self.text, moment),
            "role": self.role,
            "policy": moment.policy,
        }
        return [Append("staff.notified", notice)]

    def said(self) -> Message:
        return message("notify leads") if self.role == "lead" else message("notify agents")
