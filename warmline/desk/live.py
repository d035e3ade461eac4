"""The log on a screen, kept up to date."""

from typing import Any

from litestar import WebSocket, websocket
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from warmline.desk.desk import Desk
from warmline.desk.feed import ROWS, Feed, Filter
from warmline.desk.language import Language
from warmline.desk.navigation import LOG_ROLES
from warmline.desk.pushed import Drawn
from warmline.desk.pushing import serve
from warmline.log import repository as log
from warmline.storage.port import Reader
from warmline.web.access import Role, staff
from warmline.web.principal import Principal


@websocket("/live", **staff(*LOG_ROLES))
async def live(socket: WebSocket[Any, Any, Any], desk: NamedDependency[SkipValidation[Desk]]) -> None:
    """Serve one page until it is closed."""
    query = socket.query_params
    wanted = Filter(**{name: str(query.get(name, "")) for name in Filter.__struct_fields__})
    await serve(socket, desk, lambda shown: _Log(desk, wanted, shown))


class _Log:
    """The latest events that fit a filter, as many as are on the screen."""

    roles: tuple[Role, ...] = LOG_ROLES
    detail = "log"

    def __init__(self, desk: Desk, wanted: Filter, shown: list[tuple[int, str]]) -> None:
        self._desk = desk
        self._wanted = wanted
        self._limit = max(ROWS, len(shown))
        self._floor = shown[-1][0] if len(shown) >= ROWS else 0
        self._seqs: list[int] = []
        self._head = -1
        self._by: Principal | None = None

    def draw(self, reader: Reader, by: Principal, say: Language) -> Drawn:
        """Look at what is new, and draw all of it: who an event is about may have become known since."""
        if by != self._by:
            self._by, self._head = by, -1
        feed = Feed(self._desk, by, self._wanted)
        head = log.head(reader)
        if self._head < 0:
            self._seqs = feed.window(reader, floor=self._floor, limit=self._limit).seqs
        elif head != self._head:
            fresh = feed.window(reader, floor=self._head + 1, limit=self._limit).seqs
            self._seqs = (fresh + self._seqs)[: self._limit]
        self._head = head
        events = say.number(head) if by.scopes.everything else ""
        return Drawn(feed.shown(reader, say, self._seqs), head, beside=events)
