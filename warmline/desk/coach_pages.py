"""The coach beside the composer: a hint for what is typed, and putting it away."""

from typing import Any

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from litestar.status_codes import HTTP_200_OK

from warmline.contacts.model import LONGEST
from warmline.desk.coach_view import told
from warmline.desk.desk import Desk
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.screen import Screen, number_in
from warmline.web.access import staff

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]


@post(
    "/contacts/{contact:str}/hint",
    include_in_schema=False,
    status_code=HTTP_200_OK,
    **staff(*CUSTOMER_ROLES),
)
async def hint(request: AnyRequest, contact: FromPath[str], desk: Injected) -> Response[str]:
    """What there is to say about a draft, as a piece of the page; empty where there is nothing."""
    screen = Screen(request, desk)
    text = (await screen.form())["text"][:LONGEST]
    found = await desk.coach.hint(screen.who, contact, text)
    return screen.page("contacts/hint_told.html", told=told(found))


@post(
    "/contacts/{contact:str}/hint/dismiss",
    include_in_schema=False,
    status_code=HTTP_200_OK,
    **staff(*CUSTOMER_ROLES),
)
async def dismiss(request: AnyRequest, contact: FromPath[str], desk: Injected) -> Response[None]:
    """Put a hint away."""
    screen = Screen(request, desk)
    await desk.coach.dismiss(screen.who, contact, number_in((await screen.form())["turn"]))
    return Response(None)


ROUTES = [hint, dismiss]
