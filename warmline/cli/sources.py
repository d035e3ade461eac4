"""`warmline sources`: the systems that send events, and their write keys."""

from typing import Annotated

import typer

from warmline.cli import options
from warmline.cli.door import opened, part
from warmline.cli.output import listing, moment, once, say

app = typer.Typer(help="Systems that send events, and their write keys.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="Name of the source.", show_default=False)]


@app.command()
def add(
    name: Name,
    public: Annotated[
        bool, typer.Option("--public", help="The key may stand in a page; name --type.")
    ] = False,
    type: Annotated[
        list[str] | None,
        typer.Option(
            "--type", help="An event type that a public key may send; repeat it.", show_default=False
        ),
    ] = None,
    user_type: Annotated[
        str, typer.Option("--user-type", help="Identifier type of a Segment userId.")
    ] = "user",
    rate: Annotated[int, typer.Option("--rate", help="Events per second; 0 for no limit.", min=0)] = 0,
    json: options.AsJson = False,
) -> None:
    """Add a source. Its write key is printed, this once."""
    body = {"name": name, "public": public, "types": type or [], "user_type": user_type, "rate": rate}
    with opened() as door:
        _key(door.send("/api/sources", body), json)
    if public and not type:
        say("It may send nothing yet: a public key needs --type for each event type it may send.")


@app.command("list")
def listed(json: options.AsJson = False) -> None:
    """List sources, with the first letters of their keys."""
    with opened() as door:
        found = door.get("/api/sources")
    listing(
        found,
        json,
        ("source", "key", "state", "begins", "events/s", "added", "may send"),
        lambda one: (
            one["name"],
            "public" if one["public"] else "secret",
            "on" if one["active"] else "off",
            one["hint"] + "…",
            one["rate"] or "no limit",
            moment(one["created"]),
            " ".join(one["types"]),
        ),
        "There are no sources. Add one: warmline sources add NAME",
    )


@app.command()
def rotate(name: Name, json: options.AsJson = False) -> None:
    """Give a source a new write key; the old one stops at once."""
    with opened() as door:
        _key(door.send(f"/api/sources/{part(name)}/rotate"), json)


@app.command()
def off(name: Name) -> None:
    """Shut a source off: its key is refused from now on."""
    with opened() as door:
        door.send(f"/api/sources/{part(name)}", {"active": False}, method="PATCH")
    say(f"{name} is off. `warmline sources on {name}` lets it in again.")


@app.command()
def on(name: Name) -> None:
    """Let a source in again, with the key it had."""
    with opened() as door:
        door.send(f"/api/sources/{part(name)}", {"active": True}, method="PATCH")
    say(f"{name} is on.")


def _key(new: dict[str, str], json: bool) -> None:
    once(new, json, f"The write key of {new['name']}", new["write_key"])
