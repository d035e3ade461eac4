"""What a policy proposes when it is asked: advice, or an offer.

- advise: {action: outage-status, say: "There is an outage in {customer.area}."}
- offer: outage-credit
"""

from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec

from warmline.business.located import Mapping, Node
from warmline.conditions.said import Said
from warmline.decisions.actions.base import Place
from warmline.decisions.actions.names import named


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    action: str
    say: Any


@dataclass(frozen=True, slots=True)
class Advice:
    """What would help now: a name that flows and reports know it by, and what to say."""

    kind: ClassVar[str] = "advise"
    name: str
    say: Said

    @classmethod
    def read(cls, node: Node, place: Place) -> "Advice | None":
        """From `{action, say}`."""
        written = place.decode(node, _Written, "advise")
        if written is None or not isinstance(node, Mapping):
            return None
        name = named(node.items["action"], place, "advice")
        say = place.said(node.items["say"], "advise, say")
        return None if name is None or say is None else cls(name, say)


@dataclass(frozen=True, slots=True)
class Proposed:
    """An offer, by its name; whether there is one is found out when all files are read."""

    kind: ClassVar[str] = "offer"
    name: str
    line: int

    @classmethod
    def read(cls, node: Node, place: Place) -> "Proposed | None":
        """From a name."""
        name = named(node, place, "an offer")
        return None if name is None else cls(name, node.line)


Proposal = Advice | Proposed
