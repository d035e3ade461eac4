"""Ingest: validate, deduplicate, append, and let the rooms above act, in one transaction."""

import asyncio
import logging
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol

import msgspec

from warmline.events import catalogue
from warmline.events.model import ERASED, Event, event_key
from warmline.log import rejects, repository
from warmline.log.gather import Gatherer
from warmline.log.keys import Keys
from warmline.log.model import Arriving, Decoded, ImportJob, Receipt, Rejected, Source, Stored
from warmline.log.native import encode as native
from warmline.storage.errors import StorageError
from warmline.storage.port import Command, Storage, Transaction

LOG = logging.getLogger(__name__)

AHEAD = 10 * 60 * 1_000_000
"""How far ahead of the clock an event may be, in microseconds: clocks differ, the future does not."""
EARLIEST = -2_208_988_800 * 1_000_000
"""1900-01-01: nothing a company has on record is older."""
FOR_STAFF = frozenset({"customer.linked", "customer.unlinked", "customer.erased"})
"""What people decide: no write key may say it, only the desk, and an administrator's import of a log."""
OWN = frozenset(
    {
        "decision.made",
        "policy.due",
        "policy.disabled",
        "policy.enabled",
        "reach.postponed",
        "reach.made",
        "agent.state",
    }
)
"""What Warmline itself says: no write key may."""
_MESSAGE_ID = re.compile(r"\S(?:.{0,498}\S)?", re.DOTALL)


class Stage(Protocol):
    """What a room above does with events: reads them before the writer's turn, acts on them in it."""

    def read(self, event: Event, live: bool) -> Any:
        """All that follows from an event alone; in any thread, of events that may turn out to be known.

        `live` ones happen now; others come from an import of the past, which nobody acts on any more.
        """
        ...

    def __call__(self, tx: Transaction, arrived: Sequence[Stored], readings: Sequence[Any]) -> None:
        """Act on events that were just appended, in their transaction; what was read of each comes along."""
        ...


class PlainStage:
    """A stage that reads nothing beforehand."""

    def __init__(self, act: Callable[[Transaction, Sequence[Stored]], None]) -> None:
        self._act = act

    def read(self, event: Event, live: bool) -> None:
        """Nothing."""

    def __call__(self, tx: Transaction, arrived: Sequence[Stored], readings: Sequence[Any]) -> None:
        """Act on events that were just appended, in their transaction."""
        self._act(tx, arrived)


class Request:
    """What one client sent at once: what of it is valid, what is not, and what became of it."""

    def __init__(
        self, source: str, decoded: Decoded, now: int, stages: Sequence[Stage] = (), job: str = ""
    ) -> None:
        self.source = source
        self.received = now
        self.job = job
        self.valid: list[Arriving] = []
        self.rejected = list(decoded.rejected)
        self._sent = len(decoded.rejected)
        self.receipt = Receipt()
        for event in decoded.events:
            reason = problem(event, now)
            if event.type in FOR_STAFF and not job:
                reason = f"{event.type} is what a person decides on the desk; a source cannot send it"
            if event.type in OWN and not job:
                reason = f"{event.type} is what Warmline itself puts on record; a source cannot send it"
            if reason:
                where = f"message {event.message_id[:120]}"
                self.rejected.append(Rejected(raw=native(event), reason=reason, where=where))
            else:
                self.valid.append(_arriving(event, now, stages, live=not job))

    def settle(self, new: set[bytes]) -> None:
        """Write the receipt, taking from `new` the keys of the group's new events that are this request's."""
        accepted = 0
        for one in self.valid:
            if one.key in new:
                new.remove(one.key)
                accepted += 1
        self.receipt = Receipt(
            accepted=accepted,
            duplicates=len(self.valid) - accepted,
            rejected=len(self.rejected),
            problems=tuple(self.rejected[self._sent :]),
        )


class Ingest:
    """The one way into the log.

    `stages` run in order for each group of new events; `clock` gives microseconds since 1970. `keys` knows
    which events the log has.
    """

    def __init__(
        self,
        storage: Storage,
        stages: Iterable[Stage],
        clock: Callable[[], int],
        keys: Keys | None = None,
    ) -> None:
        self._storage = storage
        self._stages = tuple(stages)
        self._clock = clock
        self._arrived: list[Callable[[int], None]] = []
        self._keys = keys or Keys()
        self._gatherer = Gatherer(storage, self.take)

    def on_arrival(self, listener: Callable[[int], None]) -> None:
        """Have `listener` called with the new head after each commit, in the writer's thread."""
        self._arrived.append(listener)

    def forget(self) -> None:
        """Go by nothing that is remembered of the log: a restore has put another in its place."""
        self._keys.forget()

    async def accept(self, source: Source, decoded: Decoded) -> Receipt:
        """Take in what a client sent; returns after all of it is durable.

        While others are in a hurry it goes to the writer in parts, in their order, so that nobody waits for the whole.
        Where the storage fails some parts may be durable: sent again, they are known.
        """
        parts = _in_parts(decoded, self._gatherer.most_at_once)
        if len(parts) == 1:
            return await self._accept_part(source, decoded)
        receipts = await asyncio.gather(
            *(self._accept_part(source, part) for part in parts), return_exceptions=True
        )
        total = Receipt()
        for receipt in receipts:
            if isinstance(receipt, BaseException):
                raise receipt
            total = _sum(total, receipt)
        return total

    async def _accept_part(self, source: Source, decoded: Decoded) -> Receipt:
        """Take in a part.

        Where a stage fails on the whole of it, the events go one by one, so that the one it fails on
        costs only itself: that one is kept as rejected, and the fault is in the log of the server.
        """
        try:
            request = Request(source.name, decoded, self._clock(), self._stages)
            return await self._gatherer.take(request)
        except StorageError:
            raise
        except Exception:
            LOG.exception(
                "a group with %d events from %s failed; taking them one by one",
                len(decoded.events),
                source.name,
            )
        total = await self._storage.run(self.command(source.name, Decoded(rejected=decoded.rejected)))
        for event in decoded.events:
            total = _sum(total, await self._accept_alone(source, event))
        return total

    async def _accept_alone(self, source: Source, event: Event) -> Receipt:
        try:
            return await self._storage.run(self.command(source.name, Decoded(events=[event])))
        except StorageError:
            raise
        except Exception as error:
            LOG.exception("event %s of %s could not be taken in", event.id, source.name)
            where = f"message {event.message_id[:120]}"
            rejected = Rejected(raw=native(event), reason=rejects.fault(error), where=where)
            receipt = await self._storage.run(self.command(source.name, Decoded(rejected=[rejected])))
            return msgspec.structs.replace(receipt, problems=(rejected,))

    def command(self, source: str, decoded: Decoded, *, job: ImportJob | None = None) -> Command[Receipt]:
        """The command that takes in `decoded`; what is not valid is kept as rejected.

        With `job`, the rejected are listed under its name.
        """
        request = Request(source, decoded, self._clock(), self._stages, job.name if job else "")

        def take_in(tx: Transaction) -> Receipt:
            self.take(tx, [request])
            return request.receipt

        return take_in

    def take(self, tx: Transaction, requests: Sequence[Request]) -> None:
        """Take several requests in as one group, and give each its receipt."""
        new = self._append(tx, [event for request in requests for event in request.valid])
        for request in requests:
            if request.rejected:
                rejects.keep(tx, request.rejected, request.source, request.received, request.job)
            request.settle(new)

    def append(self, tx: Transaction, events: Sequence[Event], now: int) -> int:
        """Append valid events within a command; the number that were new."""
        return len(self._append(tx, [_arriving(event, now, self._stages, live=True) for event in events]))

    def _append(self, tx: Transaction, events: Sequence[Arriving]) -> set[bytes]:
        """Append events; the keys that the log did not have."""
        if not events:
            return set()
        by_key: dict[bytes, Arriving] = {}
        for one in events:
            by_key.setdefault(one.key, one)
        arrived = repository.append(tx, self._keys, list(by_key.values()))
        if arrived:
            readings = [by_key[stored.key].readings for stored in arrived]
            for stage, read in zip(self._stages, zip(*readings, strict=True), strict=True):
                stage(tx, arrived, read)
            tx.after_commit(lambda: self._announce(arrived[-1].seq))
        return {stored.key for stored in arrived}

    def _announce(self, head: int) -> None:
        for listener in self._arrived:
            listener(head)


def _in_parts(decoded: Decoded, most: int) -> list[Decoded]:
    """What was sent, in its order, in parts of so many events at most."""
    events = decoded.events
    if len(events) <= most:
        return [decoded]
    first = Decoded(events=events[:most], rejected=decoded.rejected)
    return [
        first,
        *(Decoded(events=events[start : start + most]) for start in range(most, len(events), most)),
    ]


def _sum(one: Receipt, other: Receipt) -> Receipt:
    return Receipt(
        accepted=one.accepted + other.accepted,
        duplicates=one.duplicates + other.duplicates,
        rejected=one.rejected + other.rejected,
        problems=one.problems + other.problems,
    )


def problem(event: Event, now: int) -> str:
    """Why an event cannot be taken in, in words for who sent it; "" if it can."""
    if not event.type or len(event.type) > 200:
        return "the event type must have 1 to 200 characters"
    if event.type == ERASED:
        return f"the event type {ERASED!r} is what an erasure leaves behind; choose another"
    if _MESSAGE_ID.fullmatch(event.message_id) is None:
        return "the message id must have 1 to 500 characters and not begin or end with a space"
    if event.occurred > now + AHEAD:
        hours = (event.occurred - now) / 3_600_000_000
        return (
            f"it occurred {hours:,.1f} hours in the future; set the sender's clock, or give the time in UTC"
        )
    if event.occurred < EARLIEST:
        return "it occurred before the year 1900; give the time as ISO 8601, such as 2026-03-01T08:30:00Z"
    return catalogue.problem(event.type, event.properties)


def _arriving(event: Event, now: int, stages: Sequence[Stage], live: bool) -> Arriving:
    """An event as it enters the log: all is done here that need not wait for the writer, which has the least time."""
    received = _received(event, now)
    return Arriving(
        event_key(event.source, event.message_id),
        received,
        repository.encode(received),
        tuple([stage.read(received, live) for stage in stages]),
    )


def _received(event: Event, now: int) -> Event:
    if event.received:
        return event
    return Event(
        source=event.source,
        message_id=event.message_id,
        type=event.type,
        occurred=event.occurred,
        received=now,
        channel=event.channel,
        identifiers=event.identifiers,
        properties=event.properties,
        cause=event.cause,
    )
