"""What it takes to pass a contact on: who knows about it and is free, and the draft of a summary."""

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
    """Somebody who may be asked. `knows` says why, "" where nothing speaks for it."""

    id: str
    name: str
    state: str
    is_free: bool
    knows: str


async def transfer_panel(screen: Screen, story: Story) -> dict[str, Any]:
    """Its values, as things stand now."""
    desk = screen.desk

    def query(reader: Reader) -> tuple[list[Colleague], list[Colleague], str]:
        knowing, others = _colleagues(screen, reader, story)
        events = [event for _, event in desk.takeover.watching.happened(reader, story)]
        return knowing, others, summary_of(desk.book, screen.language, story, events)

    knowing, others, draft = await desk.storage.read(query)
    return {"draft": draft, "knowing": knowing, "others": others, "queues": queue_titles(desk.book)}


def _colleagues(screen: Screen, reader: Reader, story: Story) -> tuple[list[Colleague], list[Colleague]]:
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
    say = screen.language
    return [_colleague(say, one) for one in knowing], [_colleague(say, one) for one in others]


def _colleague(say: Language, one: Expert) -> Colleague:
    solved = say.plural("solved %(n)s", "solved %(n)s", one.solved) if one.solved else ""
    reasons = [*(in_words(skill) for skill in one.stated), solved]
    return Colleague(
        id=one.agent.id,
        name=one.agent.name,
        state=say.text(STATES[one.agent.state]),
        is_free=one.agent.is_free,
        knows=", ".join(filter(None, reasons)),
    )
