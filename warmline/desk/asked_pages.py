"""What is on the desk of whoever looks, on every page: what colleagues ask of them, what they have in hand."""

from collections.abc import Container
from hashlib import blake2b
from typing import Any

from litestar import WebSocket, websocket
from litestar.di import NamedDependency
from litestar.params import SkipValidation

from warmline.coaching.advising.model import Approval
from warmline.contacts.listening import ASKED
from warmline.contacts.model import Invitation
from warmline.desk.desk import Desk
from warmline.desk.gist_dialogue import in_words
from warmline.desk.language import Language
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.own_tabs import tabs
from warmline.desk.pushed import Drawn, Shown
from warmline.desk.pushing import serve
from warmline.desk.story_colleagues import asked_in_words
from warmline.desk.templates import render
from warmline.log import repository as log
from warmline.storage.port import Reader
from warmline.web.access import Role, staff
from warmline.web.guard import principal_of
from warmline.web.principal import Principal

LOOK_AGAIN = 5.0
"""Seconds until it is looked at again where nothing has changed: an open page shows that somebody is there."""
MOST = 20
"""Invitations shown at once: those for one person first, then those for a queue, the longest asked first."""


class LiveAsked:
    """What is asked of whoever looks at one screen, and their own contacts."""

    roles: tuple[Role, ...] = CUSTOMER_ROLES
    detail = "asked for help"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def draw(self, reader: Reader, by: Principal, say: Language) -> Drawn:
        """The invitations and the tabs as `by` sees them now."""
        found = self._desk.transfers.asked_of(reader, by)[:MOST]
        served = self._desk.routing.presence.served(reader, by)
        answers = self._desk.approvals.untold(reader, by)[:MOST]
        own = tabs(say, self._desk.own.contacts(reader, by))
        rows = [self._row(reader, by, say, served, one) for one in found]
        return Drawn([own, *rows, *(self._answer(reader, by, say, one) for one in answers)], log.head(reader))

    def _answer(self, reader: Reader, by: Principal, say: Language, one: Approval) -> Shown:
        """What a lead answered to whoever looks, about a contact that they have no more."""
        live = self._desk.takeover.watching.one(reader, by, one.contact)
        inner = render("contacts/answered.html", say=say, approval=one, has_it=live.owned_by)
        mark = blake2b(inner.encode(), digest_size=6).hexdigest()
        html = render("contacts/asked_item.html", number=-one.number, mark=mark, inner=inner)
        return Shown(seq=-one.number, mark=mark, html=html, customer=live.contact.customer or 0)

    def _row(
        self, reader: Reader, by: Principal, say: Language, served: Container[str], one: Invitation
    ) -> Shown:
        live = self._desk.takeover.watching.one(reader, by, one.contact)
        inner = render(
            "contacts/asked.html",
            asked=asked_in_words(say, self._desk.book, by, served, one),
            who="" if ":" in live.who else live.who,
            wants=in_words(live.contact.wants),
        )
        mark = blake2b(inner.encode(), digest_size=6).hexdigest()
        html = render("contacts/asked_item.html", number=one.number, mark=mark, inner=inner)
        return Shown(seq=one.number, mark=mark, html=html, customer=live.contact.customer or 0)


@websocket("/contacts/asked", **staff(*CUSTOMER_ROLES))
async def live_asked(socket: WebSocket[Any, Any, Any], desk: NamedDependency[SkipValidation[Desk]]) -> None:
    """Serve one page until it is closed."""
    async with desk.talks.listen(ASKED, desk.own.key(principal_of(socket))) as news:

        async def wait(drawn: Drawn) -> None:
            await news.wait(LOOK_AGAIN)

        await serve(socket, desk, lambda shown: LiveAsked(desk), wait=wait)


ROUTES = [live_asked]
