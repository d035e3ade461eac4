"""What people who help did, as it is told in the story of a contact: with their names."""

from typing import Any

from warmline.contacts.model import Story
from warmline.desk.gist_people import ANSWERED, ASKED
from warmline.desk.language import Language
from warmline.desk.places import queue_title
from warmline.events.model import Event
from warmline.flows.model import Book

AMONG_PEOPLE = frozenset(
    {
        "contact.colleague_asked",
        "contact.colleague_answered",
        "contact.owner_gone",
        "contact.whispered",
        "contact.left",
    }
)
"""Events that stand in a story as they are told here. Who comes in is told by what they accepted."""


def names_in(story: Story) -> dict[str, str]:
    """The members of staff who had to do with a contact, by the ids of their accounts."""
    names = {one.who: one.name for one in story.participants}
    for asked in story.asked:
        names |= {asked.by: asked.by_name, **({asked.whom: asked.whom_name} if asked.whom else {})}
    return names


def among_people(say: Language, book: Book, story: Story, event: Event) -> str:
    """What one of these events says; "" for one that goes without saying."""
    names, p = names_in(story), event.properties

    def called(name: str) -> str:
        kind, _, who = str(p.get(name) or "").partition(":")
        return queue_title(book, who) if kind == "queue" else names.get(who, say.text("a colleague"))

    match event.type:
        case "contact.colleague_asked":
            to = called("whom") if p.get("whom") else queue_title(book, str(p.get("queue") or ""))
            return say.text(ASKED[str(p.get("kind"))], who=called("by"), whom=to)
        case "contact.colleague_answered":
            text = ANSWERED[str(p.get("kind")), p.get("accepted") is True]
            return _with(say.text(text, who=called("by")), p.get("why"))
        case "contact.owner_gone":
            return say.text("%(who)s was gone from the desk", who=called("owner"))
        case "contact.whispered":
            text = "%(who)s had self-service ask" if p.get("asks") else "%(who)s had self-service say"
            return say.text(text, who=called("by"))
        case "contact.left" if p.get("why") == "left":
            return say.text("%(who)s left", who=called("participant"))
    return ""


def _with(text: str, why: Any) -> str:
    return f"{text} ({why})" if why else text
