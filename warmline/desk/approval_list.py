"""What waits for a lead's approval, as a list on a screen that is kept up to date."""

from hashlib import blake2b

from warmline.coaching.advising.model import Asks
from warmline.desk.desk import Desk
from warmline.desk.language import Language
from warmline.desk.pushed import Drawn, Shown
from warmline.desk.templates import render
from warmline.log import repository as log
from warmline.storage.port import Reader
from warmline.web.access import Role
from warmline.web.principal import Principal

NONE = 0
"""The place of the row that says that nothing waits."""
LEADS = (Role.LEAD,)


def approval_rows(desk: Desk, reader: Reader, by: Principal, say: Language) -> list[Shown]:
    """The list as `by` sees it now, the longest wait on top."""
    found = desk.approvals.still_open(reader, by)
    if not found:
        return [_row(NONE, 0, render("approvals/none.html", say=say))]
    return [_asks(say, by, one) for one in found]


def _asks(say: Language, by: Principal, asks: Asks) -> Shown:
    one = asks.approval
    html = render(
        "approvals/one.html",
        say=say,
        asks=asks,
        one=one,
        cost=say.price(one.cost, one.currency),
        limit=say.price(one.limit, one.currency),
        own=one.by == by.id,
    )
    return _row(-one.number, asks.customer, html)


def _row(place: int, customer: int, inner: str) -> Shown:
    mark = blake2b(inner.encode(), digest_size=6).hexdigest()
    html = render("approvals/item.html", place=place, mark=mark, inner=inner)
    return Shown(seq=place, mark=mark, html=html, customer=customer)


class LiveApprovals:
    """The list on one screen."""

    roles: tuple[Role, ...] = LEADS
    detail = "approvals"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def draw(self, reader: Reader, by: Principal, say: Language) -> Drawn:
        """The list as `by` sees it now."""
        return Drawn(approval_rows(self._desk, reader, by, say), log.head(reader))
