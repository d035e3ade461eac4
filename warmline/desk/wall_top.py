"""The top of a wall that shows everything: drawn once for all screens that show it."""

from asyncio import Lock
from collections.abc import Iterator
from itertools import islice

from warmline.contacts.model import LiveContact
from warmline.desk.language import Language
from warmline.desk.looking import Looking
from warmline.desk.pushed import Drawn
from warmline.desk.wall_drawing import CARD, DRAWN, turns
from warmline.desk.wall_filter import Wanted
from warmline.desk.wall_order import Ranked
from warmline.flows.model import Book
from warmline.web.access import Role
from warmline.web.principal import Principal, Scopes

TOP = 60
"""Cards on a page: who needs a person most is in front, the rest is counted."""
LANGUAGES_AT_ONCE = 64
NEVER = 1 << 62
NOBODY = Principal(kind="staff", id="", name="", role=Role.AGENT, scopes=Scopes())
"""Somebody who has no contact, as all others are drawn for."""
EVERYTHING = Wanted()


class Top:
    """The top of a wall that shows everything: as it looks to whoever has none of its contacts, and to others."""

    def __init__(self, book: Book, say: Language, placed: Ranked, head: int) -> None:
        self._placed = placed
        self._shown = [(one, DRAWN.drawn(CARD, book, NOBODY, say, one)) for one in islice(placed, TOP)]
        rows = [shown for _, shown in self._shown]
        beside = in_words(say, EVERYTHING, placed, len(rows))
        self._drawn = Drawn(rows, head, beside=beside, sorted=True, shared=True)
        self._people = {who for one, _ in self._shown for who in concerned(one.card.glance.live)}
        self._names = frozenset(one.card.name for one, _ in self._shown)
        self._from = say.now
        self._until = min((turns(one, say.now) for one, _ in self._shown), default=NEVER)

    def stands(self, placed: Ranked, now: int) -> bool:
        """Whether it would be drawn alike at a moment: the same cards, of which none says another length of time."""
        return placed is self._placed and self._from <= now < self._until

    def drawn_for(self, book: Book, by: Principal, say: Language, looking: Looking) -> Drawn:
        """The wall as somebody sees it: with their own contacts, and with who else looks at one."""
        looked_at = looking.contacts & self._names
        if by.id not in self._people and not looked_at:
            return self._drawn
        rows = [
            DRAWN.drawn(CARD, book, by, say, one, lookers=looking.others(one.card.name, by))
            if one.card.name in looked_at or by.id in concerned(one.card.glance.live)
            else shown
            for one, shown in self._shown
        ]
        return Drawn(rows, self._drawn.head, beside=self._drawn.beside, sorted=True)


class Tops:
    """Tops of walls, each drawn once for all who see the same cards. `turn` is for whoever is about to draw one."""

    def __init__(self) -> None:
        self.turn = Lock()
        self._kept: dict[tuple[object, ...], Top] = {}

    def known(self, book: Book, say: Language, placed: Ranked) -> Top | None:
        """The top of such a wall, if it has been drawn, and still stands."""
        top = self._kept.get(_key(book, say))
        return top if top is not None and top.stands(placed, say.now) else None

    def of(self, book: Book, say: Language, placed: Ranked, head: int) -> Top:
        """The same, drawn if it has to be; `head` is the revision of the board."""
        if (top := self.known(book, say, placed)) is None:
            if len(self._kept) >= LANGUAGES_AT_ONCE:
                self._kept.clear()
            top = self._kept[_key(book, say)] = Top(book, say, placed, head)
        return top


def _key(book: Book, say: Language) -> tuple[object, ...]:
    return book.version, say.tag, say.timezone


def concerned(live: LiveContact) -> Iterator[str]:
    """The members of staff to whom a card looks otherwise than to others."""
    if live.contact.owner.kind == "staff":
        yield live.contact.owner.name
        yield from live.beside


def in_words(say: Language, wanted: Wanted, placed: Ranked, shown: int) -> str:
    """How many there are, how many of them wait, how many of them are shown."""
    if not shown:
        return say.text("Who needs a person most is on top")
    parts = [
        say.plural("%(n)s contact fits", "%(n)s contacts fit", len(placed))
        if wanted.query()
        else say.plural("%(n)s contact is going on", "%(n)s contacts are going on", len(placed)),
        say.plural("%(n)s waits for a person", "%(n)s wait for a person", placed.waiting),
    ]
    if len(placed) > shown:
        parts.append(say.text("the %(n)s that need somebody most are shown", n=say.number(shown)))
    return ", ".join(parts)
