"""`warmline rejects`: what was rejected, looked at, corrected and replayed."""

from pathlib import Path
from typing import Annotated, Any

import typer

from warmline.cli import options
from warmline.cli.door import Door, opened
from warmline.cli.errors import NOT_POSSIBLE, CommandError
from warmline.cli.output import as_json, moment, plain, say, table

app = typer.Typer(help="What was rejected: listed, corrected, replayed.", no_args_is_help=True)

Number = Annotated[int, typer.Argument(help="Number of the rejected input.", show_default=False)]


@app.command("list")
def listed(
    job: Annotated[
        str, typer.Option("--import", help="What this import rejected, in the file's order.")
    ] = "",
    state: Annotated[str, typer.Option("--state", help="open, replayed or dismissed.")] = "open",
    limit: Annotated[
        int | None,
        typer.Option(
            "--limit",
            help="Rows at most; 0 for all. Otherwise 50, and of an import all.",
            min=0,
            show_default=False,
        ),
    ] = None,
    json: options.AsJson = False,
) -> None:
    """List rejected inputs, newest first."""
    limit = (0 if job else 50) if limit is None else limit
    with opened() as door:
        found = list(_pages(door, job, state, limit))
    if json:
        for one in found:
            as_json(one)
        return
    rows = [(one["id"], moment(one["received"]), one["source"], one["where"], one["reason"]) for one in found]
    table(("number", "received", "source", "where", "reason"), rows, "Nothing was rejected.")


@app.command()
def show(number: Number, json: options.AsJson = False) -> None:
    """Show one: why it was rejected, and what was sent. A write key inside is masked."""
    with opened() as door:
        one = door.get(f"/api/rejects/{number}")
    if json:
        as_json(one)
        return
    for name in ("received", "source", "where", "form", "state", "reason"):
        typer.echo(f"{name:<9} {moment(one[name]) if name == 'received' else plain(one[name])}")
    typer.echo("")
    typer.echo("\n".join(plain(line) for line in one["raw"].splitlines()))


@app.command()
def replay(
    number: Number,
    file: Annotated[
        Path | None,
        typer.Option("--file", help="The corrected text; `-` reads standard input.", show_default=False),
    ] = None,
    json: options.AsJson = False,
) -> None:
    """Take it in after all, as it is or corrected. If it fails again it stays open, with the new reason."""
    body: dict[str, Any] = {}
    if file is not None:
        text = typer.get_text_stream("stdin").read() if str(file) == "-" else file.read_text(encoding="utf-8")
        body["corrected"] = text
    with opened() as door:
        outcome = door.send(f"/api/rejects/{number}/replay", body)
    if json:
        as_json(outcome)
    elif outcome["replayed"]:
        say(f"Taken in: {outcome['accepted']} new, {outcome['duplicates']} known before.")
    if not outcome["replayed"]:
        raise CommandError(f"It stays open: {outcome['reason']}", "Correct it: --file FILE", NOT_POSSIBLE)


@app.command()
def dismiss(number: Number) -> None:
    """Say that it will not be needed. It stays on record."""
    with opened() as door:
        door.send(f"/api/rejects/{number}/dismiss")
    say(f"{number} is dismissed.")


def _pages(door: Door, job: str, state: str, limit: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = 0
    while not limit or len(found) < limit:
        size = min(1000, limit - len(found)) if limit else 1000
        page = door.get("/api/rejects", job=job, state=state, cursor=cursor, limit=size)
        found += page["items"]
        cursor = page["next"]
        if not cursor:
            break
    return found
