"""What must happen to contacts by itself: whoever is gone is let go, what waits for the outside is taken up again."""

import asyncio
import logging
from collections.abc import Callable

from warmline.contacts import repository, suggestions
from warmline.contacts.closing import Closing
from warmline.contacts.listening import News
from warmline.contacts.outside import Errand, Errands
from warmline.contacts.returning import Returning
from warmline.contacts.runner import Runner
from warmline.contacts.serving import DAY, SECOND
from warmline.contacts.taking_in import left
from warmline.contacts.vault import Vault
from warmline.storage.port import Reader, Storage, Transaction

LOG = logging.getLogger(__name__)

AT_ONCE = 50
"""Contacts let go in one command."""
LOOK_SECONDS = 1.0
CLEAR_SECONDS = 600.0
DROP_KEYS = """DELETE FROM contact_key WHERE contact IN
               (SELECT id FROM contact WHERE state = 'ended' AND ended BETWEEN ? AND ?)"""


class Keeping:
    """The background work of contacts. `clock` gives microseconds, `monotonic` seconds that only go forward."""

    def __init__(
        self,
        storage: Storage,
        runner: Runner,
        errands: Errands,
        news: News,
        vault: Vault,
        returning: Returning,
        clock: Callable[[], int],
        monotonic: Callable[[], float],
    ) -> None:
        self._storage = storage
        self._closing = Closing(storage, runner)
        self._runner = runner
        self._errands = errands
        self._news = news
        self._vault = vault
        self._returning = returning
        self._clock = clock
        self._monotonic = monotonic

    async def take_up(self) -> int:
        """After the start: carry out again what sessions wait for; how many. Call it before anything is served."""
        self._news.attach()
        self._errands.attach()

        def query(reader: Reader) -> list[Errand]:
            self._runner.versions.load_all(reader)
            errands = []
            for name, effect in repository.under_way(reader):
                record = repository.named(reader, name)
                if record is not None:
                    errands.append(
                        Errand(
                            contact=name,
                            effect=effect,
                            language=record.language,
                            level=record.level,
                            again=True,
                        )
                    )
            return errands

        errands = await self._storage.read(query)
        for errand in errands:
            self._errands.start(errand)
        return len(errands)

    async def run(self) -> None:
        """Go on until cancelled."""
        cleared = self._monotonic()
        try:
            while True:
                try:
                    await self._let_all_go()
                    await self._returning.look()
                    await self.close_queues()
                    self._vault.sweep()
                    if self._monotonic() - cleared > CLEAR_SECONDS:
                        cleared = self._monotonic()
                        await self.clear()
                except Exception:
                    LOG.exception("contacts could not be looked at; trying again")
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            await self._errands.stop()

    async def _let_all_go(self) -> None:
        while await self.let_go() == AT_ONCE:
            continue

    async def close_queues(self) -> int:
        """Tell those who wait in queues that have closed; how many."""
        return await self._closing.look(self._clock())

    async def let_go(self) -> int:
        """End the contacts of customers who are gone; how many."""
        now = self._clock()
        names = await self._storage.read(lambda reader: repository.due(reader, now, AT_ONCE))
        for name in names:
            await self._storage.run(lambda tx, one=name: self._let_go(tx, one))  # type: ignore[misc]
        return len(names)

    def _let_go(self, tx: Transaction, name: str) -> None:
        work = self._runner.open(tx, name)
        if work is None:
            return
        due = work.record.due
        if due is not None and due <= work.now and work.record.is_open:  # they may have come back meanwhile
            work.over = max(work.record.last, work.record.taken_at)
            left(self._runner, work)

    async def clear(self) -> None:
        """Let go of what nobody needs any more: old versions of the business, keys of clients."""
        now = self._clock()

        def command(tx: Transaction) -> None:
            self._runner.versions.clear(tx)
            suggestions.clear(tx, now)
            tx.run(DROP_KEYS, (now - DAY - 2 * round(CLEAR_SECONDS) * SECOND, now - DAY))

        await self._storage.run(command)
