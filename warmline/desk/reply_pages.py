"""Replies that are suggested beside the composer, a summary of the contact: both for a person to read and change."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation

from warmline.desk.desk import Desk
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.screen import Screen
from warmline.desk.story_knowledge import story_of
from warmline.desk.story_summary import summary_of
from warmline.web.access import staff

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]


@get("/contacts/{contact:str}/replies", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def replies_page(request: AnyRequest, contact: FromPath[str], desk: Injected) -> Response[str]:
    """What could be replied to what the customer said last, put together from what is known."""
    screen = Screen(request, desk)
    await story_of(screen, contact)  # the look is on record
    found = await desk.replying.suggestions(screen.who, contact)
    model = desk.replying.has_model and bool(found)
    return screen.page("contacts/replies_page.html", contact=contact, found=found, model=model)


@get("/contacts/{contact:str}/replies/drafted", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def drafted_page(request: AnyRequest, contact: FromPath[str], desk: Injected) -> Response[str]:
    """What the language model drafts, marked as such; that it has nothing is said, too."""
    screen = Screen(request, desk)
    await story_of(screen, contact)  # the look is on record
    one = await desk.replying.drafted(screen.who, contact)
    return screen.page("contacts/reply_drafted.html", one=one)


@get("/contacts/{contact:str}/summary", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def summary_page(request: AnyRequest, contact: FromPath[str], desk: Injected) -> Response[str]:
    """What the contact is about, in a few lines and in the language of whoever asks."""
    screen = Screen(request, desk)
    await story_of(screen, contact)  # the look is on record
    say = screen.language
    summary = await desk.replying.summary(
        screen.who, contact, say.spoken, lambda story: summary_of(desk.book, say, story)
    )
    return screen.page("contacts/summary_page.html", contact=contact, summary=summary)


ROUTES = [replies_page, drafted_page, summary_page]
