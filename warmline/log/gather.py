"""Gathering: requests that wait for the writer at the same time are taken in together."""

import asyncio
import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from warmline.log.model import Receipt
from warmline.storage.port import Storage, Transaction

if TYPE_CHECKING:
    from warmline.log.ingest import Request

MOST_EVENTS = 2_000
"""Events of one group; more begin another."""
MOST_IN_A_HURRY = 25
"""The same while others are in a hurry: they wait for a part of a batch, not for all that has gathered."""


class Gatherer:
    """One command for all requests that come while the writer is busy.

    Single events cost several times what they cost in a batch; a busy server gets many of them, so they
    are made into batches here. A group fails as a whole; its requests then see to themselves.
    """

    def __init__(self, storage: Storage, take: "Callable[[Transaction, Sequence[Request]], None]") -> None:
        self._storage = storage
        self._take = take
        self._lock = threading.Lock()
        self._open: _Group | None = None

    @property
    def most_at_once(self) -> int:
        """Events that are to go to the writer together now. Small groups cost it more, so they are not always."""
        return MOST_IN_A_HURRY if self._storage.is_hurried else MOST_EVENTS

    async def take(self, request: "Request") -> Receipt:
        """Take a request in; returns after the durable commit."""
        loop = asyncio.get_running_loop()
        with self._lock:
            group = self._open
            if (
                group is None
                or group.loop is not loop
                or group.events >= self.most_at_once
                or group.done.done()
            ):
                group = self._open = _Group(loop)
                group.done = asyncio.ensure_future(self._storage.run(self._command(group)))
            group.requests.append(request)
            group.events += len(request.valid)
        # Whoever stops waiting does not stop the others.
        await asyncio.shield(group.done)
        return request.receipt

    def _command(self, group: "_Group") -> Callable[[Transaction], None]:
        def take_all(tx: Transaction) -> None:
            with self._lock:  # whoever comes from now on is in the next group
                if self._open is group:
                    self._open = None
            self._take(tx, group.requests)

        return take_all


class _Group:
    """Requests that are taken in together."""

    done: "asyncio.Future[None]"

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.requests: list[Request] = []
        self.events = 0
