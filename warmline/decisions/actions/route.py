"""Have a queue take care of the contact that is going on: the customer waits there for a person.

- route: billing
- route: {queue: retention, why: "They have asked twice about leaving."}
"""

from dataclasses import dataclass
from typing import ClassVar

import msgspec

from warmline.business.located import Node
from warmline.decisions.actions.base import Append, Consequence, Moment, Place
from warmline.language.messages import Message, message

WANTED = "route.wanted"


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    queue: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """The queue, by its name in service.yaml, and what the person there is told; without it the policy's why."""

    kind: ClassVar[str] = "route"
    reaches: ClassVar[bool] = False
    purpose: ClassVar[str] = ""
    queue: str
    why: str
    file: str
    line: int

    @classmethod
    def read(cls, node: Node, place: Place) -> "Route | None":
        """From a name, or `{queue, why}`; whether there is such a queue is found out when all files are read."""
        written = place.in_short(node, _Written, "route", "route names no queue", "write route: billing")
        return None if written is None else cls(written.queue, written.why, node.file, node.line)

    def consequences(self, moment: Moment) -> list[Consequence]:
        wanted = {"queue": self.queue, "why": self.why or moment.why, "policy": moment.policy}
        return [Append(WANTED, wanted)]

    def said(self) -> Message:
        return message("route to %(queue)s", queue=self.queue)
