"""Wires the rooms that customers meet: chat, kiosks, calls from the command line, text messages, their own pages."""

import asyncio
import os
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from warmline.app import clock
from warmline.app.runtime import Runtime
from warmline.channels.chat.listeners import Listeners
from warmline.channels.chat.service import Chat
from warmline.channels.holders import Holders
from warmline.channels.line.service import PHONE, Line
from warmline.channels.passes import Passes
from warmline.channels.texts.service import TextMessages
from warmline.contacts import repository
from warmline.language.detection import detect
from warmline.site.site import Site
from warmline.storage.errors import StorageError
from warmline.storage.port import Reader

KEY = "pages.key"
SWEEP_SECONDS = 60.0
"""Seconds between two looks for files that an erasure, cut off, has left."""


class Visiting:
    """`chat`, `line`, `text_messages` and `site` of one Warmline.

    What was attached to contacts that are no more is swept out.
    """

    def __init__(self, runtime: Runtime, environment: Mapping[str, str] = os.environ) -> None:
        settings = runtime.settings
        self._storage = runtime.storage
        self._files = runtime.files
        self._sweeping: asyncio.Task[None] | None = None
        passes = Passes(key_of(settings.data / KEY), clock.now)
        self.chat = Chat(
            runtime.talking.talks,
            runtime.files,
            lambda: runtime.business.current,
            environment,
            origins=settings.origins,
            detect=detect,
            known_as=Holders(passes, runtime.customers).known_as,
            listeners=Listeners(settings.listeners_per_address),
        )
        self.line = Line(
            runtime.talking.talks,
            lambda: runtime.business.current,
            lambda number: runtime.projection.rules.normaliser.value(PHONE, number),
        )
        self.text_messages = TextMessages(
            runtime.talking.correspondence,
            lambda: runtime.business.current,
            environment,
            lambda number: runtime.projection.rules.normaliser.value(PHONE, number),
            detect,
            time.time,
        )
        self.site = Site(
            chat=self.chat,
            passes=passes,
            customers=runtime.customers,
            decisions=runtime.decisions,
            clock=clock.now,
            looked=runtime.staff.audit.looked_at,
            environment=environment,
            last_asked=runtime.talking.talks.last_asked,
            demo=settings.demo,
        )

    async def start(self) -> None:
        """Begin to sweep."""
        self._sweeping = asyncio.create_task(self._keep_sweeping())

    async def stop(self) -> None:
        """End it."""
        if self._sweeping is not None:
            self._sweeping.cancel()
            await asyncio.gather(self._sweeping, return_exceptions=True)

    async def sweep(self) -> None:
        """Remove files whose contact is gone: their customer was erased."""
        there = await asyncio.to_thread(self._files.contacts)

        def gone(reader: Reader) -> list[str]:
            return [name for name in there if repository.named(reader, name) is None]

        for name in await self._storage.read(gone):
            await asyncio.to_thread(self._files.erase, name)

    async def _keep_sweeping(self) -> None:
        while True:
            with suppress(StorageError, OSError):  # the next look finds what this one could not remove
                await self.sweep()
            await asyncio.sleep(SWEEP_SECONDS)


def key_of(path: Path) -> bytes:
    """The secret that links are signed with, made at the first start; whoever removes the file ends all links."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        key = secrets.token_bytes(32)
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(key)
        return key
