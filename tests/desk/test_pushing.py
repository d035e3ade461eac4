"""A screen that does not take what is pushed to it: it is let go, and nothing piles up for it."""

import asyncio
import base64
import os
import socket
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest
import uvicorn
from litestar import Litestar, WebSocket, websocket

from warmline.desk.desk import Desk
from warmline.desk.language import Language
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.pushed import Drawn, Shown
from warmline.desk.pushing import serve
from warmline.storage.port import Reader
from warmline.web.access import Role
from warmline.web.principal import LOCAL, Principal

ROWS, LONG = 300, "x" * 4_000
ENOUGH = 200
"""Times of drawing that would send 240 MB: far more than sockets hold."""


class Restless:
    """A list that looks different whenever it is drawn."""

    roles: tuple[Role, ...] = CUSTOMER_ROLES
    detail = "restless"

    def __init__(self) -> None:
        self.drawn = 0

    def draw(self, reader: Reader, by: Principal, say: Language) -> Drawn:
        self.drawn += 1
        rows = [Shown(seq=row, mark=f"{self.drawn}", html=LONG, customer=0) for row in range(ROWS, 0, -1)]
        return Drawn(rows, self.drawn)


class Storage:
    """Reads at once."""

    async def read(self, query: Any) -> Any:
        return query(None)


class Serving:
    """A server whose one screen shows a restless list; `gone` once it serves that no more."""

    def __init__(self, takes: float) -> None:
        self.shown, self.gone = Restless(), threading.Event()
        desk = cast(
            Desk,
            SimpleNamespace(
                storage=Storage(), business=SimpleNamespace(timezone="Asia/Manila"), clock=lambda: 0
            ),
        )

        @websocket("/live", opt={"access": "anyone"})
        async def live(socket: WebSocket[Any, Any, Any]) -> None:
            socket.scope["user"] = LOCAL

            async def wait(drawn: Drawn) -> None:
                await asyncio.sleep(0)

            try:
                await serve(socket, desk, lambda rows: self.shown, wait=wait, pause=0.0, takes=takes)
            finally:
                self.gone.set()

        self.socket = socket.create_server(("127.0.0.1", 0))
        self.server = uvicorn.Server(uvicorn.Config(Litestar([live]), log_level="error"))
        self.thread = threading.Thread(target=self.server.run, args=([self.socket],), daemon=True)
        self.thread.start()

    def connect(self) -> socket.socket:
        """A screen that has said what it shows, which is nothing."""
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        client.settimeout(30)
        client.connect(self.socket.getsockname())
        key = base64.b64encode(os.urandom(16)).decode()
        head = ("GET /live HTTP/1.1", "Host: t", "Upgrade: websocket", "Connection: Upgrade")
        asked = (*head, f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13", "", "")
        client.sendall("\r\n".join(asked).encode())
        assert b" 101 " in client.recv(4_096)
        hello = b'{"shown": []}'
        client.sendall(bytes([0x81, 0x80 | len(hello), 0, 0, 0, 0]) + hello)
        return client

    def stop(self) -> None:
        self.server.should_exit = self.server.force_exit = True
        self.thread.join(30)


@pytest.fixture
def serving() -> Iterator[Serving]:
    one = Serving(takes=0.2)
    yield one
    one.stop()


def test_a_screen_that_sleeps_is_let_go(serving: Serving) -> None:
    with serving.connect():
        assert serving.gone.wait(60)
        assert serving.shown.drawn < ENOUGH, "it was drawn for as long as the sockets took it, and no longer"


def test_a_screen_that_reads_is_served_on(serving: Serving) -> None:
    with serving.connect() as client:
        taken = 0
        while serving.shown.drawn < ENOUGH:
            taken += len(client.recv(1_000_000))
        assert taken > ROWS * len(LONG)
        assert not serving.gone.is_set()
    assert serving.gone.wait(60), "it has closed its page"
