"""`python -m bench`: everything that is measured, or one part of it alone."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from bench import conditions, micro, recognise, runs
from bench.business import ACTIVE
from bench.prepare import Database, prepare

app = typer.Typer(add_completion=False, help="Measure Warmline: everything, or one part of it alone.")

Folder = Annotated[Path, typer.Option(help="Folder of the prepared databases.")]
Customers = Annotated[int, typer.Option(help="Customers in the prepared database.")]
Preload = Annotated[int, typer.Option(help="Events in the prepared log.")]
Policies = Annotated[int, typer.Option(min=0, help="Policies that judge the events.")]
Profile = Annotated[bool, typer.Option("--profile", help="Show where the time goes.")]


@app.callback(invoke_without_command=True)
def every(
    context: typer.Context,
    folder: Folder = Path(".bench"),
    customers: Customers = 1_000_000,
    preload: Preload = 10_000_000,
    seconds: Annotated[float, typer.Option(help="Length of the measured parts of ingest.")] = 60,
    day_seconds: Annotated[
        float | None, typer.Option(help="Stop the day after so long; otherwise all of it.")
    ] = None,
) -> None:
    """Without a command: ingest and the day; a table here, and results.json in the folder."""
    if context.invoked_subcommand is None:
        with _explained():
            results = runs.run_all(folder, customers, preload, seconds, day_seconds)
        for line in runs.table(results):
            print(line)


@app.command("prepare")
def make(
    folder: Folder = Path(".bench"), customers: Customers = 1_000_000, preload: Preload = 10_000_000
) -> None:
    """Make the prepared database, or go on making it."""
    _show({"folder": str(_database(folder, customers, preload).folder)})


@app.command()
def pipeline(
    folder: Folder = Path(".bench"),
    customers: Customers = 1_000_000,
    preload: Preload = 10_000_000,
    events: Annotated[int, typer.Option(help="Events to take in.")] = 100_000,
    batch: Annotated[
        int, typer.Option(min=1, help="Events a command: 1 is what single tracks cost.")
    ] = micro.BATCH,
    introductions: Annotated[
        bool, typer.Option("--introductions", help="New customers instead of known ones.")
    ] = False,
    policies: Policies = ACTIVE,
    profile: Profile = False,
) -> None:
    """The pipeline in-process, without HTTP; --profile shows the writer's thread."""
    _show(
        micro.pipeline(
            _database(folder, customers, preload), folder, events, batch, profile, introductions, policies
        )
    )


@app.command()
def singles(
    folder: Folder = Path(".bench"),
    customers: Customers = 1_000_000,
    preload: Preload = 10_000_000,
    rate: Annotated[int, typer.Option(help="Events a second.")] = 1_000,
    seconds: float = 10.0,
    profile: Profile = False,
) -> None:
    """Single tracks over HTTP; --profile shows the server's event loop (use a lower --rate with it)."""
    _show(micro.singles(_database(folder, customers, preload), folder, rate, seconds, profile))


@app.command()
def storage(seconds: float = 5.0, profile: Profile = False) -> None:
    """Group commit alone."""
    _show(micro.storage(seconds, profile))


@app.command()
def decoding(events: int = 100_000, profile: Profile = False) -> None:
    """Bodies of Segment batches to events."""
    _show(micro.decoding(events, profile))


@app.command("conditions")
def of_conditions(
    count: Annotated[int, typer.Option(min=1, help="Conditions on one event.")] = 1_000,
) -> None:
    """Conditions on one event: microseconds for each, and what 10,000 take in memory."""
    _show(conditions.conditions(count))


@app.command("recognise")
def of_people(
    customers: Customers = 1_000_000,
    asked: Annotated[int, typer.Option(min=1, help="Customers who say who they are.")] = 2_000,
) -> None:
    """Finding out who somebody is: by postcode, name and birth date, and by account; milliseconds."""
    _show(recognise.recognise(customers, asked))


def _database(folder: Path, customers: int, preload: int) -> Database:
    with _explained():
        return prepare(folder, customers, preload)


@contextmanager
def _explained() -> Iterator[None]:
    """End with one line where a run cannot be made."""
    try:
        yield
    except runs.RunError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from error


def _show(result: dict[str, Any]) -> None:
    print(json.dumps(result))


if __name__ == "__main__":
    app()
