"""`warmline rebuild`, `backup`, `restore`, `check`, `settings`: work on the installation as a whole."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warmline.business.model import BusinessError
from warmline.business.report import render
from warmline.cli import options
from warmline.cli.door import opened
from warmline.cli.errors import NOT_POSSIBLE, CommandError
from warmline.cli.output import as_json, count, plain, say, table

if TYPE_CHECKING:
    from warmline.decisions.rulebook import Rulebook
    from warmline.knowledge.model import Library


def check(
    folder: Annotated[
        Path | None,
        typer.Argument(help="The business folder; otherwise the one in force.", show_default=False),
    ] = None,
    json: options.AsJson = False,
) -> None:
    """Check a business folder: every problem with its place and what to do. Exit code 1 if it cannot be loaded."""
    from warmline.app.sections import SECTIONS
    from warmline.business.load import load
    from warmline.decisions.reading.section import DECISIONS
    from warmline.knowledge.reading import KNOWLEDGE

    folder = folder or options.settings().business
    if not folder.is_dir():
        raise CommandError(
            f"There is no business folder {folder}.", "Name one, such as examples/mobile-operator."
        )
    try:
        business = load(folder, SECTIONS)
        problems, found = list(business.warnings), _found(DECISIONS.of(business), KNOWLEDGE.of(business))
    except BusinessError as error:
        problems, found = error.problems, ""
    if json:
        as_json({"loads": bool(found), "problems": problems})
    else:
        typer.echo(render(problems, running=False))
        if found:
            typer.echo(found)
    if not found:
        raise typer.Exit(NOT_POSSIBLE)


def _found(book: "Rulebook", library: "Library") -> str:
    """What a business decides and answers by, counted: a file in the wrong place shows by what is missing."""
    policies = "1 policy" if len(book.policies) == 1 else f"{len(book.policies):,} policies"
    others = f"{count(len(book.offers), 'offer')}, {count(len(book.lookups), 'value table')}"
    return f"It has {policies}, {others} and {count(len(library.articles), 'article')}."


def rebuild(
    only_check: Annotated[bool, typer.Option("--check", help="Compare only; change nothing.")] = False,
    json: options.AsJson = False,
) -> None:
    """Derive all customers and profiles from the log again. Exit code 1 if --check finds a difference."""
    with opened() as door:
        done = door.work("/api/system/rebuild", "rebuild", {"replace": not only_check})
    found = done["differences"]
    if json:
        as_json(done)
    elif not found:
        say("What is stored is what the log says.")
    else:
        rows = [
            (one["table"], one["stored"], one["derived"], "  ".join(one["examples"][:1])) for one in found
        ]
        table(("table", "as stored", "as the log says", "for example"), rows)
        say(
            "Replaced by what the log says."
            if done["replaced"]
            else "Nothing was changed; without --check it is replaced."
        )
    if found and only_check:
        raise typer.Exit(NOT_POSSIBLE)


def backup(
    file: Annotated[Path, typer.Argument(help="Where to.", show_default=False)],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a file that is there.")] = False,
    json: options.AsJson = False,
) -> None:
    """Copy all data as it is now to a file, while Warmline runs on."""
    if file.exists() and not overwrite:
        raise CommandError(f"{file} is there already.", "Name another file, or say --overwrite.")
    with opened() as door:
        done = door.work("/api/system/backup", "backup", {"path": str(file.absolute())})
    if json:
        as_json(done)
    else:
        say(f"{file}: {done['bytes'] / 1e6:,.1f} MB. Keep it as safe as the data: it holds all of it.")


def restore(
    file: Annotated[Path, typer.Argument(help="What `warmline backup` wrote.", show_default=False)],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    json: options.AsJson = False,
) -> None:
    """Put a backup in the place of the data, while Warmline runs. What is there now is kept beside it."""
    if not file.is_file():
        raise CommandError(f"There is no file {file}.", "Name one that `warmline backup` wrote.")
    if not yes:
        typer.confirm(f"Put {file} in the place of the data?", abort=True, err=True)
    with opened() as door:
        done = door.work("/api/system/restore", "restore", {"path": str(file.absolute())})
    if json:
        as_json(done)
        return
    say(f"Restored: {count(done['events'], 'event')}. What was there before is in {done['kept']}.")
    if done["erased_again"]:
        say(f"{count(done['erased_again'], 'identifier')} of people erased since then were erased again.")


def settings(json: options.AsJson = False) -> None:
    """Show the settings in force, and where each comes from."""
    effective, origins = options.effective()
    shown = {name: getattr(effective, name) for name in effective.__struct_fields__}
    if json:
        as_json(
            {
                name: {"value": str(value) if isinstance(value, Path) else value, "from": origins[name]}
                for name, value in shown.items()
            }
        )
        return
    rows = [
        (name, ", ".join(value) if isinstance(value, tuple) else plain(value), origins[name])
        for name, value in shown.items()
    ]
    table(("setting", "value", "from"), rows)
