"""`warmline log export`: the log as NDJSON, CSV or Parquet, into a file that is whole or not there."""

import csv
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Annotated, Any

import msgspec
import typer

from warmline.cli import options
from warmline.cli.door import Door, opened
from warmline.cli.errors import CommandError
from warmline.cli.output import as_json, count, say
from warmline.cli.output import reading as bar
from warmline.cli.reading import format_of

AT_ONCE = 5_000
COLUMNS = (
    "id",
    "seq",
    "source",
    "message_id",
    "type",
    "channel",
    "occurred",
    "received",
    "identifiers",
    "properties",
    "cause",
)
_TYPES = {"seq": "BIGINT", "occurred": "TIMESTAMP", "received": "TIMESTAMP"}
_NESTED = ("identifiers", "properties")


def export_file(
    file: Annotated[Path, typer.Argument(help="Where to; `-` is standard output.", show_default=False)],
    format: Annotated[
        str | None,
        typer.Option(
            "--format", help="ndjson, csv or parquet; otherwise the file's ending says.", show_default=False
        ),
    ] = None,
    since: Annotated[
        str, typer.Option("--since", help="Occurred at or after: 2026-03-01 or with a time.")
    ] = "",
    until: Annotated[str, typer.Option("--until", help="Occurred before.")] = "",
    type: Annotated[str, typer.Option("--type", help="Events of this type only.")] = "",
    source: Annotated[str, typer.Option("--source", help="Events of this source only.")] = "",
    json: options.AsJson = False,
) -> None:
    """Write events to a file: what `warmline log import` reads. What was erased is not in it."""
    to_standard_output = str(file) == "-"
    format = format or "ndjson" if to_standard_output else format_of(file, format)
    if to_standard_output and format == "parquet":
        raise CommandError("Parquet cannot be written to standard output.", "Name a file.", 2)
    wanted = {"type": type, "source": source, "since": since, "until": until}
    with opened() as door:
        if to_standard_output:
            stdout = typer.get_binary_stream("stdout")
            _write(door, wanted, _writer(stdout, format))
            stdout.flush()
            return
        with _aside(file) as partial:
            if format == "parquet":
                lines = _to_parquet(door, wanted, partial)
            else:
                with partial.open("wb") as out:
                    lines = _write(door, wanted, _writer(out, format))
                    out.flush()
                    os.fsync(out.fileno())
    if json:
        as_json({"file": str(file), "events": lines, "bytes": file.stat().st_size})
    else:
        say(f"{count(lines, 'event')} in {file}.")


@contextmanager
def _aside(file: Path) -> Iterator[Path]:
    """A place to write to, moved to `file` when all is written."""
    partial = file.with_name(f".{file.name}.partial")
    try:
        yield partial
        partial.replace(file)
    except FileNotFoundError as error:
        raise CommandError(f"There is no folder {file.parent}.", "Make it first.") from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _write(door: Door, wanted: dict[str, str], write: Callable[[bytes], None]) -> int:
    """Write all pages; how many events there were."""
    lines = after = 0
    latest = door.get("/api/log", limit=1)["events"]
    total = latest[0]["seq"] if latest else 0
    given = {name: value for name, value in wanted.items() if value}
    with bar("export", total, "events") as shown:
        while True:
            page = door.ask("GET", "/api/log/export", params={"after": after, "limit": AT_ONCE, **given})
            if page.content:
                write(page.content)
                lines += page.content.count(b"\n")
            after = int(page.headers["x-warmline-next"])
            shown(after, lines)
            if page.headers["x-warmline-at-end"] == "true":
                return lines


def _writer(out: IO[bytes], format: str) -> Callable[[bytes], None]:
    if format == "ndjson":
        return lambda page: _all(out, page)
    return _Table(out)


def _all(out: IO[bytes], page: bytes) -> None:
    out.write(page)


class _Text:
    """What `csv` writes to, as bytes."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out

    def write(self, text: str) -> int:
        return self._out.write(text.encode())


class _Table:
    """Writes pages as CSV: identifiers and properties are JSON in their columns."""

    def __init__(self, out: IO[bytes]) -> None:
        self._rows = csv.writer(_Text(out), lineterminator="\n")
        self._rows.writerow(COLUMNS)

    def __call__(self, page: bytes) -> None:
        self._rows.writerows([line[name] for name in COLUMNS] for line in map(_flat, page.splitlines()))


def _flat(line: bytes) -> dict[str, Any]:
    event: dict[str, Any] = msgspec.json.decode(line)
    for name in _NESTED:
        event[name] = msgspec.json.encode(event[name]).decode()
    return event


def _to_parquet(door: Door, wanted: dict[str, str], partial: Path) -> int:
    """Through a file of flat lines beside it, which DuckDB turns into Parquet without holding it."""
    import duckdb  # takes a moment to load, which other commands should not wait for

    aside = partial.with_name(partial.name + ".ndjson")
    try:
        with aside.open("wb") as out:
            encode = msgspec.json.Encoder().encode

            def write(page: bytes) -> None:
                out.writelines(encode(_flat(line)) + b"\n" for line in page.splitlines())

            lines = _write(door, wanted, write)
        columns = ", ".join(f"'{name}': '{_TYPES.get(name, 'VARCHAR')}'" for name in COLUMNS)
        with duckdb.connect(":memory:", config={"threads": 1, "memory_limit": "512MB"}) as connection:
            connection.execute(
                f"COPY (SELECT * FROM read_json(?, format = 'newline_delimited', columns = {{{columns}}}, "
                "maximum_object_size = 33554432)) TO "
                f"'{str(partial).replace(chr(39), chr(39) * 2)}' (FORMAT parquet, COMPRESSION zstd)",
                [str(aside)],
            )
        return lines
    except duckdb.Error as error:
        raise CommandError(f"{partial} cannot be written as Parquet: {str(error).splitlines()[0]}") from error
    finally:
        aside.unlink(missing_ok=True)
