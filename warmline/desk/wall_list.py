"""The wall on one screen: the top of the cards that were asked for, kept up to date."""

from collections.abc import Iterator
from itertools import islice

from warmline.desk.desk import Desk
from warmline.desk.feed import Shown
from warmline.desk.language import Language
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.pushing import Drawn, Wait
from warmline.desk.wall_drawing import DRAWN, asks
from warmline.desk.wall_filter import Wanted, chosen
from warmline.desk.wall_order import Placed
from warmline.storage.port import Reader
from warmline.web.access import Role
from warmline.web.principal import Principal

TOP = 60
"""Cards on a page: who needs a person most is in front, the rest is counted."""
PAUSE = 0.1
"""Seconds between two pushes at least."""
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
        view = self._desk.board.view
        placed = self._chosen(self._desk.order.of(view, say.now), by)
        shown = islice(seen(self._desk, reader, by, placed), TOP)
        book = self._desk.book
        rows: list[Shown] = [DRAWN.card(book, by, say, one) for one in shown]
        beside = in_words(say, self._wanted, placed, len(rows))
        return Drawn(rows, view.revision, beside=beside, sorted=True)

    def _chosen(self, placed: list[Placed], by: Principal) -> list[Placed]:
        """Those that the wall is to show, in front of them whatever a colleague asks `by` about."""
        if not by.scopes.everything or self._wanted.query():
            placed = list(chosen(placed, self._wanted, by, self._desk.book))
        asking = {one.card.name: one for one in placed if asks(one, by)}
        if not asking:
            return placed
        return [*asking.values(), *(one for one in placed if one.card.name not in asking)]


def seen(desk: Desk, reader: Reader, by: Principal, placed: list[Placed]) -> Iterator[Placed]:
    """Those that `by` may see, looked up at this very moment: the board may lag behind what is known of customers."""
    if by.scopes.everything:
        return iter(placed)
    return (one for one in placed if desk.board.glances.sees(reader, by, one.card.glance))


def in_words(say: Language, wanted: Wanted, placed: list[Placed], shown: int) -> str:
    """How many there are, how many of them wait, how many of them are shown."""
    if not shown:
        return say.text("Who needs a person most is on top")
    waiting = sum(1 for one in placed if one.card.glance.live.contact.owner.kind == "queue")
    parts = [
        say.plural("%(n)s contact fits", "%(n)s contacts fit", len(placed))
        if wanted.query()
        else say.plural("%(n)s contact is going on", "%(n)s contacts are going on", len(placed)),
        say.plural("%(n)s waits for a person", "%(n)s wait for a person", waiting),
    ]
    if len(placed) > shown:
        parts.append(say.text("the %(n)s that need somebody most are shown", n=say.number(shown)))
    return ", ".join(parts)


def news_of(desk: Desk) -> Wait:
    """Waits until the board has changed."""

    async def wait(drawn: Drawn) -> None:
        await desk.board.changed(drawn.head, LOOK_AGAIN)

    return wait
