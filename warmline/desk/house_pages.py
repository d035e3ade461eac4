"""The business in use, and the system that runs it."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import SkipValidation
from litestar.status_codes import HTTP_200_OK

from warmline.business.window import window_microseconds
from warmline.desk.data_names import OF_FOLDS, OF_FORMATS, OF_TYPES
from warmline.desk.desk import Desk
from warmline.desk.navigation import LOG_ROLES
from warmline.desk.repository import received_lately
from warmline.desk.screen import Screen, go, number_in
from warmline.language.formats import MICROSECONDS
from warmline.log import outbox, rejects, subscriptions, timers
from warmline.log import repository as log
from warmline.storage.port import Reader
from warmline.web.access import Role, staff

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]

SHOWN = 50
MINUTES = 30


@get("/business", include_in_schema=False, **staff(*LOG_ROLES))
async def business_page(request: AnyRequest, desk: Injected) -> Response[str]:
    """What the business folder declares, and how its last reloads went."""
    return Screen(request, desk).page(
        "house/business.html",
        folder=desk.business_service.folder.resolve().name,
        history=desk.business_service.history[:20],
        identifiers=sorted(desk.business.identifiers.items(), key=lambda pair: pair[1].priority),
        formats=OF_FORMATS,
        types=OF_TYPES,
        folds=OF_FOLDS,
        lasts=lambda window: window_microseconds(window) / MICROSECONDS,
    )


@get("/system", include_in_schema=False, **staff(*LOG_ROLES))
async def system_page(request: AnyRequest, desk: Injected) -> Response[str]:
    """How it runs now."""
    screen = Screen(request, desk)
    now = screen.language.now

    def look(reader: Reader) -> dict[str, Any]:
        minutes = received_lately(reader, now, MINUTES)
        return {
            "head": log.head(reader),
            "minutes": minutes,
            "busiest": max((count for _, count in minutes), default=0),
            "last_minute": sum(count for _, count in received_lately(reader, now, 1)),
            "positions": subscriptions.positions(reader),
            "timers": timers.count(reader),
            "rejects": rejects.count(reader),
            "waiting_deliveries": outbox.count(reader, "waiting"),
            "dead_deliveries": outbox.count(reader, "dead"),
            "dead": outbox.page(reader, "dead", limit=SHOWN),
            "waiting_list": outbox.page(reader, "waiting", limit=10),
        }

    found = await desk.storage.read(look)
    notice = {"retried": "It is tried again now."}.get(str(request.query_params.get("done", "")), "")
    return screen.page(
        "house/system.html",
        **found,
        customers=await desk.customers.count(),
        writes=desk.waiting(),
        notice=notice,
    )


@post("/system/deliveries", include_in_schema=False, status_code=HTTP_200_OK, **staff(Role.ADMINISTRATOR))
async def retry_delivery(request: AnyRequest, desk: Injected) -> Response[Any]:
    """Try a dead delivery again, with the same idempotency key."""
    screen = Screen(request, desk)
    number = number_in((await screen.form()).get("retry"))
    if await desk.storage.run(lambda tx: outbox.retry(tx, number, desk.clock())):
        desk.wake()
        await desk.staff.audit.record(screen.who, "delivery.retried", detail=str(number))
    return go("/system?done=retried")


ROUTES = [business_page, system_page, retry_delivery]
