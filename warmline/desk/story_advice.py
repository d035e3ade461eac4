"""What is advised in a contact, as a piece of its page that is kept up to date: ranked, with reasons."""

from typing import NamedTuple

from warmline.coaching.advising.errors import CannotBeCarriedOut
from warmline.coaching.advising.model import Advice, Advised
from warmline.contacts.model import Story
from warmline.decisions.model import ANY
from warmline.desk.carried_words import Became, carried_in_words
from warmline.desk.decision_view import Answer, Held, decision_view
from warmline.desk.desk import Desk
from warmline.desk.language import Language
from warmline.desk.policy_words import spoken
from warmline.desk.pushed import Shown
from warmline.desk.story_piece import piece
from warmline.desk.story_pieces import standing_in
from warmline.language.messages import marked
from warmline.storage.port import Reader
from warmline.web.access import Role
from warmline.web.principal import Principal

ADVICE = -7
"""The place of the piece."""
WHY_NOT = {
    "offer": marked(("too expensive", "not now", "has it already", "wants something else")),
    "advise": marked(("does not fit", "they know already", "not now")),
}
"""Reasons that are given in one click."""


class Shows(NamedTuple):
    """One action as it stands on the page: in words, with what can be done about it and why it may be declined."""

    answer: Answer
    advised: Advised
    why_not: list[tuple[str, str]]
    told: Became | None
    """How far a system has come with it, where one carries it out."""
    cannot: str
    """Why no system can carry it out, with what to do; "" where one can."""


def advice_piece(desk: Desk, say: Language, by: Principal, story: Story, reader: Reader) -> Shown:
    """The piece as `by` sees it now."""
    contact = story.live.contact
    advice = desk.advising.advice(reader, by, contact.name) if contact.customer is not None else None
    actions: list[Shows] = []
    held: list[Held] = []
    if advice is not None:
        book = desk.overview.book
        view = decision_view(say, advice.decision, book.offers, {}, book.version)
        actions = [
            Shows(
                answer,
                one,
                [(why, say.text(why)) for why in WHY_NOT[one.chosen.kind]],
                carried_in_words(desk, say, one.carried) if one.carried else None,
                _cannot(say, one),
            )
            for answer, one in zip(view.answers, advice.actions, strict=True)
        ]
        held = view.held_back
    return piece(
        ADVICE,
        0,
        "contacts/advice.html",
        say=say,
        contact=contact,
        advice=advice,
        actions=actions,
        held=held,
        others=_others(desk, say, advice),
        waiting=advice.approvals if advice else [],
        standing=standing_in(story, by),
        situations=_situations(desk),
        linked=by.administrator or by.role in (Role.LEAD, Role.ANALYST),
    )


def _cannot(say: Language, one: Advised) -> str:
    if one.lacks is None:
        return ""
    error = CannotBeCarriedOut(one.lacks)
    return f"{say.said(error.said)} {say.text(error.remedy)}"


def _others(desk: Desk, say: Language, advice: Advice | None) -> list[tuple[Became, str]]:
    """What systems have carried out in this contact of earlier decisions, with what it is called."""
    titles = titles_of(desk)
    found = advice.carried if advice else []
    return [(carried_in_words(desk, say, one), titles.get(one.action) or spoken(one.action)) for one in found]


def titles_of(desk: Desk) -> dict[str, str]:
    """What offers are called by staff."""
    return {name: offer.title for name, offer in desk.overview.book.offers.items()}


def _situations(desk: Desk) -> dict[str, str]:
    """What one can ask about, as people say it, by name."""
    names = {one for policy in desk.overview.book.answering for one in policy.asked if one != ANY}
    return {name: spoken(name) for name in sorted(names)}
