"""Subscriptions: readers of the log who go on where they were, and the pulse that wakes them."""

import asyncio
from collections.abc import AsyncIterator, Callable

import msgspec

from warmline.log import repository
from warmline.log.model import Stored
from warmline.storage.port import Reader, Storage, Transaction

POSITION = "SELECT position FROM subscription WHERE name = ?"
MOVE = """INSERT INTO subscription (name, position, updated) VALUES (?, ?, ?)
          ON CONFLICT (name) DO UPDATE SET position = excluded.position, updated = excluded.updated"""
ALL = "SELECT name, position, updated FROM subscription ORDER BY name"
FORGET = "DELETE FROM subscription WHERE name = ?"


class Position(msgspec.Struct, frozen=True):
    """How far a subscription has come, and how many events it has yet to see."""

    name: str
    position: int
    updated: int
    behind: int


def position(reader: Reader, name: str) -> int | None:
    """The place of the last event this subscription is done with; None if it is new."""
    row = reader.one(POSITION, (name,))
    return int(row[0]) if row else None


def move(tx: Transaction, name: str, seq: int, now: int) -> None:
    """Record that a subscription is done with everything up to `seq`."""
    tx.run(MOVE, (name, seq, now))


def positions(reader: Reader) -> list[Position]:
    """All subscriptions and how far behind they are."""
    head = repository.head(reader)
    return [Position(name, at, updated, max(0, head - at)) for name, at, updated in reader.all(ALL)]


def forget(tx: Transaction, name: str) -> bool:
    """Remove a subscription; False if there is none."""
    return tx.run(FORGET, (name,)) == 1


class Pulse:
    """Tells coroutines of one event loop that the log has grown."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._grown = asyncio.Event()
        self.head = 0

    def attach(self) -> None:
        """Serve the running event loop."""
        self._loop = asyncio.get_running_loop()

    def beat(self, head: int) -> None:
        """The log has grown to `head`; may be called in any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._set, head)

    def _set(self, head: int) -> None:
        self.head = max(self.head, head)
        self._grown.set()
        self._grown = asyncio.Event()

    async def wait(self, seconds: float) -> None:
        """Return when the log has grown, or after so many seconds."""
        try:
            await asyncio.wait_for(self._grown.wait(), seconds)
        except TimeoutError:
            pass


class Follower:
    """Reads the log for one subscription, from where it was; `clock` gives microseconds."""

    def __init__(self, storage: Storage, pulse: Pulse, name: str, clock: Callable[[], int]) -> None:
        self._storage = storage
        self._pulse = pulse
        self._name = name
        self._clock = clock

    async def batches(self, limit: int = 500, *, from_start: bool = False) -> AsyncIterator[list[Stored]]:
        """Batches of events, for ever. A batch counts as done when the next one is asked for.

        After a crash the last batch comes again: what is done with it must bear repeating.
        """
        seq = await self._storage.read(lambda reader: position(reader, self._name))
        if seq is None:
            seq = 0 if from_start else await self._storage.read(repository.head)
        while True:
            batch = await self._storage.read(lambda reader, at=seq: repository.after(reader, at, limit))  # type: ignore[misc]
            if not batch:
                await self._pulse.wait(5.0)
                continue
            yield batch
            seq = batch[-1].seq
            await self._storage.run(lambda tx, at=seq: move(tx, self._name, at, self._clock()))  # type: ignore[misc]
