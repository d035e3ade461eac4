"""Writes the reference page of commands: `python -m warmline.cli.reference docs/reference`."""

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from warmline.cli.errors import EXIT_CODES
from warmline.cli.main import app

INTRODUCTION = """\
# Commands

<!-- Written by `make docs` (warmline/cli/reference.py); change what it describes, not this page. -->

`warmline COMMAND --help` says the same in the terminal; `warmline --install-completion` teaches it to your shell.
While a server runs on the data folder, commands go through it; otherwise they open the data themselves.

`--data` and `--business` before the command say which; without them the [settings](settings.md) do.

"""


def commands(group: Any, path: str = "warmline") -> Iterator[tuple[str, Any]]:
    """(whole name, command) of every command, in the order of the help."""
    for name, command in group.commands.items():
        if command.hidden:
            continue
        whole = f"{path} {name}"
        if hasattr(command, "commands"):
            yield from commands(command, whole)
        else:
            yield whole, command


def page() -> str:
    """The whole page, as Markdown."""
    codes = "\n".join(f"| {code} | {meaning} |" for code, meaning in EXIT_CODES.items())
    parts = [f"{INTRODUCTION}| exit code | means |\n|---|---|\n{codes}\n"]
    for name, command in commands(typer.main.get_command(app)):
        parts.append(f"\n## {name}\n\n{_text(command.help)}\n")
        rows = [row for parameter in command.params if (row := _row(parameter))]
        if rows:
            parts.append("\n| | what it says |\n|---|---|\n" + "\n".join(rows) + "\n")
    return "".join(parts)


def _row(parameter: Any) -> str:
    if getattr(parameter, "hidden", False) or "--help" in parameter.opts:
        return ""
    if parameter.param_type_name == "argument":
        shown = (parameter.metavar or parameter.name).upper()
        name = f"`{shown}`" if parameter.required else f"`[{shown}]`"
    else:
        name = ", ".join(f"`{option}`" for option in (*parameter.opts, *parameter.secondary_opts))
    meaning = _text(getattr(parameter, "help", "")).replace("|", "\\|")
    return f"| {name} | {meaning} |"


def _text(text: str | None) -> str:
    """Help as one paragraph."""
    return " ".join(inspect.cleandoc(text or "").replace("\b", "").split())


if __name__ == "__main__":
    (Path(sys.argv[1]) / "commands.md").write_text(page())
