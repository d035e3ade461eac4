"""`warmline simulate`: the made-up past, day and presence of the sample business."""

import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from warmline.cli import options, simulate_live
from warmline.cli.errors import USAGE, CommandError
from warmline.cli.simulate_live import Present
from warmline.events.model import Event
from warmline.log.native import encode
from warmline.simulate.day import EVENTS_A_CALL, calls
from warmline.simulate.history import history
from warmline.simulate.rhythm import DAY, micros

BLOCK = 1_000
"""Lines that are written, and counted, at once."""


def simulate(
    past: Annotated[
        bool, typer.Option("--history", help="Write a past in which things have causes.")
    ] = False,
    day: Annotated[bool, typer.Option("--day", help="Write one day of calls, ten events each.")] = False,
    now: Annotated[
        bool, typer.Option("--live", help="Send what happens now and let customers chat, until Ctrl-C.")
    ] = False,
    talk: Annotated[bool, typer.Option("--talk", help="Let customers chat, and nothing else.")] = False,
    customers: Annotated[
        int, typer.Option(min=1, max=10_000_000, help="How many customers there are.")
    ] = 2_000,
    days: Annotated[int, typer.Option(min=1, max=3_660, help="Length of the past.")] = 90,
    number: Annotated[int, typer.Option("--calls", min=1, help="Calls of the day.")] = 1_200_000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same customers and events.")] = 1,
    end: Annotated[
        str,
        typer.Option(
            help="When the past ends: 2025-11-12T11:00+08:00; now, unless given.", show_default=False
        ),
    ] = "",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File to write; otherwise standard output.", show_default=False),
    ] = None,
    url: Annotated[
        str, typer.Option(help="The Warmline that live events are sent to, and that customers talk to.")
    ] = "http://127.0.0.1:8000",
    write_key: Annotated[
        str,
        typer.Option(
            "--write-key", envvar="WARMLINE_WRITE_KEY", help="A secret write key there.", show_default=False
        ),
    ] = "",
    source: Annotated[
        str,
        typer.Option(
            help="Name of the source that the key belongs to; with it, events carry their causes.",
            show_default=False,
        ),
    ] = "",
    back_office: Annotated[
        str,
        typer.Option(
            "--back-office",
            help="Address of the sample back office; live customers then go about bills and orders there, "
            "and the network fails there.",
            show_default=False,
        ),
    ] = "",
    website: Annotated[
        str, typer.Option(help="The website of channels.yaml in whose chat customers talk.")
    ] = "isla",
    visitors: Annotated[
        str,
        typer.Option(
            envvar="WARMLINE_CHAT_SECRET",
            help="What that website signs its visitors with; without it, all of them are anonymous.",
            show_default=False,
        ),
    ] = "",
    rate: Annotated[
        float, typer.Option(min=0.1, max=60_000, help="Customers a minute who begin to talk.")
    ] = 20.0,
    visits: Annotated[
        int, typer.Option(min=0, help="How many talk; 0 goes on until Ctrl-C.", show_default=False)
    ] = 0,
    json: options.AsJson = False,
    at_once: Annotated[
        int, typer.Option("--at-once", min=1, max=10_000, help="Live customers at a time.")
    ] = 40,
    speed: Annotated[float, typer.Option(min=0.01, max=1_000, help="How fast live time passes.")] = 1.0,
) -> None:
    """Simulate the customers of the sample business: `--history`, `--day`, `--live` or `--talk`.

    History and day are lines of JSON that `warmline log import` reads. Live customers need a running
    Warmline and a write key; those who only talk need no more than its chat. What is simulated, and why:
    docs/concepts/simulation.md.
    """
    if past + day + now + talk != 1:
        raise CommandError("Say what to simulate:", "one of --history, --day, --live and --talk.", USAGE)
    present = Present(
        url=url,
        website=website,
        visitors=visitors,
        back_office=back_office,
        seed=seed,
        customers=customers,
        at_once=at_once,
        speed=speed,
    )
    if now:
        simulate_live.send(present, write_key, source)
    elif talk:
        simulate_live.talk(present, rate, visits, json)
    elif past:
        until = _moment(end) if end else datetime.now(UTC)
        start = micros(until) - days * DAY
        events = history(seed, customers, days, until)
        _write(events, output, "history", days * DAY, lambda event, count: event.occurred - start)
    else:
        events = calls(seed, customers, number, _moment(end) if end else None)
        _write(events, output, "day", number * EVENTS_A_CALL, lambda event, count: count)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--end is {text!r}:", "write it as 2025-11-12T11:00+08:00.", USAGE) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _write(
    events: Iterator[Event],
    output: Path | None,
    what: str,
    whole: int,
    done: Callable[[Event, int], int],
) -> None:
    """Write events as lines; `done` says how much of `whole` there is with an event and the count."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    count = 0
    with (
        output.open("wb") if output else nullcontext(sys.stdout.buffer) as file,
        Progress(*columns, console=console, disable=not console.is_terminal) as progress,
    ):
        task = progress.add_task(what, total=whole)
        for block, last in _blocks(events):
            file.write(b"".join(block))
            count += len(block)
            progress.update(task, completed=done(last, count), description=f"{what}: {count:,} events")
        progress.update(task, completed=whole)
        file.flush()
    console.print(f"{count:,} events written to {output or 'standard output'}", highlight=False, markup=False)


def _blocks(events: Iterator[Event]) -> Iterator[tuple[list[bytes], Event]]:
    """Lines, a block at a time, each with its last event."""
    block: list[bytes] = []
    last = None
    for last in events:
        block.append(encode(last) + b"\n")
        if len(block) == BLOCK:
            yield block, last
            block = []
    if last is not None and block:
        yield block, last
