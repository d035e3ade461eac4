"""All routes of the desk, for `app` to serve; they need `desk` as a dependency."""

from typing import Any

from litestar import Router
from litestar.datastructures import CacheControlHeader
from litestar.static_files import create_static_files_router

from warmline.desk import (
    customer_pages,
    data_pages,
    house_pages,
    identity_pages,
    log_pages,
    session_pages,
    staff_pages,
)
from warmline.desk.live import live
from warmline.desk.templates import STATIC, STATIC_PATH
from warmline.web.access import anyone

_YEAR = 365 * 24 * 3600


def routes() -> list[Any]:
    """Every page, the WebSocket, and what they are made of."""
    return [
        *session_pages.ROUTES,
        *log_pages.ROUTES,
        *customer_pages.ROUTES,
        *identity_pages.ROUTES,
        *data_pages.ROUTES,
        *staff_pages.ROUTES,
        *house_pages.ROUTES,
        live,
        static_files(),
    ]


def static_files() -> Router:
    """Style sheets, scripts and what comes from npm, under a path that names their contents."""
    return create_static_files_router(
        path=STATIC_PATH,
        directories=[STATIC],
        name="desk-static",
        cache_control=CacheControlHeader(public=True, max_age=_YEAR, immutable=True),
        **anyone(),
    )
