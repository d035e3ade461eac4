"""What the staff routes of the log work with, in one hand, and the ports they need from above."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from warmline.log import browse
from warmline.log.browse import Filter, Slice, Visible
from warmline.log.imports import Imports
from warmline.log.ingest import Ingest
from warmline.log.replays import Replays
from warmline.log.sources import Sources
from warmline.log.subscriptions import Pulse
from warmline.storage.port import Reader, Storage
from warmline.web.principal import Principal


class Record(Protocol):
    """Puts on record who did or read what; `app` fills it with the audit of the staff room."""

    async def record(self, by: Principal, action: str, customer: str = "", detail: str = "") -> None:
        """Returns when it is durable."""
        ...

    async def looked_at(self, by: Principal, *customers: str, detail: str = "") -> None:
        """Returns when it is durable."""
        ...

    async def exported(self, by: Principal, first: int, last: int, wanted: Filter) -> None:
        """Those of the events at `first` to `last` that `wanted` admits; returns when it is durable."""
        ...


class LogDesk:
    """The log for staff. `clock` gives microseconds since 1970; `wake` has the outbox look at once."""

    def __init__(
        self,
        storage: Storage,
        ingest: Ingest,
        sources: Sources,
        pulse: Pulse,
        visible: Visible,
        record: Record,
        clock: Callable[[], int],
        wake: Callable[[], None],
    ) -> None:
        self.storage = storage
        self.sources = sources
        self.pulse = pulse
        self.visible = visible
        self.record = record
        self.clock = clock
        self.wake = wake
        self.imports = Imports(storage, ingest, clock)
        self.replays = Replays(storage, ingest, sources, clock)

    async def forward(
        self, by: Principal, after: int, limit: int, wanted: Filter, wait: float = 0
    ) -> tuple[Slice, list[int]]:
        """Events behind a place, and whose they are; waits so many seconds for some to come."""
        loop = asyncio.get_running_loop()
        until = loop.time() + wait
        while True:

            def query(reader: Reader, after: int = after) -> tuple[Slice, list[int]]:
                found = browse.forward(reader, by, self.visible, after, limit, wanted)
                return found, browse.customers(reader, self.visible, found.events)

            found, customers = await self.storage.read(query)
            left = until - loop.time()
            if found.events or left <= 0:
                return found, customers
            after = found.next
            if found.at_end:
                await self.pulse.wait(min(left, 1.0))

    async def backward(
        self, by: Principal, before: int, limit: int, wanted: Filter
    ) -> tuple[Slice, list[int]]:
        """Events in front of a place, and whose they are."""

        def query(reader: Reader) -> tuple[Slice, list[int]]:
            found = browse.backward(reader, by, self.visible, before, limit, wanted)
            return found, browse.customers(reader, self.visible, found.events)

        return await self.storage.read(query)

    async def look(self, by: Principal, customers: list[int]) -> None:
        """Put on record whose events are about to be shown."""
        if customers:
            await self.record.looked_at(by, *map(str, customers), detail="events of the log")
