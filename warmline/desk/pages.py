"""All routes of the desk, for `app` to serve; they need `desk` as a dependency."""

from collections.abc import Mapping
from typing import Any

from litestar import Response, get
from litestar.params import FromPath

from warmline.desk import (
    advice_pages,
    approval_pages,
    asked_pages,
    asking_pages,
    case_pages,
    coach_pages,
    contact_pages,
    customer_pages,
    data_pages,
    day_pages,
    event_pages,
    expert_pages,
    flow_pages,
    house_pages,
    identity_pages,
    log_pages,
    notice_pages,
    offer_pages,
    policy_pages,
    reply_pages,
    second_pages,
    session_pages,
    signal_pages,
    staff_pages,
    state_pages,
    story_actions,
    story_files,
    story_knowledge,
    story_pages,
    transfer_actions,
    wall_pages,
    wall_view_pages,
    wall_views,
    wall_watch,
)
from warmline.desk.live import live
from warmline.desk.templates import STATIC
from warmline.web.access import anyone

STATUSES: Mapping[type[Exception], int] = {
    **contact_pages.STATUSES,
    **story_files.STATUSES,
    **wall_views.STATUSES,
}
"""What else can go wrong on these pages than what the rooms below know."""


def routes() -> list[Any]:
    """Every page, the WebSockets, and what they are made of."""
    return [
        *session_pages.ROUTES,
        *second_pages.ROUTES,
        *log_pages.ROUTES,
        *event_pages.ROUTES,
        *wall_pages.ROUTES,
        *wall_watch.ROUTES,
        *wall_view_pages.ROUTES,
        *contact_pages.ROUTES,
        *story_pages.ROUTES,
        *story_actions.ROUTES,
        *story_knowledge.ROUTES,
        *story_files.ROUTES,
        *coach_pages.ROUTES,
        *advice_pages.ROUTES,
        *approval_pages.ROUTES,
        *reply_pages.ROUTES,
        *signal_pages.ROUTES,
        *transfer_actions.ROUTES,
        *asked_pages.ROUTES,
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
        *state_pages.ROUTES,
        *day_pages.ROUTES,
        *expert_pages.ROUTES,
        *house_pages.ROUTES,
        live,
        static_file,
    ]


@get("/static/{version:str}/{file:path}", include_in_schema=False, **anyone())
async def static_file(version: FromPath[str], file: FromPath[str]) -> Response[bytes]:
    """Style sheets, scripts and what comes from npm, under a path that names their contents."""
    return STATIC.answer(version, str(file))
