"""The life of one Warmline: its start, what goes on by itself until its end."""

import asyncio
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import Any

import structlog

from warmline.app import clock
from warmline.app.restoring import Restoring
from warmline.app.rooms import Rooms
from warmline.app.settings import Settings
from warmline.business.model import Business
from warmline.customers import duplicates
from warmline.language import detection
from warmline.log import causes
from warmline.web.jobs import Progress

LOG = structlog.get_logger(__name__)


class Runtime(Rooms):
    """A Warmline that runs: `start` begins what goes on by itself, `stop` ends it."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self._restoring = Restoring(
            self.storage,
            self._declared,
            self.projection,
            self.ledger,
            self.ingest,
            self.sources,
            self.policy_health,
            self.cases,
            self.talking,
            self.presence,
        )
        self.business.on_change(self._use)
        self._tasks: list[asyncio.Task[None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self.is_ready = False

    async def start(self) -> None:
        """Begin the background work: timers, outbox, watching the business folder."""
        self._loop = asyncio.get_running_loop()
        self.pulse.attach()
        # Somebody may have put an older file in place by hand: before anything else is done with it.
        await self.customers.erase_again()
        await self.talking.keeping.take_up()
        work: list[Coroutine[Any, Any, Any]] = [
            self.timers.run(),
            self.dispatcher.run(),
            self.tally.run(),
            self.talking.keeping.run(),
            self.routing.spells.run(),
            self.business.watch(),
            self.customers.refresh(),
            self.customers.clear_rebuild(),
            causes.catch_up(self.storage),
            self.cases.catch_up(self.storage),
        ]
        self._tasks = [asyncio.create_task(one) for one in work]
        self.is_ready = True
        LOG.info("started", business=self.business.current.name, version=self.business.current.version)

    def preparing(self) -> Iterator[None]:
        """Make ready what the first customers would have to wait for otherwise, piece by piece."""
        languages = self.business.current.languages
        detection.prepare(languages)
        yield
        self.articles.search.prepare()
        yield
        yield from self.noticer.preparing(languages)

    async def stop(self) -> None:
        """End the background work, finish what is queued, close the storage."""
        self.is_ready = False
        await self.jobs.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.outside.close()
        await self.tally.write()
        await asyncio.to_thread(self.storage.close)
        LOG.info("stopped")

    async def restore(self, backup: Path) -> dict[str, Any]:
        """Put a backup in the place of the data, while running (see `Restoring`)."""
        return await self._restoring.restore(backup)

    async def look_for_duplicates(self, progress: Progress) -> dict[str, int]:
        """Propose probable duplicates among the customers; what was found."""
        return await duplicates.look(self.storage, self.projection, self.proposals, clock.now, progress)

    def _use(self, business: Business) -> None:
        """Go on by a new version of the business; called in the thread that reloads."""
        self.projection.use(business)
        self.webhooks.use(business)
        self.articles.use(business)
        self.talking.use(business)
        for _ in self.noticer.preparing(business.languages):
            pass
        if self._loop is not None and not self._loop.is_closed():
            asyncio.run_coroutine_threadsafe(self.customers.refresh(), self._loop)
