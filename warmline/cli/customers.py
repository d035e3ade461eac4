"""`warmline customers`: found, shown, separated, joined, matched, exported, erased."""

import os
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from warmline.cli import options
from warmline.cli.door import opened, part
from warmline.cli.errors import USAGE, CommandError
from warmline.cli.output import as_json, count, listing, moment, plain, say, table
from warmline.log.moment import write as written

app = typer.Typer(help="Customers: who they are and what is known of them.", no_args_is_help=True)

SWEEP_SECONDS = 3_600.0
"""An erasure reads the whole log, which may be large."""

Customer = Annotated[
    str, typer.Argument(help="A customer id, or an identifier as type:value.", show_default=False)
]
One = Annotated[int, typer.Argument(help="Id of one of the two.", show_default=False)]
Other = Annotated[int, typer.Argument(help="Id of the other.", show_default=False)]


@app.command()
def find(
    text: Annotated[str, typer.Argument(help="An identifier, a name, an id.", show_default=False)],
    limit: Annotated[int, typer.Option("--limit", help="Rows at most.", min=1, max=200)] = 25,
    json: options.AsJson = False,
) -> None:
    """Find customers by any identifier or by name."""
    with opened() as door:
        found = door.get("/api/customers", q=text, limit=limit)
    listing(
        found,
        json,
        ("id", "name", "known as", "brand", "country"),
        lambda one: (one["id"], one["name"], one["known_as"], one["brand"], one["country"]),
        f"Nobody here is found by {text!r}.",
    )


@app.command()
def show(
    customer: Customer,
    events: Annotated[
        int, typer.Option("--events", help="So many of the latest events.", min=0, max=200)
    ] = 10,
    json: options.AsJson = False,
) -> None:
    """Show who a customer is, what is known, and what happened last."""
    with opened() as door:
        view = door.get(f"/api/customers/{part(customer)}")
        line = door.get(f"/api/customers/{view['id']}/timeline", limit=events) if events else []
    if json:
        as_json({**view, "timeline": line})
        return
    typer.echo(f"{plain(view['name'] or 'Nobody known by name')}  (customer {view['id']})")
    for one in view["identifiers"]:
        typer.echo(f"  {one['type']}:{plain(one['value'])}{'' if one['verified'] else '  (not verified)'}")
    for one in view["household"]:
        typer.echo(f"  shares {plain(one['shares'])} with {plain(one['name'])} ({one['id']})")
    typer.echo("")
    known = [
        (one["label"], _value(one["value"], one["type"]))
        for one in view["fields"]
        if one["value"] not in (None, "", [], {}, 0)
    ]
    table(("what is known", ""), known, "Nothing is known yet.")
    if line:
        typer.echo("")
        rows = [
            (moment(written(one["occurred"])), one["type"], one["channel"], _value(one["properties"]))
            for one in line
        ]
        table(("when", "what", "channel", ""), rows)


@app.command()
def separate(
    customer: Customer,
    split: Annotated[
        list[str], typer.Argument(help="Identifiers (type:value) that are another's.", show_default=False)
    ],
    json: options.AsJson = False,
) -> None:
    """Take a merge back: some identifiers become another customer's."""
    with opened() as door:
        done = door.send(f"/api/customers/{part(customer)}/separate", {"split": split})
    if json:
        as_json(done)
    else:
        say(f"Customer {done['stayed']} stays; {', '.join(split)} is customer {done['split']} now.")


@app.command()
def join(customer: Customer, other: Customer, json: options.AsJson = False) -> None:
    """Say that two customers are one. It can be taken back by `separate`."""
    with opened() as door:
        done = door.send(f"/api/customers/{part(customer)}/join", {"other": other})
    if json:
        as_json(done)
    else:
        say(f"They are customer {done['id']} now.")


@app.command()
def match(
    input: Annotated[
        Path | None,
        typer.Option("--input", help="A CSV or Parquet file of people instead.", show_default=False),
    ] = None,
    truth: Annotated[
        str | None,
        typer.Option(
            "--truth", help="Its column that says who is who, to score against.", show_default=False
        ),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", help="Pairs shown at most.", min=0)] = 20,
    json: options.AsJson = False,
) -> None:
    """Find probable duplicates: among the customers here, to be accepted or declined by a person; or in a file."""
    if input is not None:
        _match_file(input, truth, limit, json)
        return
    if truth is not None:
        raise CommandError("--truth goes with --input.", "See warmline customers match --help.", USAGE)
    with opened() as door:
        done = door.work("/api/matches/run", "comparing customers")
        pairs = door.get("/api/matches", limit=min(max(limit, 1), 200))[:limit]
    if json:
        as_json({**done, "proposals": pairs})
        return
    say(
        f"{count(done['customers'], 'customer')} compared; {count(done['open'], 'probable duplicate')} to decide on."
    )
    rows = [
        (_who(one["a"]), _who(one["b"]), f"{one['probability']:.3f}", "; ".join(one["reasons"]))
        for one in pairs
    ]
    table(("one", "other", "how probable", "why"), rows, "No probable duplicates.")


@app.command()
def accept(
    a: One,
    b: Other,
) -> None:
    """Say that two customers of a proposal are one."""
    with opened() as door:
        done = door.send("/api/matches/accept", {"a": a, "b": b})
    say(f"They are customer {done['id']} now.")


@app.command()
def decline(
    a: One,
    b: Other,
) -> None:
    """Say that two customers of a proposal are two; they are not proposed again."""
    with opened() as door:
        door.send("/api/matches/decline", {"a": a, "b": b})
    say("They stay two.")


@app.command()
def export(
    customer: Customer,
    to: Annotated[
        Path | None,
        typer.Option("--to", help="A new file for it; otherwise standard output.", show_default=False),
    ] = None,
) -> None:
    """Everything stored of a customer, as JSON: for those who ask what is known of them."""
    with opened() as door:
        found = door.ask("GET", f"/api/customers/{part(customer)}/export").content
    text = msgspec.json.format(found, indent=2)
    if to is None:
        typer.echo(text.decode())
        return
    try:
        handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise CommandError(f"{to} is there already.", "Name another file.") from None
    with os.fdopen(handle, "wb") as file:
        file.write(text + b"\n")
    say(f"Written to {to}, readable by you only.")


@app.command()
def erase(
    customer: Customer,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    json: options.AsJson = False,
) -> None:
    """Take a customer out of everything. Nothing brings it back."""
    with opened() as door:
        view = door.get(f"/api/customers/{part(customer)}")
        names = ", ".join(f"{one['type']}:{one['value']}" for one in view["identifiers"])
        if not yes:
            typer.confirm(
                f"Erase {view['name'] or 'customer'} ({plain(names)}) from everything?", abort=True, err=True
            )
        done = door.delete(f"/api/customers/{view['id']}", timeout=SWEEP_SECONDS)
    if json:
        as_json(done)
    else:
        say(
            f"Erased: {count(done['events'], 'event')}, {count(done['redacted'], 'mention')} in events of others, "
            f"{count(done['rejects'], 'rejected input')}, {count(done['deliveries'], 'delivery')}."
        )


def _match_file(file: Path, truth: str | None, limit: int, json: bool) -> None:
    # It takes seconds to load, which other commands should not wait for.
    from warmline.customers.matching.errors import MatchingError
    from warmline.customers.matching.service import match_file

    try:
        result = match_file(file, truth=truth, progress=say)
    except MatchingError as error:
        raise CommandError(str(error)) from error
    pairs = [
        {**msgspec.to_builtins(pair), "reasons": list(map(str, pair.reasons))}
        for pair in result.pairs[:limit]
    ]
    shown: dict[str, Any] = {"rows": result.rows, "pairs_found": len(result.pairs)}
    if result.score is not None:
        shown |= msgspec.to_builtins(result.score)
    if json:
        as_json({**shown, "columns": msgspec.to_builtins(result.columns), "pairs": pairs})
        return
    table(("column", "holds", "because"), [(one.header, one.kind.value, one.why) for one in result.columns])
    typer.echo("")
    rows = [
        (p["left"] + 1, p["right"] + 1, f"{p['probability']:.3f}", "; ".join(p["reasons"])) for p in pairs
    ]
    table(("row", "row", "how probable", "why"), rows, "No probable duplicates.")
    if result.score is not None:
        score = result.score
        typer.echo(f"precision {score.precision:.4f}  recall {score.recall:.4f}  F1 {score.f1:.4f}")
    typer.echo(f"{count(len(result.pairs), 'pair')} in {count(result.rows, 'row')}.")


def _who(found: dict[str, Any]) -> str:
    return f"{found['id']} {found['name'] or found['known_as']}"


def _value(value: Any, kind: str = "") -> str:
    """A value of the API in one line; `kind` is the type of the profile field that holds it, where one does."""
    from warmline.language.formats import minor_digits, money_like  # locales take long to load

    if kind == "time" and isinstance(value, int):
        return moment(written(value))
    if money_like(value):
        digits = minor_digits(value["currency"])
        return f"{value['amount'] / 10**digits:,.{digits}f} {value['currency']}"
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        value = ", ".join(_named(one) for one in value)
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return text if len(text) <= 100 else text[:99] + "…"


def _named(item: dict[str, Any]) -> str:
    """What a thing of a list is called: its id, or what its event was about ("invoice" of invoice.issued)."""
    kind = str(item.get("type", ""))
    texts = [value for name, value in item.items() if name != "type" and isinstance(value, str)]
    return str(item.get("id") or item.get(kind.partition(".")[0]) or next(iter(texts), kind))
