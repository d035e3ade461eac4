"""The story of a contact on a screen: what was said as rows, and two panels, drawn alike when loaded and pushed."""

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from warmline.contacts.model import Story
from warmline.desk.coach_view import alert
from warmline.desk.contact_list import length, standing
from warmline.desk.desk import Desk
from warmline.desk.feed import Shown
from warmline.desk.gist_dialogue import in_words
from warmline.desk.language import Language
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.places import flow_title, place_in_words, queue_title
from warmline.desk.pushing import Drawn
from warmline.desk.story_view import Item, learnt, told
from warmline.desk.templates import render
from warmline.flows.drawing.graph import around, graph_of
from warmline.flows.drawing.svg import svg_of
from warmline.flows.model import BUILT_IN
from warmline.log import repository as log
from warmline.storage.port import Reader
from warmline.web.access import Role
from warmline.web.principal import Principal

HEAD, POSITION, ALERT = -1, -2, -3
"""The places of the panels; what was said has the numbers of its events."""


def story_rows(desk: Desk, say: Language, by: Principal, story: Story, reader: Reader) -> list[Shown]:
    """The panels, then what was said and done, in order."""
    items = told(say, desk.book, story, desk.takeover.watching.happened(reader, story))
    said = [_item(say, item) for item in items]
    return [*_panels(desk, say, by, story), *_alert(desk, say, story), *said]


def _item(say: Language, item: Item) -> Shown:
    return _shown(
        item.place, 0, "contacts/said.html" if item.turn else "contacts/happened.html", say=say, item=item
    )


def _panels(desk: Desk, say: Language, by: Principal, story: Story) -> list[Shown]:
    live, book = story.live, desk.book
    contact = live.contact
    queue = contact.owner.name if contact.owner.kind == "queue" else ""
    head = _shown(
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
    position = _shown(
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
    return [head, position]


def _alert(desk: Desk, say: Language, story: Story) -> list[Shown]:
    """What the customer says again, as long as nobody has taken it up."""
    again = alert(story, desk.business.languages[0])
    return [_shown(ALERT, 0, "contacts/again.html", say=say, again=again)] if again else []


def _picture(desk: Desk, where: str) -> str:
    """The part of the flow where the customer is."""
    name, _, step = where.partition("/")
    flow = desk.book.flows.get(name)
    if flow is None or name == BUILT_IN or step not in flow.steps:
        return ""
    near = around(graph_of(flow), step)
    return svg_of(near, title=flow_title(desk.book, name), here=step, alone=False)


def _shown(place: int, customer: int, template: str, **values: Any) -> Shown:
    inner = render(template, **values)
    mark = blake2b(inner.encode(), digest_size=6).hexdigest()
    html = render("contacts/piece.html", place=place, mark=mark, inner=inner)
    return Shown(seq=place, mark=mark, html=html, customer=customer)


class LiveStory:
    """The story of one contact on one screen. `typing` tells whether the customer types now."""

    roles: tuple[Role, ...] = CUSTOMER_ROLES

    def __init__(self, desk: Desk, contact: str, typing: Callable[[], bool]) -> None:
        self._desk = desk
        self._contact = contact
        self._typing = typing
        self.detail = f"contact {contact}"
        self.mine = False
        """Whether whoever looks has the contact, as far as was drawn."""

    def draw(self, reader: Reader, by: Principal, say: Language) -> Drawn:
        """The story as `by` sees it now. Raises UnknownContact."""
        story = self._desk.takeover.watching.story(reader, by, self._contact)
        self.mine = standing(story.live, by) == "mine"
        rows = story_rows(self._desk, say, by, story, reader)
        who = story.live.who if ":" not in story.live.who else ""
        typing = (
            say.text("%(who)s is typing …", who=who or say.text("The customer")) if self._typing() else ""
        )
        return Drawn(rows, log.head(reader), beside=typing)
