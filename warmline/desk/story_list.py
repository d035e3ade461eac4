"""The story of a contact on a screen: what was said as rows, and two panels, drawn alike when loaded and pushed."""

from collections.abc import Callable

from warmline.contacts.model import Story
from warmline.desk.contact_list import length, standing
from warmline.desk.desk import Desk
from warmline.desk.feed import Shown
from warmline.desk.gist_dialogue import in_words
from warmline.desk.language import Language
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.places import flow_title, place_in_words, queue_title
from warmline.desk.pushing import Drawn
from warmline.desk.story_colleagues import among_colleagues
from warmline.desk.story_piece import HEAD, POSITION, piece
from warmline.desk.story_view import Item, learnt, told
from warmline.flows.drawing.graph import around, graph_of
from warmline.flows.drawing.svg import svg_of
from warmline.flows.model import BUILT_IN
from warmline.log import repository as log
from warmline.storage.port import Reader
from warmline.web.access import Role
from warmline.web.principal import Principal


def story_rows(desk: Desk, say: Language, by: Principal, story: Story, reader: Reader) -> list[Shown]:
    """The panels, then what was said and done, in order."""
    items = told(say, desk.book, story, desk.takeover.watching.happened(reader, story))
    return [*_panels(desk, say, by, story), *(_item(say, item) for item in items)]


def _item(say: Language, item: Item) -> Shown:
    return piece(
        item.place, 0, "contacts/said.html" if item.turn else "contacts/happened.html", say=say, item=item
    )


def _panels(desk: Desk, say: Language, by: Principal, story: Story) -> list[Shown]:
    live, book = story.live, desk.book
    contact = live.contact
    queue = contact.owner.name if contact.owner.kind == "queue" else ""
    head = piece(
        HEAD,
        contact.customer or 0,
        "contacts/head.html",
        say=say,
        live=live,
        contact=contact,
        standing=standing(live, by),
        queue=queue_title(book, queue) if queue else "",
        waits=length(say, live.waiting_since) if live.waiting_since else "",
        lasts=length(say, contact.started),
    )
    position = piece(
        POSITION,
        0,
        "contacts/position.html",
        say=say,
        live=live,
        contact=contact,
        where=place_in_words(say, book, live.where) if contact.state == "open" else "",
        picture=_picture(desk, live.where) if contact.state == "open" else "",
        flow=live.where.partition("/")[0],
        wants=in_words(contact.wants),
        tried=[flow_title(book, name) for name in story.tried],
        facts=learnt(story),
        under_way=in_words(live.under_way),
        participants=[one for one in story.participants if not one.left],
        summary=story.summary,
    )
    return [head, position, among_colleagues(say, desk.book, by, story)]


def _picture(desk: Desk, where: str) -> str:
    """The part of the flow where the customer is."""
    name, _, step = where.partition("/")
    flow = desk.book.flows.get(name)
    if flow is None or name == BUILT_IN or step not in flow.steps:
        return ""
    near = around(graph_of(flow), step)
    return svg_of(near, title=flow_title(desk.book, name), here=step, alone=False)


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
        self.mine = standing(story.live, by) in ("mine", "beside")
        rows = story_rows(self._desk, say, by, story, reader)
        who = story.live.who if ":" not in story.live.who else ""
        typing = (
            say.text("%(who)s is typing …", who=who or say.text("The customer")) if self._typing() else ""
        )
        return Drawn(rows, log.head(reader), beside=typing)
