"""`warmline log`: looks at the log, imports, exports."""

from typing import Annotated, Any

import msgspec
import typer

from warmline.cli import options
from warmline.cli.door import opened
from warmline.cli.exporting import export_file
from warmline.cli.importing import import_file
from warmline.cli.output import as_json, plain

app = typer.Typer(help="The log: every event, in order.", no_args_is_help=True)

LONGEST = 100


@app.command()
def tail(
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on until Ctrl-C.")] = False,
    number: Annotated[
        int, typer.Option("--number", "-n", help="Begin with the last N.", min=0, max=1000)
    ] = 20,
    type: Annotated[str, typer.Option("--type", help="Events of this type only.")] = "",
    source: Annotated[str, typer.Option("--source", help="Events of this source only.")] = "",
    channel: Annotated[str, typer.Option("--channel", help="Events of this channel only.")] = "",
    json: options.AsJson = False,
) -> None:
    """Show the latest events, and with --follow those that come."""
    wanted: dict[str, Any] = {"type": type, "source": source, "channel": channel}
    with opened() as door:
        newest = door.get("/api/log", limit=1)["events"]
        after = newest[0]["seq"] if newest else 0
        shown: list[dict[str, Any]] = []
        before = after + 1
        while len(shown) < number and before > 1:
            page = door.get("/api/log", before=before, limit=min(1000, number - len(shown)), **wanted)
            shown += page["events"]
            before = page["next"]
            if page["at_end"]:
                break
        for event in reversed(shown):
            _show(event, json)
        while follow:
            page = door.get("/api/log", after=after, limit=1000, wait=20, **wanted)
            for event in page["events"]:
                _show(event, json)
            after = page["next"]


app.command("import")(import_file)
app.command("export")(export_file)


def _show(event: dict[str, Any], json: bool) -> None:
    if json:
        as_json(event)
        return
    who = " ".join(f"{one['type']}:{one['value']}" for one in event["identifiers"])
    what = msgspec.json.encode(event["properties"]).decode()
    what = what if len(what) <= LONGEST else what[: LONGEST - 1] + "…"
    time = event["occurred"][:19].replace("T", " ")
    typer.echo(
        plain(
            f"{time}  {event['type']:<22}  {event['channel'] or '-':<6}  {event['source']:<14}  {who}  {what}"
        )
    )
