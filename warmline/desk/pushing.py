"""Keeps the list on a screen up to date over one WebSocket: pushes what has changed since the last push.

The page says which rows it shows (place and mark); from then on the server knows the screen. After each change of
what the list is about it draws up the list anew, by the same function that draws it when the page is loaded, and
sends the rows that differ. So what is on the screen always equals what a reload would show, after a lost connection,
too.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import msgspec
from litestar import WebSocket
from litestar.exceptions import WebSocketDisconnect

from warmline.desk.desk import Desk
from warmline.desk.feed import MOST_ROWS
from warmline.desk.language import Language
from warmline.desk.pushed import CHANGES, Drawn, On
from warmline.desk.screen import language_of
from warmline.storage.port import Reader
from warmline.web.access import Role
from warmline.web.cookies import session_token
from warmline.web.guard import principal_of
from warmline.web.principal import Principal

PAUSE = 0.25
"""Seconds between two pushes at least: changes in between go together."""
LOOK_AGAIN = 5.0
SIGNED_OUT, NOT_ALLOWED = 4401, 4403
_PATIENCE = 10.0

Socket = WebSocket[Any, Any, Any]


class Hello(msgspec.Struct, frozen=True):
    """What a page says first: the rows it shows, as (place, mark)."""

    shown: list[tuple[int, str]]


class LiveList(Protocol):
    """The list on one screen. `roles` may look at it; a look is on record as `detail`."""

    roles: tuple[Role, ...]
    detail: str

    def draw(self, reader: Reader, by: Principal, say: Language) -> Drawn:
        """The list as `by` sees it now."""
        ...


Wait = Callable[[Drawn], Awaitable[object]]
"""Returns when a list that was drawn may have changed."""
Drawing = Callable[[Principal, Language], Awaitable[Drawn]]
"""Draws a list as somebody sees it now."""


async def serve(
    socket: Socket,
    desk: Desk,
    list_of: Callable[[list[tuple[int, str]]], LiveList],
    *,
    wait: Wait | None = None,
    drawing: Drawing | None = None,
    heard: Callable[[str], None] = lambda said: None,
    pause: float = PAUSE,
) -> None:
    """Serve one page until it is closed; `list_of` makes its list of the rows that it shows, the highest first.

    Without a `wait` the list is looked at again when the log has grown; without a `drawing` it is drawn by a reader.
    `heard` is told what the page says later on. Changes within `pause` seconds go together.
    """
    await socket.accept()
    try:
        first = await asyncio.wait_for(socket.receive_data("text"), _PATIENCE)
        hello = msgspec.json.decode(first, type=Hello)
    except (WebSocketDisconnect, TimeoutError, msgspec.DecodeError):
        return
    shown = sorted(hello.shown, reverse=True)[:MOST_ROWS]
    list_ = list_of(shown)
    follower = _Follower(
        socket, desk, shown, list_, wait or _growth_of(desk), drawing or _reading(desk, list_), pause
    )
    pushing = asyncio.create_task(follower.run())
    leaving = asyncio.create_task(_until_gone(socket, heard))
    done, open_tasks = await asyncio.wait({pushing, leaving}, return_when=asyncio.FIRST_COMPLETED)
    for task in open_tasks:
        task.cancel()
    await asyncio.gather(*open_tasks, return_exceptions=True)
    for task in done:
        if (error := task.exception()) and not isinstance(error, WebSocketDisconnect | RuntimeError):
            raise error


def _growth_of(desk: Desk) -> Wait:
    """Waits until the log has grown."""

    async def wait(drawn: Drawn) -> None:
        if desk.pulse.head <= drawn.head:
            await desk.pulse.wait(LOOK_AGAIN)

    return wait


def _reading(desk: Desk, list_: LiveList) -> Drawing:
    """Draws a list in the thread of a reader."""

    async def drawing(by: Principal, say: Language) -> Drawn:
        return await desk.storage.read(lambda reader: list_.draw(reader, by, say))

    return drawing


async def _until_gone(socket: Socket, heard: Callable[[str], None]) -> None:
    """Pass on what the page says; return when it is closed."""
    try:
        while True:
            said = await socket.receive_data("text")
            heard(said if isinstance(said, str) else said.decode("utf-8", "replace"))
    except WebSocketDisconnect:
        return


class _Follower:
    """One screen, as the server knows it."""

    def __init__(
        self,
        socket: Socket,
        desk: Desk,
        shown: list[tuple[int, str]],
        list_: LiveList,
        wait: Wait,
        drawing: Drawing,
        pause: float,
    ) -> None:
        self._socket = socket
        self._desk = desk
        self._by = principal_of(socket)
        self._list = list_
        self._wait = wait
        self._drawing = drawing
        self._pause = pause
        self._on = On(dict(shown))
        self._looked: set[int] = set()

    async def run(self) -> None:
        """Push until whoever looks may not look any more."""
        while True:
            started = time.monotonic()
            by = await self._identify()
            if by is None or (by.role not in self._list.roles and not by.administrator):
                await self._socket.close(code=SIGNED_OUT if by is None else NOT_ALLOWED)
                return
            self._by = by
            say = language_of(self._socket, self._desk, by)
            drawn = await self._drawing(by, say)
            change = CHANGES.between(self._on, drawn)
            self._on = drawn.on
            if fresh := change.customers - self._looked:
                self._looked |= fresh
                looked = map(str, sorted(fresh))
                await self._desk.staff.audit.looked_at(by, *looked, detail=self._list.detail)
            if change.text:
                await self._socket.send_data(change.text, mode="text")
            await asyncio.sleep(max(0.0, self._pause - (time.monotonic() - started)))
            await self._wait(drawn)

    async def _identify(self) -> Principal | None:
        """Who is looking, as things stand now: signed out, switched off and restricted people see no more."""
        if self._by.kind == "local":
            return self._by
        scheme, _, token = self._socket.headers.get("authorization", "").partition(" ")
        if scheme:
            return await self._desk.staff.by_token(token.strip())
        return await self._desk.staff.by_session(session_token(self._socket))
