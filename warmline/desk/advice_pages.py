"""What is advised in a contact: asked for, done, declined with a reason, or put before a lead, in one click each."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from litestar.status_codes import HTTP_200_OK

from warmline.contacts.errors import ContactError, UnknownContact
from warmline.desk.desk import Desk
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.policy_words import spoken
from warmline.desk.screen import Given, Screen, go, number_in
from warmline.desk.story_advice import titles_of
from warmline.desk.story_pages import story_page_of
from warmline.web.access import staff

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]
Act = Callable[[Screen, str, str, str, Given], Awaitable[None]]
LONGEST_NAME = 60


async def _done(screen: Screen, contact: str, action: str, more: str, sent: Given) -> None:
    await screen.desk.advising.done(screen.who, contact, sent["decision"], action)


async def _declined(screen: Screen, contact: str, action: str, more: str, sent: Given) -> None:
    reason = more or sent[f"reason {action}"]
    await screen.desk.advising.declined(screen.who, contact, sent["decision"], action, reason)


async def _approve(screen: Screen, contact: str, action: str, more: str, sent: Given) -> None:
    title = titles_of(screen.desk).get(action) or spoken(action)
    why = sent[f"reason {action}"]
    await screen.desk.approvals.ask(screen.who, contact, sent["decision"], action, title, why)


async def _withdraw(screen: Screen, contact: str, action: str, more: str, sent: Given) -> None:
    await screen.desk.approvals.withdraw(screen.who, contact, action)


async def _ask_again(screen: Screen, contact: str, action: str, more: str, sent: Given) -> None:
    await screen.desk.advising.ask_again(screen.who, contact, action)


async def _saw(screen: Screen, contact: str, action: str, more: str, sent: Given) -> None:
    await screen.desk.approvals.saw(screen.who, number_in(action))


async def _ask(screen: Screen, contact: str, action: str, more: str, sent: Given) -> None:
    await screen.desk.advising.ask(screen.who, contact, sent["situation"][:LONGEST_NAME])


ACTS: dict[str, Act] = {
    "done": _done,
    "declined": _declined,
    "approve": _approve,
    "withdraw": _withdraw,
    "again": _ask_again,
    "saw": _saw,
    "ask": _ask,
}


@post(
    "/contacts/{contact:str}/actions",
    include_in_schema=False,
    status_code=HTTP_200_OK,
    **staff(*CUSTOMER_ROLES),
)
async def act(request: AnyRequest, contact: FromPath[str], desk: Injected) -> Response[Any]:
    """Do what a button of the panel says (`do`: what, action, reason); what cannot be done is told there."""
    screen = Screen(request, desk)
    sent = await screen.form()
    what, _, rest = sent["do"].partition("/")
    action, _, more = rest.partition("/")
    by_script = "hx-request" in request.headers
    error: ContactError | None = None
    try:
        await ACTS.get(what, _ask)(screen, contact, action, more, sent)
    except UnknownContact:
        raise
    except ContactError as refused:
        error = refused
    if by_script:
        return screen.page("contacts/advice_said.html", error=error)
    return await story_page_of(screen, contact, error) if error else go(f"/contacts/{contact}")


ROUTES = [act]
