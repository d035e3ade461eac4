"""The web application: every room's routes, and what they all share."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Litestar, Router
from litestar.di import Provide
from litestar.middleware import DefineMiddleware
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin

import warmline
from warmline.app import clock, health, system
from warmline.app.control import WithLocal
from warmline.app.runtime import Runtime
from warmline.app.timing import Timing
from warmline.app.visiting import Visiting
from warmline.channels.chat import api as chat_api
from warmline.channels.chat.sites import cross_site
from warmline.channels.line import api as line_api
from warmline.channels.texts import api as texts_api
from warmline.coaching.advising import errors as advising_errors
from warmline.contacts import errors as contact_errors
from warmline.contacts.glances import Glances
from warmline.customers import api as customers_api
from warmline.decisions import api as decisions_api
from warmline.decisions.notices import api as notices_api
from warmline.desk import pages as desk_pages
from warmline.desk.desk import Desk
from warmline.desk.errors import error_page, in_their_language
from warmline.desk.looking import Looking
from warmline.desk.wall_board import Board
from warmline.log import staff_api as log_api
from warmline.log.api import ingest_routes
from warmline.routing import errors as routing_errors
from warmline.site import own_pages
from warmline.site import pages as site_pages
from warmline.staff import api as staff_api
from warmline.storage.errors import StorageBusy, StorageError
from warmline.web import jobs, problems
from warmline.web.access import anyone
from warmline.web.guard import AccessControl
from warmline.web.limits import security_headers

MOST_BYTES = 16 * 1024 * 1024
"""Largest body of any route; ingest has its own, smaller limits."""

STATUSES: Mapping[type[Exception], int] = {
    **staff_api.STATUSES,
    **log_api.STATUSES,
    **customers_api.STATUSES,
    **decisions_api.STATUSES,
    **notices_api.STATUSES,
    **jobs.STATUSES,
    **contact_errors.STATUSES,
    **routing_errors.STATUSES,
    **advising_errors.STATUSES,
    **chat_api.STATUSES,
    **line_api.STATUSES,
    **texts_api.STATUSES,
    **desk_pages.STATUSES,
    **own_pages.STATUSES,
    StorageBusy: 503,
    StorageError: 503,
    **system.STATUSES,
}


def create_app(runtime: Runtime, local_token: str, routes: Sequence[Any] = ()) -> Litestar:
    """The application over a runtime, which it starts and stops. `routes` are further ones, for tests."""

    def give(thing: object) -> Provide:
        return Provide(lambda: thing, sync_to_thread=False)

    desk = Desk(
        storage=runtime.storage,
        business_service=runtime.business,
        customers=runtime.customers,
        projection=runtime.projection,
        proposals=runtime.proposals,
        notices=runtime.notices,
        sources=runtime.sources,
        replays=runtime.log_desk.replays,
        talks=runtime.talking.talks,
        takeover=runtime.talking.takeover,
        contact_notes=runtime.talking.notes,
        wrap_ups=runtime.talking.wrap_ups,
        own=runtime.talking.own,
        articles=runtime.articles.search,
        files=runtime.files,
        casework=runtime.talking.casework,
        coach=runtime.coach,
        transfers=runtime.talking.transfers,
        whispering=runtime.talking.whispering,
        marking=runtime.marking,
        advising=runtime.advising,
        approvals=runtime.approvals,
        replying=runtime.replying,
        decisions=runtime.decisions,
        overview=runtime.policies,
        staff=runtime.staff,
        routing=runtime.routing,
        pulse=runtime.pulse,
        clock=clock.now,
        waiting=lambda: runtime.storage.waiting,
        wake=runtime.dispatcher.wake,
        board=Board(
            runtime.storage,
            Glances(runtime.whose, clock.now),
            runtime.talking.news,
            clock.now,
        ),
        looking=Looking(runtime.talking.news.tell),
    )
    visiting = Visiting(runtime)
    page = error_page(desk)
    return Litestar(
        [
            *desk_pages.routes(),
            *chat_api.ROUTES,
            *line_api.ROUTES,
            *texts_api.ROUTES,
            *site_pages.routes(),
            *ingest_routes(runtime.intake, clock.now),
            *log_api.routes(),
            *customers_api.routes(),
            *decisions_api.routes(),
            *notices_api.routes(),
            *staff_api.routes(),
            *system.routes(),
            *health.routes(),
            *routes,
        ],
        plugins=[
            AccessControl(WithLocal(runtime.staff, local_token), origins=runtime.settings.origins, page=page)
        ],
        dependencies={
            "runtime": give(runtime),
            "desk": give(desk),
            "chat": give(visiting.chat),
            "line": give(visiting.line),
            "text_messages": give(visiting.text_messages),
            "site": give(visiting.site),
            "staff_service": give(runtime.staff),
            "customers": give(runtime.customers),
            "proposals": give(runtime.proposals),
            "decisions": give(runtime.decisions),
            "trying": give(runtime.trying),
            "overview": give(runtime.policies),
            "notices": give(runtime.notices),
            "log_desk": give(runtime.log_desk),
            "jobs": give(runtime.jobs),
            "matcher": give(runtime.look_for_duplicates),
        },
        exception_handlers=problems.exception_handlers(STATUSES, page=page, wording=in_their_language(desk)),
        before_send=[security_headers(), cross_site(lambda: visiting.chat.channels)],
        middleware=[DefineMiddleware(Timing, times=runtime.metrics.requests)],
        on_startup=[runtime.start, visiting.start],
        on_shutdown=[visiting.stop, runtime.stop],
        request_max_body_size=MOST_BYTES,
        openapi_config=OpenAPIConfig(
            title="Warmline",
            version=warmline.__version__,
            render_plugins=[JsonRenderPlugin()],
            openapi_router=Router(path="/schema", route_handlers=[], **anyone()),
        ),
        logging_config=None,
    )
