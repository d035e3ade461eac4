"""One contact: its story, kept up to date, and who it is."""

import asyncio
from contextlib import suppress
from typing import Any

from litestar import Request, Response, WebSocket, get, websocket
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation

from warmline.channels.chat.errors import ChatError
from warmline.contacts.errors import ContactError, UnknownContact
from warmline.contacts.model import Story
from warmline.customers.model import CustomerView, UnknownCustomer
from warmline.desk.customer_view import by_kind, consents_of
from warmline.desk.desk import Desk
from warmline.desk.gist_dialogue import in_words
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.places import flow_titles, queue_titles, reasons
from warmline.desk.pushed import Drawn
from warmline.desk.pushing import serve
from warmline.desk.screen import Given, Screen, number_in
from warmline.desk.story_advice import ADVICE
from warmline.desk.story_knowledge import story_of
from warmline.desk.story_list import LiveStory, story_rows
from warmline.desk.story_panels import panels as beside_a_story
from warmline.desk.story_piece import ALERT, COLLEAGUES, HEAD, NOTES, POSITION
from warmline.desk.story_pieces import standing_in
from warmline.desk.story_reasons import Suggestion, suggestions
from warmline.web.access import staff
from warmline.web.guard import principal_of
from warmline.web.principal import Principal

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]

GONE = 4404
"""The contact is not there any more, or not for whoever looks."""
LOOK_AGAIN, TYPING = 5.0, 1.5
"""Seconds until a story is looked at again: signs of typing fade by themselves."""
EARLIER = 8


@get("/contacts/{contact:str}", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def story_page(request: AnyRequest, contact: FromPath[str], desk: Injected) -> Response[str]:
    """Everything about one contact."""
    return await story_page_of(Screen(request, desk), contact)


async def story_page_of(
    screen: Screen, contact: str, error: ContactError | ChatError | None = None
) -> Response[str]:
    """The page, with what went wrong with something that was wanted of it. Raises UnknownContact."""
    desk = screen.desk
    story = await desk.takeover.open(screen.who, contact)
    desk.looks.put(screen.who, story, screen.language.now)
    standing = standing_in(story, screen.who)
    if standing in ("mine", "beside"):
        await desk.own.saw(screen.who, contact, story.live.contact.turns)
        await desk.advising.look(screen.who, contact)
    rows = await desk.storage.read(
        lambda reader: story_rows(desk, screen.language, screen.who, story, reader)
    )
    panels = {row.seq: row.html for row in rows if row.seq < 0}
    return screen.page(
        "contacts/one.html",
        status=409 if error else 200,
        contact=story.live.contact,
        live=story.live,
        head=panels[HEAD],
        position=panels[POSITION],
        colleagues=panels[COLLEAGUES],
        notes=panels[NOTES],
        advice=panels[ADVICE],
        said=[row.html for row in rows if row.seq > 0 or row.seq == ALERT],
        standing=standing,
        flows=flow_titles(desk.book),
        queues=queue_titles(desk.book),
        reasons=reasons(desk.book),
        suggested=await _suggested(screen, story),
        files=story.live.contact.channel == "chat",
        has_notes=bool(story.notes),
        error=error,
        **await _who(screen, story),
        **await beside_a_story(screen, story),
    )


async def _suggested(screen: Screen, story: Story) -> list[Suggestion]:
    desk = screen.desk
    events = await desk.storage.read(lambda reader: desk.takeover.watching.happened(reader, story))
    return suggestions(screen.language, desk.book, desk.articles, story, events)


@get("/contacts/{contact:str}/reasons", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def reasons_page(request: AnyRequest, contact: FromPath[str], desk: Injected) -> Response[str]:
    """What the contact was probably about, alone: asked for when it is to be closed."""
    screen = Screen(request, desk)
    story = await story_of(screen, contact)
    return screen.page(
        "contacts/reasons_page.html", contact=story.live.contact, suggested=await _suggested(screen, story)
    )


@get("/contacts/{contact:str}/who", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def who_page(request: AnyRequest, contact: FromPath[str], desk: Injected) -> Response[str]:
    """Who it is alone: asked for when that becomes known."""
    screen = Screen(request, desk)
    story = await desk.takeover.open(screen.who, contact)
    return screen.page("contacts/who_page.html", live=story.live, **await _who(screen, story))


async def _who(screen: Screen, story: Story) -> dict[str, Any]:
    """What is known of the customer, if anything is."""
    customer = story.live.contact.customer
    earlier = [(one, in_words(one.wants)) for one in story.earlier[:EARLIER]]
    view: CustomerView | None = None
    if customer is not None:
        try:
            view = await screen.desk.customers.view(screen.who, str(customer))
        except UnknownCustomer:
            view = None
    if view is None:
        return {"view": None, "consents": None, "earlier": earlier, "cases": []}
    return {
        "view": view,
        "known": Given({field.name: field.value for field in view.fields}),
        "fields": by_kind(view, screen.desk.business),
        "consents": consents_of(view, screen.desk.business),
        "earlier": earlier,
        "cases": await screen.desk.casework.cases_of(screen.who, str(view.id)),
    }


@websocket("/contacts/{contact:str}/live", **staff(*CUSTOMER_ROLES))
async def live_story(socket: WebSocket[Any, Any, Any], contact: FromPath[str], desk: Injected) -> None:
    """Serve one page until it is closed; it says whether somebody has it before them, types, which turns they have
    seen.
    """
    who = principal_of(socket)
    under_way: set[asyncio.Task[None]] = set()
    async with desk.talks.listen(contact) as news:
        with desk.looking.at(contact, who) as look:

            def typing() -> bool:
                return "customer" in news.typing()

            async def wait(drawn: Drawn) -> None:
                look.allow()  # it was drawn: they may see it
                await news.wait(TYPING if drawn.beside else LOOK_AGAIN)
                if story.mine:
                    with suppress(UnknownContact):  # the next look finds out
                        await desk.advising.look(who, contact)

            story = LiveStory(desk, contact, typing)

            def heard(said: str) -> None:
                what, _, number = said.partition(" ")
                if what in ("looks", "away"):
                    look.turn(what == "looks")
                if not story.mine:
                    return
                if what == "typing":
                    look.writes()
                    desk.talks.typing(contact, "agent")
                elif what == "seen":
                    task = asyncio.create_task(_saw(desk, who, contact, number_in(number)))
                    under_way.add(task)
                    task.add_done_callback(under_way.discard)

            try:
                await serve(socket, desk, lambda shown: story, wait=wait, heard=heard)
            except UnknownContact:
                await socket.close(code=GONE)


async def _saw(desk: Desk, by: Principal, contact: str, turns: int) -> None:
    with suppress(UnknownContact):  # it was erased, or is out of scope by now
        await desk.own.saw(by, contact, turns)


ROUTES = [story_page, who_page, reasons_page, live_story]
