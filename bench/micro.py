"""Parts of the way alone, with a profile where wanted: the pipeline without HTTP, decoding, group commit."""

import asyncio
import cProfile
import pstats
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import uvloop

from bench.business import ACTIVE, with_policies
from bench.load import Latencies, measure_latency
from bench.mixture import USER_TYPES, batches, introduction, ordinary
from bench.prepare import Database, fresh_copy
from bench.progress import say
from bench.server import running
from warmline.app.runtime import Runtime
from warmline.app.settings import Settings
from warmline.log import segment
from warmline.log.model import Decoded, Source
from warmline.storage.port import Transaction
from warmline.storage.sqlite import SqliteStorage

BATCH = 100
TABLE = "CREATE TABLE t (n INTEGER PRIMARY KEY, body BLOB)"
IN_FLIGHT = 32
"""Commands that wait for the writer at a time, as from so many connections."""


def pipeline(
    database: Database,
    folder: Path,
    events: int,
    batch: int,
    profile: bool,
    introductions: bool,
    policies: int = ACTIVE,
) -> dict[str, Any]:
    """Commands of `batch` events straight to the writer, on a copy of the prepared data; what the writer costs."""
    with fresh_copy(database, folder, say) as data:
        business = with_policies(data.parent / "business", acting=policies)
        runtime = Runtime(Settings(data=data, business=business))
        try:
            now = time.time_ns() // 1000
            groups = [
                [introduction(database.prepared.customers + n, now) for n in range(first, first + batch)]
                if introductions
                else ordinary(1_000_000 + first, batch, database.prepared.customers, now, 1)
                for first in range(0, events, batch)
            ]
            say(f"{events:,} events are made")
            commands = [runtime.ingest.command(group[0].source, Decoded(events=group)) for group in groups]
            with _profiled(runtime.storage, profile):
                began, cpu = time.perf_counter(), time.process_time()
                waiting = [runtime.storage.submit(command) for command in commands[:IN_FLIGHT]]
                accepted = 0
                for number in range(len(commands)):
                    accepted += waiting[number].result().accepted
                    if number + IN_FLIGHT < len(commands):
                        waiting.append(runtime.storage.submit(commands[number + IN_FLIGHT]))
                wall, used = time.perf_counter() - began, time.process_time() - cpu
        finally:
            runtime.storage.close()
    return {
        "events": accepted,
        "events_per_s": round(accepted / wall),
        "us_per_event": round(1e6 * wall / accepted, 1),
        "cpu_us_per_event": round(1e6 * used / accepted, 1),
    }


def singles(database: Database, folder: Path, rate: int, seconds: float, profile: bool) -> dict[str, Any]:
    """Single tracks at a constant rate against a real server: what they cost it, and what its event loop does."""
    with fresh_copy(database, folder, say) as data:
        stats = data.parent / "profile"
        business = with_policies(data.parent / "business", acting=ACTIVE)
        with running(data, business, stats if profile else None) as server:
            prepared = database.prepared

            def send(name: str, rate: int, seconds: float) -> Latencies:
                return runner.run(
                    measure_latency(server.port, name, prepared.customers, prepared.keys, rate, seconds)
                )

            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                send("warm-up", 100, 1.0)
                cpu = server.cpu_seconds()
                latencies = send("singles", rate, seconds)
                cpu = server.cpu_seconds() - cpu
            server.stop()
        if profile:
            _show(pstats.Stats(str(stats), stream=sys.stderr))
    return {
        "ack_p50_ms": latencies.percentile(50),
        "ack_p99_ms": latencies.percentile(99),
        "ack_rate": round(latencies.rate),
        "server_cpu_us_per_event": round(1e6 * cpu / len(latencies.seconds)),
    }


def storage(seconds: float, profile: bool) -> dict[str, Any]:
    """Group commit alone: commands of one insert, from as many callers as the queue lets wait."""
    with TemporaryDirectory() as folder:
        made = SqliteStorage(Path(folder) / "bench.db", {"bench": [TABLE]})
        try:
            body = b"x" * 300
            count = 0

            def insert(tx: Transaction) -> None:
                tx.run("INSERT INTO t (body) VALUES (?)", (body,))

            with _profiled(made, profile):
                began = time.perf_counter()
                while time.perf_counter() - began < seconds:
                    for future in [made.submit(insert) for _ in range(1_000)]:
                        future.result()
                    count += 1_000
                wall = time.perf_counter() - began
        finally:
            made.close()
    return {"commands": count, "commands_per_s": round(count / wall)}


def decoding(events: int, profile: bool) -> dict[str, Any]:
    """Bodies of Segment batches to events, as the event loop does it."""
    made = list(batches("decode", events // BATCH, BATCH, 1_000_000, datetime.now(UTC)))
    sources = {name: Source(name=name, user_type=kind) for name, kind in USER_TYPES.items()}
    bodies = [(sources[one.source], b'{"batch":' + one.messages + b',"sentAt":null}') for one in made]
    profiler = cProfile.Profile()
    now = time.time_ns() // 1000
    if profile:
        profiler.enable()
    began = time.perf_counter()
    count = sum(len(segment.decode("batch", body, source, now).events) for source, body in bodies)
    wall = time.perf_counter() - began
    if profile:
        profiler.disable()
        _print(profiler)
    return {
        "events": count,
        "events_per_s": round(count / wall),
        "us_per_event": round(1e6 * wall / count, 1),
        "bytes_per_event": sum(len(body) for _, body in bodies) // count,
    }


@contextmanager
def _profiled(storage: SqliteStorage, wanted: bool) -> Iterator[None]:
    """Profile the writer's thread, and only it; the costs go to standard error."""
    profiler = cProfile.Profile()
    if wanted:
        storage.submit(lambda tx: profiler.enable()).result()
    yield
    if wanted:
        storage.submit(lambda tx: profiler.disable()).result()
        _print(profiler)


def _print(profiler: cProfile.Profile) -> None:
    _show(pstats.Stats(profiler, stream=sys.stderr))


def _show(stats: pstats.Stats) -> None:
    stats.strip_dirs().sort_stats("tottime").print_stats(28)
    stats.sort_stats("cumtime").print_stats(40)
