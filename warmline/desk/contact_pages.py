"""A contact taken over straight from a list; what can go wrong with that."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import SkipValidation
from litestar.status_codes import HTTP_200_OK

from warmline.coaching.marking import UnknownSignal
from warmline.contacts import errors
from warmline.desk.desk import Desk
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.screen import Screen, go
from warmline.desk.story_pages import story_page_of
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


ROUTES = [step_in]
