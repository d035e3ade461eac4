"""Webhooks: outside systems that the business lists are told of events, signed, at least once."""

import asyncio
import hmac
import os
import ssl
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from types import MappingProxyType

import httpx

from warmline.business.hosts import elsewhere, may_call
from warmline.business.model import Business
from warmline.log import outbox
from warmline.log.model import Delivery, Stored
from warmline.log.native import encode as native
from warmline.storage.port import Transaction

KIND = "webhook"
SIGNATURE = "X-Warmline-Signature"
KEY = "Idempotency-Key"
TIMEOUT = 10.0
"""Seconds in which a webhook must have answered, however busy it seems to be meanwhile."""


class Webhooks:
    """The stage of ingest that queues what webhooks are told, and the handler that tells it."""

    def __init__(
        self,
        business: Business,
        clock: Callable[[], int],
        environment: Mapping[str, str] = os.environ,
        wake: Callable[[], None] = lambda: None,
        timeout: float = TIMEOUT,
        addresses: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._addresses = addresses
        self._clock = clock
        self._wake = wake
        self._environment = environment
        self._timeout = timeout
        self._business = business
        self._by_type: dict[str, list[str]] = {}
        self.use(business)

    def use(self, business: Business) -> None:
        """Go on by a new version of the business."""
        by_type: dict[str, list[str]] = {}
        for name, webhook in business.webhooks.items():
            for event_type in webhook.on:
                by_type.setdefault(event_type, []).append(name)
        self._business, self._by_type = business, by_type

    def queue(self, tx: Transaction, arrived: Sequence[Stored]) -> None:
        """Queue one delivery for each new event and webhook that asked for its type."""
        told = [(stored, name) for stored in arrived for name in self._by_type.get(stored.event.type, ())]
        if told:
            tx.after_commit(self._wake)
        for stored, name in told:
            outbox.put(
                tx,
                key=f"{name}:{stored.id}",
                kind=KIND,
                target=name,
                body=native(stored.event, stored.seq),
                seq=stored.seq,
                due=self._clock(),
            )

    async def deliver(self, delivery: Delivery) -> None:
        """Tell one webhook of one event. A 2xx answer is a success; 410 and 501 end it; all else is tried again."""
        business = self._business
        webhook = business.webhooks.get(delivery.target)
        if webhook is None:
            raise outbox.GiveUp(f"webhooks.yaml no longer lists {delivery.target!r}")
        if not may_call(webhook.url, business.hosts):
            raise outbox.GiveUp(
                f"the host of {webhook.url} is not on the list `hosts.allow` of business.yaml"
            )
        secret = self._environment.get(webhook.secret)
        if not secret:
            raise outbox.GiveUp(f"the environment has no {webhook.secret}; set it and retry")
        headers = {
            "content-type": "application/json",
            KEY: delivery.key,
            SIGNATURE: "sha256=" + hmac.new(secret.encode(), delivery.body, sha256).hexdigest(),
        }
        async with (
            asyncio.timeout(self._timeout),
            httpx.AsyncClient(
                timeout=self._timeout, follow_redirects=False, trust_env=False, verify=_certificates()
            ) as client,
            client.stream(
                "POST", elsewhere(webhook.url, self._addresses), content=delivery.body, headers=headers
            ) as answer,
        ):
            pass  # what it says beside the status is not read: it may have no end
        if answer.status_code in (410, 501):
            raise outbox.GiveUp(f"it answered {answer.status_code}")
        if not answer.is_success:
            raise httpx.HTTPStatusError(
                f"it answered {answer.status_code}", request=answer.request, response=answer
            )


@cache
def _certificates() -> ssl.SSLContext:
    """Whom we trust, read once: reading it for each delivery would hold the event loop up for 30 ms."""
    return httpx.create_ssl_context(trust_env=False)
