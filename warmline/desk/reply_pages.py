"""Replies that are suggested beside the composer, a summary of the contact: both for a person to read and change."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation

from warmline.contacts.model import Story
from warmline.desk.desk import Desk
from warmline.desk.gist_dialogue import in_words
from warmline.desk.language import Language
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.places import flow_title
from warmline.desk.screen import Screen
from warmline.web.access import staff

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]
QUOTED, TAIL = 2, 200
"""How many things a customer said a summary quotes, and characters of each."""


@get("/contacts/{contact:str}/replies", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def replies_page(request: AnyRequest, contact: FromPath[str], desk: Injected) -> Response[str]:
    """What could be replied to what the customer said last, put together from what is known."""
    screen = Screen(request, desk)
    found = await desk.replying.suggestions(screen.who, contact)
    model = desk.replying.has_model and bool(found)
    return screen.page("contacts/replies_page.html", contact=contact, found=found, model=model)


@get("/contacts/{contact:str}/replies/drafted", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def drafted_page(request: AnyRequest, contact: FromPath[str], desk: Injected) -> Response[str]:
    """What the language model drafts, marked as such; that it has nothing is said, too."""
    screen = Screen(request, desk)
    one = await desk.replying.drafted(screen.who, contact)
    return screen.page("contacts/reply_drafted.html", one=one)


@get("/contacts/{contact:str}/summary", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def summary_page(request: AnyRequest, contact: FromPath[str], desk: Injected) -> Response[str]:
    """What the contact is about, in a few lines and in the language of whoever asks."""
    screen = Screen(request, desk)
    say = screen.language
    summary = await desk.replying.summary(
        screen.who, contact, say.spoken, lambda story: gathered(desk, say, story)
    )
    return screen.page("contacts/summary_page.html", contact=contact, summary=summary)


def gathered(desk: Desk, say: Language, story: Story) -> str:
    """A summary from what is on record: what they want, what was tried, their latest own words."""
    lines = []
    if wants := in_words(story.live.contact.wants):
        lines.append(say.text("Wants: %(what)s.", what=wants))
    if story.tried:
        tried = ", ".join(flow_title(desk.book, name) for name in story.tried)
        lines.append(say.text("Tried in self-service: %(what)s.", what=tried))
    said = [one.text for one in story.turns if one.by == "customer" and len(one.text) > 2][-QUOTED:]
    if said:
        words = " … ".join(" ".join(one.split())[:TAIL] for one in said)
        lines.append(say.text("In their words: %(words)s", words=words))
    told = next((one for one in reversed(story.turns) if one.by == "agent" and one.text), None)
    if told is not None:
        lines.append(say.text("%(who)s said last: %(words)s", who=told.name, words=told.text[:TAIL]))
    return "\n".join(lines) or say.text("Nothing was said yet.")


ROUTES = [replies_page, drafted_page, summary_page]
