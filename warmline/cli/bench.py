"""`warmline bench`: measure this machine; the benchmarks themselves come with the source checkout."""

import json
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from warmline.cli.errors import CommandError

app = typer.Typer(
    no_args_is_help=True,
    help="Measure Warmline on this machine, as docs/reference/benchmarks.md tells.",
    context_settings={"help_option_names": ["-h", "--help"]},
)

Customers = Annotated[int, typer.Option(min=1, help="Customers in the prepared database.")]
Preload = Annotated[
    int, typer.Option(min=1, help="Events in its log before the run, at least one a customer.")
]
Folder = Annotated[Path, typer.Option(file_okay=False, help="Where prepared databases are kept.")]
Json = Annotated[bool, typer.Option("--json", help="Nothing but one JSON object on standard output.")]


@app.command()
def ingest(
    seconds: Annotated[float, typer.Option(min=1, help="Length of each of the two measured parts.")] = 60,
    policies: Annotated[int, typer.Option(min=0, help="Policies that judge the events.")] = 100,
    as_sample: Annotated[
        bool,
        typer.Option(
            "--as-sample",
            help="They stand on the types of events that the sample's stand on, not the commonest.",
        ),
    ] = False,
    customers: Customers = 1_000_000,
    preload: Preload = 10_000_000,
    folder: Folder = Path(".bench"),
    as_json: Json = False,
) -> None:
    """Events in batches over HTTP, then the latency of single ones at 1,000 a second, then kill -9 and count."""
    benchmarks = _benchmarks()
    run = partial(benchmarks.run_ingest, spread_as_sample=as_sample)
    _run(run, as_json, folder, customers, preload, seconds, policies)


@app.command()
def decide(
    seconds: Annotated[float, typer.Option(min=1, help="Length of the measured part.")] = 60,
    policies: Annotated[int, typer.Option(min=1, help="Policies that answer each question.")] = 1_000,
    customers: Customers = 1_000_000,
    preload: Preload = 10_000_000,
    folder: Folder = Path(".bench"),
    as_json: Json = False,
) -> None:
    """Questions that many policies answer, on record before they are answered, beside 2,000 events a second."""
    benchmarks = _benchmarks()
    _run(benchmarks.run_decide, as_json, folder, customers, preload, seconds, policies)


@app.command()
def chat(
    seconds: Annotated[float, typer.Option(min=1, help="Length of the measured part.")] = 60,
    sessions: Annotated[int, typer.Option(min=1, help="Contacts that are going on at a time.")] = 5_000,
    customers: Customers = 1_000_000,
    preload: Preload = 10_000_000,
    folder: Folder = Path(".bench"),
    as_json: Json = False,
) -> None:
    """Live sessions in the chat, 300 turns a second: each on record and answered by its flow."""
    benchmarks = _benchmarks()
    _run(benchmarks.run_chat, as_json, folder, customers, preload, seconds, sessions)


@app.command()
def desk(
    seconds: Annotated[float, typer.Option(min=1, help="Length of the measured part.")] = 60,
    contacts: Annotated[int, typer.Option(min=1, help="Contacts that are going on at a time.")] = 1_000,
    desks: Annotated[int, typer.Option(min=1, help="People who have the desk open.")] = 50,
    customers: Customers = 1_000_000,
    preload: Preload = 10_000_000,
    folder: Folder = Path(".bench"),
    as_json: Json = False,
) -> None:
    """Live contacts with 300 turns a second, and the time until a turn is on the screens that watch it."""
    benchmarks = _benchmarks()
    _run(benchmarks.run_desk, as_json, folder, customers, preload, seconds, contacts, desks)


@app.command()
def widget(
    visits: Annotated[int, typer.Option(min=1, help="Visits that are measured.")] = 30,
    as_json: Json = False,
) -> None:
    """The first reply of the chat in a browser, on a demo with its customers: needs Chromium."""
    _run(_benchmarks().run_widget, as_json, visits)


@app.command()
def search(
    articles: Annotated[int, typer.Option(min=1, help="Articles in six languages.")] = 100_000,
    as_json: Json = False,
) -> None:
    """Questions in six languages over many articles, one after the other."""
    benchmarks = _benchmarks()
    _run(benchmarks.run_search, as_json, articles)


@app.command()
def flows(
    seconds: Annotated[float, typer.Option(min=1, help="Length of the measured part.")] = 10,
    as_json: Json = False,
) -> None:
    """Sessions advanced a second on one core: made-up customers in the flows of the sample business."""
    _run(_benchmarks().run_flows, as_json, seconds)


@app.command()
def day(
    seconds: Annotated[
        float | None,
        typer.Option(min=1, help="Stop after so long; otherwise the whole day.", show_default=False),
    ] = None,
    customers: Customers = 1_000_000,
    preload: Preload = 10_000_000,
    folder: Folder = Path(".bench"),
    as_json: Json = False,
) -> None:
    """A mobile operator's day, 1.2 million calls as 12 million events, replayed over HTTP."""
    benchmarks = _benchmarks()
    _run(benchmarks.run_day, as_json, folder, customers, preload, seconds)


def _benchmarks() -> Any:
    try:
        import bench.runs
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "bench":
            raise
        raise CommandError(
            "The benchmarks are not installed here.",
            "They come with the source checkout: clone it, `make install`.",
        ) from error
    return bench.runs


def _run(run: Any, as_json: bool, *arguments: object) -> None:
    try:
        result = run(*arguments)
    except _benchmarks().RunError as error:
        raise CommandError(str(error)) from error
    lines = [json.dumps(result)] if as_json else _benchmarks().table(result)
    for line in lines:
        typer.echo(line)
