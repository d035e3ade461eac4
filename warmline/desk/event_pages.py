"""One event: what it says, what led to it, and everything that came of it."""

from dataclasses import dataclass, field
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, SkipValidation

from warmline.decisions.recording import MADE, recorded
from warmline.desk.account_names import account_names
from warmline.desk.decision_view import DecisionView, decision_view
from warmline.desk.desk import Desk
from warmline.desk.feed import Feed, Filter, Row
from warmline.desk.screen import Screen
from warmline.events.model import Identifier
from warmline.log import browse, chains
from warmline.log.chains import Followed
from warmline.log.model import Delivery, Stored
from warmline.log.native import encode as native
from warmline.storage.port import Reader
from warmline.web.access import Role, staff
from warmline.web.principal import Principal

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One event on the way from cause to consequence, so many microseconds `after` the one the page is about.

    `told` are the deliveries because of it, `below` is what came of it, with `more` that is not shown.
    """

    row: Row
    after: int
    told: list[Delivery]
    more: int = 0
    below: "list[Step]" = field(default_factory=list)


@get("/events/{id:str}", include_in_schema=False, **staff(*Role))
async def event_page(request: AnyRequest, id: FromPath[str], desk: Injected) -> Response[str]:
    """One event, as far as who asks may see whose it is."""
    screen = Screen(request, desk)

    def look(reader: Reader) -> dict[str, Any] | None:
        found = chains.follow(
            reader, id, lambda events: browse.seen_by(reader, screen.who, desk.customers, events)
        )
        if found is None:
            return None
        event = found.event.event
        shown = [one for one in event.identifiers if _may_see(reader, desk, screen.who, one)]
        hidden = len(shown) < len(event.identifiers)
        return {
            "stored": found.event,
            "event": event,
            "identifiers": shown,
            "hidden": hidden,
            "raw": "" if hidden else msgspec.json.format(native(event, found.event.seq), indent=2).decode(),
            **_story(reader, screen, found),
        }

    values = await desk.storage.read(look)
    if values is None:
        raise NotFoundException("There is no such event, or it is not for you to see.")
    of = [row.customer.id for row in values["rows"] if row.customer]
    await desk.staff.audit.looked_at(screen.who, *map(str, of), detail=f"event {id}")
    return screen.page("log/event.html", **values, decided=await _decided(screen, values["stored"]))


async def _decided(screen: Screen, stored: Stored) -> DecisionView | None:
    """What was decided, where the event is a decision."""
    decision = recorded(stored) if stored.event.type == MADE else None
    if decision is None:
        return None
    names = await account_names(screen.desk) if decision.by else {}
    book = screen.desk.overview.book
    return decision_view(screen.language, decision, book.offers, names, book.version)


def _story(reader: Reader, screen: Screen, found: Followed) -> dict[str, Any]:
    """What the template needs to tell how the event came about, and what came of it."""
    feed = Feed(screen.desk, screen.who, Filter())
    rows = feed.rows(reader, screen.language, [one.seq for one in found.events])
    by_seq = {row.seq: row for row in rows}
    begun, tree = found.event.event.occurred, found.consequences

    def step(seq: int, more: int = 0) -> Step:
        row = by_seq[seq]
        return Step(row, row.occurred - begun, found.deliveries.get(seq, []), more)

    here = step(found.event.seq, tree.more)
    path = [here]
    for branch in tree.branches:
        del path[branch.depth :]
        path.append(step(branch.stored.seq, branch.more))
        path[-2].below.append(path[-1])
    return {
        "rows": rows,
        "row": here.row,
        "here": here,
        "causes": [step(one.seq) for one in found.causes],
        "cause_hidden": found.hidden,
        "goes_on": len(found.causes) == chains.DEEPEST and found.causes[0].event.cause != "",
        "effects": len(tree.branches),
        "cut": tree.more > 0 or any(branch.more for branch in tree.branches),
        "left_out": tree.hidden,
        "unread": tree.unread,
        "counted": screen.who.scopes.everything,
    }


def _may_see(reader: Reader, desk: Desk, by: Principal, one: Identifier) -> bool:
    """Whether a name may be shown: it must not be that of a customer outside of the scopes."""
    if by.scopes.everything:
        return True
    normal = desk.normaliser.value(one.type, one.value)
    node = desk.repository.find(reader, one.type, normal) if normal else None
    return node is not None and desk.customers.sees(reader, by, node.customer)


ROUTES = [event_page]
