"""A whole Warmline in this process, with a small self-service: pages, contacts, and a person who takes over."""

import asyncio
import shutil
import socket
import threading
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import uvicorn

from tests.server import SAMPLE
from warmline.app.runtime import Runtime
from warmline.app.server import create_app
from warmline.app.settings import Settings

T = TypeVar("T")
SERVICE = """
start: main
queues:
  general: {title: Customer service, hours: always}
hand_over: general
call_back_after: 3
"""
MAIN = """
flow: main
title: Start
steps:
  hello:
    say: "Hello, this is Isla Mobile."
    then: topics
  topics:
    menu:
      say: "What is it about?"
      options:
        - {name: bill, say: "My bill", then: bill}
        - {name: other, say: "Nothing else", then: done}
  bill:
    say: "A bill has what you used in the month before."
    then: topics
  done:
    end: done
"""
OWN = (
    "flows",
    "dialogues",
    "knowledge",
    "policies",
    "offers",
    "locale",
    "service.yaml",
    "contact-policy.yaml",
    "replies.yaml",
)


@dataclass
class Whole:
    """A Warmline at `url`, and its inside."""

    url: str
    runtime: Runtime
    loop: asyncio.AbstractEventLoop

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something inside, as a route would."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(20)


@contextmanager
def whole(folder: Path) -> Iterator[Whole]:
    """It runs until the end of the block."""
    business = folder / "business"
    shutil.copytree(
        SAMPLE, business, ignore=shutil.ignore_patterns("backoffice", "tables", "webhooks.yaml", *OWN)
    )
    (business / "service.yaml").write_text(SERVICE)
    (business / "flows").mkdir()
    (business / "flows" / "main.yaml").write_text(MAIN)
    runtime = Runtime(Settings(data=folder / "data", business=business, cache_mb=16))
    app = create_app(runtime, "the-token-of-the-command-line")
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=1))
    loops: list[asyncio.AbstractEventLoop] = []

    async def serve() -> None:
        loops.append(asyncio.get_running_loop())
        await server.serve(sockets=[listener])

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    until = time.monotonic() + 30
    while not server.started and thread.is_alive() and time.monotonic() < until:
        time.sleep(0.02)
    assert server.started
    try:
        yield Whole(f"http://127.0.0.1:{listener.getsockname()[1]}", runtime, loops[0])
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()
