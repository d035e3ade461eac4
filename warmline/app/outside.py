"""Wires what speaks with the world outside: the company's systems, messages to customers, a language model."""

import os
import time
from collections.abc import Callable

from warmline.app import clock
from warmline.app.calling import Systems
from warmline.app.language_model import LanguageModel
from warmline.app.messages import ByWebhook
from warmline.app.metrics import Metrics
from warmline.app.own_key import own_key
from warmline.app.settings import Settings
from warmline.app.webhooks import Webhooks
from warmline.business.model import Business
from warmline.channels.texts.sending import Sending
from warmline.connectors.client import Connectors
from warmline.connectors.exchange import Exchange
from warmline.contacts.codes import Codes
from warmline.customers.recognising.service import Recogniser
from warmline.storage.port import Storage


class Outside:
    """`systems` for flows and staff; `messages`, `codes` and `texts` to customers; `model` for drafts."""

    def __init__(
        self,
        settings: Settings,
        *,
        storage: Storage,
        webhooks: Webhooks,
        recogniser: Recogniser,
        metrics: Metrics,
        business: Callable[[], Business],
        wake: Callable[[], None],
    ) -> None:
        exchange = Exchange(lambda: business().hosts, os.environ, time.time, settings.addresses)
        self._connectors = Connectors(exchange, metrics.called)
        self.systems = Systems(self._connectors, business)
        self.texts = Sending(storage, self.systems, business)
        self.messages = ByWebhook(webhooks, business)
        self.codes = Codes(
            storage,
            recogniser,
            self.messages,
            own_key(settings.data),
            lambda: business().name,
            clock.now,
            wake,
        )
        self.model = LanguageModel(
            settings.model_url,
            settings.model_key,
            settings.model_name,
            settings.model_seconds,
            lambda: business().hosts,
            settings.addresses,
        )

    async def close(self) -> None:
        """End what is still under way with systems and the model."""
        await self._connectors.close()
        await self.model.close()
