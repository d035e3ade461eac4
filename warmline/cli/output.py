"""What commands print: tables and JSON on standard output, progress on standard error."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec
import typer
from rich.cells import cell_len
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

_encode = msgspec.json.Encoder().encode


def table(headers: Sequence[str], rows: Sequence[Sequence[object]], nothing: str = "Nothing.") -> None:
    """Rows in columns, as wide as what stands in them; `nothing` where there are none."""
    if not rows:
        typer.echo(nothing, err=True)
        return
    texts = [[plain(cell) for cell in row] for row in (headers, *rows)]
    widths = [max(cell_len(row[column]) for row in texts) for column in range(len(headers))]
    for row in texts:
        padded = [cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)]
        typer.echo("  ".join(padded).rstrip())


def listing(
    found: Sequence[Any],
    json: bool,
    headers: Sequence[str],
    row: Callable[[Any], Sequence[object]],
    nothing: str = "Nothing.",
) -> None:
    """What a command lists: for programs as it was answered, for people a row for each."""
    if json:
        as_json(found)
    else:
        table(headers, [row(one) for one in found], nothing)


def once(new: Any, json: bool, what: str, secret: str) -> None:
    """A secret that is shown this once: for programs with the rest of the answer, for people on a line of its own."""
    if json:
        as_json(new)
        return
    say(f"{what}; it is not shown again:")
    typer.echo(secret)


def as_json(value: Any) -> None:
    """One JSON value on a line of its own."""
    sys.stdout.write(_encode(value).decode() + "\n")
    sys.stdout.flush()


def say(text: str) -> None:
    """Something for people, beside what is printed for programs."""
    typer.echo(text, err=True)


def plain(value: object) -> str:
    """A value on one line, without anything in it that could move a terminal's cursor."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = "" if value is None else str(value)
    return "".join(char if char.isprintable() else " " for char in text)


def moment(text: str) -> str:
    """A time of the API, to the second."""
    return text[:19].replace("T", " ") + " UTC" if text else ""


def count(number: int, noun: str) -> str:
    """A number with its noun."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


@contextmanager
def working(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar that is told how much is done and of how much."""
    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    with bar:
        task = bar.add_task(label, total=None)

        def shown(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total or None)

        yield shown


@contextmanager
def reading(label: str, total: int, noun: str = "lines") -> Iterator[Callable[[int, int], None]]:
    """A bar over a file: told the bytes (or rows) done, and the lines; shows lines a second and the time left."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[lines]:,} " + noun + " · {task.fields[rate]:,}/s"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )
    with bar:
        task = bar.add_task(label, total=total or None, lines=0, rate=0)

        def shown(done: int, lines: int) -> None:
            elapsed = bar.tasks[0].elapsed or 0.001
            bar.update(task, completed=done, lines=lines, rate=int(lines / elapsed))

        yield shown
