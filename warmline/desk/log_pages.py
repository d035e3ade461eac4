"""The page of the log, live."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from warmline.desk.desk import Desk
from warmline.desk.feed import Feed, Filter
from warmline.desk.navigation import LOG_ROLES
from warmline.desk.pushed import Shown
from warmline.desk.screen import Screen, go, number_in
from warmline.events.catalogue import CATALOGUE
from warmline.log import repository as log
from warmline.storage.port import Reader
from warmline.web.access import Role, staff

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]

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


ROUTES = [log_page]
