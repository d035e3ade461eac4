"""Who helps with a contact beside who has it: what is asked of whom, who came in, as one panel of its story."""

from typing import Any

import msgspec

from warmline.contacts.model import Invitation, Story
from warmline.desk.contact_list import length, standing
from warmline.desk.gist_people import ASKED
from warmline.desk.language import Language
from warmline.desk.places import queue_title
from warmline.desk.pushed import Shown
from warmline.desk.story_piece import COLLEAGUES, piece
from warmline.flows.model import Book
from warmline.web.principal import Principal

ASKS_YOU = {
    "ask": "%(who)s asks you for advice",
    "bring_in": "%(who)s asks you to come in",
    "hand_on": "%(who)s asks you to take it from here",
}
ACCEPT = {"ask": "Advise", "bring_in": "Come in", "hand_on": "Take it"}
_ANSWERED_SHOWN = 2
"""Answers that are still shown, the latest."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One invitation, in words. `is_mine` says that whoever looks made it, `may_answer` that it is for them."""

    number: int
    contact: str
    said: str
    words: str
    accept: str
    when: str
    state: str
    why: str
    is_mine: bool
    may_answer: bool
    may_decline: bool


def asked_in_words(say: Language, book: Book, by: Principal, one: Invitation) -> Asked:
    """An invitation as somebody sees it."""
    may_answer = one.state == "open" and one.is_for(by.id)
    to = one.whom_name or queue_title(book, one.queue)
    who = say.text("You") if one.by == by.id else one.by_name
    said = (
        say.text(ASKS_YOU[one.kind], who=one.by_name)
        if may_answer
        else say.text(ASKED[one.kind], who=who, whom=to)
    )
    return Asked(
        number=one.number,
        contact=one.contact,
        said=said,
        words=one.words,
        accept=say.text(ACCEPT[one.kind]),
        when=length(say, one.at),
        state=one.state,
        why=one.why if one.state == "declined" else "",
        is_mine=one.by == by.id,
        may_answer=may_answer,
        may_decline=bool(one.whom),
    )


def among_colleagues(say: Language, book: Book, by: Principal, story: Story) -> Shown:
    """The panel: what waits for an answer, what was just answered, who speaks beside who has the contact."""
    waiting = [one for one in story.asked if one.state == "open"]
    answered = [one for one in story.asked if one.state in ("accepted", "declined")][-_ANSWERED_SHOWN:]
    beside = {one.who: one for one in story.participants if not one.left}
    beside.pop(story.live.contact.owner.name, None)
    values: dict[str, Any] = {
        "asked": [asked_in_words(say, book, by, one) for one in waiting],
        "answered": [asked_in_words(say, book, by, one) for one in answered],
        "beside": list(beside.values()),
        "may_leave": by.id in beside,
    }
    return piece(
        COLLEAGUES,
        0,
        "contacts/colleagues.html",
        say=say,
        contact=story.live.contact,
        standing=standing(story.live, by),
        **values,
    )
