"""`warmline deliveries`: what is told to outside systems."""

from typing import Annotated

import typer

from warmline.cli import options
from warmline.cli.door import opened
from warmline.cli.output import listing, moment, say

app = typer.Typer(help="What is told to outside systems (webhooks).", no_args_is_help=True)


@app.command("list")
def listed(
    state: Annotated[str, typer.Option("--state", help="waiting, done or dead (given up).")] = "waiting",
    limit: Annotated[int, typer.Option("--limit", help="Rows at most.", min=1, max=1000)] = 50,
    json: options.AsJson = False,
) -> None:
    """List deliveries in a state, newest first."""
    with opened() as door:
        found = door.get("/api/deliveries", state=state, limit=limit)["items"]
    listing(
        found,
        json,
        ("number", "to", "event", "attempts", "next or done", "error"),
        lambda one: (
            one["id"],
            one["target"],
            one["seq"],
            one["attempts"],
            moment(one["due"]),
            one["error"],
        ),
        f"None is {state}.",
    )


@app.command()
def retry(
    number: Annotated[int | None, typer.Argument(help="Number of the delivery.", show_default=False)] = None,
    every: Annotated[bool, typer.Option("--all", help="All that were given up.")] = False,
) -> None:
    """Try a delivery that was given up again, with the same key."""
    if (number is None) != every:
        raise typer.BadParameter("name one delivery, or --all")
    with opened() as door:
        numbers = [number] if number is not None else []
        while every:
            found = door.get("/api/deliveries", state="dead", limit=1000)["items"]
            fresh = [one["id"] for one in found if one["id"] not in numbers]
            for one in fresh:
                door.send(f"/api/deliveries/{one}/retry")
            numbers += fresh
            if not fresh:
                break
        if number is not None:
            door.send(f"/api/deliveries/{number}/retry")
    say(f"{len(numbers)} to be tried again.")
