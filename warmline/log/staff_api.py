"""The HTTP routes of the log for staff: its events, exports, imports."""

from collections.abc import Mapping
from typing import Annotated, Any

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.openapi.spec import Example
from litestar.params import Body, FromPath, QueryParameter, SkipValidation
from litestar.status_codes import HTTP_200_OK

from warmline.log import browse, imports, native, replays, sources
from warmline.log.browse import Slice
from warmline.log.desk import LogDesk
from warmline.log.events_api import EventsController, UnknownEvent
from warmline.log.imports import Chunk, UnreadLine
from warmline.log.operations_api import (
    DeliveriesController,
    NotDead,
    OutOfScope,
    RejectsController,
    SourcesController,
)
from warmline.log.query import BadMoment, Limit, OfChannel, OfSource, OfType, Seconds, Since, Until, wanted_of
from warmline.log.subscriptions_api import SubscriptionsController, UnknownSubscription
from warmline.log.views import (
    ChunkBody,
    EventsView,
    JobView,
    events_view,
    job_view,
)
from warmline.storage.port import Reader
from warmline.web.access import Role, staff
from warmline.web.principal import Principal


class UnknownImport(Exception):
    """There is no import of that name."""

    remedy = "`GET /api/log/import` lists the latest."


STATUSES: Mapping[type[Exception], int] = {
    imports.ImportGap: 409,
    imports.ChunkTooLong: 400,
    replays.UnknownReject: 404,
    replays.RejectSettled: 409,
    replays.SourceGone: 409,
    sources.UnknownSource: 404,
    sources.SourceExists: 409,
    NotDead: 409,
    OutOfScope: 403,
    UnknownEvent: 404,
    UnknownImport: 404,
    UnknownSubscription: 404,
    BadMoment: 400,
}
"""For `warmline.web.problems.exception_handlers`."""

NEXT = "x-warmline-next"
AT_END = "x-warmline-at-end"

Desk = NamedDependency[SkipValidation[LogDesk]]
Who = NamedDependency[Principal]
_CHUNK = {
    "job": "calls-2025.ndjson",
    "first_line": 1,
    "lines": '{"source": "pbx", "message_id": "c-1", "type": "contact.started", '
    '"occurred": "2025-11-01T08:00:00Z", "identifiers": [{"type": "phone", "value": "+639175550101"}]}\n',
}


class LogController(Controller):
    """The events."""

    path = "/api/log"
    tags = ["Log"]  # noqa: RUF012

    @get(
        summary="Read events",
        description="Forward behind `after`, oldest first, or backward in front of `before`, newest first "
        "(without either: the latest). Go on with `next`. A page may be short where little matches: only "
        "`at_end` says that there is no more. `wait` holds a forward page until something happens. Who has "
        "scopes gets the events of customers within them. Each look is on record.",
        **staff(Role.ANALYST),
    )
    async def events(
        self,
        log_desk: Desk,
        principal: Who,
        after: Annotated[int | None, QueryParameter(description="A place in the log.", ge=0)] = None,
        before: Annotated[int | None, QueryParameter(description="A place in the log.", ge=0)] = None,
        limit: Limit = 100,
        type: OfType = "",
        source: OfSource = "",
        channel: OfChannel = "",
        since: Since = "",
        until: Until = "",
        wait: Seconds = 0,
    ) -> EventsView:
        wanted = wanted_of(type, source, channel, since, until)
        if after is None:
            found, customers = await log_desk.backward(principal, before or 1 << 62, limit, wanted)
        else:
            found, customers = await log_desk.forward(principal, after, limit, wanted, wait)
        await log_desk.look(principal, customers)
        return events_view(found)

    @get(
        "/export",
        summary="Export events",
        description="Lines in the native form (NDJSON), oldest first; the header `X-Warmline-Next` is the "
        "`after` of the next page, `X-Warmline-At-End` says `true` on the last. What was erased is left out. "
        "The record of each customer whose events are in it says so.",
        **staff(Role.ANALYST),
    )
    async def export(
        self,
        log_desk: Desk,
        principal: Who,
        after: Annotated[int, QueryParameter(description="A place in the log.", ge=0)] = 0,
        limit: Annotated[int, QueryParameter(description="Events on the page.", ge=1, le=5000)] = 2000,
        type: OfType = "",
        source: OfSource = "",
        channel: OfChannel = "",
        since: Since = "",
        until: Until = "",
    ) -> Response[bytes]:
        wanted = wanted_of(type, source, channel, since, until)

        def query(reader: Reader) -> tuple[bytes, Slice]:
            found = browse.forward(reader, principal, log_desk.visible, after, limit, wanted)
            return b"".join(native.encode(one.event, one.seq) + b"\n" for one in found.events), found

        lines, found = await log_desk.storage.read(query)
        if found.events:
            first, last = found.events[0].seq, found.events[-1].seq
            await log_desk.record.exported(principal, first, last, wanted)
        headers = {NEXT: str(found.next), AT_END: str(found.at_end).lower()}
        return Response(lines, media_type="application/x-ndjson", headers=headers)

    @post(
        "/import",
        summary="Import lines",
        description="Takes in a chunk of a file together with the position of the import, in one transaction: "
        "a chunk may be sent again. Lines that are no events are kept as rejected under their numbers.",
        status_code=HTTP_200_OK,
        **staff(Role.ADMINISTRATOR),
    )
    async def take(
        self,
        log_desk: Desk,
        data: Annotated[ChunkBody, Body(examples=[Example(value=_CHUNK)])],
    ) -> JobView:
        lines = data.lines.encode(errors="surrogatepass").split(b"\n")
        if lines and not lines[-1]:
            lines.pop()
        chunk = Chunk(
            job=data.job,
            first=data.first_line,
            lines=lines,
            unread=[UnreadLine(one.line, one.raw, one.reason) for one in data.unread],
            source=data.source,
            last=data.last,
        )
        return job_view(await log_desk.imports.take(chunk))

    @get(
        "/import",
        summary="List imports",
        description="The latest 50, finished or not.",
        **staff(Role.ADMINISTRATOR),
    )
    async def jobs(self, log_desk: Desk) -> list[JobView]:
        return [job_view(job) for job in await log_desk.imports.latest()]

    @get(
        "/import/{job:str}",
        summary="How far is an import",
        description="Go on with line `lines` + 1.",
        **staff(Role.ADMINISTRATOR),
    )
    async def job(self, log_desk: Desk, job: FromPath[str]) -> JobView:
        found = await log_desk.imports.job(job)
        if found is None:
            raise UnknownImport(f"There is no import {job!r}.")
        return job_view(found)


def routes() -> list[Any]:
    """The staff routes of this room; they need `log_desk` as a dependency."""
    return [
        LogController,
        EventsController,
        SubscriptionsController,
        RejectsController,
        SourcesController,
        DeliveriesController,
    ]
