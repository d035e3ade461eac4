"""The HTTP routes of customers for staff: found, shown, separated, joined, exported, erased."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any, Literal

import msgspec
from litestar import Controller, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.openapi.spec import Example
from litestar.params import Body, PathParameter, QueryParameter, SkipValidation
from litestar.status_codes import HTTP_200_OK, HTTP_202_ACCEPTED, HTTP_204_NO_CONTENT

from warmline.customers.erasure import Erased
from warmline.customers.model import (
    CannotSeparate,
    CopyInTheWay,
    CustomerError,
    CustomerView,
    Found,
    Proposal,
    TimelineEntry,
    UnknownCustomer,
    UnknownProposal,
)
from warmline.customers.proposals import Proposals
from warmline.customers.service import Customers
from warmline.staff.service import StaffService
from warmline.web.access import Role, staff
from warmline.web.bodies import Sent
from warmline.web.jobs import Job, Jobs
from warmline.web.principal import Principal

STATUSES: Mapping[type[Exception], int] = {
    UnknownCustomer: 404,
    UnknownProposal: 404,
    CannotSeparate: 409,
    CopyInTheWay: 409,
    CustomerError: 400,
}
"""For `warmline.web.problems.exception_handlers`."""

Service = NamedDependency[SkipValidation[Customers]]
Pairs = NamedDependency[SkipValidation[Proposals]]
Staff = NamedDependency[SkipValidation[StaffService]]
Background = NamedDependency[SkipValidation[Jobs]]
Matcher = NamedDependency[SkipValidation[Callable[[Callable[[int, int], None]], Awaitable[Any]]]]
Who = NamedDependency[Principal]
Limit = Annotated[int, QueryParameter(description="Rows at most.", ge=1, le=200)]
Customer = Annotated[
    str,
    PathParameter(
        description="A customer id (old ones lead on), or an identifier as type:value; a bare value opens nobody."
    ),
]


class SeparateBody(Sent, frozen=True, kw_only=True):
    """The identifiers (type:value) that are another customer's."""

    split: tuple[str, ...]


class SeparatedView(msgspec.Struct, frozen=True, kw_only=True):
    """The two customers that were one: the ids of who stayed and of who was split off."""

    stayed: int
    split: int


class JoinBody(Sent, frozen=True, kw_only=True):
    """Who else this customer is: an id or type:value."""

    other: str


class JoinedView(msgspec.Struct, frozen=True, kw_only=True):
    """The id of the customer that two have become; both old ids lead to it."""

    id: int


class PairBody(Sent, frozen=True, kw_only=True):
    """The two customers of a proposal."""

    a: int
    b: int


class CustomersController(Controller):
    """Customers."""

    path = "/api/customers"
    tags = ["Customers"]  # noqa: RUF012

    @get(
        summary="Find customers",
        description="By an identifier of any type, as it is written or as type:value, by the beginnings of "
        "the words of a name, or by id; without `q` those of the latest events. Whoever is shown is on record.",
        **staff(Role.AGENT, Role.LEAD),
    )
    async def search(
        self,
        customers: Service,
        staff_service: Staff,
        principal: Who,
        q: Annotated[str, QueryParameter(description="What to look for.", max_length=300)] = "",
        limit: Limit = 25,
    ) -> list[Found]:
        found = await (
            customers.search(principal, q, limit) if q.strip() else customers.latest(principal, limit)
        )
        await staff_service.audit.looked_at(principal, *(str(one.id) for one in found), detail="search")
        return found

    @get(
        "/{customer:str}",
        summary="Show a customer",
        description="The profile, the identifiers with the links between them, the household.",
        **staff(Role.AGENT, Role.LEAD),
    )
    async def view(
        self, customers: Service, staff_service: Staff, principal: Who, customer: Customer
    ) -> CustomerView:
        view = await customers.view(principal, customer)
        await staff_service.audit.looked_at(principal, str(view.id))
        return view

    @get(
        "/{customer:str}/timeline",
        summary="Show what happened to a customer",
        description="Events, the latest first; go on with the `seq` of the last as `before`.",
        **staff(Role.AGENT, Role.LEAD),
    )
    async def timeline(
        self,
        customers: Service,
        staff_service: Staff,
        principal: Who,
        customer: Customer,
        before: Annotated[int, QueryParameter(description="A place in the log; 0 for its end.", ge=0)] = 0,
        limit: Limit = 50,
    ) -> list[TimelineEntry]:
        id = await customers.resolve(principal, customer)
        await staff_service.audit.looked_at(principal, str(id), detail="timeline")
        return await customers.timeline(principal, str(id), before or 1 << 62, limit)

    @post(
        "/{customer:str}/separate",
        summary="Take a merge back",
        description="Some of the customer's identifiers become another customer's; both are folded again.",
        status_code=HTTP_200_OK,
        **staff(Role.LEAD),
    )
    async def separate(
        self,
        customers: Service,
        staff_service: Staff,
        principal: Who,
        customer: Customer,
        data: Annotated[SeparateBody, Body(examples=[Example(value={"split": ["email:mai@example.com"]})])],
    ) -> SeparatedView:
        stayed, split = await customers.separate(principal, customer, data.split)
        for one in (stayed, split):
            await staff_service.audit.record(
                principal, "customer.separated", str(one), f"{stayed} and {split}"
            )
        return SeparatedView(stayed=stayed, split=split)

    @post(
        "/{customer:str}/join",
        summary="Say that two customers are one",
        description="Both ids lead to the same customer from then on. It can be taken back.",
        status_code=HTTP_200_OK,
        **staff(Role.LEAD),
    )
    async def join(
        self,
        customers: Service,
        staff_service: Staff,
        principal: Who,
        customer: Customer,
        data: Annotated[JoinBody, Body(examples=[Example(value={"other": "account:7013568"})])],
    ) -> JoinedView:
        first = await customers.resolve(principal, customer)
        second = await customers.resolve(principal, data.other)
        id = await customers.join(principal, customer, data.other)
        await staff_service.audit.record(principal, "customer.joined", str(id), f"{first} and {second}")
        return JoinedView(id=id)

    @get(
        "/{customer:str}/export",
        summary="Everything stored of a customer",
        description="Profile, identifiers, links, events, rejected messages: what is handed out when somebody asks "
        "what is known of them. Of events and messages about others, only that they name the customer.",
        **staff(Role.ADMINISTRATOR),
    )
    async def export(
        self, customers: Service, staff_service: Staff, principal: Who, customer: Customer
    ) -> Response[dict[str, Any]]:
        id = await customers.resolve(principal, customer)
        await staff_service.audit.looked_at(principal, str(id), detail="export")
        found = await customers.export(principal, str(id))
        return Response(found, headers={"cache-control": "no-store"})

    @delete(
        "/{customer:str}",
        summary="Erase a customer",
        description="Takes the customer out of everything, text of others included; nothing brings it back. Of the "
        "log, places without content remain. Reads the whole log, which may take minutes. Backups restored later "
        "are erased again.",
        status_code=HTTP_200_OK,
        **staff(Role.ADMINISTRATOR),
    )
    async def erase(
        self, customers: Service, staff_service: Staff, principal: Who, customer: Customer
    ) -> Erased:
        id = await customers.resolve(principal, customer)
        erased = await customers.erase(principal, str(id))
        await staff_service.audit.record(principal, "customer.erased", str(id))
        return erased


class MatchesController(Controller):
    """Probable duplicates."""

    path = "/api/matches"
    tags = ["Customers"]  # noqa: RUF012

    @get(
        summary="List probable duplicates",
        description="Pairs of customers with reasons, the most probable first.",
        **staff(Role.LEAD),
    )
    async def matches(
        self,
        proposals: Pairs,
        staff_service: Staff,
        principal: Who,
        standing: Annotated[Literal["open", "accepted", "declined"], QueryParameter(name="state")] = "open",
        limit: Limit = 25,
        skip: Annotated[int, QueryParameter(description="Pairs to leave out at the beginning.", ge=0)] = 0,
    ) -> list[Proposal]:
        found = await proposals.page(principal, standing, limit, skip)
        shown = [str(one.id) for pair in found for one in (pair.a, pair.b)]
        await staff_service.audit.looked_at(principal, *shown, detail="probable duplicates")
        return found

    @post(
        "/accept",
        summary="They are one",
        description="The two are joined, which can be taken back.",
        status_code=HTTP_200_OK,
        **staff(Role.LEAD),
    )
    async def accept(
        self,
        proposals: Pairs,
        staff_service: Staff,
        principal: Who,
        data: Annotated[PairBody, Body(examples=[Example(value={"a": 128, "b": 4096})])],
    ) -> JoinedView:
        id = await proposals.accept(principal, data.a, data.b)
        await staff_service.audit.record(principal, "customer.joined", str(id), f"{data.a} and {data.b}")
        return JoinedView(id=id)

    @post(
        "/decline",
        summary="They are two",
        description="The pair is not proposed again.",
        status_code=HTTP_204_NO_CONTENT,
        **staff(Role.LEAD),
    )
    async def decline(
        self,
        proposals: Pairs,
        principal: Who,
        data: Annotated[PairBody, Body(examples=[Example(value={"a": 128, "b": 4096})])],
    ) -> None:
        await proposals.decline(principal, data.a, data.b)

    @post(
        "/run",
        summary="Look for probable duplicates",
        description="Compares all customers in the background: watch `/api/system/jobs/{id}`.",
        status_code=HTTP_202_ACCEPTED,
        **staff(Role.ADMINISTRATOR),
    )
    async def run(self, jobs: Background, matcher: Matcher) -> Job:
        return jobs.begin("look for duplicates", matcher)


def routes() -> list[Any]:
    """The routes of this room; they need `customers`, `proposals`, `jobs`, `matcher` and `staff_service`."""
    return [CustomersController, MatchesController]
