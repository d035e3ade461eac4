"""`warmline demo`: the sample business with a past, a running server and customers who call."""

import asyncio
import gc
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

import warmline
from warmline.app import logs
from warmline.app.control import DataLock
from warmline.app.runtime import Runtime
from warmline.app.serve import AddressInUse
from warmline.app.serve import serve as run
from warmline.app.settings import FILE, Settings
from warmline.cli import options
from warmline.cli.errors import CommandError
from warmline.cli.output import say
from warmline.events.model import Event
from warmline.log.model import Decoded, Source
from warmline.log.sources import SourceExists
from warmline.simulate.history import history
from warmline.simulate.people import customer
from warmline.simulate.rhythm import DAY, micros
from warmline.staff.errors import AccountExists
from warmline.web.access import Role
from warmline.web.principal import LOCAL

SAMPLE = Path(warmline.__file__).parent.parent / "examples" / "mobile-operator"
SEED = 1
AT_ONCE = 4_000
"""Events of the past taken in at once: the more, the fewer times a profile is read and written."""
KEYS = "demo.json"
LIVE, TRY = "simulation", "try-it"
PEOPLE = (Role.ADMINISTRATOR, Role.LEAD, Role.ANALYST, Role.AGENT)


class _Demo(msgspec.Struct):
    """What a demo remembers: its size, and write keys that are only worth something here."""

    customers: int
    days: int
    loaded: bool = False
    keys: dict[str, str] = {}


def demo(
    data: Annotated[Path, typer.Option("--data", help="Folder of its data.")] = options.DEMO,
    business: Annotated[
        Path | None, typer.Option("--business", help="Otherwise the sample business.", show_default=False)
    ] = None,
    customers: Annotated[int, typer.Option("--customers", help="How many there are.", min=10)] = 2_000,
    days: Annotated[int, typer.Option("--days", help="Length of their past.", min=1, max=3_660)] = 90,
    host: options.Host = None,
    port: options.Port = None,
    live: Annotated[bool, typer.Option("--live/--no-live", help="Have customers call and chat now.")] = True,
    reset: Annotated[
        bool, typer.Option("--reset", help="Throw the demo's data away and make it new.")
    ] = False,
) -> None:
    """Load the sample business with its past, start Warmline, let simulated customers call.

    The first start makes the data; later ones go on with it.
    """
    business = business or options.GIVEN.business or SAMPLE
    data = options.GIVEN.data or data
    settings = options.settings(data=data, business=business.absolute(), host=host, port=port)
    settings = msgspec.structs.replace(settings, log_level="warning", log_format="text")
    logs.configure("warning", "text")
    _check_port(settings)
    passwords: dict[str, str] = {}
    with _held(data):
        if reset:
            _throw_away(data)
        known = _read(data)
        if known is None and any(file.name != "lock" for file in data.iterdir()):
            raise CommandError(
                f"{data} holds data that is not a demo's.", "Name another folder: --data FOLDER"
            )
        if known is None or not known.loaded:
            known = known or _Demo(customers, days)
            _write(data, known)
            passwords = asyncio.run(_prepare(settings, known))
            (data / FILE).write_text(f"business = {msgspec.json.encode(str(settings.business)).decode()}\n")
            known.loaded = True
            _write(data, known)
        else:
            say(f"The demo of {known.customers:,} customers in {data} goes on; --reset makes a new one.")
    _serve(settings, known, passwords, live)


def _serve(settings: Settings, known: _Demo, passwords: dict[str, str], live: bool) -> None:
    simulation: list[subprocess.Popen[bytes]] = []

    def started(url: str) -> None:
        if live:
            simulation.append(_simulate(url, settings.data, known))
        _tell(url, settings.data, known, passwords, live)

    try:
        run(settings, started)
    except AddressInUse as error:
        raise CommandError(str(error)) from error
    except KeyboardInterrupt:
        pass
    finally:
        for process in simulation:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
    say("Stopped. `warmline demo` goes on where it was.")


# -- making the data


async def _prepare(settings: Settings, known: _Demo) -> dict[str, str]:
    """Sources, accounts and the past; the passwords of the accounts."""
    gc.set_threshold(50_000, 20, 50)
    runtime = Runtime(settings)
    try:
        for name in (LIVE, TRY):
            try:
                known.keys[name] = await runtime.sources.add(Source(name=name))
            except SourceExists:
                known.keys[name] = await runtime.sources.rotate(name)
        _write(settings.data, known)
        passwords = {f"{role.value}@demo": await _account(runtime, role) for role in PEOPLE}
        await _load(runtime, known, settings.business.name)
        return passwords
    finally:
        await runtime.stop()


async def _account(runtime: Runtime, role: Role) -> str:
    email = f"{role.value}@demo"
    try:
        new = await runtime.staff.add(LOCAL, email=email, name=f"{role.value.title()} (demo)", role=role)
    except AccountExists:
        new = await runtime.staff.reset_password(LOCAL, email)
    return new.password


async def _load(runtime: Runtime, known: _Demo, name: str) -> None:
    """Take the past in; begun again after an interruption, it adds what is missing."""
    end = datetime.now(UTC)
    start, length = micros(end) - known.days * DAY, known.days * DAY
    count = 0
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=12),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=_console(),
    )
    label = f'Sample business "{name}": {known.customers:,} customers, {known.days} days'
    source = Source(name=LIVE)
    waiting: asyncio.Task[Any] | None = None
    with bar:
        task = bar.add_task(label, total=length)
        for batch in _batches(history(SEED, known.customers, known.days, end)):
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


# -- what runs, and what is told of it


def _simulate(url: str, data: Path, known: _Demo) -> "subprocess.Popen[bytes]":
    """Customers in a process of their own, outside like any client."""
    with (data / "live.log").open("wb") as log:
        return subprocess.Popen(  # noqa: S603
            [
                *(sys.executable, "-m", "warmline.cli.main", "simulate", "--live"),
                *("--url", url, "--source", LIVE, "--seed", str(SEED), "--customers", str(known.customers)),
            ],
            env=os.environ | {"WARMLINE_WRITE_KEY": known.keys[LIVE]},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


def _tell(url: str, data: Path, known: _Demo, passwords: dict[str, str], live: bool) -> None:
    command = Path(sys.argv[0])
    name = "warmline" if shutil.which("warmline") else _shown(command.parent / "warmline")
    where = "" if data == options.DEMO and not Path("data").exists() else f" --data {data}"
    maria = customer(SEED, 0)
    event = f'{{"userId": "{maria.user}", "event": "Bill Opened"}}'
    lines = [
        "Warmline is up.",
        f"  look at the log    {url}/",
        f"  find a customer    {url}/customers        try {maria.first_name}, or {maria.phone}",
        f"  send an event      curl -u {known.keys[TRY]}: {url}/v1/track -d '{event}'",
        f"  in a terminal      {name}{where} log tail --follow",
        f'                     {name}{where} customers show "phone:{maria.phone}"',
        f"                     {name}{where} customers match",
        f"  all of the API     {url}/schema/openapi.json",
        "",
    ]
    again = f"{name}{where} staff password administrator@demo"
    if passwords:
        lines.append("Sign in as one of these; the passwords are shown this once:")
        lines += [f"  {email:<20} {password}" for email, password in passwords.items()]
    else:
        lines.append(f"Sign in as administrator@demo; a new password: {again}")
    who = f"{min(40, known.customers)} simulated customers are calling, chatting and getting impatient. "
    lines += ["", who * live + "Ctrl-C stops everything."]
    for line in lines:
        _console().print(line, markup=False, highlight=False, soft_wrap=True)


def _shown(path: Path) -> str:
    with suppress(ValueError):
        return str(path.absolute().relative_to(Path.cwd()))
    return str(path)


def _console() -> Console:
    return Console(stderr=True)


# -- its folder


@contextmanager
def _held(data: Path) -> Iterator[None]:
    lock = DataLock(data)
    try:
        yield
    finally:
        lock.release()


def _throw_away(data: Path) -> None:
    """Remove what a demo made, and nothing else."""
    if _read(data) is None:
        if any(file.name != "lock" for file in data.iterdir()):
            raise CommandError(f"{data} holds data that is not a demo's.", "It stays; name another folder.")
        return
    for file in data.iterdir():
        if file.is_file() and file.name != "lock":
            file.unlink()


def _read(data: Path) -> _Demo | None:
    try:
        return msgspec.json.decode((data / KEYS).read_bytes(), type=_Demo)
    except (OSError, msgspec.DecodeError):
        return None


def _write(data: Path, known: _Demo) -> None:
    path = data / KEYS
    path.touch(mode=0o600)
    path.write_bytes(msgspec.json.encode(known))


def _check_port(settings: Settings) -> None:
    """Say before minutes of loading that the port is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise CommandError(
                f"Cannot listen on {settings.host}:{settings.port} ({error.strerror}).",
                "Choose another: --port PORT",
            ) from error
