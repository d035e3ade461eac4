"""`warmline log import`: files of events, as large as they come, interrupted and continued at will."""

import re
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import blake2b
from itertools import chain, pairwise
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from warmline.cli import mapping as mappings
from warmline.cli import options, reading
from warmline.cli.door import Door, opened, part
from warmline.cli.errors import INTERRUPTED, NOT_POSSIBLE, REFUSED, CommandError
from warmline.cli.output import as_json, count, plain, say
from warmline.cli.output import reading as bar
from warmline.cli.reading import Chunk

SHOWN = 20
_HEAD = 64 * 1024
_MARK = re.compile(r"-\d+-[0-9a-f]{8}")


def import_file(
    file: Annotated[Path, typer.Argument(help="NDJSON, CSV or Parquet.", show_default=False)],
    format: Annotated[
        str | None,
        typer.Option(
            "--format", help="ndjson, csv or parquet; otherwise the file's ending says.", show_default=False
        ),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", help="YAML file: which columns make an event.", show_default=False),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            "--name", help="Name of the import; otherwise file name, size and a hash.", show_default=False
        ),
    ] = None,
    source: Annotated[str, typer.Option("--source", help="Source of events that name none.")] = "",
    json: options.AsJson = False,
) -> None:
    """Take in a file of events. Started again after an interruption, it goes on where it was.

    Lines that are no events are kept with number and reason; the others go in. Importing a file again
    adds nothing: events are known by source and message id.
    """
    if not file.is_file():
        raise CommandError(f"There is no file {file}.", "Check the path.")
    format = reading.format_of(file, format)
    mapped = mappings.load(mapping) if mapping else None
    if mapped and format == "ndjson":
        raise CommandError(
            "A mapping is for CSV and Parquet.", "NDJSON lines are events in the native form.", 2
        )
    with opened() as door:
        name = name or _name(door, file)
        before = _job(door, name)
        if before.finished and not _grown(file, format, mapped, before.lines):
            say(f"{file.name} was imported before (as {name}); nothing is new in it.")
            after = before
        else:
            if before.lines:
                say(f"Going on behind line {before.lines:,} of {file.name}.")
            after = _take(door, file, format, mapped, before, source)
        _report(door, after, json)


class _Job(msgspec.Struct):
    name: str
    lines: int = 0
    accepted: int = 0
    duplicates: int = 0
    rejected: int = 0
    finished: bool = False
    updated: str = ""


def _take(
    door: Door, file: Path, format: str, mapped: mappings.Mapping | None, job: _Job, source: str
) -> _Job:
    """Send what is left, one chunk on its way while the next is read."""
    began = job.lines
    with bar(file.name, reading.size(file, format)) as shown, ThreadPoolExecutor(1) as sender:
        under_way: tuple[Future[_Job], Chunk] | None = None
        try:
            for chunk, is_last in _with_last(reading.chunks(file, format, mapped, job.lines)):
                future = sender.submit(_send, door, chunk, job.name, source, is_last)
                if under_way is not None:
                    job = under_way[0].result()
                    shown(under_way[1].done, job.lines - began)
                under_way = (future, chunk)
            if under_way is not None:
                job = under_way[0].result()
                shown(under_way[1].done, job.lines - began)
        except KeyboardInterrupt:
            if under_way is not None:
                job = under_way[0].result()
            rejected = f" {job.rejected:,} rejected so far." if job.rejected else ""
            raise CommandError(
                f"Stopped at line {job.lines:,} of {file.name}.{rejected}",
                "The same command goes on from there.",
                INTERRUPTED,
            ) from None
    return job


def _send(door: Door, chunk: Chunk, name: str, source: str, is_last: bool) -> _Job:
    body = {
        "job": name,
        "first_line": chunk.first,
        "lines": "".join(f"{line}\n" for line in chunk.lines),
        "unread": chunk.unread,
        "source": source,
        "last": is_last,
    }
    answer = door.ask(
        "POST",
        "/api/log/import",
        content=msgspec.json.encode(body),
        headers={"content-type": "application/json"},
    )
    return msgspec.json.decode(answer.content, type=_Job)


def _with_last(found: Iterator[Chunk]) -> Iterator[tuple[Chunk, bool]]:
    """Each chunk, and whether it is the last."""
    end = Chunk(0)
    for chunk, following in pairwise(chain(found, [end])):
        yield chunk, following is end


def _name(door: Door, file: Path) -> str:
    """The name of the import of this file as it is now. Raises CommandError where an unfinished one is of another."""
    with file.open("rb") as opened_file:
        head = blake2b(opened_file.read(_HEAD), digest_size=4).hexdigest()
    stem = file.name.replace("/", "_")[:150]
    name = f"{stem}-{file.stat().st_size}-{head}"
    for job in door.get("/api/log/import"):
        other = job["name"]
        if other == name or job["finished"] or not other.startswith(stem + "-"):
            continue
        if _MARK.fullmatch(other[len(stem) :]):
            raise CommandError(
                f"{file} has changed since its import stopped at line {job['lines']:,}.",
                f"Put the old file back, or import this one as a new one: --name {file.stem}-2 "
                f"(`--name {other}` goes on in this file at that line).",
                REFUSED,
            )
    return name


def _job(door: Door, name: str) -> _Job:
    try:
        return msgspec.convert(door.get(f"/api/log/import/{part(name)}"), _Job)
    except CommandError as error:
        if error.code != REFUSED:
            raise
        return _Job(name)


def _grown(file: Path, format: str, mapped: mappings.Mapping | None, lines: int) -> bool:
    """Whether the file has lines behind those of a finished import."""
    return any(chunk.lines for chunk in reading.chunks(file, format, mapped, lines))


def _report(door: Door, job: _Job, json: bool) -> None:
    rejected: list[dict[str, Any]] = []
    if job.rejected:
        rejected = door.get("/api/rejects", job=job.name, limit=SHOWN)["items"]
    if json:
        shown = [{"where": one["where"], "reason": one["reason"]} for one in rejected]
        as_json({**msgspec.structs.asdict(job), "first_rejected": shown})
    else:
        known = f", {job.duplicates:,} known before" if job.duplicates else ""
        typer.echo(
            f"{count(job.accepted, 'event')} of {count(job.lines, 'line')}{known}, {job.rejected:,} rejected."
        )
        for one in rejected:
            typer.echo(f"  {one['where']:<14}  {plain(one['reason'])}")
        if job.rejected > len(rejected):
            typer.echo(f"  … and {job.rejected - len(rejected):,} more.")
        if job.rejected:
            typer.echo(f"All of them: warmline rejects list --import {job.name}")
    if job.lines and not job.accepted and not job.duplicates and job.rejected:
        raise CommandError(
            "Not one line was an event.", "Is it the right file, format or mapping?", NOT_POSSIBLE
        )
