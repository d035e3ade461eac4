"""`warmline decide`: ask what would help a customer now, and why; or what other policies would answer."""

from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from warmline.cli import options
from warmline.cli.columns import width
from warmline.cli.decide_differences import difference_lines, differences
from warmline.cli.decide_folder import files_to_try
from warmline.cli.decide_text import decision_lines
from warmline.cli.door import opened
from warmline.cli.output import as_json, say
from warmline.decisions.answers import Decision


def decide(
    customer: Annotated[
        str,
        typer.Option("--customer", help="A customer id, or an identifier as type:value.", show_default=False),
    ],
    situation: Annotated[
        str,
        typer.Option(
            "--situation",
            help="What it is about, such as bill_shock; otherwise what is kept in mind.",
            show_default=False,
        ),
    ] = "",
    explain: Annotated[
        bool,
        typer.Option("--explain", help="What each answer is made of, and why each policy did not hold."),
    ] = False,
    as_if: Annotated[
        Path | None,
        typer.Option(
            "--as-if",
            help="A folder of other policies: say what they would change, and record nothing.",
            show_default=False,
        ),
    ] = None,
    most: Annotated[int, typer.Option("--most", help="Answers at most.", min=1, max=20)] = 3,
    json: options.AsJson = False,
) -> None:
    """Ask what would help a customer now: ranked answers, why each, and why not each other one.

    The decision is on record, and what it offers counts as offered. With --as-if nothing is put on record.
    """
    asked = {"customer": customer, "situation": situation, "most": most}
    if as_if is None:
        with opened() as door:
            answer = door.send("/api/decide", {**asked, "explain": explain})
        _print_decision(answer, explain, json)
        return
    files = files_to_try(as_if)
    with opened() as door:
        answer = door.send("/api/decide/as-if", {**asked, "explain": True, "files": files})
    _print_differences(answer, str(as_if), json)


def _print_decision(answer: dict[str, Any], explain: bool, json: bool) -> None:
    if json:
        as_json(answer)
        return
    _say_note(answer)
    decision = msgspec.convert(answer["decision"], Decision)
    for line in decision_lines(decision, answer["heading"], explain, width()):
        typer.echo(line)
    if decision.not_held and not explain:
        others = decision.evaluated - decision.held
        say(f"{others} of {decision.evaluated} policies did not hold; --explain says why.")


def _print_differences(answer: dict[str, Any], folder: str, json: bool) -> None:
    now, then = (msgspec.convert(answer[name], Decision) for name in ("now", "then"))
    if json:
        as_json({**answer, "differences": differences(now, then)})
        return
    _say_note(answer)
    for line in difference_lines(now, then, answer["heading"], folder, width()):
        typer.echo(line)


def _say_note(answer: dict[str, Any]) -> None:
    if answer["note"]:
        say(answer["note"])
