"""Who is who: separating a customer, joining two, erasing one, and deciding on probable duplicates."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from litestar.status_codes import HTTP_200_OK

from warmline.customers.model import CannotSeparate, CustomerView, UnknownCustomer, UnknownProposal
from warmline.desk.customer_view import seams, side_by_side, strongest
from warmline.desk.desk import Desk
from warmline.desk.screen import Screen, go, number_in
from warmline.language.messages import Told
from warmline.storage.port import Reader
from warmline.web.access import Role, staff

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]
DECIDERS = (Role.LEAD,)
AT_ONCE = 10


@get("/customers/{id:str}/separate", include_in_schema=False, **staff(*DECIDERS))
async def separate_page(request: AnyRequest, id: FromPath[str], desk: Injected) -> Response[str]:
    """Choose which identifiers leave; with some chosen, what that would mean."""
    screen = Screen(request, desk)
    view = await _look(screen, id, "separate")
    return await _separate(screen, view, request.query_params.getall("split", []))


@post("/customers/{id:str}/separate", include_in_schema=False, status_code=HTTP_200_OK, **staff(*DECIDERS))
async def separate(request: AnyRequest, id: FromPath[str], desk: Injected) -> Response[Any]:
    """Take the merge back."""
    screen = Screen(request, desk)
    split = await screen.chosen("split")
    try:
        staying, leaving = await desk.customers.separate(screen.who, id, split)
    except CannotSeparate as error:
        return await _separate(screen, await _look(screen, id, "separate"), split, error=error)
    await desk.staff.audit.record(screen.who, "customer.separated", str(staying), f"from {leaving}")
    return go(f"/customers/{staying}?done=separated")


async def _separate(
    screen: Screen, view: CustomerView, split: list[str], error: Told | None = None
) -> Response[str]:
    chosen = {f"{one.type}:{one.value}" for one in view.identifiers} & set(split)
    leaving = [one for one in view.identifiers if f"{one.type}:{one.value}" in chosen]
    staying = [one for one in view.identifiers if one not in leaving]
    if chosen and not staying and error is None:
        error = CannotSeparate("Nothing would be left on one side.")

    def events(reader: Reader) -> tuple[int, int]:
        seqs = screen.desk.repository.seqs
        return len(seqs(reader, [one.id for one in staying])), len(seqs(reader, [one.id for one in leaving]))

    stay, leave = await screen.desk.storage.read(events)
    return screen.page(
        "customers/separate.html",
        status=400 if error else 200,
        view=view,
        chosen=chosen,
        staying=staying,
        leaving=leaving,
        events_staying=stay,
        events_leaving=leave,
        crossing=[link for link in view.links if link.inside and (link.a in chosen) != (link.b in chosen)],
        seams=seams(view),
        error=error,
        preview=bool(chosen and staying),
    )


@get("/customers/{id:str}/join", include_in_schema=False, **staff(*DECIDERS))
async def join_page(request: AnyRequest, id: FromPath[str], desk: Injected) -> Response[str]:
    """Look for the other one; then both side by side."""
    screen = Screen(request, desk)
    view = await _look(screen, id, "join")
    question, other = (str(request.query_params.get(name, "")).strip() for name in ("with", "other"))
    found = (
        [one for one in await desk.customers.search(screen.who, question, limit=20) if one.id != view.id]
        if question
        else []
    )
    await desk.staff.audit.looked_at(screen.who, *(str(one.id) for one in found), detail="search")
    second = await _look(screen, other, "join") if other else None
    if second is not None and second.id == view.id:
        second = None
    compared = side_by_side(view, second) if second else []
    return screen.page(
        "customers/join.html", view=view, question=question, found=found, other=second, compared=compared
    )


@post("/customers/{id:str}/join", include_in_schema=False, status_code=HTTP_200_OK, **staff(*DECIDERS))
async def join(request: AnyRequest, id: FromPath[str], desk: Injected) -> Response[Any]:
    """They are one."""
    screen = Screen(request, desk)
    other = (await screen.form()).get("other", "")
    first, second = [await desk.customers.resolve(screen.who, one) for one in (id, other)]
    kept = await desk.customers.join(screen.who, id, other)
    await desk.staff.audit.record(screen.who, "customer.joined", str(kept), f"{first} and {second}")
    return go(f"/customers/{kept}?done=joined")


@get("/customers/{id:str}/erase", include_in_schema=False, **staff(Role.ADMINISTRATOR))
async def erase_page(request: AnyRequest, id: FromPath[str], desk: Injected) -> Response[str]:
    """What erasing would take, and the question that keeps it from happening by a slip."""
    screen = Screen(request, desk)
    view = await _look(screen, id, "erase")
    return screen.page("customers/erase.html", view=view, asked=strongest(view), wrong=False)


@post(
    "/customers/{id:str}/erase", include_in_schema=False, status_code=HTTP_200_OK, **staff(Role.ADMINISTRATOR)
)
async def erase(request: AnyRequest, id: FromPath[str], desk: Injected) -> Response[Any]:
    """Take a customer out of everything, if their strongest identifier was typed."""
    screen = Screen(request, desk)
    typed = (await screen.form()).get("typed", "")
    view = await _look(screen, id, "erase")
    if typed.replace(" ", "").casefold() != strongest(view).replace(" ", "").casefold():
        return screen.page("customers/erase.html", status=400, view=view, asked=strongest(view), wrong=True)
    await desk.customers.erase(screen.who, id)
    await desk.staff.audit.record(screen.who, "customer.erased", str(view.id))
    return go("/customers?done=erased")


@get("/matches", include_in_schema=False, **staff(Role.LEAD))
async def matches_page(request: AnyRequest, desk: Injected) -> Response[str]:
    """Probable duplicates, the most probable first."""
    screen = Screen(request, desk)
    proposals = await desk.proposals.page(screen.who, limit=AT_ONCE)
    shown = []
    for one in proposals:
        try:
            a, b = (
                await desk.customers.view(screen.who, str(one.a.id)),
                await desk.customers.view(screen.who, str(one.b.id)),
            )
        except UnknownCustomer:
            continue
        await desk.staff.audit.looked_at(screen.who, str(a.id), str(b.id), detail="match")
        shown.append({"proposal": one, "a": a, "b": b, "compared": side_by_side(a, b)})
    counts = {state: await desk.proposals.count(state) for state in ("open", "accepted", "declined")}
    notice = {
        "accepted": "They are one customer now.",
        "declined": "Kept apart, and not proposed again.",
        "gone": "Somebody else settled this one meanwhile.",
    }.get(str(request.query_params.get("done", "")), "")
    return screen.page("matches/index.html", matches=shown, counts=counts, notice=notice)


@post("/matches", include_in_schema=False, status_code=HTTP_200_OK, **staff(Role.LEAD))
async def decide_match(request: AnyRequest, desk: Injected) -> Response[Any]:
    """One customer, or two."""
    screen = Screen(request, desk)
    sent = await screen.form()
    pair = [number_in(sent.get(name)) for name in ("a", "b")]
    accepted = sent.get("decision") == "accept"
    try:
        if accepted:
            await desk.proposals.accept(screen.who, *pair)
        else:
            await desk.proposals.decline(screen.who, *pair)
    except (UnknownProposal, UnknownCustomer):
        return go("/matches?done=gone")
    done = "accepted" if accepted else "declined"
    await desk.staff.audit.record(screen.who, f"match.{done}", str(pair[0]), f"with {pair[1]}")
    return go(f"/matches?done={done}")


async def _look(screen: Screen, id: str, why: str) -> CustomerView:
    """A customer, with the look on record."""
    view = await screen.desk.customers.view(screen.who, id)
    await screen.desk.staff.audit.looked_at(screen.who, str(view.id), detail=why)
    return view


ROUTES = [separate_page, separate, join_page, join, erase_page, erase, matches_page, decide_match]
