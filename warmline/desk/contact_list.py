"""The list of contacts that are going on: rows in the order of who needs somebody."""

from functools import lru_cache
from hashlib import blake2b
from typing import get_args

import msgspec

from warmline.contacts.model import LiveContact
from warmline.contacts.watching import HowMany, Show
from warmline.desk.desk import Desk
from warmline.desk.feed import REMEMBERED, Shown
from warmline.desk.gist_dialogue import in_words
from warmline.desk.language import Language
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.places import place_in_words, queue_title
from warmline.desk.pushing import Drawn
from warmline.desk.templates import render
from warmline.log import repository as log
from warmline.storage.port import Reader
from warmline.web.access import Role
from warmline.web.principal import Principal

ROWS = 100
"""Contacts on a page: who waits is in front, so nobody who needs somebody is left out for long."""
SHOWS: tuple[Show, ...] = get_args(Show)
_MINUTE = 60_000_000
_SAID = 120
"""Characters of what was said last."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One contact as it stands in the list. Lengths are in words; `standing` is flow, queue, mine or other."""

    name: str
    number: int
    customer: int
    who: str
    channel: str
    language: str
    level: str
    wants: str
    where: str
    standing: str
    owner: str
    said: str
    said_by: str
    said_ago: str
    lasts: str
    waits: str


def contact_rows(desk: Desk, reader: Reader, by: Principal, say: Language, show: Show) -> list[Shown]:
    """The rows of the list as `by` sees it now."""
    found = desk.takeover.watching.live(reader, by, show, limit=ROWS)
    return [_drawn(_row(desk, by, say, one), say.tag) for one in found]


def how_many_in_words(say: Language, count: HowMany) -> str:
    """How many are going on and wait."""
    going_on = say.plural("%(n)s contact is going on", "%(n)s contacts are going on", count.open)
    waiting = say.plural("%(n)s waits for a person", "%(n)s wait for a person", count.waiting)
    return f"{going_on}, {waiting}"


def _row(desk: Desk, by: Principal, say: Language, live: LiveContact) -> Row:
    contact, said = live.contact, live.said
    return Row(
        name=contact.name,
        number=live.number,
        customer=contact.customer or 0,
        who=live.who,
        channel=contact.channel,
        language=contact.language,
        level=live.level,
        wants=in_words(contact.wants),
        where=place_in_words(say, desk.book, live.where),
        standing=standing(live, by),
        owner=queue_title(desk.book, contact.owner.name) if contact.owner.kind == "queue" else live.owned_by,
        said=(said.text or said.keys)[:_SAID] if said else "",
        said_by=said.by if said else "",
        said_ago=length(say, said.at) if said else "",
        lasts=_so_far(say, contact.started, "began just now", "for %(time)s"),
        waits=_so_far(say, live.waiting_since, "waits", "waits %(time)s") if live.waiting_since else "",
    )


def standing(live: LiveContact, by: Principal) -> str:
    """Who has a contact, as seen by somebody: flow, queue, mine, other, or nobody any more (ended).

    `beside` is one of a colleague in which they may speak, too.
    """
    contact = live.contact
    if contact.state == "ended":
        return "ended"
    if contact.owner.kind == "staff":
        if by.id in live.beside:
            return "beside"
        return "mine" if contact.owner.name == by.id else "other"
    return contact.owner.kind


def length(say: Language, since: int) -> str:
    """How long ago, in whole minutes, so that it changes on the screen no more often than that."""
    minutes = max(0, say.now - since) // _MINUTE
    return say.duration(minutes * 60) if minutes else say.text("just now")


def _so_far(say: Language, since: int, new: str, lasting: str) -> str:
    """How long something goes on, in a sentence of its own."""
    if say.now - since < _MINUTE:
        return say.text(new)
    return say.text(lasting, time=length(say, since))


@lru_cache(maxsize=REMEMBERED)
def _drawn(row: Row, tag: str) -> Shown:
    inner = render("contacts/row.html", row=row, say=Language(tag, "UTC", 0))
    mark = blake2b(inner.encode(), digest_size=6).hexdigest()
    html = render("contacts/item.html", row=row, mark=mark, inner=inner)
    return Shown(seq=row.number, mark=mark, html=html, customer=row.customer)


class LiveContacts:
    """The list on one screen."""

    roles: tuple[Role, ...] = CUSTOMER_ROLES
    detail = "live contacts"

    def __init__(self, desk: Desk, show: Show) -> None:
        self._desk = desk
        self._show = show

    def draw(self, reader: Reader, by: Principal, say: Language) -> Drawn:
        """The list as `by` sees it now."""
        rows = contact_rows(self._desk, reader, by, say, self._show)
        return Drawn(rows, log.head(reader), beside=beside(self._desk, reader, by, say), sorted=True)


def beside(desk: Desk, reader: Reader, by: Principal, say: Language) -> str:
    """How many there are, for whoever sees all of them."""
    if not by.scopes.everything:
        return ""
    return how_many_in_words(say, desk.takeover.watching.how_many(reader))
