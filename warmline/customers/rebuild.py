"""The rebuild: everything about customers derived again from the log, beside the running one.

It works in slices of some milliseconds of the writer's time, so that whatever else is written waits no longer
than that, and it keeps up with events that come meanwhile.
"""

import time
from collections.abc import Callable
from functools import partial

from warmline.customers import shadow
from warmline.customers.mentions import Mentions
from warmline.customers.projection import Projection
from warmline.customers.repository import Repository
from warmline.customers.shadow import Comparison, Difference
from warmline.log import repository as log
from warmline.storage.port import Storage, Transaction

SLICE_SECONDS = 0.015
"""How long one write command goes on beginning something more."""
EVENTS_AT_ONCE = 100
CUSTOMERS_AT_ONCE = 5

Monotonic = Callable[[], float]
Progress = Callable[[int, int], None]


async def rebuild(
    storage: Storage,
    projection: Projection,
    *,
    replace: bool,
    progress: Progress | None = None,
    monotonic: Monotonic = time.monotonic,
) -> list[Difference]:
    """Derive everything again in tables of its own while the log goes on growing, and compare.

    With `replace` the new tables take the place of the old in one transaction, at the same place of the
    log. Returns how the two differ; nothing, where all is well. `progress` gets events done and in all, each
    counted twice: derived, and compared. It begins again when the business changes, or when somebody is
    erased from what is derived already. What is cut off leaves tables that `clear` removes.
    """
    work = _Rebuild(storage, projection, progress or (lambda done, of: None), monotonic)
    try:
        while True:
            await clear(storage, monotonic)
            try:
                return await work.once(replace=replace)
            except _Outdated:
                continue
    except Exception:
        await clear(storage, monotonic)
        raise


async def clear(storage: Storage, monotonic: Monotonic = time.monotonic) -> None:
    """Remove what a rebuild has left behind: the tables it replaced, or those of one that was cut off."""

    def some(tx: Transaction) -> bool:
        until = monotonic() + SLICE_SECONDS
        while shadow.empty_some(tx):
            if monotonic() > until:
                return True
        return False

    more = True
    while more:
        more = await storage.run(some)


async def refresh(storage: Storage, projection: Projection, monotonic: Monotonic = time.monotonic) -> int:
    """Fold anew the profiles that an older shape of the business folded; how many there were."""

    def some(tx: Transaction) -> int:
        shape = projection.rules.shape.version
        until = monotonic() + SLICE_SECONDS
        count = 0
        while stale := projection.repository.stale(tx, shape, CUSTOMERS_AT_ONCE):
            projection.fold_anew(tx, stale)
            count += len(stale)
            if monotonic() > until:
                break
        return count

    if await storage.read(lambda r: projection.repository.stale(r, projection.rules.shape.version, 1)):
        await _settle(storage, projection.repository.mentions)  # folding reads many histories
    count = 0
    while done := await storage.run(some):
        count += done
    return count


async def _settle(storage: Storage, mentions: Mentions) -> None:
    """Let everything settle that waits now, a slice a command."""
    for number in mentions.slices:
        await storage.run(partial(mentions.settle, number=number))


class _Outdated(Exception):
    """What was derived so far no longer holds."""


class _Rebuild:
    """One rebuild on its way: how far it is, and by which rules."""

    def __init__(
        self, storage: Storage, projection: Projection, progress: Progress, monotonic: Monotonic
    ) -> None:
        self._storage = storage
        self._projection = projection
        self._progress = progress
        self._monotonic = monotonic

    async def once(self, *, replace: bool) -> list[Difference]:
        """Derive, compare, switch. Raises _Outdated where it has to begin again."""
        await refresh(self._storage, self._projection, self._monotonic)
        head = await self._storage.read(log.head)
        await self._storage.run(self._begin)
        while not await self._storage.run(lambda tx: self._keep_up(tx, self._slice())):
            self._progress(min(self._done, head), 2 * head)
        for repository in (self._projection.repository, self._shadow.repository):
            await _settle(self._storage, repository.mentions)
        comparison = Comparison(self._prefix, self._done)
        while not comparison.done:
            await self._storage.run(lambda tx: self._compare(tx, comparison))
            self._progress(head + int(comparison.progress(head) * head), 2 * head)
        switched = not replace
        while not switched:
            switched = await self._storage.run(self._switch)
        await clear(self._storage, self._monotonic)
        return comparison.differences

    def _slice(self) -> float:
        return self._monotonic() + SLICE_SECONDS

    def _state(self) -> tuple[str, int]:
        return self._projection.rules.business.version, self._projection.erasures

    def _begin(self, tx: Transaction) -> None:
        self._begun, self._done = self._state(), 0
        self._prefix = shadow.new_prefix()
        self._shadow = Projection(self._projection.rules.business, Repository(self._prefix))
        shadow.create(tx, self._prefix)

    def _keep_up(self, tx: Transaction, until: float) -> bool:
        """Derive the next events; whether there are no more, so that both sides hold the same."""
        if self._state() != self._begun:
            raise _Outdated
        while batch := log.after(tx, self._done, EVENTS_AT_ONCE):
            self._shadow.derive(tx, batch)
            self._done = batch[-1].seq
            if self._monotonic() > until and log.head(tx) > self._done:
                return False
        return True

    def _compare(self, tx: Transaction, comparison: Comparison) -> None:
        until = self._slice()
        if not self._keep_up(tx, until):
            return
        while not comparison.done:
            comparison.next_page(tx)
            if self._monotonic() > until:
                return

    def _switch(self, tx: Transaction) -> bool:
        """Put the new tables in place, if they hold every event; whether they did."""
        if not self._keep_up(tx, self._slice()):
            return False
        shadow.switch(tx, self._prefix)
        # What is remembered of the tables that were: the links in them.
        self._projection.forget()
        return True
