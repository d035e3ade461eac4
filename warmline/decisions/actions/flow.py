"""Begin a flow with the customer: at the next moment that fits, in the contact that is going on or in their next.

- flow: bill
- flow: {flow: renew-card, for: 14d, why: "Their card expires this month."}
"""

from dataclasses import dataclass
from typing import ClassVar

import msgspec

from warmline.business.located import Mapping, Node
from warmline.decisions.actions.base import Append, Consequence, Moment, Place
from warmline.language.messages import Message, message

WANTED = "flow.wanted"


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    flow: str
    for_: str = msgspec.field(name="for", default="30d")
    why: str = ""


@dataclass(frozen=True, slots=True)
class BeginFlow:
    """The flow, by its name; for how long it is wanted (microseconds); why, where the policy does not say it."""

    kind: ClassVar[str] = "flow"
    reaches: ClassVar[bool] = False
    purpose: ClassVar[str] = ""
    flow: str
    length: int
    why: str
    file: str
    line: int

    @classmethod
    def read(cls, node: Node, place: Place) -> "BeginFlow | None":
        """From a name, or `{flow, for, why}`; whether there is such a flow is found out when all files are read."""
        written = place.in_short(node, _Written, "flow", "flow names none", "write flow: bill")
        if written is None:
            return None
        line = node.line_of("for") if isinstance(node, Mapping) else node.line
        length = place.checked.length(written.for_, node.file, line)
        return None if length is None else cls(written.flow, length, written.why, node.file, node.line)

    def consequences(self, moment: Moment) -> list[Consequence]:
        wanted = {
            "flow": self.flow,
            "until": moment.until(self.length),
            "why": self.why or moment.why,
            "policy": moment.policy,
        }
        return [Append(WANTED, wanted)]

    def said(self) -> Message:
        return message("begin %(flow)s", flow=self.flow)
