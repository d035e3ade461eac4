"""The HTTP routes of notices: those that wait for somebody, and taking one."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter, SkipValidation
from litestar.status_codes import HTTP_204_NO_CONTENT

from warmline.decisions.notices.model import AlreadyTaken, Notice, UnknownNotice
from warmline.decisions.notices.service import END, Notices
from warmline.log import moment
from warmline.staff.service import StaffService
from warmline.web.access import Role, staff
from warmline.web.bodies import shown
from warmline.web.paging import LARGEST, Number
from warmline.web.principal import Principal

STATUSES: Mapping[type[Exception], int] = {UnknownNotice: 404, AlreadyTaken: 409}
"""For `warmline.web.problems.exception_handlers`."""

Service = NamedDependency[SkipValidation[Notices]]
Staff = NamedDependency[SkipValidation[StaffService]]
Who = NamedDependency[Principal]
Limit = Annotated[int, QueryParameter(description="Notices on the page.", ge=1, le=200)]
From = Annotated[
    int, QueryParameter(description="`next` of the page before; 0 for the first.", ge=0, le=LARGEST)
]
Standing = Annotated[Literal["open", "taken"], QueryParameter(name="state")]


class NoticeView(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody of staff should know: `number` names it, `event` says it, `policy` wanted it because of `why`.

    `decision` is the event of the decision. `customer` is 0 where it is about nobody. Times are ISO 8601; `taken_at`
    and `taken_by` are "" while nobody has taken it.
    """

    number: int
    event: str
    text: str
    role: str
    policy: str
    why: str
    decision: str
    occurred: str
    customer: int
    customer_name: str
    taken_at: str
    taken_by: str


class NoticesView(msgspec.Struct, frozen=True, kw_only=True):
    """Notices, and the number to go on from; 0 where there are no more."""

    items: list[NoticeView]
    next: int


class NoticesController(Controller):
    """What policies want staff to know."""

    path = "/api/notices"
    tags = ["Decisions"]  # noqa: RUF012

    @get(
        summary="List notices",
        description="Those that nobody has taken, newest first, or those that were taken, the latest first. "
        "Agents get the ones for agents, leads all; who has scopes those about customers within them. Each "
        "look is on record.",
        **staff(Role.AGENT, Role.LEAD),
    )
    async def listed(
        self,
        notices: Service,
        staff_service: Staff,
        principal: Who,
        standing: Standing = "open",
        cursor: From = 0,
        limit: Limit = 50,
    ) -> NoticesView:
        query = notices.still_open if standing == "open" else notices.taken
        found = await notices.read(lambda reader: query(reader, principal, cursor or END, limit + 1))
        page = found[:limit]
        customers = [str(one.customer.id) for one in page if one.customer]
        await staff_service.audit.looked_at(principal, *customers, detail="notices")
        following = (page[-1].taken or page[-1].seq) if len(found) > limit else 0
        return NoticesView(items=[_view(one) for one in page], next=following)

    @post(
        "/{number:int}/take",
        summary="Take a notice",
        description="It is yours from now on, and no longer open for the others.",
        status_code=HTTP_204_NO_CONTENT,
        **staff(Role.AGENT, Role.LEAD),
    )
    async def take(self, notices: Service, principal: Who, number: Number) -> None:
        await notices.take(principal, number)


def _view(notice: Notice) -> NoticeView:
    return shown(
        NoticeView,
        notice,
        number=notice.seq,
        event=notice.id,
        occurred=moment.write(notice.occurred),
        customer=notice.customer.id if notice.customer else 0,
        customer_name=notice.customer.name if notice.customer else "",
        taken_at=moment.write(notice.taken_at) if notice.taken else "",
    )


def routes() -> list[Any]:
    """The routes of this room; they need `notices` and `staff_service` as dependencies."""
    return [NoticesController]
