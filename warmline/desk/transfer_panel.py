"""What it takes to pass a contact on: who knows about it and is free, which queues there are, a draft of a summary."""

from typing import Any

import msgspec

from warmline.contacts.model import Story
from warmline.desk.gist_dialogue import in_words
from warmline.desk.language import Language
from warmline.desk.places import queue_titles
from warmline.desk.screen import Screen
from warmline.desk.story_summary import summary_of
from warmline.routing.model import Expert
from warmline.storage.port import Reader
from warmline.web.principal import Principal

MOST = 60
"""Colleagues to choose from: more than that are found in the directory."""
STATES = {"free": "free", "busy": "busy", "break": "on a break", "away": "away"}


class Colleague(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may be asked. `fits` are reasons that speak for it, `lacks` is one that speaks against it.

    `has` says how many contacts they have, of as many as they can have at once.
    """

    id: str
    name: str
    state: str
    state_words: str
    has: str
    fits: tuple[str, ...]
    lacks: str


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A queue that may get it, with how many members of staff are there for it."""

    name: str
    title: str
    there: int


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a contact may go to: those who know about it, everybody else, whoever is first in a queue."""

    knowing: tuple[Colleague, ...]
    others: tuple[Colleague, ...]
    queues: tuple[Line, ...]


async def transfer_panel(screen: Screen, story: Story) -> dict[str, Any]:
    """Its values, as things stand now."""
    desk = screen.desk

    def query(reader: Reader) -> tuple[Choice, str]:
        knowing, others = _colleagues(screen, reader, story)
        lines = tuple(
            Line(name=name, title=title, there=desk.routing.presence.there(reader, name))
            for name, title in queue_titles(desk.book).items()
        )
        events = [event for _, event in desk.takeover.watching.happened(reader, story)]
        draft = summary_of(desk.book, screen.language, story, events)
        return Choice(knowing=knowing, others=others, queues=lines), draft

    choice, draft = await desk.storage.read(query)
    return {"draft": draft, "choice": choice, "model": desk.replying.has_model}


def _colleagues(
    screen: Screen, reader: Reader, story: Story
) -> tuple[tuple[Colleague, ...], tuple[Colleague, ...]]:
    """Those who know about what the customer wants, and everybody else who may see them."""
    desk, contact = screen.desk, story.live.contact

    def may(principal: Principal) -> bool:
        return principal.scopes.everything or desk.customers.sees(reader, principal, contact.customer)

    def experts(what: str) -> list[Expert]:
        return desk.routing.experts.experts_for(
            reader, what, contact.language, may=may, besides={screen.who.id}
        )

    knowing = experts(contact.wants)[:MOST] if contact.wants else []
    named = {one.agent.id for one in knowing}
    others = [one for one in experts("") if one.agent.id not in named][: MOST - len(knowing)]

    def told(found: list[Expert]) -> tuple[Colleague, ...]:
        return tuple(_colleague(screen.language, one, contact.language) for one in found)

    return told(knowing), told(others)


def _colleague(say: Language, one: Expert, language: str) -> Colleague:
    agent = one.agent
    solved = say.plural("solved %(n)s like it", "solved %(n)s like it", one.solved) if one.solved else ""
    stated = ", ".join(in_words(skill) for skill in one.stated or agent.skills)
    speaks = say.text("speaks %(language)s", language=say.language(language))
    return Colleague(
        id=agent.id,
        name=agent.name,
        state=agent.state,
        state_words=say.text(STATES[agent.state]),
        has=f"{agent.has}/{agent.capacity}" if agent.has else "",
        fits=tuple(filter(None, (solved, stated, speaks if one.speaks and language else ""))),
        lacks="" if one.speaks else say.text("does not speak %(language)s", language=say.language(language)),
    )
