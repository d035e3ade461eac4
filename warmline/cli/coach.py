"""`warmline coach`: how well the coach tells whether a reply acknowledges what was said."""

from pathlib import Path
from typing import Annotated

import typer

from warmline.cli import options
from warmline.cli.errors import CommandError
from warmline.cli.output import as_json, say, table

app = typer.Typer(
    help="The coach that hints at replies which do not acknowledge what was said.", no_args_is_help=True
)
SHOWN = 20


@app.callback()
def coach() -> None:
    """The coach that hints at replies which do not acknowledge what was said."""


@app.command("eval")
def evaluate(
    data: Annotated[
        Path,
        typer.Option(
            "--data",
            help="A CSV file with customer, reply, label (none, generic, specific) and perhaps language.",
            show_default=False,
        ),
    ],
    wrong: Annotated[bool, typer.Option("--wrong", help="List what was judged otherwise, too.")] = False,
    json: options.AsJson = False,
) -> None:
    """Judge examples of replies, and compare with how people judged them: accuracy and confusion, per language."""
    from warmline.coaching.acknowledging.evaluating import BadExamples, evaluated, examples

    try:
        with data.open(encoding="utf-8-sig", newline="") as file:
            found = evaluated(list(examples(file)))
    except OSError as error:
        raise CommandError(f"{data} cannot be read: {error.strerror}.", "Check the path.") from None
    except UnicodeDecodeError:
        raise CommandError(f"{data} is not UTF-8.", "Save it as UTF-8.") from None
    except BadExamples as error:
        raise CommandError(f"{data}: {error}.", error.remedy) from None
    if not found.all.examples:
        raise CommandError(f"{data} has no examples.", "Put one in each line below the names of the columns.")
    if json:
        as_json(found if wrong else {"all": found.all, "languages": found.languages})
        return
    rows = [("all", found.all), *found.languages.items()]
    table(
        ("language", "examples", "right", "none", "generic", "specific"),
        [
            (
                name,
                result.examples,
                f"{result.accuracy:.0%}",
                *(
                    f"{result.confusion[label][label]}/{sum(result.confusion[label].values())}"
                    for label in result.confusion
                ),
            )
            for name, result in rows
        ],
    )
    if wrong:
        for example, level in found.wrong[:SHOWN]:
            say(f"line {example.line}: {example.label}, judged {level}: {example.reply}")
