"""`warmline test`: play the dialogues of a business folder, and say what differs."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warmline.business.model import BusinessError
from warmline.business.report import render
from warmline.cli import options
from warmline.cli.errors import NOT_POSSIBLE, CommandError
from warmline.cli.output import as_json, count, say

if TYPE_CHECKING:
    from warmline.cli.testing import Played


def dialogues(
    folder: Annotated[
        Path | None,
        typer.Argument(help="The business folder; otherwise the one in force.", show_default=False),
    ] = None,
    only: Annotated[
        str, typer.Option("--only", help="Dialogues with this in their name or file.", show_default=False)
    ] = "",
    language: Annotated[
        str, typer.Option("--language", help="In this language alone.", show_default=False)
    ] = "",
    json: options.AsJson = False,
) -> None:
    """Play the dialogues in `dialogues/`: what is said, decided and done, in every language each lists.

    Nothing is called and nothing is stored: systems answer what the dialogue says. Exit code 1 if something differs.
    """
    from warmline.cli.testing import played

    folder = folder or options.settings().business
    if not folder.is_dir():
        raise CommandError(
            f"There is no business folder {folder}.", "Name one, such as examples/mobile-operator."
        )
    try:
        result = played(folder, only, language)
    except BusinessError as error:
        if json:
            as_json({"loads": False, "problems": error.problems})
        else:
            typer.echo(render(error.problems, running=False))
        raise typer.Exit(NOT_POSSIBLE) from None
    if json:
        as_json({"loads": True, **result.as_data()})
    else:
        for difference in result.differences:
            typer.echo(str(difference))
        if not result.dialogues:
            say(f"No dialogue in {folder} fits; write some into {folder}/dialogues.")
        else:
            number, times = count(result.dialogues, "dialogue"), count(result.played, "time")
            say(f"{number}, played {times}: {_came(result)}")
            if result.untried and not only:
                untried = count(len(result.untried), "step")
                say(f"No dialogue comes to {untried} of {len(result.steps)}; --json lists them.")
    if result.differences:
        raise typer.Exit(NOT_POSSIBLE)


def _came(result: "Played") -> str:
    return f"{count(len(result.differences), 'difference')}." if result.differences else "all as written."
