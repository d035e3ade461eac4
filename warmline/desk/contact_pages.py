"""Contacts that are going on, as a list that is kept up to date; one of them taken over from there."""

from collections.abc import Mapping
from typing import Any

from litestar import MediaType, Request, Response, WebSocket, get, post, websocket
from litestar.di import NamedDependency
from litestar.params import SkipValidation
from litestar.status_codes import HTTP_200_OK

from warmline.coaching.marking import UnknownSignal
from warmline.contacts import errors
from warmline.contacts.watching import Show
from warmline.desk.contact_list import SHOWS, LiveContacts, beside, contact_rows
from warmline.desk.desk import Desk
from warmline.desk.feed import Shown
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.pushing import serve
from warmline.desk.screen import Screen, go
from warmline.desk.story_pages import story_page_of
from warmline.storage.port import Reader
from warmline.web.access import staff

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]

STATUSES: Mapping[type[Exception], int] = {
    errors.OwnedByAnother: 409,
    errors.NotYours: 409,
    errors.Changed: 409,
    errors.StillUnderWay: 409,
    errors.UnknownQueue: 404,
    errors.UnknownPromise: 404,
    errors.UnknownCase: 404,
    UnknownSignal: 404,
}
"""What else can go wrong with contacts than what channels know."""


@get("/contacts", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def contacts_page(request: AnyRequest, desk: Injected) -> Response[str]:
    """Those that are going on: who waits for a person first."""
    screen, show = Screen(request, desk), _show(request.query_params.get("show"))

    def look(reader: Reader) -> tuple[list[Shown], str]:
        rows = contact_rows(desk, reader, screen.who, screen.language, show)
        return rows, beside(desk, reader, screen.who, screen.language)

    rows, count = await desk.storage.read(look)
    customers = sorted({str(row.customer) for row in rows if row.customer})
    await desk.staff.audit.looked_at(screen.who, *customers, detail="live contacts")
    return screen.page("contacts/index.html", rows=rows, show=show, count=count)


@post("/contacts", include_in_schema=False, status_code=HTTP_200_OK, **staff(*CUSTOMER_ROLES))
async def step_in(request: AnyRequest, desk: Injected) -> Response[Any]:
    """Take one over, straight from the list."""
    screen = Screen(request, desk)
    contact = (await screen.form())["take"]
    try:
        await desk.takeover.take_over(screen.who, contact)
    except (errors.OwnedByAnother, errors.Ended, errors.Changed) as error:
        return await story_page_of(screen, contact, error)
    return go(f"/contacts/{contact}")


@get("/contacts/waiting", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def waiting_count(request: AnyRequest, desk: Injected) -> Response[str]:
    """How many wait for a person, for the badge in the navigation."""
    screen = Screen(request, desk)
    found = await desk.storage.read(
        lambda reader: desk.takeover.watching.live(reader, screen.who, "waiting", limit=100)
    )
    text = screen.render("contacts/waiting.html", waiting=len(found))
    return Response(text, media_type=MediaType.HTML)


@websocket("/contacts/live", **staff(*CUSTOMER_ROLES))
async def live_contacts(socket: WebSocket[Any, Any, Any], desk: Injected) -> None:
    """Serve one page until it is closed."""
    show = _show(socket.query_params.get("show"))
    await serve(socket, desk, lambda shown: LiveContacts(desk, show))


def _show(asked: object) -> Show:
    return next((one for one in SHOWS if one == asked), "")


ROUTES = [contacts_page, step_in, waiting_count, live_contacts]
