"""The outbox: what is to be told to the outside, told at least once, each time with the same key."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from random import Random

from warmline.log.model import Delivery
from warmline.storage.port import Reader, Row, Storage, Transaction, places

LOG = logging.getLogger(__name__)

COLUMNS = "id, key, kind, target, body, seq, attempts, due, state, error"
PUT = """INSERT INTO delivery (key, kind, target, body, seq, due) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (key) DO NOTHING"""
DUE = f"""SELECT {COLUMNS} FROM delivery
          WHERE state = 'waiting' AND target = ? AND due <= ? ORDER BY due, id LIMIT ?"""
# The next delivery to each target that has any, one step through the index for each: thousands may wait for one.
NEXT = """
    WITH RECURSIVE lane (target) AS (
        SELECT min(target) FROM delivery WHERE state = 'waiting'
        UNION ALL
        SELECT (SELECT min(target) FROM delivery WHERE state = 'waiting' AND target > lane.target)
        FROM lane
        WHERE lane.target IS NOT NULL
    )
    SELECT target, (SELECT min(due) FROM delivery WHERE state = 'waiting' AND delivery.target = lane.target)
    FROM lane
    WHERE target IS NOT NULL"""
DONE = "UPDATE delivery SET state = 'done', attempts = attempts + 1, error = '' WHERE id = ? AND key = ?"
AGAIN = "UPDATE delivery SET attempts = attempts + 1, due = ?, state = ?, error = ? WHERE id = ? AND key = ?"
RETRY = "UPDATE delivery SET state = 'waiting', attempts = 0, due = ? WHERE id = ? AND state = 'dead'"
LIST = f"SELECT {COLUMNS} FROM delivery WHERE state = ? AND id < ? ORDER BY id DESC LIMIT ?"
OF = f"SELECT {COLUMNS} FROM delivery WHERE seq IN {{places}} ORDER BY id"
COUNT = "SELECT count(*) FROM delivery WHERE state = ?"
FORGET_DONE = "DELETE FROM delivery WHERE state = 'done' AND due < ?"
FORGET_OF = "DELETE FROM delivery WHERE seq = ?"

ATTEMPTS = 12
FIRST_WAIT = 1.0
LONGEST_WAIT = 3600.0
AT_ONCE = 8
"""Deliveries to one target at a time."""
LONGEST_SLEEP = 5.0
"""Seconds after which the outbox is looked at again, whatever is due."""
FORGOTTEN_EVERY_US = 3_600 * 1_000_000
KEPT_US = 7 * 86_400 * 1_000_000
"""How long a delivery that is done stays listed."""

Deliver = Callable[[Delivery], Awaitable[None]]


class GiveUp(Exception):
    """The outside system answered that it will never take this; trying again is no use."""


def put(tx: Transaction, *, key: str, kind: str, target: str, body: bytes, seq: int, due: int) -> None:
    """Queue a delivery; the same key twice is one delivery. `seq` is the place of the event behind it."""
    tx.run(PUT, (key, kind, target, body, seq, due))


def page(reader: Reader, state: str, before: int = 1 << 62, limit: int = 50) -> list[Delivery]:
    """Deliveries in a state (waiting, done, dead), newest first."""
    return [_delivery(row) for row in reader.all(LIST, (state, before, limit))]


def of(reader: Reader, seqs: Sequence[int]) -> dict[int, list[Delivery]]:
    """The deliveries of the events at some places, oldest first, by place; those that are done, for `KEPT_US`."""
    marks, values = places(seqs)
    found: dict[int, list[Delivery]] = {}
    for row in reader.all(OF.format(places=marks), values):
        delivery = _delivery(row)
        found.setdefault(delivery.seq, []).append(delivery)
    return found


def count(reader: Reader, state: str) -> int:
    """How many are in a state."""
    row = reader.one(COUNT, (state,))
    return int(row[0]) if row else 0


def retry(tx: Transaction, id: int, now: int) -> bool:
    """Try a dead delivery again; False if it is not dead."""
    return tx.run(RETRY, (now, id)) == 1


def forget_of(tx: Transaction, seqs: Sequence[int]) -> int:
    """Remove all deliveries of the events at `seqs`; how many. Only an erasure may do this."""
    return sum(tx.run(FORGET_OF, (seq,)) for seq in seqs)


class Dispatcher:
    """Delivers what is due, several at once, with growing pauses after failures.

    Each target has a lane of its own: one that hangs holds nobody else up. `handlers` deliver, by kind; whatever
    they raise is a failure, GiveUp a final one.
    """

    def __init__(
        self, storage: Storage, handlers: Mapping[str, Deliver], clock: Callable[[], int], random: Random
    ) -> None:
        self._storage = storage
        self._handlers = handlers
        self._clock = clock
        self._random = random
        self._wake = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._forgotten = 0

    def wake(self) -> None:
        """Look at once (call it in the loop's thread)."""
        self._wake.set()

    def wake_soon(self) -> None:
        """Look at once; from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake.set)

    async def deliver_due(self) -> int:
        """Deliver some of what is due now to each target; how many were tried."""
        targets = [target for target, due in await self._next() if due <= self._clock()]
        return sum(await asyncio.gather(*map(self._deliver_to, targets)))

    async def _forget_done(self) -> None:
        """Forget once an hour what was delivered long ago."""
        now = self._clock()
        if abs(now - self._forgotten) > FORGOTTEN_EVERY_US:
            self._forgotten = now
            await self._storage.run(lambda tx: tx.run(FORGET_DONE, (now - KEPT_US,)))

    async def _next(self) -> list[tuple[str, int]]:
        """The targets for which something waits, and when it is due first."""
        return await self._storage.read(lambda reader: [(row[0], row[1]) for row in reader.all(NEXT)])

    async def _deliver_to(self, target: str) -> int:
        """Deliver some of what is due to one target; how many were tried."""
        due = await self._storage.read(
            lambda reader: [_delivery(row) for row in reader.all(DUE, (target, self._clock(), AT_ONCE))]
        )
        results = await asyncio.gather(*(self._try(delivery) for delivery in due))
        if results:
            await self._storage.run(lambda tx: [tx.run(sql, values) for sql, values in results])
        return len(due)

    async def _lane(self, target: str) -> None:
        """Deliver all that is due to one target."""
        try:
            while await self._deliver_to(target):
                pass
        except Exception:
            LOG.exception("deliveries to %s could not be made; trying again", target)
            await asyncio.sleep(LONGEST_SLEEP)
        finally:
            del self._lanes[target]
            self._wake.set()

    async def _try(self, delivery: Delivery) -> tuple[str, tuple[object, ...]]:
        """Deliver one; the statement that records what came of it."""
        final = False
        try:
            handler = self._handlers.get(delivery.kind)
            if handler is None:
                raise GiveUp(f"nothing here delivers {delivery.kind!r}")
            await handler(delivery)
            return DONE, (delivery.id, delivery.key)
        except GiveUp as error:
            reason, final = str(error), True
        except Exception as error:  # noqa: BLE001 - whatever the outside does is a failed delivery
            reason = f"{type(error).__name__}: {error}"[:500]
        final = final or delivery.attempts + 1 >= ATTEMPTS
        LOG.warning(
            "delivery %s to %s failed (%s)%s", delivery.id, delivery.target, reason, ", given up" * final
        )
        wait = min(FIRST_WAIT * 2**delivery.attempts, LONGEST_WAIT) * self._random.uniform(0.5, 1.5)
        return AGAIN, (
            self._clock() + int(wait * 1e6),
            "dead" if final else "waiting",
            reason,
            delivery.id,
            delivery.key,
        )

    async def run(self) -> None:
        """Go on until cancelled."""
        self._loop = asyncio.get_running_loop()
        try:
            while True:
                ahead = await self._look()
                try:
                    await asyncio.wait_for(self._wake.wait(), min(max(ahead, 0.05), LONGEST_SLEEP))
                except TimeoutError:
                    pass
                self._wake.clear()
        finally:
            lanes = list(self._lanes.values())
            for lane in lanes:
                lane.cancel()
            await asyncio.gather(*lanes, return_exceptions=True)

    async def _look(self) -> float:
        """Begin with what is due; the seconds until something else is."""
        try:
            await self._forget_done()
            ahead = LONGEST_SLEEP
            for target, due in await self._next():
                if target in self._lanes:
                    continue
                if due <= self._clock():
                    self._lanes[target] = asyncio.create_task(self._lane(target))
                else:
                    ahead = min(ahead, (due - self._clock()) / 1e6)
        except Exception:
            LOG.exception("the outbox could not be looked at; trying again")
            return LONGEST_SLEEP
        return ahead


def _delivery(row: Row) -> Delivery:
    id, key, kind, target, body, seq, attempts, due, state, error = row
    return Delivery(
        id=id,
        key=key,
        kind=kind,
        target=target,
        body=body,
        seq=seq,
        attempts=attempts,
        due=due,
        state=state,
        error=error,
    )
