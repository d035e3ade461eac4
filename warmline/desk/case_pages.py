"""What was promised and what is not solved yet: callbacks to be made, a case with its contacts."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from litestar.status_codes import HTTP_200_OK

from warmline.contacts.errors import UnknownPromise
from warmline.desk.desk import Desk
from warmline.desk.gist_dialogue import in_words
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.places import queue_title
from warmline.desk.screen import Screen, go
from warmline.web.access import staff

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]

SAID = {
    "made": "Noted: the customer was called back.",
    "gone": "That callback is not to be made any more: somebody else was quicker.",
}


@get("/callbacks", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def callbacks_page(request: AnyRequest, desk: Injected) -> Response[str]:
    """Callbacks that were promised, the most urgent first."""
    screen = Screen(request, desk)
    found = await desk.casework.callbacks(screen.who)
    return screen.page(
        "cases/callbacks.html",
        callbacks=[(one, queue_title(desk.book, one.queue), in_words(one.wants)) for one in found],
        notice=SAID.get(str(request.query_params.get("done", "")), ""),
    )


@post("/callbacks", include_in_schema=False, status_code=HTTP_200_OK, **staff(*CUSTOMER_ROLES))
async def called_back(request: AnyRequest, desk: Injected) -> Response[Any]:
    """One was made."""
    screen = Screen(request, desk)
    promise = (await screen.form())["promise"]
    try:
        await desk.casework.called_back(screen.who, promise)
    except UnknownPromise:
        return go("/callbacks?done=gone")
    return go("/callbacks?done=made")


@get("/cases/{case:str}", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def case_page(request: AnyRequest, case: FromPath[str], desk: Injected) -> Response[str]:
    """A problem of a customer, and the contacts about it on all channels."""
    screen = Screen(request, desk)
    found, customer = await desk.casework.case(screen.who, case)
    contacts = await desk.casework.of_case(screen.who, case)
    return screen.page(
        "cases/one.html",
        case=found,
        customer=customer,
        what=in_words(found.what),
        contacts=[(one, in_words(one.wants)) for one in contacts],
    )


ROUTES = [callbacks_page, called_back, case_page]
