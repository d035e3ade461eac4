"""The list of notices on a screen: those that are open, and below them those that were taken lately."""

from hashlib import blake2b
from typing import Any

from warmline.decisions.notices.model import Notice
from warmline.decisions.notices.repository import state
from warmline.decisions.notices.service import END
from warmline.desk.desk import Desk
from warmline.desk.language import Language
from warmline.desk.navigation import CUSTOMER_ROLES, LOG_ROLES
from warmline.desk.pushed import Drawn, Shown
from warmline.desk.pushing import LOOK_AGAIN
from warmline.desk.templates import render
from warmline.log import repository as log
from warmline.storage.port import Reader
from warmline.web.access import Role
from warmline.web.principal import Principal

OPEN, TAKEN = 50, 20
"""Rows of either kind."""
BETWEEN = 0
"""The place of the row that parts the two: an open notice has its place in the log, a taken one stands below 0."""
_TAKEN_FROM = -(1 << 52)


def notice_rows(
    desk: Desk, reader: Reader, by: Principal, say: Language, before: int = END
) -> tuple[list[Shown], int]:
    """The rows of the list as `by` sees it now, and where older open ones begin (0: nowhere).

    In front of a place, only open ones.
    """
    found = desk.notices.still_open(reader, by, before, OPEN + 1)
    still_open = found[:OPEN]
    taken = desk.notices.taken(reader, by, limit=TAKEN) if before == END else []
    rows = [_row(one.seq, "notices/open.html", by, say, one) for one in still_open]
    if taken or not still_open:
        rows.append(_drawn(BETWEEN, "notices/between.html", say=say, any_open=bool(still_open), taken=taken))
    rows += [_row(_TAKEN_FROM + one.taken, "notices/taken.html", by, say, one) for one in taken]
    return rows, still_open[-1].seq if len(found) > OPEN else 0


def _row(place: int, template: str, by: Principal, say: Language, notice: Notice) -> Shown:
    whole_log = by.administrator or by.role in LOG_ROLES
    return _drawn(
        place,
        template,
        customer=notice.customer.id if notice.customer else 0,
        say=say,
        notice=notice,
        may_follow=whole_log or notice.customer is not None,
    )


def _drawn(place: int, template: str, *, customer: int = 0, **values: Any) -> Shown:
    inner = render(template, **values)
    mark = blake2b(inner.encode(), digest_size=6).hexdigest()
    html = render("notices/item.html", place=place, mark=mark, inner=inner)
    return Shown(seq=place, mark=mark, html=html, customer=customer)


class LiveNotices:
    """The list on one screen, drawn anew when a notice has come or was taken, and now and then."""

    roles: tuple[Role, ...] = CUSTOMER_ROLES
    detail = "notices"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._seen: object = None
        self._drawn_at = 0
        self._rows: list[Shown] = []

    def draw(self, reader: Reader, by: Principal, say: Language) -> Drawn:
        """The list as `by` sees it now."""
        seen = (state(reader), by)
        if seen != self._seen or abs(say.now - self._drawn_at) >= LOOK_AGAIN * 1e6:
            self._rows, _ = notice_rows(self._desk, reader, by, say)
            self._seen, self._drawn_at = seen, say.now
        return Drawn(self._rows, log.head(reader))
