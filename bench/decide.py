"""`warmline bench decide`: questions answered by many policies, while events come in beside them."""

import asyncio
import json
import random
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import uvloop

from bench import wire
from bench.business import ACTIVE, with_policies
from bench.load import OPEN_CONNECTIONS
from bench.machine import machine
from bench.mixture import batches, name_of
from bench.prepare import Database, fresh_copy, prepare
from bench.progress import say
from bench.server import RealServer, running
from warmline.app.sections import SECTIONS
from warmline.business.load import load

BATCH = 100
EVENTS = 2_000
"""Events a second that come in beside the questions."""
RATE = 50
"""Questions a second."""
WARM_UP = 10.0


class _Decision(msgspec.Struct):
    evaluated: int


class _Answer(msgspec.Struct):
    """What of an answer is measured."""

    decision: _Decision
    took_ms: float


def decide(folder: Path, customers: int, preload: int, seconds: float, policies: int) -> dict[str, Any]:
    """Measure; the JSON object that the command prints. Raises PrepareError, ServerError."""
    database = prepare(folder, customers, preload)
    before = machine()
    with fresh_copy(database, folder, say) as data:
        business = with_policies(data.parent / "business", acting=ACTIVE, answering=policies)
        with running(data, business) as server:
            say(f"the server was ready after {server.ready_s:.2f} s, with {policies:,} policies")
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                asked = runner.run(_measure(server, database, seconds))
            rss = server.max_rss_mb
        memory = memory_mb(data.parent / "ten-thousand")
    return {
        "decide_p50_ms": asked.evaluating(50),
        "decide_p99_ms": asked.evaluating(99),
        "recorded_p50_ms": asked.recorded(50),
        "recorded_p99_ms": asked.recorded(99),
        "policies": policies,
        "customers": database.prepared.known,
        "questions": len(asked.took),
        "failed": asked.failed,
        "evaluated": asked.evaluated,
        "events_per_s": round(asked.events / seconds),
        "acting_policies": ACTIVE,
        "memory_of_10000_mb": memory,
        "max_rss_mb": round(rss),
        "machine": {"before": before, "after": machine()},
    }


class Asked:
    """What came of the questions: how long each took, on the server to evaluate and for who asked to hear."""

    def __init__(self) -> None:
        self.took: list[float] = []
        self.evaluation: list[float] = []
        self.evaluated = 0
        self.failed = 0
        self.events = 0

    def heard(self, status: int, body: bytes, took: float) -> None:
        """One answer."""
        if status != 200:
            self.failed += 1
            return
        answer = msgspec.json.decode(body, type=_Answer)
        self.took.append(1e3 * took)
        self.evaluation.append(answer.took_ms)
        self.evaluated = answer.decision.evaluated

    def evaluating(self, share: float) -> float:
        """The evaluation that `share` percent did not exceed, in milliseconds."""
        return _percentile(self.evaluation, share)

    def recorded(self, share: float) -> float:
        """The time until the answer, on record, was there, in milliseconds."""
        return _percentile(self.took, share)


async def _measure(server: RealServer, database: Database, seconds: float) -> Asked:
    name = f"decide{time.time_ns():x}"
    say(f"{RATE} questions a second beside {EVENTS:,} events a second, for {seconds:.0f} s")
    await _both(server, database, f"{name}-warm", WARM_UP)
    return await _both(server, database, name, seconds)


async def _both(server: RealServer, database: Database, name: str, seconds: float) -> Asked:
    asked = Asked()
    keys = database.prepared.keys
    bodies = batches(
        name, int(EVENTS / BATCH * seconds), BATCH, database.prepared.customers, datetime.now(UTC)
    )
    sending = [_batch(one.messages, keys[one.source]) for one in bodies]
    questions = [
        _question(server.token, customer)
        for customer in _customers(int(RATE * seconds), database.prepared.customers)
    ]

    def taken(number: int, status: int, body: bytes, took: float) -> None:
        asked.events += BATCH * (status == 200 and body == wire.SUCCESS)

    def heard(number: int, status: int, body: bytes, took: float) -> None:
        asked.heard(status, body, took)

    connections = await wire.connect(server.port, OPEN_CONNECTIONS + 8)
    await asyncio.gather(
        wire.open_loop(connections[:8], sending, EVENTS / BATCH, taken),
        wire.open_loop(connections[8:], questions, RATE, heard),
    )
    for connection in connections:
        connection.close()
    return asked


def _batch(messages: bytes, key: str) -> Callable[[], bytes]:
    return lambda: wire.request(
        "/v1/batch", wire.basic(key), b"{" + wire.sent_now() + b',"batch":' + messages + b"}"
    )


def _question(token: str, customer: str) -> Callable[[], bytes]:
    body = json.dumps({"customer": f"account:{customer}", "most": 3}).encode()
    return lambda: wire.request("/api/decide", f"Bearer {token}", body)


def _customers(count: int, known: int) -> list[str]:
    chance = random.Random(1)
    return [name_of("billing", chance.randrange(known)) for _ in range(count)]


def _percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share / 100))], 2) if ordered else 0.0


def memory_mb(folder: Path) -> float:
    """What 10,000 policies take in memory, half of them acting, beside what the business takes without them."""
    with_policies(folder, acting=5_000, answering=5_000)
    tracemalloc.start()
    business = load(folder, SECTIONS)
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert business.sections
    return round(used / 2**20, 1)
