"""The port through which decisions are carried out; `app` fills it."""

from collections.abc import Sequence
from typing import Any, Protocol

from warmline.events.model import Event
from warmline.storage.port import Transaction


class Executors(Protocol):
    """What carries out the consequences of policies, each within the transaction of the decision."""

    def append(self, tx: Transaction, events: Sequence[Event], now: int) -> object:
        """Put events into the log; policies see them like any others."""
        ...

    def call(self, tx: Transaction, webhook: str, key: str, body: dict[str, Any], seq: int) -> None:
        """Have a webhook told something, once for each key. `seq` is the place of the decision in the log."""
        ...
