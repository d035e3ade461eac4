"""Articles that fit a contact, beside its story: found by the customer's own words, read, put into a reply."""

from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation

from warmline.business.model import Disclosure
from warmline.contacts.model import Story
from warmline.desk.desk import Desk
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.screen import Screen
from warmline.desk.story_list import files_of
from warmline.desk.story_reasons import questions_of
from warmline.knowledge.markdown import html, spoken
from warmline.knowledge.model import Article, Found
from warmline.knowledge.reading import KNOWLEDGE
from warmline.web.access import staff

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]

MOST, MOST_GUESSED, LEAST = 4, 2, 0.25
"""Articles that are shown, those where none fits likely, and how much of a question they must speak of at least."""
LONGEST_QUESTION = 400


class Fitting(msgspec.Struct, frozen=True, kw_only=True):
    """An article beside a contact. `text` is what can be put into a reply.

    `too_much` says that the customer has not shown well enough who they are to be told it; `sure` that it answers what
    was asked; `foreign` that it is in another language than the contact.
    """

    article: Article
    text: str
    too_much: bool
    sure: bool = False
    foreign: bool = False


async def story_of(screen: Screen, contact: str) -> Story:
    """A contact for a piece of its page. The look is on record, once an hour. Raises UnknownContact."""
    desk = screen.desk
    story = await desk.storage.read(lambda reader: desk.takeover.watching.story(reader, screen.who, contact))
    if not desk.looks.has(screen.who, story, screen.language.now):
        customer = str(story.live.contact.customer or "")
        await desk.staff.audit.looked_at(screen.who, customer, detail=f"contact {contact}")
        desk.looks.put(screen.who, story, screen.language.now)
    return story


@get("/contacts/{contact:str}/knowledge", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def knowledge_page(request: AnyRequest, contact: FromPath[str], desk: Injected) -> Response[str]:
    """What answers a question; without one, what answers the customer's last words."""
    screen = Screen(request, desk)
    story = await story_of(screen, contact)
    asked = str(request.query_params.get("q", "")).strip()[:LONGEST_QUESTION]
    fitting = _fitting(desk, story, [asked] if asked else questions_of(story, files_of(desk, contact)))
    return screen.page(
        "contacts/knowledge_page.html", contact=story.live.contact, fitting=fitting, asked=asked
    )


def _fitting(desk: Desk, story: Story, questions: list[str]) -> list[Fitting]:
    """What answers any of some questions, the best first; where nothing likely does, what comes nearest."""
    contact = story.live.contact
    best: dict[str, Found] = {}
    for question in questions:
        for one in desk.articles.search(question, contact.language, MOST, Disclosure.STAFF).found:
            known = best.get(one.article.name)
            if one.score >= LEAST and (known is None or known.score < one.score):
                best[one.article.name] = one
    found = sorted(best.values(), key=lambda one: -one.score)
    fitting = [one for one in found if one.judgement != "none"][:MOST] or found[:MOST_GUESSED]
    return [
        Fitting(
            article=one.article,
            text=one.excerpt,
            too_much=one.article.disclosure > contact.level,
            sure=one.judgement == "sure",
            foreign=one.foreign,
        )
        for one in fitting
    ]


@get("/contacts/{contact:str}/knowledge/{name:str}", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def article_page(
    request: AnyRequest, contact: FromPath[str], name: FromPath[str], desk: Injected
) -> Response[str]:
    """One article as a whole, in the language of the contact where it is written in that."""
    screen = Screen(request, desk)
    story = await story_of(screen, contact)
    wanted = str(request.query_params.get("language", "")) or story.live.contact.language
    written = [one for one in KNOWLEDGE.of(desk.business).articles if one.name == name]
    written.sort(key=lambda one: one.language != wanted)
    article = written[0] if written else None
    return screen.page(
        "contacts/article_page.html",
        status=200 if article else 404,
        contact=story.live.contact,
        article=article,
        languages=[one.language for one in written if article and one.language != article.language],
        html=html(article.text) if article else "",
        text=spoken(article.text) if article else "",
        too_much=article is not None and article.disclosure > story.live.contact.level,
    )


ROUTES = [knowledge_page, article_page]
