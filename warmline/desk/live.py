"""The one WebSocket of a page: pushes what has changed in the list on the screen since the last push.

The page says which rows it shows (place and mark); from then on the server knows the screen. After each change of
the log it draws up the list anew, by the same function that draws it when the page is loaded, and sends the rows
that differ. So what is on the screen always equals what a reload would show, after a lost connection, too.
"""

import asyncio
import time
from typing import Any

import msgspec
from litestar import WebSocket, websocket
from litestar.di import NamedDependency
from litestar.exceptions import WebSocketDisconnect
from litestar.params import SkipValidation

from warmline.desk.desk import Desk
from warmline.desk.feed import MOST_ROWS, ROWS, Feed, Filter, Shown
from warmline.desk.language import Language
from warmline.desk.navigation import LOG_ROLES
from warmline.desk.screen import language_of
from warmline.log import repository as log
from warmline.storage.port import Reader
from warmline.web.access import staff
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


class PushedRow(msgspec.Struct, frozen=True):
    """A row that is new, or looks different now."""

    seq: int
    html: str


class Push(msgspec.Struct, frozen=True):
    """What has to be done to the screen: rows to put in by their places, places whose rows go.

    `events` is how many there are by now, as it stands on the page; "" for those who see only a part of them.
    """

    rows: list[PushedRow]
    gone: list[int]
    head: int
    events: str


@websocket("/live", **staff(*LOG_ROLES))
async def live(socket: Socket, desk: NamedDependency[SkipValidation[Desk]]) -> None:
    """Serve one page until it is closed."""
    await socket.accept()
    try:
        first = await asyncio.wait_for(socket.receive_data("text"), _PATIENCE)
        hello = msgspec.json.decode(first, type=Hello)
    except (WebSocketDisconnect, TimeoutError, msgspec.DecodeError):
        return
    pushing = asyncio.create_task(_Follower(socket, desk, hello).run())
    leaving = asyncio.create_task(_until_gone(socket))
    done, open_tasks = await asyncio.wait({pushing, leaving}, return_when=asyncio.FIRST_COMPLETED)
    for task in open_tasks:
        task.cancel()
    await asyncio.gather(*open_tasks, return_exceptions=True)
    for task in done:
        if (error := task.exception()) and not isinstance(error, WebSocketDisconnect | RuntimeError):
            raise error


async def _until_gone(socket: Socket) -> None:
    """Return when the page is closed; what it says meanwhile does not matter."""
    try:
        while True:
            await socket.receive_data("text")
    except WebSocketDisconnect:
        return


class _Follower:
    """One screen, as the server knows it."""

    def __init__(self, socket: Socket, desk: Desk, hello: Hello) -> None:
        self._socket = socket
        self._desk = desk
        self._by = principal_of(socket)
        query = socket.query_params
        self._filter = Filter(**{name: str(query.get(name, "")) for name in Filter.__struct_fields__})
        shown = sorted(hello.shown, reverse=True)[:MOST_ROWS]
        self._shown = dict(shown)
        self._limit = max(ROWS, len(shown))
        self._seqs: list[int] = []
        self._head = -1
        self._floor = shown[-1][0] if len(shown) >= ROWS else 0
        self._looked: set[int] = set()
        self._events = ""

    async def run(self) -> None:
        """Push until whoever looks may not look any more."""
        while True:
            started = time.monotonic()
            by = await self._identify()
            if by is None or (by.role not in LOG_ROLES and not by.administrator):
                await self._socket.close(code=SIGNED_OUT if by is None else NOT_ALLOWED)
                return
            if by != self._by:
                self._by, self._head = by, -1
            say = language_of(self._socket, self._desk, by)
            push, customers = await self._desk.storage.read(lambda reader, say=say: self._look(reader, say))  # type: ignore[misc]
            if fresh := customers - self._looked:
                self._looked |= fresh
                await self._desk.staff.audit.looked_at(by, *map(str, sorted(fresh)), detail="log")
            if push.rows or push.gone or push.events != self._events:
                self._events = push.events
                await self._socket.send_data(msgspec.json.encode(push).decode(), mode="text")
            await asyncio.sleep(max(0.0, PAUSE - (time.monotonic() - started)))
            if self._desk.pulse.head <= self._head:
                await self._desk.pulse.wait(LOOK_AGAIN)

    def _look(self, reader: Reader, say: Language) -> tuple[Push, set[int]]:
        """What has changed on the screen since the last look, and whom the changed rows are about."""
        feed = Feed(self._desk, self._by, self._filter)
        head = log.head(reader)
        if self._head < 0:
            self._seqs = feed.window(reader, floor=self._floor, limit=self._limit).seqs
        elif head != self._head:
            fresh = feed.window(reader, floor=self._head + 1, limit=self._limit).seqs
            self._seqs = (fresh + self._seqs)[: self._limit]
        self._head = head
        rows = feed.shown(reader, say, self._seqs)
        changed: list[Shown] = [row for row in rows if self._shown.get(row.seq) != row.mark]
        after = {row.seq: row.mark for row in rows}
        gone = [seq for seq in self._shown if seq not in after]
        self._shown = after
        events = say.number(head) if self._by.scopes.everything else ""
        push = Push([PushedRow(row.seq, row.html) for row in changed], gone, head, events)
        return push, {row.customer for row in changed if row.customer}

    async def _identify(self) -> Principal | None:
        """Who is looking, as things stand now: signed out, switched off and restricted people see no more."""
        if self._by.kind == "local":
            return self._by
        scheme, _, token = self._socket.headers.get("authorization", "").partition(" ")
        if scheme:
            return await self._desk.staff.by_token(token.strip())
        return await self._desk.staff.by_session(session_token(self._socket))
