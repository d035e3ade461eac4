"""Settings: from the environment and a file, each with a default that works."""

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

PREFIX = "WARMLINE_"
FILE = "warmline.toml"


class SettingsError(Exception):
    """A setting is unknown or not of its kind; the message says which, where and what to do."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How one Warmline runs. `warmline.toml` names them as here, the environment as WARMLINE_NAME."""

    data: Annotated[
        Path, Meta(description="Folder of the database, the ledger of erasures and the lock.")
    ] = Path("data")
    business: Annotated[Path, Meta(description="The business folder.")] = Path("business")
    host: Annotated[str, Meta(description="Address to listen on. 0.0.0.0 opens it to the network.")] = (
        "127.0.0.1"
    )
    port: Annotated[int, Meta(ge=0, le=65535, description="Port to listen on.")] = 8000
    origins: Annotated[
        tuple[str, ...],
        Meta(
            description="Addresses people reach it by, behind a proxy (https://service.example.com), "
            "separated by commas."
        ),
    ] = ()
    proxies: Annotated[
        tuple[str, ...],
        Meta(description="Addresses of proxies whose X-Forwarded headers are believed, separated by commas."),
    ] = ()
    addresses: Annotated[
        dict[str, str],
        Meta(
            description="Where connectors and webhooks call instead of what the business says: host:port = host:port, "
            "separated by commas in the environment. What the business says must be on its list of hosts."
        ),
    ] = {}
    listeners_per_address: Annotated[
        int,
        Meta(
            ge=1,
            description="Pages of customers from one address that may wait for news at a time, each with a connection.",
        ),
    ] = 200
    cache_mb: Annotated[int, Meta(ge=8, description="Memory for pages of the database, in megabytes.")] = 384
    owner_gone: Annotated[
        float,
        Meta(
            ge=10,
            description="Seconds without an open page of the desk after which a member of staff has no contacts any "
            "more: their customers go to the front of the queue.",
        ),
    ] = 60.0
    demo: Annotated[
        bool,
        Meta(description="Whether visitors of /try may be the customers that channels.yaml names for it."),
    ] = False
    model_url: Annotated[
        str,
        Meta(
            description="A language model that drafts replies and summaries: an OpenAI-compatible endpoint "
            "(https://models.example.com/v1). Its host must be on the list of hosts of the business. Off where empty."
        ),
    ] = ""
    model_key: Annotated[
        str, Meta(description="The key that the endpoint wants, if it does. Keep it in the environment.")
    ] = ""
    model_name: Annotated[str, Meta(description="What the endpoint calls the model.")] = ""
    model_seconds: Annotated[
        float, Meta(gt=0, le=60, description="Seconds that a draft may take; after that, there is none.")
    ] = 8.0
    log_level: Annotated[
        str, Meta(pattern="^(debug|info|warning|error)$", description="debug, info, warning or error.")
    ] = "info"
    log_format: Annotated[
        str, Meta(pattern="^(json|text)$", description="json for machines, text for people.")
    ] = "json"

    def __repr__(self) -> str:
        """Without the key of the model: settings may be printed and logged."""
        shown = {name: getattr(self, name) for name in self.__struct_fields__ if name != "model_key"}
        return f"Settings({', '.join(f'{name}={value!r}' for name, value in shown.items())})"

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.data / "warmline.db"

    @property
    def warnings(self) -> tuple[str, ...]:
        """What somebody who starts Warmline with these should know, and what to do about it.

        Whoever asks from this machine is not limited: a proxy here that is not named makes everybody such a one.
        """
        if not self.origins or self.proxies:
            return ()
        reached = ", ".join(self.origins)
        return (
            f"people reach Warmline by {reached}, through a proxy that no setting names: if it runs on this machine, "
            "rate limits of customers are off, and elsewhere all of them count as one. Name its address: "
            'proxies = ["127.0.0.1"] (or WARMLINE_PROXIES)',
        )


def load(environment: Mapping[str, str] = os.environ, file: Path | None = None) -> Settings:
    """Settings from `file` (warmline.toml here, if there is one), overruled by the environment.

    Raises SettingsError. Variables whose names begin with WARMLINE_ but are no setting are for others.
    """
    given: dict[str, Any] = {}
    path = file or Path(environment.get(PREFIX + "SETTINGS", FILE))
    if path.exists():
        try:
            given = tomllib.loads(path.read_text())
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingsError(f"{path}: not valid TOML: {error}") from error
        if unknown := sorted(set(given) - set(Settings.__struct_fields__)):
            known = ", ".join(Settings.__struct_fields__)
            raise SettingsError(f"{path}: unknown setting {unknown[0]!r}; known are {known}")
    elif file is not None:
        raise SettingsError(f"{path}: there is no such file")
    for name in Settings.__struct_fields__:
        text = environment.get(PREFIX + name.upper())
        if text is not None:
            given[name] = _read(name, text)
    try:
        return msgspec.convert(given, Settings, strict=False, dec_hook=lambda kind, value: kind(value))
    except msgspec.ValidationError as error:
        name = str(error).rsplit("$.", 1)[-1].rstrip("`")
        raise SettingsError(f"setting {name} (or {PREFIX}{name.upper()}): {error}") from error


def _read(name: str, text: str) -> Any:
    """The value of a setting as it stands in the environment."""
    if name not in (*_LISTS, *_MAPS):
        return text
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if name in _LISTS:
        return parts
    pairs = [[side.strip() for side in part.split("=")] for part in parts]
    if any(len(pair) != 2 or not all(pair) for pair in pairs):
        what = f"{text!r} is not written as 127.0.0.1:8100=127.0.0.1:8200"
        raise SettingsError(f"setting {name} (or {PREFIX}{name.upper()}): {what}")
    return dict(pairs)


_LISTS = ("origins", "proxies")
_MAPS = ("addresses",)
