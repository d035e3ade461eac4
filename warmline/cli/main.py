"""The command line: `warmline COMMAND`, for people and scripts on the machine itself."""

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from typer.core import TyperGroup

import warmline
from warmline.app.control import DataInUse
from warmline.business.model import BusinessError
from warmline.business.report import render
from warmline.cli import (
    bench,
    coach,
    customers,
    deliveries,
    flows,
    log,
    options,
    rejects,
    signals,
    sources,
    staff,
    system,
    test,
)
from warmline.cli.call import call
from warmline.cli.cel import cel
from warmline.cli.decide import decide
from warmline.cli.demo import demo
from warmline.cli.errors import INTERRUPTED, NOT_POSSIBLE, CommandError
from warmline.cli.serve import serve
from warmline.cli.simulate import simulate
from warmline.cli.texts import texts
from warmline.storage.errors import StorageError


class _Group(TyperGroup):
    """Ctrl-C ends any command in one line, with a code of its own."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise CommandError("Stopped.", code=INTERRUPTED) from None


app = typer.Typer(
    name="warmline",
    cls=_Group,
    help="Customer service that knows who is calling.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def before(
    data: Annotated[
        Path | None,
        typer.Option(
            "--data", help="Folder of the data; otherwise WARMLINE_DATA, or ./data.", show_default=False
        ),
    ] = None,
    business: Annotated[
        Path | None,
        typer.Option(
            "--business",
            help="The business folder; otherwise WARMLINE_BUSINESS, or ./business.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Customer service that knows who is calling.

    While a server runs on the data folder, commands go through it; otherwise they open the data themselves.
    """
    options.GIVEN.data, options.GIVEN.business = data, business


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(warmline.__version__)


for command in (demo, serve, system.check, system.rebuild, system.backup, system.restore, system.settings):
    app.command()(command)
app.command("test")(test.dialogues)
for name, group in (
    ("log", log.app),
    ("sources", sources.app),
    ("rejects", rejects.app),
    ("deliveries", deliveries.app),
    ("customers", customers.app),
    ("staff", staff.app),
    ("tokens", staff.tokens),
    ("flows", flows.app),
    ("coach", coach.app),
    ("signals", signals.app),
    ("bench", bench.app),
):
    app.add_typer(group, name=name)
app.command()(call)
app.command()(simulate)
app.command()(decide)
app.command()(cel)
app.command()(texts)


def main() -> None:
    """Run a command; a mistake of the user's is one line on standard error, never a stack trace."""
    os.umask(0o077)  # whatever commands write may hold people's data: it is for nobody else on this machine
    try:
        app()
    except CommandError as error:
        _end(error.line, error.code)
    except BusinessError as error:
        _end(render(error.problems, running=False), NOT_POSSIBLE)
    except (DataInUse, StorageError) as error:
        _end(str(error), NOT_POSSIBLE)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _end(f"{where}{error.strerror or error}", NOT_POSSIBLE)


def _end(text: str, code: int) -> None:
    sys.stdout.flush()
    Console(stderr=True, soft_wrap=True).print(text, markup=False, highlight=False)
    raise SystemExit(code)


if __name__ == "__main__":
    main()
