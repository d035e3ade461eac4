"""Options that many commands share, and the settings that follow from them."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from warmline.app import settings as app_settings
from warmline.app.settings import FILE, PREFIX, Settings, SettingsError
from warmline.cli.errors import CommandError

DEMO = Path(".warmline/demo")
"""Where `warmline demo` keeps its data, unless told otherwise."""

Data = Annotated[Path | None, typer.Option("--data", help="Folder of the data.", show_default=False)]
Business = Annotated[Path | None, typer.Option("--business", help="The business folder.", show_default=False)]
Host = Annotated[str | None, typer.Option("--host", help="Address to listen on.", show_default=False)]
Port = Annotated[
    int | None, typer.Option("--port", help="Port to listen on.", min=0, max=65535, show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


class Given(msgspec.Struct, kw_only=True):
    """What stood in front of the command: `warmline --data … COMMAND`."""

    data: Path | None = None
    business: Path | None = None


GIVEN = Given()
"""Set once by the callback of the app, for the commands behind it."""


def effective(
    environment: Mapping[str, str] | None = None, **options: Any
) -> tuple[Settings, dict[str, str]]:
    """The settings in force, and where each comes from.

    Options of the command come before those in front of it, then the environment, then a file:
    `warmline.toml` here, or the one in the data folder. Where nothing names a data folder and there is
    no data in that of the default name, but a demo here, commands are about the demo.
    """
    environment = os.environ if environment is None else environment
    wanted = {"data": GIVEN.data, "business": GIVEN.business}
    wanted |= {name: value for name, value in options.items() if value is not None}
    wanted = {name: value for name, value in wanted.items() if value is not None}
    file = _file(environment, wanted)
    try:
        settings = app_settings.load(environment, file)
    except SettingsError as error:
        raise CommandError(str(error)) from error
    origins = {name: _origin(name, environment, file) for name in Settings.__struct_fields__}
    if (
        "data" not in wanted
        and origins["data"] == "default"
        and not settings.database.exists()
        and _is_demo(DEMO)
    ):
        chosen, origins = effective(environment, **options, data=DEMO)
        return chosen, origins | {"data": "the demo here"}
    return msgspec.structs.replace(settings, **wanted), origins | dict.fromkeys(wanted, "option")


def settings(**options: Any) -> Settings:
    """The settings in force."""
    return effective(**options)[0]


def _file(environment: Mapping[str, str], wanted: Mapping[str, Any]) -> Path | None:
    """The settings file, where it is not simply `warmline.toml` here."""
    if PREFIX + "SETTINGS" in environment or Path(FILE).exists():
        return None
    data = wanted.get("data") or environment.get(PREFIX + "DATA")
    own = Path(data) / FILE if data else None
    return own if own is not None and own.exists() else None


def _origin(name: str, environment: Mapping[str, str], file: Path | None) -> str:
    if PREFIX + name.upper() in environment:
        return PREFIX + name.upper()
    path = file or Path(environment.get(PREFIX + "SETTINGS", FILE))
    return str(path) if path.exists() and name in tomllib.loads(path.read_text()) else "default"


def _is_demo(folder: Path) -> bool:
    return (folder / FILE).exists()
