"""Notices: what policies want staff to know, until somebody takes it."""

from typing import Any

from litestar import MediaType, Request, Response, WebSocket, get, post, websocket
from litestar.di import NamedDependency
from litestar.params import SkipValidation
from litestar.status_codes import HTTP_200_OK

from warmline.decisions.notices.model import AlreadyTaken, UnknownNotice
from warmline.decisions.notices.service import END, MOST_COUNTED
from warmline.desk.desk import Desk
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.notice_list import LiveNotices, notice_rows
from warmline.desk.pushing import serve
from warmline.desk.screen import Screen, go, number_in
from warmline.web.access import staff

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]

SAID = {
    "taken": "Taken. It is yours now.",
    "late": "Somebody else took this one meanwhile.",
    "gone": "This notice is not there any more.",
}


@get("/notices", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def notices_page(request: AnyRequest, desk: Injected) -> Response[str]:
    """Those that are open, and below them those that were taken lately."""
    screen = Screen(request, desk)
    before = number_in(request.query_params.get("before")) or END
    rows, older = await desk.storage.read(
        lambda reader: notice_rows(desk, reader, screen.who, screen.language, before)
    )
    customers = [str(row.customer) for row in rows if row.customer]
    await desk.staff.audit.looked_at(screen.who, *customers, detail="notices")
    return screen.page(
        "notices/index.html",
        rows=rows,
        older=older,
        before="" if before == END else before,
        notice=SAID.get(str(request.query_params.get("done", "")), ""),
    )


@post("/notices", include_in_schema=False, status_code=HTTP_200_OK, **staff(*CUSTOMER_ROLES))
async def take_notice(request: AnyRequest, desk: Injected) -> Response[Any]:
    """Take one."""
    screen = Screen(request, desk)
    number = number_in((await screen.form()).get("take"))
    try:
        await desk.notices.take(screen.who, number)
    except AlreadyTaken:
        return go("/notices?done=late")
    except UnknownNotice:
        return go("/notices?done=gone")
    return go("/notices?done=taken")


@get("/notices/count", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def notices_count(request: AnyRequest, desk: Injected) -> Response[str]:
    """How many are open, for the badge in the navigation."""
    screen = Screen(request, desk)
    open_now = await desk.notices.read(lambda reader: desk.notices.count(reader, screen.who))
    text = screen.render("notices/count.html", open_now=open_now, most=MOST_COUNTED)
    return Response(text, media_type=MediaType.HTML)


@websocket("/notices/live", **staff(*CUSTOMER_ROLES))
async def live_notices(socket: WebSocket[Any, Any, Any], desk: Injected) -> None:
    """Serve one page until it is closed."""
    await serve(socket, desk, lambda shown: LiveNotices(desk))


ROUTES = [notices_page, take_notice, notices_count, live_notices]
