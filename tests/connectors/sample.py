"""The connectors of the sample business, on a real back office."""

import os
import time
from collections.abc import Callable, Mapping
from typing import Any

from tests.backoffice.office import SAMPLE
from warmline.business.folder import Folder, read_folder
from warmline.business.load import load_folder
from warmline.business.report import Report
from warmline.connectors.client import Connectors
from warmline.connectors.exchange import Exchange
from warmline.connectors.model import Operation
from warmline.connectors.reading import CONNECTORS

SECRET = "BACKOFFICE_SECRET"
PORT = "127.0.0.1:8100"


def operations(
    url: str, *, patience: str = "3s", timeout: str = "", secret: str = ""
) -> dict[str, Operation]:
    """The operations of the sample, at another address and with other times."""
    folder = read_folder(SAMPLE, Report())
    host = url.removeprefix("http://")
    files = dict(folder.files)
    for path, content in files.items():
        if path.startswith(("connectors/", "business.yaml", "webhooks.yaml")):
            text = content.decode().replace(PORT, host)
            if path.startswith("connectors/"):
                text = text.replace(
                    "outcome:", f"patience: {patience}\n{secret and f'secret: {secret}'}\noutcome:", 1
                )
                text = text.replace("    timeout: 5s\n", "")
                if timeout:
                    text = text.replace("    gives:", f"    timeout: {timeout}\n    gives:")
            files[path] = text.encode()
    return CONNECTORS.of(load_folder(Folder(files), [CONNECTORS], Report()))


def connectors(
    url: str,
    environment: Mapping[str, str] = os.environ,
    observe: Callable[[str, str, float], None] = lambda operation, outcome, seconds: None,
    seconds: Callable[[], float] = time.time,
) -> Connectors:
    """A client for it."""
    host = url.removeprefix("http://")
    return Connectors(Exchange(lambda: (host,), environment, seconds), observe)


def plain(operation: Operation, value: dict[str, Any]) -> dict[str, Any]:
    """A result as conditions see it."""
    known = operation.gives.read(value)
    return {name: known[name] for name in value}
