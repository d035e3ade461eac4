"""What a contact was probably about, suggested from what is on record, with why."""

from collections.abc import Container, Sequence

import msgspec

from warmline.contacts.model import Story
from warmline.desk.gist_dialogue import in_words
from warmline.desk.language import Language
from warmline.desk.places import flow_title
from warmline.events.model import Event
from warmline.flows.model import BUILT_IN, Book
from warmline.knowledge.current import CurrentSearch

MOST = 4
LEAST = 0.25
"""How much of what a customer said an article must speak of for it to tell what the contact is about."""
_LATEST_WORDS = 6
_LONGEST_QUESTION = 400


class Suggestion(msgspec.Struct, frozen=True):
    """A reason as the business names it, how people read it, and why it is suggested."""

    reason: str
    words: str
    why: str


def suggestions(
    say: Language,
    book: Book,
    articles: CurrentSearch,
    story: Story,
    events: Sequence[tuple[int, Event]],
) -> list[Suggestion]:
    """What a contact was about, the likeliest first.

    What customers said to a person comes before what they chose at first: that is what it turned out to be.
    """
    found: dict[str, str] = {}
    if reason := _spoken_of(book, articles, story):
        found.setdefault(reason, say.text("by what they said"))
    if wants := story.live.contact.wants:
        found.setdefault(wants, say.text("what they came for"))
    for _, event in reversed(events):
        if event.type == "case.opened" and event.properties.get("what"):
            found.setdefault(str(event.properties["what"]), say.text("the case that was opened"))
        elif event.type == "contact.step":
            name = str(event.properties.get("flow") or "")
            flow = book.flows.get(name)
            if flow is not None and flow.wants and name != BUILT_IN:
                found.setdefault(flow.wants, say.text("they were in %(flow)s", flow=flow_title(book, name)))
    return [Suggestion(reason, in_words(reason), why) for reason, why in list(found.items())[:MOST]]


def _spoken_of(book: Book, articles: CurrentSearch, story: Story) -> str:
    """The reason that fits what a customer said to a person best; "" where nothing does."""
    joined = next((turn.number for turn in story.turns if turn.by == "agent"), 0)
    said = [turn.text for turn in story.turns if turn.by == "customer" and turn.number > joined > 0]
    best = ("", LEAST)
    for text in said[-_LATEST_WORDS:]:
        for one in articles.search(text[:_LONGEST_QUESTION], story.live.contact.language, 1).found:
            flow = book.flows.get(one.article.flow)
            if flow is not None and flow.wants and one.score > best[1]:
                best = (flow.wants, one.score)
    return best[0]


def questions_of(story: Story, files: Container[int]) -> list[str]:
    """What a customer asks for, in their own words: each of the latest things they said, and what they came for."""
    said = [
        turn.text
        for turn in story.turns
        if turn.by == "customer" and len(turn.text) > 1 and turn.number not in files
    ]
    latest = [text[:_LONGEST_QUESTION] for text in reversed(said[-3:])]
    return [*latest, *filter(None, [in_words(story.live.contact.wants)])]
