"""What people ask of each other about a contact, by the forms of its page: advice, to come in, to have it."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from litestar.status_codes import HTTP_200_OK

from warmline.desk.desk import Desk
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.screen import Given, Screen, number_in
from warmline.desk.story_actions import Act, acted, key_of
from warmline.desk.transfer_panel import transfer_panel
from warmline.web.access import staff

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]


async def _ask(screen: Screen, contact: str, sent: Given) -> object:
    return await screen.desk.transfers.ask(screen.who, contact, _person(sent), sent["words"])


async def _bring_in(screen: Screen, contact: str, sent: Given) -> object:
    return await screen.desk.transfers.bring_in(screen.who, contact, _person(sent), sent["summary"])


def _person(sent: Given) -> str:
    """The account that was chosen; "" for a queue, which cannot be asked for advice or brought in."""
    kind, _, name = sent["to"].partition(":")
    return name if kind == "staff" else ""


async def _hand_on(screen: Screen, contact: str, sent: Given) -> object:
    """To a person, or to whoever serves a queue: `staff:<id>` or `queue:<name>`."""
    kind, _, name = sent["to"].partition(":")
    to = {"whom": name} if kind == "staff" else {"queue": name}
    return await screen.desk.transfers.hand_on(screen.who, contact, sent["summary"], why=sent["why"], **to)


async def _answer(screen: Screen, contact: str, sent: Given) -> None:
    """One form for all invitations: which of its buttons was pressed says what to do."""
    transfers = screen.desk.transfers
    if "accept" in sent:
        await transfers.accept(screen.who, contact, number_in(sent["accept"]))
    elif "withdraw" in sent:
        await transfers.withdraw(screen.who, contact, number_in(sent["withdraw"]))
    else:
        await transfers.decline(screen.who, contact, number_in(sent["decline"]), sent["why"])


async def _aside(screen: Screen, contact: str, sent: Given) -> None:
    await screen.desk.transfers.aside(screen.who, contact, sent["text"], key_of(sent))


async def _leave(screen: Screen, contact: str, sent: Given) -> None:
    await screen.desk.transfers.leave(screen.who, contact)


async def _whisper(screen: Screen, contact: str, sent: Given) -> object:
    asks = bool(sent["ask"])
    return await screen.desk.whispering.whisper(screen.who, contact, sent["text"], key_of(sent), ask=asks)


ACTS: dict[str, Act] = {
    "ask": _ask,
    "bring-in": _bring_in,
    "hand-on": _hand_on,
    "answer": _answer,
    "aside": _aside,
    "leave": _leave,
    "whisper": _whisper,
}


@get("/contacts/{contact:str}/handing", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def handing(request: AnyRequest, contact: FromPath[str], desk: Injected) -> Response[str]:
    """Whom to ask, and the draft of a summary."""
    screen = Screen(request, desk)
    story = await desk.takeover.open(screen.who, contact)
    values = await transfer_panel(screen, story)
    return screen.page("contacts/handing_page.html", contact=story.live.contact, **values)


@post(
    [f"/contacts/{{contact:str}}/{name}" for name in ACTS],
    include_in_schema=False,
    status_code=HTTP_200_OK,
    **staff(*CUSTOMER_ROLES),
)
async def ask_or_answer(request: AnyRequest, contact: FromPath[str], desk: Injected) -> Response[Any]:
    """Do what a form asks for."""
    return await acted(Screen(request, desk), contact, ACTS)


ROUTES = [handing, ask_or_answer]
