"""What it takes to pass a contact on: who knows about it and is free, and the draft of a summary."""

from typing import Any

import msgspec

from warmline.contacts.model import Story
from warmline.contacts.summary import drafted, gathered
from warmline.desk.gist_dialogue import in_words
from warmline.desk.language import Language
from warmline.desk.places import flow_title, place_in_words, queue_titles
from warmline.desk.screen import Screen
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

    def query(reader: Reader) -> tuple[list[Colleague], list[Colleague], str]:
        knowing, others = _colleagues(screen, reader, story)
        return knowing, others, _draft(screen, reader, story)

    knowing, others, draft = await screen.desk.storage.read(query)
    return {"draft": draft, "knowing": knowing, "others": others, "queues": queue_titles(screen.desk.book)}


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


def _draft(screen: Screen, reader: Reader, story: Story) -> str:
    desk, say = screen.desk, screen.language
    events = [event for _, event in desk.takeover.watching.happened(reader, story)]
    at = place_in_words(say, desk.book, story.live.where)
    found = gathered(story.live.contact.wants, at, story.tried, story.turns, events)

    def name(text: str) -> str:
        return flow_title(desk.book, text) if text in desk.book.flows else in_words(text)

    return drafted(found, say.text, name)
