"""The HTTP routes of the log for staff and outside readers: events, imports, subscriptions."""

import asyncio
from collections.abc import Mapping
from typing import Annotated, Any

from litestar import Controller, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.openapi.spec import Example
from litestar.params import Body, FromPath, QueryParameter, SkipValidation
from litestar.status_codes import HTTP_200_OK

from warmline.log import browse, imports, moment, native, replays, repository, sources, subscriptions
from warmline.log.browse import Filter, Slice
from warmline.log.desk import LogDesk
from warmline.log.imports import Chunk, UnreadLine
from warmline.log.operations_api import (
    DeliveriesController,
    NotDead,
    OutOfScope,
    RejectsController,
    SourcesController,
)
from warmline.log.views import (
    ChunkBody,
    DoneBody,
    EventsView,
    JobView,
    SubscriptionView,
    event_view,
    job_view,
    subscription_view,
)
from warmline.log.wire import EventError
from warmline.storage.port import Reader, Transaction
from warmline.web.access import Role, staff
from warmline.web.principal import Principal


class UnknownImport(Exception):
    """There is no import of that name."""

    remedy = "`GET /api/log/import` lists the latest."


class UnknownSubscription(Exception):
    """There is no subscription of that name."""

    remedy = "`GET /api/subscriptions` lists them; reading its next events begins one."


class BadMoment(Exception):
    """A time in the address cannot be read."""

    remedy = "Write it as ISO 8601, such as 2026-03-01T09:30:00Z."


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
    UnknownImport: 404,
    UnknownSubscription: 404,
    BadMoment: 400,
}
"""For `warmline.web.problems.exception_handlers`."""

NEXT = "x-warmline-next"
AT_END = "x-warmline-at-end"

Desk = NamedDependency[SkipValidation[LogDesk]]
Who = NamedDependency[Principal]
Limit = Annotated[int, QueryParameter(description="Events on the page.", ge=1, le=1000)]
Seconds = Annotated[float, QueryParameter(description="Wait so long for something to happen.", ge=0, le=25)]
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
        type: str = "",
        source: str = "",
        channel: str = "",
        since: str = "",
        until: str = "",
        wait: Seconds = 0,
    ) -> EventsView:
        wanted = _filter(type, source, channel, since, until)
        if after is None:
            found, customers = await _backward(log_desk, principal, before or 1 << 62, limit, wanted)
        else:
            found, customers = await _forward(log_desk, principal, after, limit, wanted, wait)
        await _look(log_desk, principal, customers)
        return _view(found)

    @get(
        "/export",
        summary="Export events",
        description="Lines in the native form (NDJSON), oldest first; the header `X-Warmline-Next` is the "
        "`after` of the next page, `X-Warmline-At-End` says `true` on the last. What was erased is left out.",
        **staff(Role.ANALYST),
    )
    async def export(
        self,
        log_desk: Desk,
        principal: Who,
        after: Annotated[int, QueryParameter(description="A place in the log.", ge=0)] = 0,
        limit: Annotated[int, QueryParameter(description="Events on the page.", ge=1, le=5000)] = 2000,
        type: str = "",
        source: str = "",
        channel: str = "",
        since: str = "",
        until: str = "",
    ) -> Response[bytes]:
        wanted = _filter(type, source, channel, since, until)

        def query(reader: Reader) -> tuple[bytes, Slice]:
            found = browse.forward(reader, principal, log_desk.visible, after, limit, wanted)
            return b"".join(native.encode(one.event, one.seq) + b"\n" for one in found.events), found

        lines, found = await log_desk.storage.read(query)
        if found.events:
            places = f"events {found.events[0].seq} to {found.events[-1].seq}"
            await log_desk.record.record(principal, "log.exported", detail=places)
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


class SubscriptionsController(Controller):
    """Readers of the log that go on where they were."""

    path = "/api/subscriptions"
    tags = ["Log"]  # noqa: RUF012

    @get(
        summary="List subscriptions",
        description="How far each has come, ours and those of outside systems.",
        **staff(Role.ANALYST),
    )
    async def listed(self, log_desk: Desk) -> list[SubscriptionView]:
        found = await log_desk.storage.read(subscriptions.positions)
        return [subscription_view(one) for one in found]

    @get(
        "/{name:str}/events",
        summary="Next events of a subscription",
        description="Those behind the place it is done with: the same again until `done` says otherwise, so "
        "that nothing is lost in a crash. A new name begins with the next event, or with `from_start` at the "
        "first. `wait` holds the answer until something happens.",
        **staff(Role.ANALYST),
    )
    async def next_events(
        self,
        log_desk: Desk,
        principal: Who,
        name: FromPath[str],
        limit: Limit = 100,
        type: str = "",
        source: str = "",
        channel: str = "",
        wait: Seconds = 0,
        from_start: bool = False,
    ) -> EventsView:
        own = _owned(principal, name)

        def begin(tx: Transaction) -> int:
            known = subscriptions.position(tx, own)
            at = (0 if from_start else repository.head(tx)) if known is None else known
            if known is None:
                subscriptions.move(tx, own, at, log_desk.clock())
            return at

        at = await log_desk.storage.read(lambda reader: subscriptions.position(reader, own))
        if at is None:
            at = await log_desk.storage.run(begin)
        wanted = _filter(type, source, channel, "", "")
        found, customers = await _forward(log_desk, principal, at, limit, wanted, wait)
        await _look(log_desk, principal, customers)
        return _view(found)

    @post(
        "/{name:str}/done",
        summary="Move a subscription on",
        description="Everything up to `seq` is done with. It never moves back.",
        status_code=HTTP_200_OK,
        **staff(Role.ANALYST),
    )
    async def done(
        self,
        log_desk: Desk,
        principal: Who,
        name: FromPath[str],
        data: Annotated[DoneBody, Body(examples=[Example(value={"seq": 1700})])],
    ) -> SubscriptionView:
        own = _owned(principal, name)

        def command(tx: Transaction) -> SubscriptionView:
            at = subscriptions.position(tx, own)
            if at is None:
                raise UnknownSubscription(f"There is no subscription {name!r}.")
            if (seq := min(data.seq, repository.head(tx))) > at:
                subscriptions.move(tx, own, seq, log_desk.clock())
            return next(subscription_view(one) for one in subscriptions.positions(tx) if one.name == own)

        return await log_desk.storage.run(command)

    @delete(
        "/{name:str}",
        summary="End a subscription",
        description="Its place is forgotten. `name` as it is listed.",
        **staff(Role.ADMINISTRATOR),
    )
    async def end(self, log_desk: Desk, name: FromPath[str]) -> None:
        if not await log_desk.storage.run(lambda tx: subscriptions.forget(tx, name)):
            raise UnknownSubscription(f"There is no subscription {name!r}.")


def routes() -> list[Any]:
    """The staff routes of this room; they need `log_desk` as a dependency."""
    return [
        LogController,
        SubscriptionsController,
        RejectsController,
        SourcesController,
        DeliveriesController,
    ]


def _owned(principal: Principal, name: str) -> str:
    """The name as it is stored: a reader from outside cannot move one of ours, nor that of another."""
    return name if principal.kind == "local" or "/" in name else f"{principal.id}/{name}"


async def _forward(
    desk: LogDesk, by: Principal, after: int, limit: int, wanted: Filter, wait: float
) -> tuple[Slice, list[int]]:
    loop = asyncio.get_running_loop()
    until = loop.time() + wait
    while True:

        def query(reader: Reader, after: int = after) -> tuple[Slice, list[int]]:
            found = browse.forward(reader, by, desk.visible, after, limit, wanted)
            return found, browse.customers(reader, desk.visible, found.events)

        found, customers = await desk.storage.read(query)
        left = until - loop.time()
        if found.events or left <= 0:
            return found, customers
        after = found.next
        if found.at_end:
            await desk.pulse.wait(min(left, 1.0))


async def _backward(
    desk: LogDesk, by: Principal, before: int, limit: int, wanted: Filter
) -> tuple[Slice, list[int]]:
    def query(reader: Reader) -> tuple[Slice, list[int]]:
        found = browse.backward(reader, by, desk.visible, before, limit, wanted)
        return found, browse.customers(reader, desk.visible, found.events)

    return await desk.storage.read(query)


async def _look(desk: LogDesk, by: Principal, customers: list[int]) -> None:
    """Put on record whose events are about to be shown."""
    if customers:
        await desk.record.looked_at(by, *map(str, customers), detail="events of the log")


def _view(found: Slice) -> EventsView:
    return EventsView(events=[event_view(one) for one in found.events], next=found.next, at_end=found.at_end)


def _filter(type: str, source: str, channel: str, since: str, until: str) -> Filter:
    try:
        return Filter(
            type=type,
            source=source,
            channel=channel,
            since=moment.parse(since, "since") if since else 0,
            until=moment.parse(until, "until") if until else 0,
        )
    except EventError as error:
        raise BadMoment(str(error)) from error
