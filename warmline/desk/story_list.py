"""The story of a contact on a screen: what was said as rows, and what stands around it, alike loaded and pushed."""

from collections.abc import Callable

from warmline.channels.chat.files import Kept
from warmline.coaching.repository import of as noticed_in
from warmline.contacts.model import Story
from warmline.desk.desk import Desk
from warmline.desk.language import Language
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.pushed import Drawn, Shown
from warmline.desk.signal_words import kind_name, why
from warmline.desk.story_advice import advice_piece
from warmline.desk.story_piece import piece
from warmline.desk.story_pieces import pieces, standing_in
from warmline.desk.story_view import Item, told
from warmline.log import repository as log
from warmline.storage.port import Reader
from warmline.web.access import Role
from warmline.web.principal import Principal


def story_rows(desk: Desk, say: Language, by: Principal, story: Story, reader: Reader) -> list[Shown]:
    """What stands around it, then what was said and done, in order."""
    contact = story.live.contact.name
    events = desk.takeover.watching.happened(reader, story)
    noticed, served = noticed_in(reader, story.live.number), desk.routing.presence.served(reader, by)
    around = pieces(desk, say, by, story, events, noticed, served)
    items = told(say, desk.book, story, events, files_of(desk, contact), noticed.signals)
    advice = advice_piece(desk, say, by, story, reader)
    return [*around, advice, *(_item(say, contact, item) for item in items)]


def files_of(desk: Desk, contact: str) -> dict[int, Kept]:
    """What was attached in a contact, by the numbers of its turns."""
    if not desk.files.has_any(contact):
        return {}
    return {one.turn: one for one in desk.files.of(contact) if one.turn}


def _item(say: Language, contact: str, item: Item) -> Shown:
    signals = [(one, kind_name(say, one.kind), why(say, one.reasons)) for one in item.signals]
    return piece(item.place, 0, _template(item), say=say, item=item, contact=contact, signals=signals)


def _template(item: Item) -> str:
    if item.turn:
        return "contacts/said.html"
    if item.note:
        return "contacts/note.html"
    return "contacts/noticed.html" if item.signals else "contacts/happened.html"


class LiveStory:
    """The story of one contact on one screen. `typing` tells whether the customer types now."""

    roles: tuple[Role, ...] = CUSTOMER_ROLES

    def __init__(self, desk: Desk, contact: str, typing: Callable[[], bool]) -> None:
        self._desk = desk
        self._contact = contact
        self._typing = typing
        self.detail = f"contact {contact}"
        self.mine = False
        """Whether whoever looks speaks in the contact, as far as was drawn."""

    def draw(self, reader: Reader, by: Principal, say: Language) -> Drawn:
        """The story as `by` sees it now. Raises UnknownContact."""
        story = self._desk.takeover.watching.story(reader, by, self._contact)
        self.mine = standing_in(story, by) in ("mine", "beside")
        rows = story_rows(self._desk, say, by, story, reader)
        who = story.live.who if ":" not in story.live.who else ""
        typing = [who or say.text("The customer")] if self._typing() else []
        typing += [one.name for one in self._desk.looking.writers(self._contact, by)]
        beside = " ".join(say.text("%(who)s is typing …", who=one) for one in typing)
        return Drawn(rows, log.head(reader), beside=beside)
