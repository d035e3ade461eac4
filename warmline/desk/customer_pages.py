"""Customers: found, and one of them with everything that is known."""

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import MediaType, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation

from warmline.customers.model import CustomerView, Found
from warmline.desk.account_names import account_names
from warmline.desk.asking_pages import asking
from warmline.desk.customer_decisions import decides_by, offered, reached
from warmline.desk.customer_view import by_kind, visible_links
from warmline.desk.desk import Desk
from warmline.desk.feed import Feed, Filter, Row
from warmline.desk.gist_dialogue import in_words
from warmline.desk.navigation import CUSTOMER_ROLES
from warmline.desk.repository import latest_of
from warmline.desk.screen import Given, Screen, go, number_in
from warmline.desk.timeline import by_day, page_of
from warmline.events.catalogue import GROUPS
from warmline.staff.model import EXPORTED, LOOKED_AT, AuditEntry
from warmline.storage.port import Reader
from warmline.web.access import Role, staff
from warmline.web.principal import Principal

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]

PER_PAGE = 50
"""Lines of the timeline."""
LOOKED_AT_ONCE = 250
"""Events that a page is made of at most: where many are steps of one contact, few lines are left of them."""
NOTICES = {
    "separated": "Separated. What was said and decided meanwhile stays on record, with its cause.",
    "joined": "They are one customer now. This can be taken back with Separate.",
    "erased": "Erased. What is left are empty places in the log, so that nothing comes back.",
}


@get("/customers", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def customers_page(request: AnyRequest, desk: Injected) -> Response[str]:
    """Find customers; without a question, those of the latest events."""
    screen = Screen(request, desk)
    question = str(request.query_params.get("q", "")).strip()[:200]
    if question:
        found = await desk.customers.search(screen.who, question, limit=50)
    else:
        found = await desk.customers.latest(screen.who)
    await desk.staff.audit.looked_at(
        screen.who, *(str(one.id) for one in found), detail="search" if question else "latest"
    )
    return screen.page(
        "customers/index.html",
        latest=await _latest(screen, found),
        search=question,
        question=question,
        found=found,
        count=await desk.customers.count(),
        notice=NOTICES.get(str(request.query_params.get("done", "")), ""),
    )


@get("/customers/{id:str}", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def customer_page(request: AnyRequest, id: FromPath[str], desk: Injected) -> Response[Any]:
    """One customer; an old id leads to the one they are now."""
    screen = Screen(request, desk)
    now = await desk.customers.resolve(screen.who, id)
    if str(now) != id:
        query = request.url.query
        return go(f"/customers/{now}?{query}" if query else f"/customers/{now}")
    view = await desk.customers.view(screen.who, id)
    await desk.staff.audit.looked_at(screen.who, id)
    await desk.staff.audit.looked_at(screen.who, *(str(one.id) for one in view.household), detail="household")
    rows, further = await _timeline(screen, view)
    looks = await _looks(screen, id) if screen.may(Role.LEAD) else None
    known = {field.name: field.value for field in view.fields}
    return screen.page(
        "customers/one.html",
        view=view,
        fields=by_kind(view, desk.business),
        known=Given(known),
        asking=await asking(screen, view),
        arrived=None,
        offered=offered(known["offers"], desk.overview.book.offers),
        reached=reached(known["reaches"]),
        decides_by=decides_by(known["decides"]),
        links=await visible_links(desk, screen.who, view),
        cases=await desk.casework.cases_of(screen.who, id),
        contacts=[(one, in_words(one.wants)) for one in await desk.casework.of_customer(screen.who, id)],
        notice=NOTICES.get(str(request.query_params.get("done", "")), ""),
        looks=looks,
        account_names=await account_names(desk) if looks else {},
        **timeline_values(screen, view, rows, further),
    )


@get("/customers/{id:str}/timeline", include_in_schema=False, **staff(*CUSTOMER_ROLES))
async def timeline_page(request: AnyRequest, id: FromPath[str], desk: Injected) -> Response[str]:
    """The timeline alone: further back, or of one group of events."""
    screen = Screen(request, desk)
    view = await desk.customers.view(screen.who, id)
    await desk.staff.audit.looked_at(screen.who, str(view.id), detail="timeline")
    rows, further = await _timeline(screen, view)
    return screen.page(
        "customers/timeline_page.html", view=view, **timeline_values(screen, view, rows, further)
    )


@get("/customers/{id:str}/export", include_in_schema=False, **staff(Role.ADMINISTRATOR))
async def export(request: AnyRequest, id: FromPath[str], desk: Injected) -> Response[Any]:
    """All that is stored of a customer, as a file."""
    screen = Screen(request, desk)
    now = await desk.customers.resolve(screen.who, id)
    exported = await desk.customers.export(screen.who, id)
    await desk.staff.audit.record(screen.who, "customer.exported", str(now))
    name = f'attachment; filename="customer-{now}.json"'
    return Response(exported, media_type=MediaType.JSON, headers={"content-disposition": name})


async def _latest(screen: Screen, found: list[Found]) -> dict[int, Row]:
    """What happened to each of some customers last."""
    feed = Feed(screen.desk, screen.who, Filter())

    def look(reader: Reader) -> dict[int, Row]:
        places = latest_of(reader, screen.desk.repository, [one.id for one in found])
        rows = {row.seq: row for row in feed.rows(reader, screen.language, sorted(places.values()))}
        return {customer: rows[seq] for customer, seq in places.items() if seq in rows}

    return await screen.desk.storage.read(look)


async def _looks(screen: Screen, id: str) -> list[AuditEntry]:
    """Who opened this customer or did something to them; that they stood in a list is in the whole record."""
    page = await screen.desk.staff.audit.entries(customer=id, limit=200)
    opened = [
        without_others(screen.who, one) for one in page.items if not one.detail or one.action != LOOKED_AT
    ]

    def same(one: AuditEntry) -> tuple[str, str, str]:
        # An export of the log is many pages: that it was made is said once.
        return one.staff, one.action, "" if one.action == EXPORTED else one.detail

    return [next(group) for _, group in groupby(opened, key=same)][:12]


def without_others(by: Principal, entry: AuditEntry) -> AuditEntry:
    """An entry of the record without its detail, where that may name a customer whom `by` may not see."""
    if by.scopes.everything or entry.action == LOOKED_AT:
        return entry
    return msgspec.structs.replace(entry, detail="")


async def _timeline(screen: Screen, view: CustomerView) -> tuple[list[Row], int]:
    wanted = Filter(customer=str(view.id), group=_group(screen))
    feed = Feed(screen.desk, screen.who, wanted)
    start = number_in(screen.request.query_params.get("before"), 1 << 62)

    def look(reader: Reader) -> tuple[list[Row], int]:
        window = feed.window(reader, start, limit=LOOKED_AT_ONCE)
        rows = feed.rows(reader, screen.language, window.seqs)
        count = page_of(rows, PER_PAGE)
        return rows[:count], rows[count - 1].seq if count < len(rows) else window.further

    return await screen.desk.storage.read(look)


def timeline_values(screen: Screen, view: CustomerView, rows: list[Row], further: int) -> dict[str, Any]:
    """What the timeline's template needs."""
    group = _group(screen)
    query = {"group": group} if group else {}
    return {
        "days": by_day(rows, screen.language),
        "group": group,
        "groups": list(GROUPS),
        "older_href": f"/customers/{view.id}/timeline?{urlencode({**query, 'before': further})}"
        if further
        else "",
    }


def _group(screen: Screen) -> str:
    asked = str(screen.request.query_params.get("group", ""))
    return asked if asked in GROUPS or asked == "other" else ""


ROUTES = [customers_page, customer_page, timeline_page, export]
