"""The wall on one screen: the top of the cards that were asked for, kept up to date."""

from collections.abc import Iterable, Iterator
from itertools import islice

from warmline.desk.contact_list import standing
from warmline.desk.desk import Desk
from warmline.desk.feed import Shown
from warmline.desk.language import Language
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.pushing import Drawn, Wait
from warmline.desk.wall_drawing import DRAWN, Lookers, asks
from warmline.desk.wall_filter import Wanted, chosen
from warmline.desk.wall_order import Placed, Ranked
from warmline.flows.model import Book
from warmline.storage.port import Reader
from warmline.web.access import Role
from warmline.web.principal import Principal, Scopes

TOP = 60
"""Cards on a page: who needs a person most is in front, the rest is counted."""
PAUSE = 0.1
"""Seconds between two pushes at least."""
A_MINUTE = 60_000_000
"""Microseconds; lengths of time are in whole minutes."""
LANGUAGES_AT_ONCE = 64
NOBODY = Principal(kind="staff", id="", name="", role=Role.AGENT, scopes=Scopes())
"""Somebody who has no contact, as all others are drawn for."""
LOOK_AGAIN = 5.0
"""Seconds until a wall is looked at again though nothing was heard: lengths of time go on."""


class LiveWall:
    """A wall that shows what is `wanted`."""

    roles: tuple[Role, ...] = CUSTOMER_ROLES
    detail = "live contacts"

    def __init__(self, desk: Desk, wanted: Wanted) -> None:
        self._desk = desk
        self._wanted = wanted

    def draw(self, reader: Reader, by: Principal, say: Language) -> Drawn:
        """The wall as `by` sees it now."""
        view, book = self._desk.board.view, self._desk.book
        every = self._desk.order.of(view, say.now)

        def looks(one: Placed) -> Lookers:
            return self._desk.looking.others(one.card.name, by)

        placed = self._chosen(every, by)
        if placed is every:
            rows = [
                DRAWN.card(book, by, say, one, others) if (others := looks(one)) or is_own(one, by) else shown
                for one, shown in TOPS.of(book, say, placed)
            ]
        else:
            top = islice(seen(self._desk, reader, by, placed), TOP)
            rows = [DRAWN.card(book, by, say, one, looks(one)) for one in top]
        beside = in_words(say, self._wanted, placed, len(rows))
        return Drawn(rows, view.revision, beside=beside, sorted=True)

    def _chosen(self, placed: Ranked, by: Principal) -> Ranked:
        """Those that the wall is to show, in front of them whatever a colleague asks `by` about."""
        if not by.scopes.everything or self._wanted.query():
            placed = Ranked(chosen(placed, self._wanted, by, self._desk.book))
        asking = {one.card.name: one for one in placed.asked_about if asks(one, by)}
        if not asking:
            return placed
        return Ranked([*asking.values(), *(one for one in placed if one.card.name not in asking)])


class Tops:
    """The top of a wall as it looks to whoever has none of its contacts, drawn once for all who see the same cards."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, ...], tuple[Ranked, list[tuple[Placed, Shown]]]] = {}

    def of(self, book: Book, say: Language, placed: Ranked) -> list[tuple[Placed, Shown]]:
        """The cards on top as they are drawn in a minute, with what is drawn."""
        key = (book.version, say.tag, say.timezone, say.now // A_MINUTE)
        known = self._kept.get(key)
        if known is not None and known[0] is placed:
            return known[1]
        drawn = [(one, DRAWN.card(book, NOBODY, say, one)) for one in islice(placed, TOP)]
        if len(self._kept) >= LANGUAGES_AT_ONCE:
            self._kept.clear()
        self._kept[key] = placed, drawn
        return drawn


TOPS = Tops()
"""What all walls share that show everything."""


def is_own(placed: Placed, by: Principal) -> bool:
    """Whether a card looks otherwise to `by` than to others."""
    live = placed.card.glance.live
    return standing(live, by) != standing(live, NOBODY) or bool(asks(placed, by))


def seen(desk: Desk, reader: Reader, by: Principal, placed: Iterable[Placed]) -> Iterator[Placed]:
    """Those that `by` may see, looked up at this very moment: the board may lag behind what is known of customers."""
    if by.scopes.everything:
        return iter(placed)
    return (one for one in placed if desk.board.glances.sees(reader, by, one.card.glance))


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


def news_of(desk: Desk) -> Wait:
    """Waits until the board has changed."""

    async def wait(drawn: Drawn) -> None:
        await desk.board.changed(drawn.head, LOOK_AGAIN)

    return wait
