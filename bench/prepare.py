"""The prepared database: customers and a log of events, made once through the real pipeline, then kept.

    .bench/<key>/data/warmline.db     the database
    .bench/<key>/prepared.json        what it holds, the write keys of its sources

The key is a hash of the sample business (policies aside), the mixture and the parameters: a change of any makes
another one.
New migrations are applied to the one that is there, as to any database. An interrupted preparation goes on
where it stopped.
"""

import asyncio
import shutil
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

import msgspec

import bench.mixture
import warmline.simulate.people
from bench.business import OWN, SAMPLE, without_policies
from bench.mixture import USER_TYPES, introduction, ordinary
from bench.progress import Progress
from warmline.app.migrations import MIGRATIONS
from warmline.app.runtime import Runtime
from warmline.app.serve import spare_the_collector
from warmline.app.settings import Settings
from warmline.customers.repository import Repository
from warmline.events.model import Event
from warmline.log import repository as log
from warmline.log.model import Decoded, Source
from warmline.storage.sqlite import SqliteStorage

AT_ONCE = 2_000
"""Events a command."""
IN_FLIGHT = 4
SPAN = 30 * 86_400 * 1_000_000
"""The events are spread over so many microseconds before the preparation began."""


class PrepareError(Exception):
    """The database cannot be prepared here; the message says why."""


class Prepared(msgspec.Struct, kw_only=True):
    """What a prepared database holds."""

    customers: int
    preload: int
    until: int
    keys: dict[str, str] = {}
    migrations: dict[str, int] = {}
    events: int = 0
    known: int = 0
    seconds: float = 0.0
    is_done: bool = False


class Database(msgspec.Struct, frozen=True):
    """A folder with a prepared database, and what it holds."""

    folder: Path
    prepared: Prepared

    @property
    def data(self) -> Path:
        """The data folder of a Warmline."""
        return self.folder / "data"


def key_of(customers: int, preload: int) -> str:
    """The name of the database with these parameters, as this version would make it."""
    digest = blake2b(digest_size=6)
    digest.update(msgspec.json.encode([customers, preload]))
    sources = [Path(module.__file__ or "") for module in (bench.mixture, warmline.simulate.people)]
    for path in (*(SAMPLE / name for name in OWN), *sources):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return f"{customers}x{preload}-{digest.hexdigest()}"


def prepare(folder: Path, customers: int, preload: int) -> Database:
    """The prepared database, made if there is none. Raises PrepareError."""
    if preload < customers:
        raise PrepareError(
            f"{preload:,} events cannot introduce {customers:,} customers; give --preload at least that"
        )
    home = folder / key_of(customers, preload)
    note = home / "prepared.json"
    if note.exists():
        prepared = msgspec.json.decode(note.read_bytes(), type=Prepared)
    else:
        home.mkdir(parents=True, exist_ok=True)
        prepared = Prepared(customers=customers, preload=preload, until=time.time_ns() // 1000)
        note.write_bytes(msgspec.json.encode(prepared))
    if not prepared.is_done:
        _room_for(home, preload)
        asyncio.run(_fill(home / "data", prepared))
        prepared.is_done = True
    current = {room: len(scripts) for room, scripts in MIGRATIONS.items()}
    if prepared.migrations != current:
        SqliteStorage(home / "data" / "warmline.db", MIGRATIONS).close()
        prepared.migrations = current
        note.write_bytes(msgspec.json.encode(prepared))
    return Database(home, prepared)


def _room_for(folder: Path, events: int) -> None:
    """Refuse at the start what would fail hours later: an event needs about 1 KB, the copy as much again."""
    need = 2_500 * events
    free = shutil.disk_usage(folder).free
    if free < need:
        raise PrepareError(
            f"{folder} has {free >> 20:,} MB left, {events:,} events need about {need >> 20:,} MB; choose --folder"
        )


async def _fill(data: Path, prepared: Prepared) -> None:
    business = data.parent / "business"
    if not business.exists():
        without_policies(business)
    runtime = Runtime(Settings(data=data, business=business))
    spare_the_collector()
    began = time.monotonic()
    try:
        if not prepared.keys:
            prepared.keys = await _sources(runtime)
        done = await runtime.storage.read(log.head)
        progress = Progress("preparing", prepared.preload, done)
        waiting: deque[asyncio.Task[int]] = deque()

        async def take(source: str, events: list[Event]) -> int:
            await runtime.storage.run(runtime.ingest.command(source, Decoded(events=events)))
            return len(events)

        for source, events in _events(prepared, done):
            waiting.append(asyncio.create_task(take(source, events)))
            await asyncio.sleep(0)
            if len(waiting) >= IN_FLIGHT:
                progress.add(await waiting.popleft())
        while waiting:
            progress.add(await waiting.popleft())
        progress.close()
        prepared.events = await runtime.storage.read(log.head)
        prepared.known = await runtime.storage.read(Repository().count)
        prepared.seconds += time.monotonic() - began
    finally:
        await asyncio.to_thread(runtime.storage.close)
    if prepared.events != prepared.preload:
        raise PrepareError(
            f"{prepared.preload:,} events were sent and {prepared.events:,} are there; remove {data.parent}"
        )


async def _sources(runtime: Runtime) -> dict[str, str]:
    """The systems that will send, and their write keys."""
    there = {listed.source.name for listed in await runtime.sources.list()}
    keys = {}
    for name, kind in USER_TYPES.items():
        known = name in there
        keys[name] = await (
            runtime.sources.rotate(name) if known else runtime.sources.add(Source(name=name, user_type=kind))
        )
    return keys


def _events(prepared: Prepared, done: int) -> Iterator[tuple[str, list[Event]]]:
    """The events in groups, from the one that holds number `done`: the same ones in every attempt."""
    step = SPAN // prepared.preload
    start = prepared.until - SPAN
    for first in range(done // AT_ONCE * AT_ONCE, prepared.preload, AT_ONCE):
        last = min(first + AT_ONCE, prepared.preload)
        introduced = [introduction(n, start + n * step) for n in range(first, min(last, prepared.customers))]
        rest = last - max(first, prepared.customers)
        if introduced:
            yield "crm", introduced
        if rest > 0:
            block = ordinary(first // AT_ONCE, rest, prepared.customers, start + first * step, step)
            yield block[0].source, block


@contextmanager
def fresh_copy(database: Database, folder: Path, say: Callable[[str], None]) -> Iterator[Path]:
    """A data folder of its own for one run, taken away afterwards."""
    run = folder / f"run-{time.time_ns():x}"
    run.mkdir(parents=True)
    try:
        size = sum(path.stat().st_size for path in database.data.iterdir())
        say(f"copying {size >> 20:,} MB of prepared data")
        copy(database.data, run / "data")
        yield run / "data"
    finally:
        shutil.rmtree(run, ignore_errors=True)


def copy(data: Path, target: Path) -> None:
    """Copy a data folder, sharing blocks where the file system can, and have it on the disk."""
    if sys.platform == "linux":
        subprocess.run(["cp", "-r", "--reflink=auto", "--sparse=never", str(data), str(target)], check=True)
        subprocess.run(["sync", "-f", str(target)], check=True)
    else:
        shutil.copytree(data, target)
