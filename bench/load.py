"""The load of one run: bodies made beforehand, sent as batches or one by one, and what was acknowledged."""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from bench import wire
from bench.mixture import Batch, batches
from bench.progress import Progress, say
from bench.wire import Connection

CONNECTIONS = 8
"""Connections that send batches, each the next when the last is answered."""
OPEN_CONNECTIONS = 64
"""Connections that share the single events."""


class Bodies:
    """Batches in a file, read when they are sent: memory is the server's."""

    def __init__(self, path: Path, name: str, count: int, size: int, customers: int) -> None:
        self._index: list[tuple[str, str, int, int]] = []
        self._size = size
        progress = Progress("making bodies", count * size)
        with path.open("wb") as file:
            for batch in batches(name, count, size, customers, datetime.now(UTC)):
                self._index.append((batch.source, batch.prefix, file.tell(), len(batch.messages)))
                file.write(batch.messages)
                progress.add(batch.size)
        progress.close()
        self._file = os.open(path, os.O_RDONLY)

    def __len__(self) -> int:
        return len(self._index)

    def get(self, number: int) -> Batch:
        """Batch number `number`."""
        source, prefix, at, length = self._index[number]
        return Batch(source, prefix, self._size, os.pread(self._file, length, at))

    def ids(self, number: int) -> tuple[str, list[str]]:
        """The source and the message ids of a batch."""
        source, prefix, _, _ = self._index[number]
        return source, [f"{prefix}-{place}" for place in range(self._size)]


class Sent(msgspec.Struct):
    """What became of batches: numbers of those acknowledged, and what else was answered."""

    acknowledged: list[int] = []
    refused: int = 0
    broken: int = 0
    seconds: float = 0.0


class Sender:
    """Sends the batches of a file one after the other, over several phases."""

    def __init__(self, bodies: Bodies, keys: dict[str, str]) -> None:
        self._bodies = bodies
        self._keys = keys
        self._next = 0
        self.sent = Sent()

    async def phase(self, connections: list[Connection], seconds: float, what: str = "") -> Sent:
        """Send batches for so many seconds, as fast as they are acknowledged."""
        phase = Sent(acknowledged=[])
        began = time.perf_counter()
        told = 0.0

        async def following() -> tuple[bytes, wire.Answered] | None:
            nonlocal told
            elapsed = time.perf_counter() - began
            if what and elapsed - told >= 5:
                rate = len(phase.acknowledged) * self._bodies.get(0).size / elapsed
                say(f"{what}: {elapsed:.0f} of {seconds:.0f} s, {rate:,.0f} events/s so far")
                told = elapsed
            if elapsed >= seconds or self._next >= len(self._bodies):
                return None
            number = self._next
            self._next += 1
            batch = self._bodies.get(number)
            body = b"{" + wire.sent_now() + b',"batch":' + batch.messages + b"}"
            return wire.request("/v1/batch", wire.basic(self._keys[batch.source]), body), self._answered(
                phase, number
            )

        await wire.closed_loop(connections, following)
        phase.seconds = time.perf_counter() - began
        self.sent.acknowledged += phase.acknowledged
        self.sent.refused += phase.refused
        self.sent.broken += phase.broken
        return phase

    def is_out(self) -> bool:
        """Whether all bodies were sent."""
        return self._next >= len(self._bodies)

    @staticmethod
    def _answered(phase: Sent, number: int) -> wire.Answered:
        def answered(status: int, body: bytes) -> None:
            if status == 200 and body == wire.SUCCESS:
                phase.acknowledged.append(number)
            elif status:
                phase.refused += 1
            else:
                phase.broken += 1

        return answered


class Latencies(msgspec.Struct):
    """What single events took to be acknowledged, in seconds, and which were."""

    seconds: list[float]
    acknowledged: list[tuple[str, str]]
    refused: int
    rate: float

    def percentile(self, share: float) -> float:
        """The latency that `share` percent did not exceed, in milliseconds."""
        ordered = sorted(self.seconds)
        return (
            round(1e3 * ordered[min(len(ordered) - 1, int(len(ordered) * share / 100))], 2)
            if ordered
            else 0.0
        )


def single(batch: Batch, key: str) -> Callable[[], bytes]:
    """The request for the one message of a batch; `sentAt` is set when it is sent."""
    message = batch.messages[1:-1]
    path = "/v1/identify" if message.startswith(b'{"type":"identify"') else "/v1/track"
    return lambda: wire.request(path, wire.basic(key), message[:-1] + b"," + wire.sent_now() + b"}")


async def measure_latency(
    port: int, name: str, customers: int, keys: dict[str, str], rate: int, seconds: float
) -> Latencies:
    """Send single events at a constant rate; latency runs from when each should have been sent."""
    made = list(batches(name, int(rate * seconds), 1, customers, datetime.now(UTC)))
    requests = [single(one, keys[one.source]) for one in made]
    result = Latencies([], [], 0, 0.0)

    def answered(number: int, status: int, body: bytes, took: float) -> None:
        result.seconds.append(took)
        if status == 200 and body == wire.SUCCESS:
            result.acknowledged.append((made[number].source, f"{made[number].prefix}-0"))
        else:
            result.refused += 1

    connections = await wire.connect(port, OPEN_CONNECTIONS)
    took = await wire.open_loop(connections, requests, rate, answered)
    result.rate = len(requests) / took
    for connection in connections:
        connection.close()
    return result
