"""A real server of the channels and the pages of customers, over contacts in memory."""

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from litestar import Litestar
from litestar.di import Provide

from tests.channels.talks import ScriptedTalks
from tests.server import SAMPLE
from warmline.business.load import load
from warmline.channels.chat import api
from warmline.channels.chat.files import Files
from warmline.channels.chat.service import Chat, Detect
from warmline.channels.chat.sites import cross_site
from warmline.channels.declared import CHANNELS
from warmline.web import problems
from warmline.web.guard import AccessControl
from warmline.web.limits import security_headers
from warmline.web.principal import Principal

SECRET = "what the site and Warmline share"
SITE = "https://www.isla-mobile.example"


class NobodySignsIn:
    """Pages of customers know no staff."""

    async def by_token(self, token: str) -> Principal | None:
        """Nobody."""
        return None

    async def by_session(self, token: str) -> Principal | None:
        """Nobody."""
        return None


@dataclass
class Served:
    """A server that answers at `url`, and what stands behind it."""

    url: str
    talks: ScriptedTalks
    chat: Chat


def make(
    folder: Path, routes: Sequence[Any] = (), detect: Detect | None = None, **more: Any
) -> tuple[Litestar, Chat, ScriptedTalks]:
    """The application, with `routes` and dependencies beside the chat."""
    business = load(SAMPLE, [CHANNELS])
    talks = ScriptedTalks()
    names = iter(range(1, 1_000_000))
    chat = Chat(
        talks,
        Files(folder / "files", lambda: f"file-{next(names)}"),
        lambda: business,
        {"WARMLINE_CHAT_SECRET": SECRET},
        detect=detect,
    )

    def give(thing: object) -> Provide:
        return Provide(lambda: thing, sync_to_thread=False)

    given = {"chat": chat, **{name: thing(chat) for name, thing in more.items()}}
    app = Litestar(
        [*api.ROUTES, *routes],
        plugins=[AccessControl(NobodySignsIn())],
        dependencies={name: give(thing) for name, thing in given.items()},
        exception_handlers=problems.exception_handlers(api.STATUSES),
        before_send=[security_headers(), cross_site(lambda: chat.channels)],
        openapi_config=None,
        logging_config=None,
    )
    return app, chat, talks


@contextmanager
def served(folder: Path, routes: Sequence[Any] = (), **more: Any) -> Iterator[Served]:
    """A server that runs until the end of the block."""
    app, chat, talks = make(folder, routes, **more)
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until and thread.is_alive():
        time.sleep(0.01)
    assert server.started
    try:
        yield Served(f"http://127.0.0.1:{listener.getsockname()[1]}", talks, chat)
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()
