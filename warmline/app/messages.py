"""Fills the port through which messages are sent: the webhook of the business that is called `messages`."""

from collections.abc import Callable

import msgspec

from warmline.app.webhooks import KIND, Webhooks
from warmline.business.model import Business
from warmline.contacts.messages import Message
from warmline.log.model import Delivery

WEBHOOK = "messages"


class ByWebhook:
    """Sends what is to be sent as a policy has it sent, under the name of no policy."""

    def __init__(self, webhooks: Webhooks, business: Callable[[], Business]) -> None:
        self._webhooks = webhooks
        self._business = business

    @property
    def is_ready(self) -> bool:
        """Whether the business has such a webhook."""
        return WEBHOOK in self._business().webhooks

    async def send(self, message: Message) -> None:
        """Call it: `{policy: "", customer: {identifiers}, values: {text}}`."""
        to = {"type": message.to.type, "value": message.to.value}
        body = {"policy": "", "customer": {"identifiers": [to]}, "values": {"text": message.text}}
        delivery = Delivery(
            id=0,
            key=message.key,
            kind=KIND,
            target=WEBHOOK,
            body=msgspec.json.encode(body),
            seq=0,
            attempts=0,
            due=0,
            state="waiting",
            error="",
        )
        await self._webhooks.deliver(delivery)
