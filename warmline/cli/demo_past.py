"""The data of a demo: sources, accounts of staff, and ninety days of a made-up past taken into the log."""

import asyncio
import gc
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from warmline.app.runtime import Runtime
from warmline.app.settings import Settings
from warmline.cli.demo_folder import BACK_OFFICE, LIVE, SEED, TRY, Demo, write
from warmline.events.model import Event
from warmline.log.model import Decoded, Source
from warmline.log.sources import SourceExists
from warmline.routing.model import CAPACITY
from warmline.simulate.history import history
from warmline.simulate.rhythm import DAY, micros
from warmline.simulate.staff import TEAM, Colleague
from warmline.staff.errors import AccountExists
from warmline.web.access import Role
from warmline.web.principal import LOCAL

AT_ONCE = 4_000
"""Events of the past taken in at once: the more, the fewer times a profile is read and written."""
AGENT = TEAM[0]
LEAD = Colleague("lead@demo", "Leo Navarro", AGENT.skills, AGENT.languages)
PEOPLE = {
    Role.ADMINISTRATOR: "Alma Reyes",
    Role.LEAD: LEAD.name,
    Role.ANALYST: "Nina Tan",
    Role.AGENT: AGENT.name,
}
"""Whom one signs in as at the sample business, one of each role. The others of the team are away, as nobody does."""


def prepare(settings: Settings, demo: Demo) -> dict[str, str]:
    """Make what is missing; the passwords of the accounts. Begun again after an interruption, it goes on."""
    return asyncio.run(_prepare(settings, demo))


async def _prepare(settings: Settings, demo: Demo) -> dict[str, str]:
    gc.set_threshold(50_000, 20, 50)
    runtime = Runtime(settings)
    try:
        await _renew(runtime, demo)
        write(settings.data, demo)
        passwords = {f"{role.value}@demo": await _account(runtime, role) for role in PEOPLE}
        await _team(runtime)
        await _load(runtime, demo, settings.business.name)
        return passwords
    finally:
        await runtime.stop()


def renew(settings: Settings, demo: Demo) -> None:
    """Make new write keys in the place of those that somebody replaced meanwhile."""

    async def run() -> None:
        runtime = Runtime(settings)
        try:
            await _renew(runtime, demo)
        finally:
            await runtime.stop()
        write(settings.data, demo)

    asyncio.run(run())


async def _renew(runtime: Runtime, demo: Demo) -> None:
    for name in (LIVE, TRY, BACK_OFFICE):
        if runtime.sources.for_key(demo.keys.get(name, "")) is not None:
            continue
        try:
            demo.keys[name] = await runtime.sources.add(Source(name=name))
        except SourceExists:
            demo.keys[name] = await runtime.sources.rotate(name)


async def _account(runtime: Runtime, role: Role) -> str:
    email = f"{role.value}@demo"
    try:
        new = await runtime.staff.add(LOCAL, email=email, name=PEOPLE[role], role=role)
    except AccountExists:
        new = await runtime.staff.reset_password(LOCAL, email)
    return new.password


async def _team(runtime: Runtime) -> None:
    """Those who were at work in the past, with what they know and speak."""
    for one in TEAM[1:]:
        with suppress(AccountExists):
            await runtime.staff.add(LOCAL, email=one.email, name=one.name, role=Role.AGENT)
    for one in (LEAD, *TEAM):
        account = await runtime.staff.account(one.email)
        await runtime.routing.describe(
            LOCAL, account.id, skills=one.skills, languages=one.languages, capacity=CAPACITY
        )


async def _load(runtime: Runtime, demo: Demo, name: str) -> None:
    length = demo.days * DAY
    start = micros(demo.end) - length
    count = 0
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=12),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )
    label = f'Sample business "{name}": {demo.customers:,} customers, {demo.days} days'
    source = Source(name=LIVE)
    waiting: asyncio.Task[Any] | None = None
    with bar:
        task = bar.add_task(label, total=length)
        for batch in _batches(history(SEED, demo.customers, demo.days, demo.end)):
            following = asyncio.create_task(runtime.ingest.accept(source, Decoded(events=batch)))
            await asyncio.sleep(0)  # let it reach the writer, which works while the next is made
            if waiting is not None:
                await waiting
            waiting = following
            count += len(batch)
            bar.update(task, completed=batch[-1].occurred - start, description=f"{label}, {count:,} events")
        if waiting is not None:
            await waiting
        bar.update(task, completed=length)


def _batches(events: Iterator[Event]) -> Iterator[list[Event]]:
    batch: list[Event] = []
    for event in events:
        batch.append(event)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch
