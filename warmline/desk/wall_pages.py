"""The wall: contacts that are going on, who needs a person most first."""

from typing import Any

from litestar import MediaType, Request, Response, WebSocket, get, websocket
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation

from warmline.contacts.errors import UnknownContact
from warmline.desk.desk import Desk
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.pushing import serve
from warmline.desk.screen import Screen
from warmline.desk.wall_filter import Wanted, choices, wanted_of
from warmline.desk.wall_list import LiveWall, news_of
from warmline.desk.wall_views import saveable, views_of
from warmline.desk.wall_watch import LivePanes
from warmline.web.access import staff

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]
AnySocket = WebSocket[Any, Any, Any]


@get("/contacts", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def wall_page(request: AnyRequest, desk: Injected) -> Response[str]:
    """The wall, as far as it was asked for."""
    screen, wanted = Screen(request, desk), wanted_of(request.query_params)
    await desk.board.fresh()
    wall = LiveWall(desk, wanted)
    drawn, views = await desk.storage.read(
        lambda reader: (wall.draw(reader, screen.who, screen.language), views_of(reader, screen.who))
    )
    customers = sorted({str(row.customer) for row in drawn.rows if row.customer})
    await desk.staff.audit.looked_at(screen.who, *customers, detail=wall.detail)
    saveable_now = saveable(wanted)
    return screen.page(
        "contacts/index.html",
        rows=drawn.rows,
        wanted=wanted,
        views=views,
        view=next((one.name for one in views if one.wanted == wanted), ""),
        saveable={} if any(one.wanted == saveable_now for one in views) else _narrowed(saveable_now),
        count=drawn.beside,
        choices=choices(screen.language, desk.business, desk.book, screen.who),
    )


def _narrowed(wanted: Wanted) -> dict[str, str]:
    """What is worth a view: whose turn it is alone has a tab already."""
    return wanted.query() if wanted.narrowed else {}


@get("/contacts/waiting", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def waiting_count(request: AnyRequest, desk: Injected) -> Response[str]:
    """How many wait for a person, for the badge in the navigation."""
    screen = Screen(request, desk)
    await desk.board.fresh()
    waiting = LiveWall(desk, wanted_of({"show": "waiting"}))
    now = screen.language.now
    count = await desk.storage.read(lambda reader: waiting.counted(reader, screen.who, now))
    text = screen.render("contacts/waiting.html", waiting=count)
    return Response(text, media_type=MediaType.HTML)


@get("/contacts/{contact:str}/peek", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def peek(request: AnyRequest, contact: FromPath[str], desk: Injected) -> Response[str]:
    """One contact without leaving the wall: what was said last, what was noticed, what can be done."""
    screen = Screen(request, desk)
    await desk.board.fresh()
    panes = LivePanes(desk, [contact])
    drawn = await desk.storage.read(lambda reader: panes.draw(reader, screen.who, screen.language))
    if not drawn.rows:
        raise UnknownContact
    customers = [str(row.customer) for row in drawn.rows if row.customer]
    await desk.staff.audit.looked_at(screen.who, *(customers or [""]), detail=f"contact {contact}")
    return Response("".join(row.html for row in drawn.rows), media_type=MediaType.HTML)


@websocket("/contacts/live", **staff(*CUSTOMER_ROLES))
async def live_wall(socket: AnySocket, desk: Injected) -> None:
    """Serve one page until it is closed."""
    wanted = wanted_of(socket.query_params)
    await desk.board.fresh()
    wall = LiveWall(desk, wanted)
    await serve(socket, desk, lambda shown: wall, wait=news_of(desk), drawing=wall.drawn, pause=0.0)


ROUTES = [wall_page, waiting_count, peek, live_wall]
