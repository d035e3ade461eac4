"""All routes of the desk, for `app` to serve; they need `desk` as a dependency."""

from typing import Any

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from warmline.desk import (
    asking_pages,
    case_pages,
    contact_pages,
    customer_pages,
    data_pages,
    event_pages,
    flow_pages,
    house_pages,
    identity_pages,
    log_pages,
    notice_pages,
    offer_pages,
    policy_pages,
    session_pages,
    staff_pages,
    story_actions,
    story_pages,
)
from warmline.desk.contact_pages import STATUSES
from warmline.desk.live import live
from warmline.desk.templates import STATIC, VERSION
from warmline.web.access import anyone

__all__ = ["STATUSES", "routes"]

_YEAR = 365 * 24 * 3600
MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def routes() -> list[Any]:
    """Every page, the WebSockets, and what they are made of."""
    return [
        *session_pages.ROUTES,
        *log_pages.ROUTES,
        *event_pages.ROUTES,
        *contact_pages.ROUTES,
        *story_pages.ROUTES,
        *story_actions.ROUTES,
        *case_pages.ROUTES,
        *flow_pages.ROUTES,
        *customer_pages.ROUTES,
        *asking_pages.ROUTES,
        *identity_pages.ROUTES,
        *notice_pages.ROUTES,
        *policy_pages.ROUTES,
        *offer_pages.ROUTES,
        *data_pages.ROUTES,
        *staff_pages.ROUTES,
        *house_pages.ROUTES,
        live,
        static_file,
    ]


def _content() -> dict[str, tuple[bytes, str]]:
    """Everything that is served, with its media type; small enough to be kept in memory."""
    return {
        path.relative_to(STATIC).as_posix(): (path.read_bytes(), MEDIA_TYPES[path.suffix])
        for path in STATIC.rglob("*")
        if path.suffix in MEDIA_TYPES
    }


CONTENT = _content()


@get("/static/{version:str}/{file:path}", include_in_schema=False, **anyone())
async def static_file(version: FromPath[str], file: FromPath[str]) -> Response[bytes]:
    """Style sheets, scripts and what comes from npm, under a path that names their contents."""
    found = CONTENT.get(str(file).lstrip("/"))
    if found is None:
        raise NotFoundException("There is no such file.")
    body, media_type = found
    lasting = f"public, max-age={_YEAR}, immutable" if version == VERSION else "no-cache"
    return Response(body, media_type=media_type, headers={"cache-control": lasting})
