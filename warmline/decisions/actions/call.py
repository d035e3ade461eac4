"""Call a webhook of webhooks.yaml: an outside system does it.

- call: {webhook: messages, reaches_customer: true, with: {text: "Your bill is {event.total}."}}
"""

from dataclasses import dataclass
from typing import ClassVar

import msgspec

from warmline.business.located import Node
from warmline.business.suggest import suggest
from warmline.conditions.texts import Text
from warmline.decisions import consents
from warmline.decisions.actions.base import Call, Consequence, Moment, Place
from warmline.language.messages import Message, message


class _Written(msgspec.Struct, forbid_unknown_fields=True):
    webhook: str
    with_: dict[str, str] = msgspec.field(name="with", default_factory=dict)
    reaches_customer: bool = False
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class CallWebhook:
    """Which webhook, what it is told beside who and why, whether the customer notices, the consent that it needs."""

    kind: ClassVar[str] = "call"
    webhook: str
    values: dict[str, Text]
    reaches: bool
    purpose: str = ""

    @classmethod
    def read(cls, node: Node, place: Place) -> "CallWebhook | None":
        """From `{webhook, with, reaches_customer, purpose}`; a webhook that is not declared is refused."""
        written = place.decode(node, _Written, "call")
        if written is None:
            return None
        webhooks = place.checked.business.webhooks
        if written.webhook not in webhooks:
            what = f'there is no webhook "{written.webhook}" in webhooks.yaml'
            place.refuse(node, what, suggest(written.webhook, webhooks))
            return None
        texts = {name: place.text(text, node) for name, text in written.with_.items()}
        sound = {name: text for name, text in texts.items() if text is not None}
        if undeclared := consents.undeclared(written.purpose, place.checked.business):
            place.refuse(node, undeclared, consents.REMEDY)
        if len(sound) < len(texts):
            return None
        return cls(written.webhook, sound, written.reaches_customer, written.purpose)

    def consequences(self, moment: Moment) -> list[Consequence]:
        values = {name: text.said(moment.frame, moment.formats) for name, text in self.values.items()}
        return [Call(self.webhook, values, self.reaches)]

    def said(self) -> Message:
        return message("call %(webhook)s", webhook=self.webhook)
