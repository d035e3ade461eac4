"""What policies and offers came to: counted in memory, written every few moments."""

import asyncio
import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from warmline.decisions.counting import Counting
from warmline.decisions.counts import ByDay, Counts, OfferCounts
from warmline.storage.port import Storage, Transaction

LOG = logging.getLogger(__name__)

PAUSE = 30.0
"""Seconds between two writes."""
ROWS_AT_ONCE = 100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Tally:
    """The counts of policies and of offers.

    They are about events and questions that are on record; a crash loses those of the last moments, no more.
    `told` hears of all that is added of policies.
    """

    def __init__(self, storage: Storage, told: Callable[[Counts], None] = lambda counts: None) -> None:
        self._storage = storage
        self._told = told
        self.policies = ByDay("policy_day", "policy", Counts)
        self.offers = ByDay("offer_day", "offer", OfferCounts)
        self._adding = threading.Lock()
        self._counted: dict[int, Counting] = {}

    def add(self, day: int, counting: Counting) -> None:
        """Add what was counted of policies on a day."""
        self._told(counting.sums())
        with self._adding:
            self._counted.setdefault(day, Counting()).add(counting)

    def settle(self) -> None:
        """Bring the counts of policies up to date, for whoever is about to read them."""
        with self._adding:
            counted, self._counted = self._counted, {}
        for day, counting in counted.items():
            self.policies.add(day, counting.totals())

    async def write(self) -> None:
        """Write what was counted since the last time, a few rows a command: nobody waits long for the writer."""
        self.settle()
        while await self._write_some():
            pass

    async def _write_some(self) -> bool:
        policies, offers = self.policies.take(ROWS_AT_ONCE), self.offers.take(ROWS_AT_ONCE)
        if not policies and not offers:
            return False

        def write(tx: Transaction) -> None:
            self.policies.write(tx, policies)
            self.offers.write(tx, offers)

        try:
            await self._storage.run(write)
        except Exception:
            self.policies.put_back(policies)
            self.offers.put_back(offers)
            raise
        return True

    async def run(self) -> None:
        """Go on writing every few moments, until cancelled."""
        while True:
            await asyncio.sleep(PAUSE)
            try:
                await self.write()
            except Exception:
                LOG.exception("the counts of policies could not be written; trying again")


def day_of(now: int, zone: str) -> int:
    """The day of a moment (microseconds) where the business is, counted from 1970."""
    local = (_EPOCH + timedelta(microseconds=now)).astimezone(ZoneInfo(zone))
    return local.date().toordinal() - _EPOCH.date().toordinal()


def moment_of(day: int, zone: str) -> int:
    """When a day begins where the business is, in microseconds."""
    begun = datetime.fromordinal(day + _EPOCH.date().toordinal()).replace(tzinfo=ZoneInfo(zone))
    return int((begun - _EPOCH) / timedelta(microseconds=1))
