"""Fills the port through which decisions are carried out: the log, and the webhooks of the business."""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from warmline.app.webhooks import KIND
from warmline.events.model import Event
from warmline.log import outbox
from warmline.log.ingest import Ingest
from warmline.storage.port import Transaction


class CarryOut:
    """Carries the consequences of policies out.

    `ingest` gives the way into the log once there is one; `wake` has the outbox look at once.
    """

    def __init__(
        self, ingest: Callable[[], Ingest], clock: Callable[[], int], wake: Callable[[], None]
    ) -> None:
        self._ingest = ingest
        self._clock = clock
        self._wake = wake

    def append(self, tx: Transaction, events: Sequence[Event], now: int) -> None:
        """Put events into the log."""
        self._ingest().append(tx, events, now)

    def call(self, tx: Transaction, webhook: str, key: str, body: dict[str, Any], seq: int) -> None:
        """Queue a delivery to a webhook."""
        outbox.put(
            tx,
            key=key,
            kind=KIND,
            target=webhook,
            body=msgspec.json.encode(body),
            seq=seq,
            due=self._clock(),
        )
        tx.after_commit(self._wake)
