"""What the staff routes of the log work with, in one hand, and the ports they need from above."""

from collections.abc import Callable
from typing import Protocol

from warmline.log.browse import Visible
from warmline.log.imports import Imports
from warmline.log.ingest import Ingest
from warmline.log.replays import Replays
from warmline.log.sources import Sources
from warmline.log.subscriptions import Pulse
from warmline.storage.port import Storage
from warmline.web.principal import Principal


class Record(Protocol):
    """Puts on record who did or read what; `app` fills it with the audit of the staff room."""

    async def record(self, by: Principal, action: str, customer: str = "", detail: str = "") -> None:
        """Returns when it is durable."""
        ...

    async def looked_at(self, by: Principal, *customers: str, detail: str = "") -> None:
        """Returns when it is durable."""
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
