"""The HTTP routes that keep the log running: rejected inputs, sources and their keys, deliveries."""

from typing import Annotated, Literal

import msgspec
from litestar import Controller, get, patch, post
from litestar.di import NamedDependency
from litestar.openapi.spec import Example
from litestar.params import Body, FromPath, QueryParameter, SkipValidation
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED, HTTP_204_NO_CONTENT

from warmline.language.messages import Told, message
from warmline.log import outbox
from warmline.log.desk import LogDesk
from warmline.log.model import Source
from warmline.log.replays import Outcome
from warmline.log.sources import UnknownSource
from warmline.log.views import (
    DeliveriesView,
    KeyView,
    RejectsView,
    RejectView,
    ReplayBody,
    SourceBody,
    SourceChange,
    SourceView,
    delivery_view,
    reject_view,
    source_view,
)
from warmline.web.access import Role, staff
from warmline.web.paging import LARGEST, Number
from warmline.web.principal import Principal


class NotDead(Told):
    """The delivery does not wait to be tried again."""

    remedy = "Only deliveries that were given up (state `dead`) can be retried."


class OutOfScope(Told):
    """Nobody knows whose this is, so only those may see it who may see everybody."""

    remedy = "Ask somebody whose account has no scopes."


Desk = NamedDependency[SkipValidation[LogDesk]]
Who = NamedDependency[Principal]
Limit = Annotated[int, QueryParameter(description="Rows on the page.", ge=1, le=1000)]
From = Annotated[
    int, QueryParameter(description="`next` of the page before; 0 for the first.", ge=0, le=LARGEST)
]
_SITE = {"name": "website", "public": True, "types": ["page.viewed", "product.viewed"], "rate": 200}


class RejectsController(Controller):
    """What was rejected."""

    path = "/api/rejects"
    tags = ["Log"]  # noqa: RUF012

    @get(
        summary="List rejected inputs",
        description="In a state, newest first; or with `job` what an import rejected, in the order of its file.",
        **staff(Role.ANALYST),
    )
    async def listed(
        self,
        log_desk: Desk,
        principal: Who,
        standing: Annotated[Literal["open", "replayed", "dismissed"], QueryParameter(name="state")] = "open",
        job: Annotated[str, QueryParameter(description="Name of an import.")] = "",
        cursor: From = 0,
        limit: Limit = 50,
    ) -> RejectsView:
        _sees_everybody(principal)
        if job:
            found = await log_desk.replays.of_job(job, cursor, limit + 1)
        else:
            found = await log_desk.replays.page(standing, cursor or 1 << 62, limit + 1)
        shown = found[:limit]
        if shown:
            numbers = f"rejects {min(one.id for one in shown)} to {max(one.id for one in shown)}"
            await log_desk.record.record(principal, "rejects.listed", detail=numbers)
        following = shown[-1].id if len(found) > limit else 0
        return RejectsView(items=[reject_view(one) for one in shown], next=following)

    @get(
        "/{number:int}",
        summary="One rejected input",
        description="With what was sent; a write key inside is masked.",
        **staff(Role.ANALYST),
    )
    async def one(self, log_desk: Desk, principal: Who, number: Number) -> RejectView:
        _sees_everybody(principal)
        kept = await log_desk.replays.one(number)
        await log_desk.record.record(principal, "reject.looked_at", detail=str(number))
        return reject_view(kept)

    @post(
        "/{number:int}/replay",
        summary="Replay a rejected input",
        description="As it is, or as corrected. If it fails again it stays open with the corrected text and "
        "the new reason.",
        status_code=HTTP_200_OK,
        **staff(Role.ADMINISTRATOR),
    )
    async def replay(
        self,
        log_desk: Desk,
        principal: Who,
        number: Number,
        data: Annotated[
            ReplayBody,
            Body(examples=[Example(value={"corrected": '{"type": "track", "event": "Bill Opened"}'})]),
        ],
    ) -> Outcome:
        corrected = None if data.corrected is None else data.corrected.encode()
        outcome = await log_desk.replays.replay(principal, number, corrected)
        done = "reject.replayed" if outcome.replayed else "reject.corrected"
        await log_desk.record.record(principal, done, detail=str(number))
        return outcome

    @post(
        "/{number:int}/dismiss",
        summary="Dismiss a rejected input",
        description="It will not be needed; it stays on record.",
        status_code=HTTP_204_NO_CONTENT,
        **staff(Role.ANALYST),
    )
    async def dismiss(self, log_desk: Desk, principal: Who, number: Number) -> None:
        _sees_everybody(principal)
        await log_desk.replays.dismiss(principal, number)
        await log_desk.record.record(principal, "reject.dismissed", detail=str(number))


class SourcesController(Controller):
    """The systems that may send events."""

    path = "/api/sources"
    tags = ["Log"]  # noqa: RUF012

    @get(
        summary="List sources",
        description="By name, with the first letters of their keys.",
        **staff(Role.ADMINISTRATOR),
    )
    async def listed(self, log_desk: Desk) -> list[SourceView]:
        return [source_view(one) for one in await log_desk.sources.list()]

    @post(
        summary="Add a source",
        description="The answer shows its write key, this once.",
        status_code=HTTP_201_CREATED,
        **staff(Role.ADMINISTRATOR),
    )
    async def add(
        self,
        log_desk: Desk,
        principal: Who,
        data: Annotated[SourceBody, Body(examples=[Example(value=_SITE)])],
    ) -> KeyView:
        key = await log_desk.sources.add(Source(**msgspec.structs.asdict(data)))
        await log_desk.record.record(principal, "source.added", detail=data.name)
        return KeyView(name=data.name, write_key=key)

    @patch(
        "/{name:str}",
        summary="Change a source",
        description="What is left out stays. `active: false` shuts it off at once.",
        **staff(Role.ADMINISTRATOR),
    )
    async def change(
        self,
        log_desk: Desk,
        principal: Who,
        name: FromPath[str],
        data: Annotated[SourceChange, Body(examples=[Example(value={"active": False})])],
    ) -> SourceView:
        listed = {one.source.name: one for one in await log_desk.sources.list()}
        if name not in listed:
            raise UnknownSource(message("there is no source '%(name)s'", name=name))
        wanted = {key: value for key, value in msgspec.structs.asdict(data).items() if value is not None}
        changed = msgspec.structs.replace(listed[name].source, **wanted)
        await log_desk.sources.change(changed)
        await log_desk.record.record(principal, "source.changed", detail=f"{name}: {', '.join(wanted)}")
        return source_view(msgspec.structs.replace(listed[name], source=changed))

    @post(
        "/{name:str}/rotate",
        summary="Give a source a new write key",
        description="The old one stops at once; the answer shows the new one, this once.",
        status_code=HTTP_200_OK,
        **staff(Role.ADMINISTRATOR),
    )
    async def rotate(self, log_desk: Desk, principal: Who, name: FromPath[str]) -> KeyView:
        key = await log_desk.sources.rotate(name)
        await log_desk.record.record(principal, "source.key_rotated", detail=name)
        return KeyView(name=name, write_key=key)


class DeliveriesController(Controller):
    """What is told to outside systems."""

    path = "/api/deliveries"
    tags = ["Log"]  # noqa: RUF012

    @get(
        summary="List deliveries",
        description="In a state, newest first; those that are done stay listed for seven days.",
        **staff(Role.ANALYST),
    )
    async def listed(
        self,
        log_desk: Desk,
        standing: Annotated[Literal["waiting", "done", "dead"], QueryParameter(name="state")] = "waiting",
        cursor: From = 0,
        limit: Limit = 50,
    ) -> DeliveriesView:
        found = await log_desk.storage.read(
            lambda reader: outbox.page(reader, standing, cursor or 1 << 62, limit + 1)
        )
        shown = found[:limit]
        following = shown[-1].id if len(found) > limit else 0
        return DeliveriesView(items=[delivery_view(one) for one in shown], next=following)

    @post(
        "/{number:int}/retry",
        summary="Retry a delivery that was given up",
        description="With the same idempotency key.",
        status_code=HTTP_204_NO_CONTENT,
        **staff(Role.ADMINISTRATOR),
    )
    async def retry(self, log_desk: Desk, principal: Who, number: Number) -> None:
        if not await log_desk.storage.run(lambda tx: outbox.retry(tx, number, log_desk.clock())):
            raise NotDead(message("The delivery %(n)s was not given up.", n=str(number)))
        log_desk.wake()
        await log_desk.record.record(principal, "delivery.retried", detail=str(number))


def _sees_everybody(principal: Principal) -> None:
    """Raise OutOfScope for who may see only a part of the customers."""
    if not principal.scopes.everything:
        raise OutOfScope("Rejected inputs belong to no customer yet.")
