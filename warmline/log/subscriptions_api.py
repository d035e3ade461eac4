"""The HTTP routes of subscriptions: outside systems read the log, and go on where they were."""

from typing import Annotated

from litestar import Controller, delete, get, post
from litestar.di import NamedDependency
from litestar.openapi.spec import Example
from litestar.params import Body, FromPath, QueryParameter, SkipValidation
from litestar.status_codes import HTTP_200_OK

from warmline.log import repository, subscriptions
from warmline.log.desk import LogDesk
from warmline.log.query import Limit, OfChannel, OfSource, OfType, Seconds, wanted_of
from warmline.log.views import DoneBody, EventsView, SubscriptionView, events_view, subscription_view
from warmline.storage.port import Transaction
from warmline.web.access import Role, staff
from warmline.web.principal import Principal

Desk = NamedDependency[SkipValidation[LogDesk]]
Who = NamedDependency[Principal]


class UnknownSubscription(Exception):
    """There is no subscription of that name."""

    remedy = "`GET /api/subscriptions` lists them; reading its next events begins one."


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
        type: OfType = "",
        source: OfSource = "",
        channel: OfChannel = "",
        wait: Seconds = 0,
        from_start: Annotated[
            bool, QueryParameter(description="Begin a new name at the first event.")
        ] = False,
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
        wanted = wanted_of(type, source, channel)
        found, customers = await log_desk.forward(principal, at, limit, wanted, wait)
        await log_desk.look(principal, customers)
        return events_view(found)

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


def _owned(principal: Principal, name: str) -> str:
    """The name as it is stored: a reader from outside can move neither ours nor that of another."""
    return name if principal.kind == "local" else f"{principal.id}:{name}"
