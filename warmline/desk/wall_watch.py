"""Several contacts side by side, kept up to date: a person watches as many as they like."""

from collections.abc import Sequence
from typing import Any

from litestar import Request, Response, WebSocket, get, websocket
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from warmline.desk.desk import Desk
from warmline.desk.feed import MOST_ROWS
from warmline.desk.language import Language
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.pushed import Drawn
from warmline.desk.pushing import serve
from warmline.desk.screen import Screen
from warmline.desk.wall_board import Card, View, ended
from warmline.desk.wall_drawing import DRAWN, PANE, asks
from warmline.desk.wall_list import news_of, seen
from warmline.storage.port import Reader
from warmline.web.access import Role, staff
from warmline.web.principal import Principal

Injected = NamedDependency[SkipValidation[Desk]]


AnyRequest = Request[Any, Any, Any]


class LivePanes:
    """Some contacts by their names, in the order in which they were chosen, those that have ended, too."""

    roles: tuple[Role, ...] = CUSTOMER_ROLES
    detail = "watched contacts"

    def __init__(self, desk: Desk, contacts: Sequence[str]) -> None:
        self._desk = desk
        self._contacts = list(dict.fromkeys(contacts))[:MOST_ROWS]

    def draw(self, reader: Reader, by: Principal, say: Language) -> Drawn:
        """Those of them that `by` may see now."""
        desk, view = self._desk, self._desk.board.view
        ended = self._ended(reader, view)
        cards = [card for name in self._contacts if (card := view.cards.get(name) or ended.get(name))]
        placed = [desk.order.place(view, card, say.now) for card in cards]
        served = desk.routing.presence.served(reader, by)
        rows = [
            DRAWN.drawn(
                PANE, desk.book, by, say, one, asks(one, by, served), desk.looking.others(one.card.name, by)
            )
            for one in seen(desk, reader, by, placed)
        ]
        return Drawn(rows, view.revision, sorted=True)

    def _ended(self, reader: Reader, view: View) -> dict[str, Card]:
        """Those that are not on the board any more, as they ended."""
        left = [name for name in self._contacts if name not in view.cards]
        found = self._desk.board.glances.of(reader, left, ended=True) if left else ()
        return {one.live.contact.name: ended(one) for one in found}


@get("/contacts/watch", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def watch_page(request: AnyRequest, desk: Injected) -> Response[str]:
    """The contacts that the address names, side by side."""
    screen = Screen(request, desk)
    contacts = request.query_params.getall("c", [])
    await desk.board.fresh()
    panes = LivePanes(desk, contacts)
    drawn = await desk.storage.read(lambda reader: panes.draw(reader, screen.who, screen.language))
    customers = sorted({str(row.customer) for row in drawn.rows if row.customer})
    await desk.staff.audit.looked_at(screen.who, *customers, detail=panes.detail)
    return screen.page("contacts/watch.html", rows=drawn.rows, query={"c": contacts})


@websocket("/contacts/watch/live", **staff(*CUSTOMER_ROLES))
async def live_panes(socket: WebSocket[Any, Any, Any], desk: Injected) -> None:
    """Serve one page until it is closed."""
    contacts = socket.query_params.getall("c", [])
    await desk.board.fresh()
    await serve(socket, desk, lambda shown: LivePanes(desk, contacts), wait=news_of(desk), pause=0.0)


ROUTES = [watch_page, live_panes]
