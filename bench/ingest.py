"""`warmline bench ingest`: events in batches for some seconds, then single events at a constant rate."""

import asyncio
import time
from pathlib import Path
from typing import Any

import uvloop

from bench import wire
from bench.business import ACTIVE, with_policies
from bench.load import CONNECTIONS, Bodies, Latencies, Sender, Sent, measure_latency
from bench.machine import machine
from bench.prepare import Database, fresh_copy, prepare
from bench.progress import say
from bench.server import Kept, RealServer, count_kept, running

BATCH = 100
RATE = 1_000
"""Single events a second."""
MADE = 16_000
"""Events a second for which bodies are made; a faster server runs out of them, and the phase ends early."""
WARM_UP = 5.0
SETTLE = 2.0
KILLED_AFTER = 1.0


def ingest(
    folder: Path,
    customers: int,
    preload: int,
    seconds: float,
    policies: int = ACTIVE,
    *,
    spread_as_sample: bool = False,
) -> dict[str, Any]:
    """Measure; the JSON object that the command prints. Raises PrepareError, ServerError."""
    database = prepare(folder, customers, preload)
    before = machine()
    with fresh_copy(database, folder, say) as data:
        name = f"run{time.time_ns():x}"
        warm_up = min(WARM_UP, seconds / 4)
        count = int((seconds + warm_up + KILLED_AFTER) * MADE / BATCH)
        bodies = Bodies(data.parent / "bodies", name, count, BATCH, customers)
        business = with_policies(data.parent / "business", acting=policies, spread_as_sample=spread_as_sample)
        with running(data, business) as server:
            say(f"the server was ready after {server.ready_s:.2f} s")
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                sender = Sender(bodies, database.prepared.keys)
                measured, cpu, latencies = runner.run(
                    _measure(server, sender, database, name, seconds, warm_up)
                )
            is_full, rss, ready = server.is_full(), server.max_rss_mb, server.ready_s
            log = server.log()
        say("killed with -9; looking for every acknowledged event")
        acknowledged = [bodies.ids(number) for number in sender.sent.acknowledged]
        acknowledged += [(source, [id]) for source, id in latencies.acknowledged]
        kept = count_kept(data, database.prepared.events, acknowledged)
    if log.strip():
        say(f"the server said:\n{log}")
    return {
        "events_per_s": round(len(measured.acknowledged) * BATCH / measured.seconds),
        "ack_p50_ms": latencies.percentile(50),
        "ack_p99_ms": latencies.percentile(99),
        "customers": database.prepared.known,
        "durable": is_full and not kept.missing and kept.sound,
        "policies": policies,
        "policies_on": "types of the sample" if spread_as_sample else "commonest types",
        "preloaded_events": database.prepared.events,
        "seconds": round(measured.seconds, 1),
        "warm_up_s": warm_up,
        "ack_p999_ms": latencies.percentile(99.9),
        "ack_max_ms": latencies.percentile(100),
        "ack_rate": round(latencies.rate),
        "ready_s": round(ready, 2),
        "max_rss_mb": round(rss),
        "server_cpu_us_per_event": round(1e6 * cpu / max(1, len(measured.acknowledged) * BATCH), 1),
        "refused": sender.sent.refused + latencies.refused,
        "in_flight_at_kill": sender.sent.broken,
        **_of(kept),
        "machine": {"before": before, "after": machine()},
    }


async def _measure(
    server: RealServer, sender: Sender, database: Database, name: str, seconds: float, warm_up: float
) -> tuple[Sent, float, Latencies]:
    connections = await wire.connect(server.port, CONNECTIONS)
    await sender.phase(connections, warm_up, "warming up")
    cpu = server.cpu_seconds()
    measured = await sender.phase(connections, seconds, "batches of 100")
    cpu = server.cpu_seconds() - cpu
    await asyncio.sleep(SETTLE)
    say(f"single events, {RATE:,} a second, for {seconds:.0f} s")
    latencies = await measure_latency(
        server.port, f"{name}-single", database.prepared.customers, database.prepared.keys, RATE, seconds
    )
    # The plug is pulled in the middle of a load, on new connections: the server has hung up on idle ones.
    connections = await wire.connect(server.port, CONNECTIONS)
    last = asyncio.create_task(sender.phase(connections, 30.0))
    await asyncio.sleep(KILLED_AFTER)
    await asyncio.to_thread(server.kill)
    await last
    return measured, cpu, latencies


def _of(kept: Kept) -> dict[str, Any]:
    return {"acknowledged": kept.looked_for, "lost": kept.missing, "found_after_kill": kept.new_events}
