"""Sends events to a running Warmline over HTTP, as CloudEvents in batches, until each is acknowledged."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

import httpx
import msgspec

from warmline.events.model import Event, event_id
from warmline.log import moment

PATH = "/events"
BATCH = "application/cloudevents-batch+json"
MOST = 500
"""Events in one batch."""
LINGER = 0.25
"""Seconds that an event waits for others to go with."""
WAITS = (0.5, 1, 2, 5, 10)
"""Seconds between attempts; the last one is repeated."""
REMEMBERED = 100_000
"""Events whose ids in the receiving Warmline are kept, so that later ones can name them as their cause."""


class SendError(Exception):
    """The receiver will not take the events; the message says why and what to do."""


class _Receipt(msgspec.Struct):
    accepted: int
    duplicates: int
    rejected: int


class Sender:
    """A connection to one Warmline. `taken` and `rejected` count the events it acknowledged.

    In the receiving Warmline every event belongs to the source of the write key, and its message id
    consists of the source and the message id it has here. So causes can only be translated where the
    name of that source is given; otherwise events are sent without.
    """

    def __init__(
        self,
        url: str,
        write_key: str,
        source: str = "",
        *,
        patience: float = 60.0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.taken = 0
        self.rejected = 0
        self._source = source
        self._patience = patience
        self._sleep = sleep
        self._ids: OrderedDict[str, str] = OrderedDict()
        self._client = httpx.AsyncClient(
            base_url=url,
            headers={"authorization": f"Bearer {write_key}", "content-type": BATCH},
            timeout=30.0,
            trust_env=False,
            transport=transport,
        )

    async def __aenter__(self) -> "Sender":
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def send(self, events: Sequence[Event]) -> None:
        """Send events and wait until they are taken; more than a batch holds go in several.

        Whatever the network does, an event is there once: the receiver knows those it has. Raises
        SendError when the receiver refuses, or does not answer for the seconds of `patience`.
        """
        for start in range(0, len(events), MOST):
            batch = [self._cloud_event(event) for event in events[start : start + MOST]]
            answer = await self._post(msgspec.json.encode(batch))
            self.taken += answer.accepted + answer.duplicates
            self.rejected += answer.rejected

    async def send_all(self, events: AsyncIterator[Event]) -> None:
        """Send events as they come, a few together, without end if they have none."""
        queue: asyncio.Queue[Event | None] = asyncio.Queue(10 * MOST)
        reading = asyncio.create_task(_read(events, queue))
        try:
            more = True
            while more:
                ready = [await queue.get()]
                if ready[0] is not None:
                    await self._sleep(LINGER)
                while len(ready) < MOST and not queue.empty():
                    ready.append(queue.get_nowait())
                more = None not in ready
                await self.send([event for event in ready if event is not None])
            await reading
        finally:
            reading.cancel()

    async def _post(self, body: bytes) -> "_Receipt":
        waited = 0.0
        attempt = 0
        while True:
            wait = float(WAITS[min(attempt, len(WAITS) - 1)])
            attempt += 1
            try:
                answer = await self._client.post(PATH, content=body)
            except httpx.TransportError as error:
                failure = type(error).__name__
                problem = f"{self._client.base_url} does not answer ({failure}). Is Warmline running there?"
            else:
                if answer.is_success:
                    return msgspec.json.decode(answer.content, type=_Receipt)
                if answer.status_code == 401:
                    raise SendError(
                        "The write key is not known there. `warmline sources` lists and makes them."
                    )
                if answer.status_code not in (408, 429) and answer.status_code < 500:
                    raise SendError(f"The events were refused with {answer.status_code}: {answer.text[:300]}")
                problem = f"{self._client.base_url} answers {answer.status_code}"
                wait = max(wait, _seconds(answer.headers.get("retry-after", "")))
            if waited + wait > self._patience:
                raise SendError(problem)
            waited += wait
            await self._sleep(wait)

    def _cloud_event(self, event: Event) -> dict[str, object]:
        named: dict[str, list[str]] = {}
        for one in event.identifiers:
            named.setdefault(one.type, []).append(one.value)
        origin = f"/simulation/{event.source}"
        written: dict[str, object] = {
            "specversion": "1.0",
            "id": event.message_id,
            "source": origin,
            "type": event.type,
            "time": moment.write(event.occurred),
            "data": {**event.properties, "identifiers": named} if named else event.properties,
        }
        if event.channel:
            written["channel"] = event.channel
        if self._source:
            self._ids[event.id] = event_id(self._source, f"{origin} {event.message_id}")
            if len(self._ids) > REMEMBERED:
                self._ids.popitem(last=False)
            if cause := self._ids.get(event.cause):
                written["cause"] = cause
        return written


async def _read(events: AsyncIterator[Event], queue: asyncio.Queue[Event | None]) -> None:
    try:
        async for event in events:
            await queue.put(event)
    finally:
        await queue.put(None)


def _seconds(text: str) -> float:
    try:
        return min(float(text), 60.0)
    except ValueError:
        return 0.0
