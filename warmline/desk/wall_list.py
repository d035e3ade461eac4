"""The wall on one screen: the top of the cards that were asked for, kept up to date."""

from collections.abc import Container, Iterable, Iterator
from itertools import islice

from warmline.desk.desk import Desk
from warmline.desk.language import Language
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.pushed import Drawn
from warmline.desk.pushing import Wait
from warmline.desk.wall_drawing import CARD, DRAWN, asks
from warmline.desk.wall_filter import Wanted, chosen
from warmline.desk.wall_order import Placed, Ranked
from warmline.desk.wall_top import TOP, in_words
from warmline.storage.port import Reader
from warmline.web.access import Role
from warmline.web.principal import Principal

MOST_COUNTED = 100
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
        desk, view = self._desk, self._desk.board.view
        every = desk.order.of(view, say.now)
        served = desk.routing.presence.served(reader, by)
        placed = self._chosen(every, by, served)
        if placed is every:
            top_of_all = desk.tops.of(desk.book, say, every, view.revision)
            return top_of_all.drawn_for(desk.book, by, say, desk.looking)
        top = islice(seen(desk, reader, by, placed), TOP)
        rows = [
            DRAWN.drawn(
                CARD, desk.book, by, say, one, asks(one, by, served), desk.looking.others(one.card.name, by)
            )
            for one in top
        ]
        beside = in_words(say, self._wanted, placed, len(rows))
        return Drawn(rows, view.revision, beside=beside, sorted=True)

    def counted(self, reader: Reader, by: Principal, now: int) -> int:
        """How many contacts it is about, however few are shown: up to `MOST_COUNTED`."""
        every = self._desk.order.of(self._desk.board.view, now)
        wanted = chosen(every, self._wanted, by, self._desk.book)
        return sum(1 for _ in islice(seen(self._desk, reader, by, wanted), MOST_COUNTED))

    async def drawn(self, by: Principal, say: Language) -> Drawn:
        """The same. Of walls that show everything one is drawn, the others wait for it, and take what is the same."""
        desk = self._desk
        if self._wanted.query() or not by.scopes.everything:
            return await desk.storage.read(lambda reader: self.draw(reader, by, say))
        async with desk.tops.turn:
            every = desk.order.of(desk.board.view, say.now)
            top = desk.tops.known(desk.book, say, every)
            if top is not None and not every.asked_about:
                return top.drawn_for(desk.book, by, say, desk.looking)
            return await desk.storage.read(lambda reader: self.draw(reader, by, say))

    def _chosen(self, placed: Ranked, by: Principal, served: Container[str]) -> Ranked:
        """Those that the wall is to show, in front of them whatever a colleague asks `by` about."""
        if not by.scopes.everything or self._wanted.query():
            placed = Ranked(chosen(placed, self._wanted, by, self._desk.book))
        asking = {one.card.name: one for one in placed.asked_about if asks(one, by, served)}
        if not asking:
            return placed
        return Ranked([*asking.values(), *(one for one in placed if one.card.name not in asking)])


def seen(desk: Desk, reader: Reader, by: Principal, placed: Iterable[Placed]) -> Iterator[Placed]:
    """Those that `by` may see, looked up at this very moment: the board may lag behind what is known of customers."""
    if by.scopes.everything:
        return iter(placed)
    return (one for one in placed if desk.board.glances.sees(reader, by, one.card.glance))


def news_of(desk: Desk) -> Wait:
    """Waits until the board has changed."""

    async def wait(drawn: Drawn) -> None:
        await desk.board.changed(drawn.head, LOOK_AGAIN)

    return wait
