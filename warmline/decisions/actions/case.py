"""Open a case: a problem that stays on the customer's page until it is solved.

- case: {what: parcel, summary: "Parcel {event.parcel} is lost", due: 2d}
"""

from dataclasses import dataclass
from typing import ClassVar

import msgspec

from warmline.business.located import Node
from warmline.conditions.texts import Text
from warmline.decisions.actions.base import Append, Consequence, Moment, Place, given, said
from warmline.language.messages import Message, message


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    what: str
    summary: str
    due: str = ""


@dataclass(frozen=True, slots=True)
class OpenCase:
    """What it is about, in the words of contact reasons; in one sentence; within which time (microseconds)."""

    kind: ClassVar[str] = "case"
    reaches: ClassVar[bool] = False
    purpose: ClassVar[str] = ""
    what: str
    summary: Text
    due: int | None

    @classmethod
    def read(cls, node: Node, place: Place) -> "OpenCase | None":
        """From `{what, summary, due}`."""
        written = place.decode(node, _Written, "case")
        if written is None:
            return None
        summary = place.text(written.summary, node)
        due = place.checked.length(written.due, node.file, node.line_of("due")) if written.due else None
        return None if summary is None else cls(written.what, summary, due)

    def consequences(self, moment: Moment) -> list[Consequence]:
        opened = {
            "case": f"k-{moment.key}",
            "what": self.what,
            "summary": said(self.summary, moment),
            "due": moment.until(self.due),
        }
        return [Append("case.opened", given(opened))]

    def said(self) -> Message:
        return message("open a case about %(what)s", what=self.what)
