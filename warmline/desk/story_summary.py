"""The summary of a contact in the language of a reader, from what is on record."""

from collections.abc import Sequence

from warmline.contacts.model import Story
from warmline.contacts.summary import drafted, gathered
from warmline.desk.gist_dialogue import in_words
from warmline.desk.language import Language
from warmline.desk.places import flow_title, place_in_words
from warmline.events.model import Event
from warmline.flows.model import Book


def summary_of(book: Book, say: Language, story: Story, events: Sequence[Event] = ()) -> str:
    """What the customer wants and said, what was tried and, by the `events` of the contact, done."""
    at = place_in_words(say, book, story.live.where)
    found = gathered(story.live.contact.wants, at, story.tried, story.turns, events)

    def name(text: str) -> str:
        return flow_title(book, text) if text in book.flows else in_words(text)

    return drafted(found, say.text, name)
