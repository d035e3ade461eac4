"""A server with a bare channel for tests: contacts over three routes. Run it with folder and port."""

import faulthandler
import signal
import sys
from pathlib import Path
from typing import Any

import msgspec
import uvicorn
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from warmline.app import logs
from warmline.app.control import DataLock
from warmline.app.runtime import Runtime
from warmline.app.server import create_app
from warmline.app.settings import Settings
from warmline.contacts.errors import BadInput, Ended, TooFast
from warmline.contacts.model import Given
from warmline.events.model import Identifier
from warmline.web.access import anyone

Injected = NamedDependency[SkipValidation[Runtime]]


class Begin(msgspec.Struct):
    """Who begins."""

    account: str


class Input(msgspec.Struct):
    """What is put in."""

    key: str
    given: dict[str, Any]


@post("/test/contacts", **anyone())
async def begin(runtime: Injected, data: Begin) -> str:
    """The name of a new contact."""
    known = [Identifier("account", data.account, True)]
    return (await runtime.talking.talks.begin("chat", identifiers=known)).contact.name


@post("/test/contacts/{contact:str}", **anyone())
async def take(runtime: Injected, contact: str, data: Input) -> int:
    """Takes an input."""
    try:
        given = msgspec.convert(data.given, Given)
        return await runtime.talking.talks.take(contact, given, data.key)
    except (Ended, TooFast, BadInput):
        return -1


@get("/test/contacts/{contact:str}", **anyone())
async def turns(runtime: Injected, contact: str) -> list[tuple[str, str]]:
    """Who said what."""
    found = await runtime.talking.talks.turns(contact)
    return [(one.by, one.text) for one in found]


def main() -> None:
    """Serve until killed."""
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    faulthandler.register(signal.SIGUSR1, all_threads=True)
    logs.configure("info", "text")
    lock = DataLock(folder / "data")
    runtime = Runtime(Settings(data=folder / "data", business=folder / "business", cache_mb=16))
    app = create_app(runtime, "a token for tests", [begin, take, turns])
    try:
        uvicorn.run(app, host="127.0.0.1", port=port, log_config=None, access_log=False)
    finally:
        lock.release()


if __name__ == "__main__":
    main()
