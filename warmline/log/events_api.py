"""The HTTP route that follows one event to its causes and to all its consequences."""

from typing import Annotated

from litestar import Controller, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter, SkipValidation

from warmline.log import browse, chains
from warmline.log.desk import LogDesk
from warmline.log.model import Stored
from warmline.log.moment import SECOND
from warmline.log.views import (
    BranchView,
    ConsequencesView,
    DeliveryView,
    EventView,
    delivery_view,
    event_view,
)
from warmline.storage.port import Reader
from warmline.web.access import Role, staff
from warmline.web.principal import Principal

Desk = NamedDependency[SkipValidation[LogDesk]]
Who = NamedDependency[Principal]
Most = Annotated[int, QueryParameter(description="Consequences at most.", ge=1, le=1000)]


class UnknownEvent(Exception):
    """There is no event with this id that who asks may see."""

    remedy = "The id of an event has 32 hexadecimal digits; `GET /api/log` shows it."


class EventsController(Controller):
    """One event of the log."""

    path = "/api/events"
    tags = ["Log"]  # noqa: RUF012

    @get(
        "/{id:str}/consequences",
        summary="Follow an event",
        description="What led to it, and everything that came of it, however much later, with what outside "
        "systems are told because of it. Who has scopes gets what is about customers within them. The look "
        "is on record.",
        **staff(*Role),
    )
    async def consequences(
        self, log_desk: Desk, principal: Who, id: FromPath[str], limit: Most = chains.MOST
    ) -> ConsequencesView:
        found, view = await log_desk.storage.read(
            lambda reader: _followed(reader, log_desk, principal, id, limit)
        )
        await log_desk.record.looked_at(principal, *map(str, found), detail=f"event {id}")
        return view


def _followed(
    reader: Reader, log_desk: LogDesk, by: Principal, id: str, most: int
) -> tuple[list[int], ConsequencesView]:
    """Whose events are shown, and what is shown. Raises UnknownEvent."""
    visible = log_desk.visible
    found = chains.follow(reader, id, lambda events: browse.seen_by(reader, by, visible, events), most)
    if found is None:
        raise UnknownEvent(f"There is no event {id!r} that you may see.")

    def shown(stored: Stored) -> EventView:
        return event_view(browse.within_scopes(reader, by, visible, stored))

    def told(stored: Stored) -> list[DeliveryView]:
        return [delivery_view(one) for one in found.deliveries.get(stored.seq, ())]

    tree = found.consequences
    view = ConsequencesView(
        event=shown(found.event),
        deliveries=told(found.event),
        causes=[shown(one) for one in found.causes],
        consequences=[
            BranchView(
                event=shown(one.stored),
                depth=one.depth,
                after=(one.stored.event.occurred - found.event.event.occurred) / SECOND,
                deliveries=told(one.stored),
                cut=one.more > 0,
            )
            for one in tree.branches
        ],
        cut=tree.more > 0,
        hidden=found.hidden or tree.hidden,
        unread=tree.unread,
    )
    return browse.customers(reader, visible, found.events), view
