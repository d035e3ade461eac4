"""The HTTP routes of decisions: asking, trying, outcomes; what the policies did and what the offers came to."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.openapi.spec import Example
from litestar.params import Body, PathParameter, QueryParameter, SkipValidation
from litestar.status_codes import HTTP_200_OK

from warmline.business.model import Disclosure
from warmline.decisions.answers import Decision
from warmline.decisions.asking import Asked
from warmline.decisions.counts import KEPT_DAYS, Counts
from warmline.decisions.errors import (
    DecisionError,
    NoLongerStands,
    NotLoaded,
    NotOffered,
    UnknownDecision,
    UnknownPolicy,
)
from warmline.decisions.overview import OfferView, Overview, PolicyView
from warmline.decisions.service import Answered, Decisions, Outcome
from warmline.decisions.trying import Compared, Trying
from warmline.staff.service import StaffService
from warmline.storage.port import Transaction
from warmline.web.access import Role, staff
from warmline.web.bodies import Sent
from warmline.web.principal import Principal

STATUSES: Mapping[type[Exception], int] = {
    UnknownDecision: 404,
    UnknownPolicy: 404,
    NotOffered: 409,
    NoLongerStands: 409,
    NotLoaded: 400,
    DecisionError: 400,
}
"""For `warmline.web.problems.exception_handlers`."""

Service = NamedDependency[SkipValidation[Decisions]]
Tried = NamedDependency[SkipValidation[Trying]]
Looked = NamedDependency[SkipValidation[Overview]]
Staff = NamedDependency[SkipValidation[StaffService]]
Who = NamedDependency[Principal]
Most = Annotated[int, msgspec.Meta(ge=1, le=20)]
Days = Annotated[
    int, QueryParameter(description="How many days to add up, today among them.", ge=1, le=KEPT_DAYS)
]
Name = Annotated[str, msgspec.Meta(max_length=60)]
Policy = Annotated[str, PathParameter(description="The name of a policy.")]
_TAGS = ["Decisions"]


class AskBody(Sent, frozen=True, kw_only=True):
    """Who it is about (an id, or type:value), what about, how many answers at most, and what contact is going on.

    `level` is how well the customer is known who will be told: texts that say more are held back.
    """

    customer: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
    situation: Name = ""
    most: Most = 3
    explain: bool = False
    contact: dict[str, Any] = msgspec.field(default_factory=dict)
    language: Name = ""
    level: Literal["anonymous", "recognised", "verified", "staff"] = "staff"

    def asked(self) -> Asked:
        """The question without the customer."""
        return Asked(
            situation=self.situation,
            most=self.most,
            explain=self.explain,
            contact=self.contact,
            language=self.language,
            level=Disclosure[self.level.upper()],
        )


class AsIfBody(AskBody, frozen=True, kw_only=True):
    """The same, and the files to decide by instead: their paths in a business folder, and what they hold."""

    files: dict[str, str]


class OutcomeBody(Sent, frozen=True, kw_only=True):
    """What became of an offer of a decision; why, if they said."""

    offer: Name
    outcome: Outcome
    reason: Annotated[str, msgspec.Meta(max_length=500)] = ""


class OutcomeView(msgspec.Struct, frozen=True, kw_only=True):
    """The event that it is on record as."""

    event: str


class DayCounts(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a policy on one day; `day` counts from 1970-01-01, where the business is."""

    day: int
    counts: Counts


class PolicyDays(msgspec.Struct, frozen=True, kw_only=True):
    """A policy, and the last thirty days of it on which it was looked at."""

    policy: PolicyView
    days: list[DayCounts]


class EnabledView(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the policy had been disabled."""

    enabled: bool


_ASK = {"customer": "account:7013550", "situation": "bill_shock", "most": 3}


@post(
    "/api/decide",
    summary="Ask what would help a customer now",
    description="Ranked answers with reasons, and why not each other one. It is on record before it is answered; an "
    "offer that is answered counts as made, so ask for as many as you show. Without a situation the policies "
    "that always answer are asked, and those about what is kept in mind. With `explain` each policy whose "
    "condition did not hold says why.",
    tags=_TAGS,
    status_code=HTTP_200_OK,
    **staff(Role.AGENT, Role.LEAD),
)
async def decide(
    decisions: Service,
    staff_service: Staff,
    principal: Who,
    data: Annotated[AskBody, Body(examples=[Example(value=_ASK)])],
) -> Answered:
    """Ask, and have it on record."""

    def looked_at(tx: Transaction, decision: Decision) -> None:
        staff_service.audit.looked_at_in(
            tx, principal, str(decision.customer), detail=f"decision {decision.id}"
        )

    return await decisions.decide(principal, data.customer, data.asked(), looked_at)


@post(
    "/api/decide/as-if",
    summary="Try other policies on a customer",
    description="What the policies in use answer, and what those of `files` would. Nothing is put on record, offered "
    "or done. Fields of the profile that only the other folder declares are empty.",
    tags=_TAGS,
    status_code=HTTP_200_OK,
    **staff(Role.LEAD),
)
async def as_if(
    trying: Tried,
    staff_service: Staff,
    principal: Who,
    data: Annotated[
        AsIfBody,
        Body(examples=[Example(value={**_ASK, "files": {"policies/bills.yaml": "policy: bill-shock …"}})]),
    ],
) -> Compared:
    """Compare."""
    other = await trying.loaded(data.files)
    compared = await trying.compare(principal, data.customer, data.asked(), other)
    await staff_service.audit.looked_at(principal, str(compared.now.customer), detail="decision as if")
    return compared


@post(
    "/api/decisions/{decision:str}/outcomes",
    summary="Say what became of an offer",
    description="`accepted`, `declined` or `ignored`. The same said twice is on record once. What is accepted after "
    "the offer's time is refused.",
    tags=_TAGS,
    status_code=HTTP_200_OK,
    **staff(Role.AGENT, Role.LEAD),
)
async def outcome(
    decisions: Service,
    principal: Who,
    decision: Annotated[str, PathParameter(description="The id of a decision.")],
    data: Annotated[
        OutcomeBody, Body(examples=[Example(value={"offer": "bill-plan", "outcome": "accepted"})])
    ],
) -> OutcomeView:
    """Put it on record."""
    event = await decisions.outcome(principal, decision, data.offer, data.outcome, data.reason)
    return OutcomeView(event=event.id)


class PoliciesController(Controller):
    """The policies of the business in use."""

    path = "/api/policies"
    tags = _TAGS

    @get(
        summary="List policies and what they did today",
        description="In the order in which they are judged: how often each was looked at, held, did something, was "
        "held back, failed. Today is where the business is.",
        **staff(Role.LEAD, Role.ANALYST),
    )
    async def policies(self, overview: Looked) -> list[PolicyView]:
        return await overview.policies()

    @get("/{policy:str}", summary="Show a policy by day", **staff(Role.LEAD, Role.ANALYST))
    async def policy(self, overview: Looked, policy: Policy) -> PolicyDays:
        view, by_day = await overview.policy(policy)
        days = [DayCounts(day=day, counts=counts) for day, counts in sorted(by_day.items())]
        return PolicyDays(policy=view, days=days)

    @post(
        "/{policy:str}/enable",
        summary="Ask a policy again",
        description="A policy that fails ten times running is disabled until it is changed, or enabled here.",
        status_code=HTTP_200_OK,
        **staff(Role.LEAD),
    )
    async def enable(
        self, overview: Looked, staff_service: Staff, principal: Who, policy: Policy
    ) -> EnabledView:
        was = await overview.enable(principal, policy)
        if was:
            await staff_service.audit.record(principal, "policy.enabled", detail=policy)
        return EnabledView(enabled=was)


@get(
    "/api/offers",
    summary="List offers and what they came to",
    description="How often each was made, accepted, declined, ignored, and held back by which reason, in the last "
    "days; 1 is today, where the business is. What an offer is worth is declared for now.",
    tags=_TAGS,
    **staff(Role.LEAD, Role.ANALYST),
)
async def offers(overview: Looked, days: Days = 1) -> list[OfferView]:
    """The offers in the order in which they are declared."""
    return await overview.offers(days)


def routes() -> list[Any]:
    """The routes of this room; they need `decisions`, `trying`, `overview` and `staff_service`."""
    return [decide, as_if, outcome, PoliciesController, offers]
