"""How often each policy was evaluated, held, acted: counted in memory, written every few moments."""

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from warmline.storage.port import Reader, Storage, Transaction

ADD = """INSERT INTO policy_day (day, policy, evaluated, held, acted, held_back, failed) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (day, policy) DO UPDATE SET evaluated = evaluated + excluded.evaluated,
         held = held + excluded.held, acted = acted + excluded.acted, held_back = held_back + excluded.held_back,
         failed = failed + excluded.failed"""
OF_DAY = "SELECT policy, evaluated, held, acted, held_back, failed FROM policy_day WHERE day = ?"
OF_POLICY = """SELECT day, evaluated, held, acted, held_back, failed FROM policy_day
               WHERE policy = ? AND day > ? ORDER BY day"""
FORGET = "DELETE FROM policy_day WHERE day < ?"

LOG = logging.getLogger(__name__)

KEPT_DAYS = 400
PAUSE = 5.0
"""Seconds between two writes."""
FIELDS = ("evaluated", "held", "acted", "held_back", "failed")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Counts(msgspec.Struct, kw_only=True):
    """What came of one policy in a day: how often it was looked at, held, did something, was held back, failed."""

    evaluated: int = 0
    held: int = 0
    acted: int = 0
    held_back: int = 0
    failed: int = 0

    def add(self, other: "Counts") -> None:
        """Add what was counted elsewhere."""
        for name in FIELDS:
            setattr(self, name, getattr(self, name) + getattr(other, name))


class Tally:
    """The counts that are not written yet. Any thread may add to them.

    They are about events and questions that are on record; a crash loses those of the last moments, no more.
    `told` hears of all that is added.
    """

    def __init__(
        self, storage: Storage, told: Callable[[Mapping[str, Counts]], None] = lambda counted: None
    ) -> None:
        self._storage = storage
        self._told = told
        self._adding = threading.Lock()
        self._new: dict[tuple[int, str], Counts] = {}

    def add(self, day: int, counted: Mapping[str, Counts]) -> None:
        """Add what was counted of policies, by name."""
        self._told(counted)
        with self._adding:
            for name, counts in counted.items():
                self._new.setdefault((day, name), Counts()).add(counts)

    async def write(self) -> None:
        """Write what was counted since the last time."""
        with self._adding:
            counted, self._new = self._new, {}
        if not counted:
            return
        try:
            await self._storage.run(lambda tx: _write(tx, counted))
        except Exception:
            with self._adding:
                for key, counts in counted.items():
                    self._new.setdefault(key, Counts()).add(counts)
            raise

    async def run(self) -> None:
        """Go on writing every few moments, until cancelled."""
        while True:
            await asyncio.sleep(PAUSE)
            try:
                await self.write()
            except Exception:
                LOG.exception("the counts of policies could not be written; trying again")

    def of_day(self, reader: Reader, day: int) -> dict[str, Counts]:
        """The counts of a day by policy, those that are not written yet among them."""
        found = {row[0]: _counts(row[1:]) for row in reader.all(OF_DAY, (day,))}
        with self._adding:
            for (other, name), counts in self._new.items():
                if other == day:
                    found.setdefault(name, Counts()).add(counts)
        return found

    def of_policy(self, reader: Reader, policy: str, after: int) -> dict[int, Counts]:
        """The counts of a policy by day, behind a day."""
        found = {row[0]: _counts(row[1:]) for row in reader.all(OF_POLICY, (policy, after))}
        with self._adding:
            for (day, name), counts in self._new.items():
                if name == policy and day > after:
                    found.setdefault(day, Counts()).add(counts)
        return found


def day_of(now: int, zone: str) -> int:
    """The day of a moment (microseconds) where the business is, counted from 1970."""
    local = (_EPOCH + timedelta(microseconds=now)).astimezone(ZoneInfo(zone))
    return local.date().toordinal() - _EPOCH.date().toordinal()


def _counts(row: Sequence[int]) -> Counts:
    return Counts(**dict(zip(FIELDS, row, strict=True)))


def _write(tx: Transaction, counted: dict[tuple[int, str], Counts]) -> None:
    rows = [(day, name, *(getattr(one, field) for field in FIELDS)) for (day, name), one in counted.items()]
    tx.run_many(ADD, rows)
    tx.run(FORGET, (max(day for day, _ in counted) - KEPT_DAYS,))
