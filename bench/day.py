"""`warmline bench day`: a mobile operator's day, 1.2 million calls, replayed over HTTP as fast as it goes."""

import asyncio
import random
import re
import sys
import time
from pathlib import Path
from typing import Any

import msgspec
import uvloop

from bench import wire
from bench.business import ACTIVE, with_policies
from bench.feed import BATCH
from bench.load import CONNECTIONS
from bench.machine import machine
from bench.prepare import Database, fresh_copy, prepare
from bench.progress import Progress, say
from bench.server import RealServer, count_kept, running
from warmline.simulate.day import A_DAY, EVENTS_A_CALL, SOURCE

SEED = 1
CHECKED_AT_RANDOM = 2_000
"""Acknowledged batches that are looked up event by event after the kill, besides the last ones."""
CHECKED_LAST = 200
_IDS = re.compile(rb'"messageId":"([^"]+)"')


class Replay(msgspec.Struct):
    """What was acknowledged of the day, and the message ids to look up."""

    batches: int = 0
    events: int = 0
    refused: int = 0
    seconds: float = 0.0
    is_whole: bool = False
    sample: list[bytes] = []
    last: list[bytes] = []


def day(
    folder: Path, customers: int, preload: int, seconds: float | None, calls: int = A_DAY
) -> dict[str, Any]:
    """Measure; the JSON object that the command prints. With `seconds`, as much of the day as fits in."""
    database = prepare(folder, customers, preload)
    before = machine()
    with fresh_copy(database, folder, say) as data:
        business = with_policies(data.parent / "business", acting=ACTIVE)
        with running(data, business) as server:
            say(f"the server was ready after {server.ready_s:.2f} s")
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                replay = runner.run(_replay(server, database, seconds, calls))
            server.kill()
            is_full, rss = server.is_full(), server.max_rss_mb
            log = server.log()
        say("killed with -9; looking for acknowledged events")
        looked_up = [
            (SOURCE, [id.decode() for id in _IDS.findall(body)]) for body in {*replay.sample, *replay.last}
        ]
        kept = count_kept(data, database.prepared.events, looked_up)
    if log.strip():
        say(f"the server said:\n{log}")
    rate = replay.events / max(replay.seconds, 1e-9)
    return {
        "events": replay.events,
        "calls": replay.events // EVENTS_A_CALL,
        "wall_s": round(replay.seconds, 1),
        "events_per_s": round(rate),
        "max_rss_mb": round(rss),
        "durable": is_full and not kept.missing and kept.sound and kept.new_events >= replay.events,
        "customers": database.prepared.known,
        "preloaded_events": database.prepared.events,
        "whole_day": replay.is_whole,
        "projected_wall_s": round(calls * EVENTS_A_CALL / max(rate, 1e-9)),
        "refused": replay.refused,
        "found_after_kill": kept.new_events,
        "looked_up": kept.looked_for,
        "lost": kept.missing,
        "machine": {"before": before, "after": machine()},
    }


async def _replay(server: RealServer, database: Database, seconds: float | None, calls: int) -> Replay:
    """Send the day in its order over a handful of connections, as far as `seconds` go."""
    command = ["--seed", SEED, "--customers", database.prepared.customers, "--calls", calls]
    feeder = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.feed", *map(str, command), stdout=asyncio.subprocess.PIPE, limit=1 << 22
    )
    assert feeder.stdout is not None
    pipe, reading = feeder.stdout, asyncio.Lock()
    replay, key = Replay(sample=[], last=[]), database.prepared.keys[SOURCE]
    progress = Progress("the day", calls * EVENTS_A_CALL)
    draw = random.Random(SEED)
    connections = await wire.connect(server.port, CONNECTIONS)
    began = time.perf_counter()

    async def following() -> tuple[bytes, wire.Answered] | None:
        if replay.is_whole or (seconds is not None and time.perf_counter() - began > seconds):
            return None
        async with reading:
            try:
                body = await pipe.readexactly(int.from_bytes(await pipe.readexactly(4), "big"))
            except asyncio.IncompleteReadError:
                replay.is_whole = True
                return None

        def answered(status: int, answer: bytes) -> None:
            if status == 200 and answer == wire.SUCCESS:
                _note(replay, body, draw)
                progress.add(BATCH)
            else:
                replay.refused += bool(status)

        return wire.request("/v1/batch", wire.basic(key), b'{"batch":' + body + b"}"), answered

    try:
        await wire.closed_loop(connections, following)
        replay.seconds = time.perf_counter() - began
    finally:
        if feeder.returncode is None:
            feeder.kill()
        await feeder.wait()
    progress.close()
    if any(connection.is_broken for connection in connections):
        say("connections broke before the end")
        replay.is_whole = False
    return replay


def _note(replay: Replay, body: bytes, draw: random.Random) -> None:
    """Count an acknowledged batch; keep some at random and the last ones (reservoir sampling)."""
    replay.batches += 1
    replay.events += body.count(b'"messageId"')
    replay.last.append(body)
    if len(replay.last) > CHECKED_LAST:
        del replay.last[0]
    if len(replay.sample) < CHECKED_AT_RANDOM:
        replay.sample.append(body)
    elif (place := draw.randrange(replay.batches)) < CHECKED_AT_RANDOM:
        replay.sample[place] = body
