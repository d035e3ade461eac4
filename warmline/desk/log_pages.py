"""The log, live; one event with its cause and what it caused."""

from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, SkipValidation

from warmline.desk.desk import Desk
from warmline.desk.feed import Feed, Filter, Row, Shown
from warmline.desk.navigation import LOG_ROLES
from warmline.desk.repository import caused_by
from warmline.desk.screen import Screen, go, number_in
from warmline.events.catalogue import CATALOGUE
from warmline.events.model import Identifier
from warmline.log import repository as log
from warmline.log.model import Stored
from warmline.log.native import encode as native
from warmline.storage.port import Reader
from warmline.web.access import Role, staff
from warmline.web.principal import Principal

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]

LONGEST_CHAIN = 12
MOST_EFFECTS = 20
CHANNELS = ("phone", "chat", "mail", "sms", "web", "mobile", "shop", "kiosk", "social")


@get("/", include_in_schema=False, **staff(*Role))
async def log_page(request: AnyRequest, desk: Injected) -> Response[Any]:
    """The latest events; agents begin at the customers."""
    screen = Screen(request, desk)
    if not screen.may(*LOG_ROLES):
        return go("/customers")
    query = {name: str(request.query_params.get(name, "")).strip() for name in Filter.__struct_fields__}
    wanted = Filter(**query)
    given = {name: value for name, value in query.items() if value}
    before = number_in(request.query_params.get("before"))
    feed = Feed(desk, screen.who, wanted)

    def look(reader: Reader) -> tuple[list[Shown], int, int]:
        window = feed.window(reader, before or 1 << 62)
        return feed.shown(reader, screen.language, window.seqs), window.further, log.head(reader)

    rows, further, head = await desk.storage.read(look)
    seen = sorted({row.customer for row in rows if row.customer})
    await desk.staff.audit.looked_at(screen.who, *map(str, seen), detail="log")
    listed = await desk.sources.list()
    return screen.page(
        "log/index.html",
        rows=rows,
        head=head,
        wanted=wanted,
        filtered=bool(given),
        query=urlencode(given),
        before=before or "",
        further=further,
        further_query=urlencode({**given, "before": further}),
        types=sorted({f"{name.partition('.')[0]}.*" for name in CATALOGUE} | set(CATALOGUE)),
        sources=[one.source.name for one in listed],
        channels=CHANNELS,
    )


@get("/events/{id:str}", include_in_schema=False, **staff(*Role))
async def event_page(request: AnyRequest, id: FromPath[str], desk: Injected) -> Response[str]:
    """One event, as far as who asks may see whose it is."""
    screen = Screen(request, desk)
    feed = Feed(desk, screen.who, Filter())

    def look(reader: Reader) -> dict[str, Any] | None:
        stored = log.find(reader, id)
        rows = feed.rows(reader, screen.language, [stored.seq]) if stored else []
        if stored is None or not rows or not (rows[0].customer or screen.may(*LOG_ROLES)):
            return None
        effects = feed.rows(
            reader, screen.language, caused_by(reader, stored.id, stored.seq, limit=MOST_EFFECTS)
        )
        shown = [one for one in stored.event.identifiers if _may_see(reader, desk, screen.who, one)]
        hidden = len(shown) < len(stored.event.identifiers)
        return {
            "row": rows[0],
            "event": stored.event,
            "causes": _causes(reader, feed, screen, stored),
            "effects": [row for row in effects if row.customer or screen.may(*LOG_ROLES)],
            "identifiers": shown,
            "hidden": hidden,
            "raw": "" if hidden else msgspec.json.format(native(stored.event, stored.seq), indent=2).decode(),
        }

    found = await desk.storage.read(look)
    if found is None:
        raise NotFoundException("There is no such event, or it is not for you to see.")
    of = [row.customer.id for row in (found["row"], *found["causes"], *found["effects"]) if row.customer]
    await desk.staff.audit.looked_at(screen.who, *map(str, of), detail=f"event {id}")
    return screen.page("log/event.html", **found, most_effects=MOST_EFFECTS)


def _causes(reader: Reader, feed: Feed, screen: Screen, stored: Stored) -> list[Row]:
    """What led to an event, the first cause first."""
    chain: list[Row] = []
    cause = stored.event.cause
    while cause and len(chain) < LONGEST_CHAIN and (before := log.find(reader, cause)):
        rows = feed.rows(reader, screen.language, [before.seq])
        if not rows or not (rows[0].customer or screen.may(*LOG_ROLES)):
            break
        chain.append(rows[0])
        cause = before.event.cause
    return chain[::-1]


def _may_see(reader: Reader, desk: Desk, by: Principal, one: Identifier) -> bool:
    """Whether a name may be shown: it must not be that of a customer outside of the scopes."""
    if by.scopes.everything:
        return True
    normal = desk.normaliser.value(one.type, one.value)
    node = desk.repository.find(reader, one.type, normal) if normal else None
    return node is not None and desk.customers.sees(reader, by, node.customer)


ROUTES = [log_page, event_page]
