"""Approvals: what agents may not give by themselves, answered by a lead with a word."""

from typing import Any

from litestar import MediaType, Request, Response, WebSocket, get, post, websocket
from litestar.di import NamedDependency
from litestar.params import SkipValidation
from litestar.status_codes import HTTP_200_OK

from warmline.contacts.errors import ContactError
from warmline.desk.approval_list import LEADS, LiveApprovals, approval_rows
from warmline.desk.desk import Desk
from warmline.desk.pushing import serve
from warmline.desk.screen import Screen, go, number_in
from warmline.web.access import staff

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]


@get("/approvals", include_in_schema=False, **staff(*LEADS))
async def approvals_page(request: AnyRequest, desk: Injected) -> Response[str]:
    """What waits, the longest wait on top."""
    return await _page(Screen(request, desk), None)


async def _page(screen: Screen, error: ContactError | None) -> Response[str]:
    desk = screen.desk
    rows = await desk.storage.read(lambda reader: approval_rows(desk, reader, screen.who, screen.language))
    customers = sorted({str(row.customer) for row in rows if row.customer})
    await desk.staff.audit.looked_at(screen.who, *customers, detail="approvals")
    return screen.page("approvals/index.html", status=409 if error else 200, rows=rows, error=error)


@post("/approvals", include_in_schema=False, status_code=HTTP_200_OK, **staff(*LEADS))
async def answer(request: AnyRequest, desk: Injected) -> Response[Any]:
    """Approve one, or do not (`do`: given or refused, and its number); whoever asked is told at once."""
    screen = Screen(request, desk)
    sent = await screen.form()
    state, _, text = sent["do"].partition("/")
    number = number_in(text)
    try:
        await desk.approvals.answer(screen.who, number, given=state == "given", word=sent[f"word {number}"])
    except ContactError as error:
        return await _page(screen, error)
    return go("/approvals")


@get("/approvals/count", include_in_schema=False, **staff(*LEADS))
async def approvals_count(request: AnyRequest, desk: Injected) -> Response[str]:
    """How many wait, for the badge in the navigation."""
    screen = Screen(request, desk)
    found = await desk.storage.read(lambda reader: desk.approvals.still_open(reader, screen.who))
    text = screen.render("approvals/count.html", waiting=len(found))
    return Response(text, media_type=MediaType.HTML)


@websocket("/approvals/live", **staff(*LEADS))
async def live_approvals(socket: WebSocket[Any, Any, Any], desk: Injected) -> None:
    """Serve one page until it is closed."""
    await serve(socket, desk, lambda shown: LiveApprovals(desk))


ROUTES = [approvals_page, answer, approvals_count, live_approvals]
