"""Saved filters of the wall, by the forms of its page."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import SkipValidation
from litestar.status_codes import HTTP_200_OK

from warmline.desk import wall_views
from warmline.desk.desk import Desk
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.screen import Screen, go
from warmline.desk.wall_filter import wanted_of
from warmline.web.access import staff

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]


@post("/contacts/views", include_in_schema=False, status_code=HTTP_200_OK, **staff(*CUSTOMER_ROLES))
async def save_view(request: AnyRequest, desk: Injected) -> Response[Any]:
    """Save the filter that the form carries, or remove the view that it names."""
    screen = Screen(request, desk)
    sent = await screen.form()
    if "remove" in sent:
        await wall_views.remove(desk.storage, screen.who, sent["remove"])
        return go("/contacts")
    view = await wall_views.save(desk.storage, screen.who, sent["name"], wanted_of(sent))
    return go(f"/contacts?{urlencode(view.wanted.query())}")


ROUTES = [save_view]
