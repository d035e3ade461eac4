"""What people do with a contact: take it over, talk, note, give it back, put it into a queue, close it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import uuid4

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from litestar.status_codes import HTTP_200_OK

from warmline.contacts.errors import ContactError, UnknownContact
from warmline.desk.desk import Desk
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.screen import Given, Screen, go
from warmline.desk.story_pages import story_page_of
from warmline.web.access import staff

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]
Act = Callable[[Screen, str, Given], Awaitable[object]]

LONGEST_KEY = 100


def key_of(sent: Given) -> str:
    """The client's key for words that are said once, however often they are sent."""
    return sent["key"][:LONGEST_KEY] or str(uuid4())


async def _take(screen: Screen, contact: str, sent: Given) -> object:
    taken = await screen.desk.takeover.take_over(screen.who, contact)
    await screen.desk.advising.look(screen.who, contact)
    return taken


async def _say(screen: Screen, contact: str, sent: Given) -> object:
    if sent["to"] == "colleagues":
        return await _note(screen, contact, sent)
    text = sent["text"]
    if not text:
        return None
    key = key_of(sent)
    coach = screen.desk.coach
    hint = await coach.look(screen.who, contact, text)
    number = await screen.desk.takeover.say(screen.who, contact, text, key)
    screen.desk.talks.typed(contact, "agent")
    screen.desk.looking.wrote(contact, screen.who)
    await coach.sent(screen.who, hint)
    return number


async def _give_back(screen: Screen, contact: str, sent: Given) -> object:
    flow = sent["flow"] if sent["flow"] in screen.desk.book.flows else ""
    return await screen.desk.takeover.give_back(screen.who, contact, flow)


async def _put_back(screen: Screen, contact: str, sent: Given) -> object:
    return await screen.desk.takeover.put_back(
        screen.who, contact, sent["queue"], sent["why"], sent["summary"]
    )


async def _note(screen: Screen, contact: str, sent: Given) -> object:
    text = sent["text"]
    if not text:
        return None
    key = key_of(sent)
    await screen.desk.contact_notes.write(screen.who, contact, text, key)
    return None


async def _close(screen: Screen, contact: str, sent: Given) -> object:
    solved, note = bool(sent["solved"]), sent["note"]
    return await screen.desk.takeover.close(screen.who, contact, sent["reason"], solved, note)


async def _wrap_up(screen: Screen, contact: str, sent: Given) -> object:
    solved, note = bool(sent["solved"]), sent["note"]
    await screen.desk.wrap_ups.wrap_up(screen.who, contact, sent["reason"], solved, note)
    return None


async def _open_case(screen: Screen, contact: str, sent: Given) -> object:
    return await screen.desk.casework.open_case(screen.who, contact, sent["what"], sent["summary"])


ACTS: dict[str, Act] = {
    "take": _take,
    "say": _say,
    "give-back": _give_back,
    "put-back": _put_back,
    "close": _close,
    "wrap-up": _wrap_up,
    "note": _note,
    "case": _open_case,
}


@post(
    [f"/contacts/{{contact:str}}/{name}" for name in ACTS],
    include_in_schema=False,
    status_code=HTTP_200_OK,
    **staff(*CUSTOMER_ROLES),
)
async def act(request: AnyRequest, contact: FromPath[str], desk: Injected) -> Response[Any]:
    """Do what a form of the page asks for."""
    return await acted(Screen(request, desk), contact, ACTS)


async def acted(screen: Screen, contact: str, acts: Mapping[str, Act]) -> Response[Any]:
    """Do what a form asks for, by the end of its path.

    What cannot be done is told on the page, as things stand by then.
    """
    request, sent = screen.request, await screen.form()
    wanted = acts[request.url.path.rpartition("/")[2]]
    by_script = "text/html" not in request.headers.get("accept", "")
    try:
        await wanted(screen, contact, sent)
    except UnknownContact:
        raise
    except ContactError as error:
        if by_script:
            raise
        return await story_page_of(screen, contact, error)
    return Response({}) if by_script else go(f"/contacts/{contact}")


ROUTES = [act]
