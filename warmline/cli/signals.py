"""`warmline signals`: how well signals are noticed in conversations that people have labelled."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warmline.cli import options
from warmline.cli.errors import CommandError
from warmline.cli.output import as_json, count, say, table

if TYPE_CHECKING:
    from warmline.coaching.evaluation import Figures, Judged
    from warmline.coaching.rules import Rules

app = typer.Typer(help="What is noticed in contacts, and how well.", no_args_is_help=True)


@app.command("eval")
def evaluate(
    data: Annotated[
        Path,
        typer.Option(
            "--data",
            help="A CSV file: text,label or contact,turn,party,text,label, perhaps with language.",
            show_default=False,
        ),
    ],
    misses: Annotated[
        bool,
        typer.Option("--misses", help="List the turns that were judged otherwise than labelled, and why."),
    ] = False,
    json: options.AsJson = False,
) -> None:
    """Judge labelled conversations: precision, recall and F1 of every signal, in every language.

    A label is a kind of signal (frustration, said_again, churn, buying, vulnerable), empty or none for no signal. Rules
    and words are those of the business folder in force, or the usual ones where there is none.
    """
    from warmline.coaching.evaluation import figures, judge
    from warmline.coaching.labelled import BadFile, read

    if not data.is_file():
        raise CommandError(f"There is no file {data}.", "Name a CSV file of labelled conversations.")
    try:
        said = read(data.read_bytes(), data.name)
    except BadFile as error:
        raise CommandError(f"{error}.", "docs/reference/signals.md shows what such a file holds.") from None
    rules = _rules()
    judged = [one for conversation in said for one in judge(conversation, rules)]
    found = figures(judged)
    missed = [one for one in judged if one.noticed != one.line.labels]
    if json:
        turns = {"conversations": len(said), "turns": len(judged), "signals": found}
        as_json({**turns, "misses": [_as_data(one) for one in missed]} if misses else turns)
        return
    _print(found)
    if misses:
        for one in missed:
            typer.echo(_line(one))
    say(f"{count(len(said), 'conversation')}, {count(len(judged), 'turn')} of customers.")


def _rules() -> "Rules":
    """Those of the business folder, where there is one."""
    from warmline.app.sections import SECTIONS
    from warmline.business.load import load
    from warmline.coaching.reading import SIGNALS
    from warmline.coaching.rules import usual_rules

    folder = options.settings().business
    return SIGNALS.of(load(folder, SECTIONS)) if folder.is_dir() else usual_rules()


def _print(found: "list[Figures]") -> None:
    headers = ("signal", "language", "labelled", "noticed", "right", "precision", "recall", "F1")
    rows = [
        (
            one.signal,
            one.language,
            one.labelled,
            one.noticed,
            one.right,
            _share(one.precision),
            _share(one.recall),
            _share(one.f1),
        )
        for one in found
    ]
    table(headers, rows, "Nothing is labelled, and nothing was noticed.")


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _line(one: "Judged") -> str:
    labels, noticed = ("+".join(sorted(some)) or "none" for some in (one.line.labels, one.noticed))
    why = "; ".join(f"{reason.code} {reason.points} {reason.said}".strip() for reason in one.reasons)
    where = f"{one.contact}, turn {one.line.turn} ({one.language})"
    return f"{where}: {noticed}, labelled {labels}: {one.line.text}" + (f" [{why}]" if why else "")


def _as_data(one: "Judged") -> dict[str, object]:
    return {
        "contact": one.contact,
        "turn": one.line.turn,
        "language": one.language,
        "text": one.line.text,
        "labels": sorted(one.line.labels),
        "noticed": sorted(one.noticed),
        "reasons": one.reasons,
    }
