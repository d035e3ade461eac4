"""Tell the customer something: in the contact that is going on, else on their phone.

- message: "The network is back in {customer.area}."
- message: {text: "Your parcel {event.parcel} is late.", tells: recognised, purpose: service}
"""

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import msgspec

from warmline.business.located import Mapping, Node
from warmline.business.model import Disclosure
from warmline.conditions.errors import BadValue, EvaluationError
from warmline.conditions.said import Said
from warmline.conditions.told import uses
from warmline.decisions import consents
from warmline.decisions.actions.base import Append, Consequence, Moment, Place
from warmline.language.messages import Message as Words
from warmline.language.messages import message

WANTED = "message.wanted"
LEVELS = (Disclosure.ANONYMOUS, Disclosure.RECOGNISED, Disclosure.VERIFIED)


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    text: Any
    tells: Literal["anonymous", "recognised", "verified"] = "verified"
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What they are told, in their language; how well they must be known to hear of the event; the consent it needs."""

    kind: ClassVar[str] = "message"
    reaches: ClassVar[bool] = True
    text: Said
    tells: Disclosure
    purpose: str = ""

    @classmethod
    def read(cls, node: Node, place: Place) -> "Message | None":
        """From a text, or `{text, tells, purpose}`."""
        written = _Written(text=None)
        said = node
        if isinstance(node, Mapping) and "one" not in node.items:
            decoded = place.decode(node, _Written, "message")
            if decoded is None:
                return None
            written, said = decoded, node.items["text"]
        if undeclared := consents.undeclared(written.purpose, place.checked.business):
            place.refuse(node, undeclared, consents.REMEDY)
        text = place.said(said, "message")
        return None if text is None else cls(text, Disclosure[written.tells.upper()], written.purpose)

    def consequences(self, moment: Moment) -> list[Consequence]:
        """The text as it may be said at each level; where it is shown, the level is known."""
        of_event = uses(self.text.expressions, "event")
        texts: dict[str, str] = {}
        for level in LEVELS:
            if of_event and level < self.tells:
                continue
            try:
                texts[level.name.lower()] = self.text.text(moment.told(level), moment.spoken)
            except EvaluationError:
                continue
        if not texts:
            self.text.text(moment.frame, moment.spoken)  # what cannot be said at all says so itself
            raise BadValue("it tells what is for staff only")
        wanted = {"message": f"m-{moment.key}", "texts": texts, "policy": moment.policy, "why": moment.why}
        return [Append(WANTED, wanted, reaches=True)]

    def said(self) -> Words:
        return message("send a message")
