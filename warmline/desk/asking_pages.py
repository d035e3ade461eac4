"""Asking what would help a customer now, and saying what they made of an offer."""

from collections.abc import Mapping
from typing import Any, NamedTuple, get_args
from urllib.parse import urlencode

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.exceptions import ClientException, NotFoundException
from litestar.params import FromPath, SkipValidation
from litestar.status_codes import HTTP_200_OK

from warmline.customers.model import CustomerView
from warmline.decisions.asking import Asked
from warmline.decisions.model import ANY
from warmline.decisions.offers_so_far import TOGETHER
from warmline.decisions.recording import MADE, recorded
from warmline.decisions.service import Outcome
from warmline.desk.account_names import account_names
from warmline.desk.customer_decisions import Kept, Offered, kept_in_mind, offered
from warmline.desk.decision_view import DecisionView, decision_view
from warmline.desk.desk import Desk
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.policy_words import spoken
from warmline.desk.repository import latest_of_type
from warmline.desk.screen import Screen, go
from warmline.events.model import Event
from warmline.log import repository as log
from warmline.log.model import Stored
from warmline.storage.port import Reader
from warmline.web.access import staff

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
LONGEST_NAME, LONGEST_REASON = 60, 500
LOOKED_THROUGH = 2_000
"""Events of a customer among which the last time that somebody asked is looked for."""


class Asking(NamedTuple):
    """The panel of a customer's page: what is kept in mind, what may be asked about, what was answered last.

    `answered` is the decision that is shown, with what became of its offers by name. `last` is when it was last asked,
    0 if never, and the id of that decision.
    """

    kept: list[Kept]
    situations: dict[str, str]
    answered: DecisionView | None
    standing: Mapping[str, Offered]
    last: int
    decision: str


async def asking(screen: Screen, view: CustomerView, decision: str = "") -> Asking:
    """The panel, with a certain decision, or else with that of the last hour if there is one."""
    desk = screen.desk
    stored = await desk.storage.read(lambda reader: _decision(reader, desk, view, decision))
    made = recorded(stored) if stored else None
    if decision and made is None:
        raise NotFoundException("There is no such decision about this customer.")
    book = desk.overview.book
    fields = {field.name: field.value for field in view.fields}
    kept = kept_in_mind(fields["situations"])
    told = made if made and (decision or made.at > screen.language.now - TOGETHER) else None
    names = await account_names(desk) if told else {}
    return Asking(
        kept=kept,
        situations=_situations(desk, kept),
        answered=decision_view(screen.language, told, book.offers, names, book.version) if told else None,
        standing={
            one.offer: one
            for one in offered(fields["offers"], book.offers)
            if told and one.decision == told.id and one.outcome
        },
        last=made.at if made else 0,
        decision=made.id if made else "",
    )


@get("/customers/{id:str}/decisions/{decision:str}", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def decision_page(
    request: AnyRequest, id: FromPath[str], decision: FromPath[str], desk: Injected
) -> Response[str]:
    """What was answered about a customer: the panel of their page alone."""
    screen = Screen(request, desk)
    view = await desk.customers.view(screen.who, id)
    panel = await asking(screen, view, decision)
    await desk.staff.audit.looked_at(screen.who, str(view.id), detail=f"decision {decision}")
    said = str(request.query_params.get("said", ""))
    return screen.page("customers/asking_page.html", view=view, asking=panel, arrived=said)


@post(
    "/customers/{id:str}/decisions",
    include_in_schema=False,
    status_code=HTTP_200_OK,
    **staff(*CUSTOMER_ROLES),
)
async def ask(request: AnyRequest, id: FromPath[str], desk: Injected) -> Response[Any]:
    """Ask what would help; it is on record, with the offers that are made by it, before anybody sees it."""
    screen = Screen(request, desk)
    situation = (await screen.form())["situation"][:LONGEST_NAME]
    answered = await desk.decisions.decide(screen.who, id, Asked(situation=situation))
    decision = answered.decision
    return go(f"/customers/{decision.customer}/decisions/{decision.id}")


@post(
    "/customers/{id:str}/decisions/{decision:str}",
    include_in_schema=False,
    status_code=HTTP_200_OK,
    **staff(*CUSTOMER_ROLES),
)
async def say_outcome(
    request: AnyRequest, id: FromPath[str], decision: FromPath[str], desk: Injected
) -> Response[Any]:
    """Put on record what the customer made of an offer."""
    screen = Screen(request, desk)
    sent = await screen.form()
    outcome = next((one for one in OUTCOMES if one == sent["outcome"]), None)
    if outcome is None:
        raise ClientException("Say what became of the offer.")
    reason = sent["reason"][:LONGEST_REASON] if outcome == "declined" else ""
    await desk.decisions.outcome(screen.who, decision, sent["offer"], outcome, reason)
    customer = await desk.customers.resolve(screen.who, id)
    return go(f"/customers/{customer}/decisions/{decision}?{urlencode({'said': sent['offer']})}")


def _decision(reader: Reader, desk: Desk, view: CustomerView, id: str) -> Stored | None:
    """A decision about a customer, or the latest that somebody asked for."""
    if not id:

        def was_asked(event: Event) -> bool:
            return "event" not in event.properties

        return latest_of_type(reader, desk.repository, view.id, MADE, was_asked, most=LOOKED_THROUGH)
    stored = log.find(reader, id)
    if stored is None or stored.event.type != MADE:
        return None
    return stored if desk.customers.customer_of(reader, stored.event) == view.id else None


def _situations(desk: Desk, kept: list[Kept]) -> dict[str, str]:
    """What policies answer about, as people say it by name; what is kept in mind is in front."""
    named = {one for policy in desk.overview.book.answering for one in policy.asked if one != ANY}
    first = [one.name for one in kept if one.name in named]
    return {name: spoken(name) for name in [*first, *sorted(named - {*first})]}


ROUTES = [decision_page, ask, say_outcome]
