"""Cards and panes of contacts as they stand on a screen: drawn once for all who read a language and stand alike."""

from collections.abc import Container
from hashlib import blake2b
from sys import getsizeof
from threading import Lock
from typing import Any

import msgspec

from warmline.contacts.model import Turn
from warmline.desk.contact_list import length, so_far, standing
from warmline.desk.gist_dialogue import in_words
from warmline.desk.language import Language
from warmline.desk.looking import Looker
from warmline.desk.places import flow_title, place_in_words, queue_title
from warmline.desk.pushed import Shown
from warmline.desk.templates import render
from warmline.desk.wall_order import Placed
from warmline.desk.wall_signs import Sign, signs_in
from warmline.flows.model import Book
from warmline.language.messages import marked
from warmline.web.principal import Principal

CARD, PANE = "contacts/card.html", "contacts/pane.html"
"""How a contact stands in the list of a wall, and how it stands beside others that are watched."""
MOST_BYTES = 32_000_000
"""Bytes of cards and panes that are kept as they were drawn."""
HIGH, SOME = 60, 25
"""Needs from which a card looks urgent, or like something to keep an eye on."""
_MINUTE = 60_000_000
_SAID = 140
"""Characters of what was said that a card has room for."""


Lookers = tuple[Looker, ...]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One contact as it stands on a wall. Lengths are in words; `standing` is flow, queue, mine, beside or other.

    `asks` is the name of a colleague who wants something of whoever looks. `heard` is what the customer said last,
    `said` what was said since, "" where that is the same. `lookers` are colleagues who have its page open.
    """

    name: str
    number: int
    who: str
    tier: str
    channel: str
    language: str
    level: str
    wants: str
    where: str
    standing: str
    owner: str
    heard: str
    heard_ago: str
    said: str
    lasts: str
    waits: str
    need: int
    tone: str
    trend: str
    signs: tuple[Sign, ...]
    tried: tuple[str, ...]
    asks: str
    lookers: Lookers


class Drawings:
    """What was drawn already, the latest `most` bytes of it.

    A card looks the same for everybody who reads a language, but for whose it is.
    """

    def __init__(self, most: int = MOST_BYTES) -> None:
        self.bytes = 0
        self._most = most
        self._kept: dict[tuple[object, ...], Shown] = {}
        self._lock = Lock()  # screens are drawn in several threads

    def drawn(
        self,
        template: str,
        book: Book,
        by: Principal,
        say: Language,
        placed: Placed,
        asking: str = "",
        lookers: Lookers = (),
    ) -> Shown:
        """A contact as a `CARD` or a `PANE`; `asking` is a colleague who asks something of `by`.

        `lookers` are whoever else has its page open.
        """
        live = placed.card.glance.live
        key = (
            template,
            book.version,
            say.tag,
            say.timezone,
            placed.card.name,
            placed.card.revision,
            placed.need,
            placed.trend,
            lookers,
            standing(live, by),
            asking,
            *((say.now - since) // _MINUTE if since else -1 for since in _since(placed)),
        )
        shown = self._kept.get(key)
        if shown is None:
            shown = _draw(template, book, by, say, placed, asking, lookers)
            self._keep(key, shown)
        return shown

    def _keep(self, key: tuple[object, ...], shown: Shown) -> None:
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = shown
            self.bytes += getsizeof(shown.html)
            while self.bytes > self._most:
                oldest = self._kept.pop(next(iter(self._kept)))
                self.bytes -= getsizeof(oldest.html)


DRAWN = Drawings()
"""What all screens share."""


def row_of(
    book: Book, by: Principal, say: Language, placed: Placed, asking: str = "", lookers: Lookers = ()
) -> Row:
    """What a card says."""
    glance = placed.card.glance
    live, heard = glance.live, glance.heard
    contact, said = live.contact, live.said
    return Row(
        name=contact.name,
        number=live.number,
        who=live.who,
        tier=glance.known.tier,
        channel=contact.channel,
        language=contact.language,
        level=live.level,
        wants=in_words(contact.wants),
        where=place_in_words(say, book, live.where),
        standing=standing(live, by),
        owner=queue_title(book, contact.owner.name) if contact.owner.kind == "queue" else live.owned_by,
        heard=_words(heard),
        heard_ago=length(say, heard.at) if heard else "",
        said="" if said is None or said is heard or said == heard else _words(said),
        lasts=so_far(say, contact.started, marked("began just now"), marked("for %(time)s")),
        waits=so_far(say, live.waiting_since, marked("waits"), marked("waits %(time)s"))
        if live.waiting_since
        else "",
        need=placed.need.score,
        tone="high" if placed.need.score >= HIGH else "some" if placed.need.score >= SOME else "low",
        signs=signs_in(say, placed.card.noticed, placed.need),
        trend=placed.trend,
        asks=asking,
        lookers=lookers,
        tried=tuple(flow_title(book, name) for name in glance.tried),
    )


def turns(placed: Placed, now: int) -> int:
    """When a card drawn now says another length of time: each counts whole minutes from a moment of its own."""
    return now + min(_MINUTE - (now - since) % _MINUTE for since in _since(placed) if since)


def asks(placed: Placed, by: Principal, served: Container[str]) -> str:
    """The colleague who asks something of `by`, who serves some queues, about a contact; "" where nobody does."""
    invitations = placed.card.glance.live.invitations
    return next((one.by_name for one in invitations if one.is_for(by.id, served)), "")


def _draw(
    template: str,
    book: Book,
    by: Principal,
    say: Language,
    placed: Placed,
    asking: str,
    lookers: Lookers,
) -> Shown:
    glance = placed.card.glance
    row = row_of(book, by, say, placed, asking, lookers)
    plain = Language(say.tag, say.timezone, 0)
    return shown_of(template, row, glance.live.contact.customer or 0, say=plain, turns=glance.turns)


def shown_of(template: str, row: Row, customer: int, **values: Any) -> Shown:
    """A row with the mark of its contents."""
    inner = render(template, row=row, **values)
    mark = blake2b(inner.encode(), digest_size=6).hexdigest()
    html = render("contacts/item.html", row=row, mark=mark, inner=inner)
    return Shown(seq=row.number, mark=mark, html=html, customer=customer)


def _words(turn: Turn | None) -> str:
    return (turn.text or turn.keys)[:_SAID] if turn else ""


def _since(placed: Placed) -> tuple[int, ...]:
    """The moments since which a card tells how long it is."""
    live, heard = placed.card.glance.live, placed.card.glance.heard
    return live.contact.started, live.waiting_since, heard.at if heard else 0
