"""Which contacts a wall shows: whose turn it is, skill, language, channel, part of the customers, words."""

from collections.abc import Iterator, Mapping
from typing import get_args

import msgspec

from warmline.business.model import Business
from warmline.contacts.model import Channel
from warmline.contacts.watching import Show
from warmline.desk.language import Language
from warmline.desk.places import queue_titles
from warmline.desk.wall_order import Placed
from warmline.flows.model import Book
from warmline.language.analysis import fold
from warmline.web.principal import Principal

SHOWS: tuple[Show, ...] = get_args(Show)
CHANNELS: tuple[Channel, ...] = get_args(Channel)
DIMENSIONS = ("brand", "country", "partner")
LONGEST = 100
"""Characters that are searched for."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a wall is asked to show; an empty text is any. `scope` is a part of the customers: `brand:isla`.

    `queue` stands for a skill: contacts that wait in it, that came to a person through it, or that are in a flow which
    would hand over to it.
    """

    show: str = ""
    queue: str = ""
    language: str = ""
    channel: str = ""
    scope: str = ""
    q: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether more than whose turn it is was asked for."""
        return bool(self.queue or self.language or self.channel or self.scope or self.q)

    def query(self) -> dict[str, str]:
        """As it stands in an address."""
        return {name: value for name in self.__struct_fields__ if (value := getattr(self, name))}


def wanted_of(query: Mapping[str, object]) -> Wanted:
    """What an address asks for; what nobody knows there is any.

    >>> wanted_of({"show": "waiting", "channel": "pigeon"}).query()
    {'show': 'waiting'}
    """
    given = {name: str(query.get(name, ""))[:LONGEST].strip() for name in Wanted.__struct_fields__}
    if given["show"] not in SHOWS:
        given["show"] = ""
    if given["channel"] not in CHANNELS:
        given["channel"] = ""
    if given["scope"].partition(":")[0] not in DIMENSIONS:
        given["scope"] = ""
    return Wanted(**given)


def chosen(placed: list[Placed], wanted: Wanted, by: Principal, book: Book) -> Iterator[Placed]:
    """Those of some cards that are asked for, in their order, as far as the board knows that `by` may see them."""
    words = fold(wanted.q).split()
    dimension, _, part = wanted.scope.partition(":")
    everything = by.scopes.everything
    for one in placed:
        glance = one.card.glance
        contact, known = glance.live.contact, glance.known
        if (
            (everything or by.sees(known.brand, known.country, known.partner))
            and (not wanted.show or _shows(wanted.show, one, by))
            and (not wanted.channel or contact.channel == wanted.channel)
            and (not wanted.language or contact.language == wanted.language)
            and (not wanted.queue or skill(one, book) == wanted.queue)
            and (not part or getattr(known, dimension, "") == part)
            and all(word in one.card.words for word in words)
        ):
            yield one


def _shows(show: str, one: Placed, by: Principal) -> bool:
    owner = one.card.glance.live.contact.owner
    if show == "mine":
        return owner.kind == "staff" and owner.name == by.id
    return owner.kind == ("queue" if show == "waiting" else "flow")


def skill(one: Placed, book: Book) -> str:
    """The queue whose people can help with a contact."""
    glance = one.card.glance
    if glance.live.contact.owner.kind != "flow":
        return glance.queue
    flow = book.flows.get(glance.live.where.partition("/")[0])
    return (flow.queue if flow else "") or book.service.hand_over


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One filter: its name in the address, what it is called, what it is called when it is open, its options."""

    name: str
    label: str
    any: str
    options: dict[str, str]


def choices(say: Language, business: Business, book: Book, by: Principal) -> list[Choice]:
    """The filters that have something to choose from for whoever looks."""
    every = [
        Choice(
            name="queue",
            label=say.text("Skill"),
            any=say.text("Every skill"),
            options=queue_titles(book),
        ),
        Choice(
            name="language",
            label=say.text("Language"),
            any=say.text("Every language"),
            options={tag: say.language(tag) for tag in business.languages},
        ),
        Choice(
            name="channel",
            label=say.text("Channel"),
            any=say.text("Every channel"),
            options={one: say.text(one) for one in CHANNELS},
        ),
        Choice(
            name="scope",
            label=say.text("Customers of"),
            any=say.text("All customers"),
            options=_parts(say, business, by),
        ),
    ]
    return [one for one in every if len(one.options) > 1]


def _parts(say: Language, business: Business, by: Principal) -> dict[str, str]:
    """The parts of the customers that somebody may see more than one of."""
    found: dict[str, str] = {}
    for dimension, declared, own in (
        ("brand", business.brands, by.scopes.brand),
        ("country", business.countries, by.scopes.country),
        ("partner", business.partners, by.scopes.partner),
    ):
        names = own or declared
        if len(names) > 1:
            found |= {
                f"{dimension}:{one}": say.country(one) if dimension == "country" else one for one in names
            }
    return found
