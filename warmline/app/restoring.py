"""Puts a backup in the place of the data, while Warmline runs."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from warmline.app import clock
from warmline.app.talking import Talking
from warmline.business.model import Business
from warmline.coaching.advising import repository as advice
from warmline.contacts import replies, setting_back
from warmline.contacts.cases import Cases
from warmline.contacts.setting_back import Meanwhile
from warmline.customers import shadow
from warmline.customers.erasure import Ledger
from warmline.customers.looks import Renamed
from warmline.customers.projection import Projection
from warmline.decisions.health import Health
from warmline.log import causes, sources
from warmline.log import repository as log
from warmline.log.ingest import Ingest
from warmline.log.sources import Sources
from warmline.routing.presence import Presence
from warmline.staff import carrying_over
from warmline.storage.port import Reader, Transaction
from warmline.storage.sqlite import SqliteStorage


class Restoring:
    """Does so, and has every room go by the data that are there then."""

    def __init__(
        self,
        storage: SqliteStorage,
        business: Callable[[], Business],
        projection: Projection,
        ledger: Ledger,
        ingest: Ingest,
        sources: Sources,
        policy_health: Health,
        cases: Cases,
        talking: Talking,
        presence: Presence,
    ) -> None:
        self._storage = storage
        self._business = business
        self._projection = projection
        self._ledger = ledger
        self._ingest = ingest
        self._sources = sources
        self._policy_health = policy_health
        self._cases = cases
        self._talking = talking
        self._presence = presence

    async def restore(self, backup: Path) -> dict[str, Any]:
        """Nobody is served from a backup before it is fit.

        Erasures since then are made again in it, and what was decided about staff, tokens and write keys holds.
        """
        projection = Projection(self._business())  # what it remembers is of the backup
        erased, meanwhile = 0, Meanwhile([], [])

        def erase_again(running: Reader, arriving: Transaction) -> None:
            nonlocal erased
            shadow.empty(arriving)
            erased += self._ledger.apply(arriving, projection, clock.now())

        def carry_over(running: Reader, arriving: Transaction) -> None:
            sources.carry_over(running, arriving)
            carrying_over.carry_over(running, arriving, Renamed(running, arriving))
            replies.may_have_been_sent(arriving)
            advice.may_have_been_sent(arriving)
            nonlocal meanwhile
            meanwhile = setting_back.carry_over(running, arriving)
            erase_again(running, arriving)

        def replaced() -> None:
            self._projection.use(self._business())
            self._ingest.forget()
            self._talking.forget()
            self._presence.changed()

        kept = await asyncio.to_thread(
            self._storage.restore, backup, ahead=erase_again, at_last=carry_over, replaced=replaced
        )
        self._sources.reload()
        self._policy_health.reload()
        await causes.catch_up(self._storage)  # where the backup is of an older version
        await self._cases.catch_up(self._storage)
        await self._talking.settle(meanwhile)
        return {"kept": str(kept), "events": await self._storage.read(log.head), "erased_again": erased}
