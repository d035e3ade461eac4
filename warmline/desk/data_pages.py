"""What comes in: rejected input to correct and replay, and the sources that send."""

import re
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation
from litestar.status_codes import HTTP_200_OK

from warmline.desk.desk import Desk
from warmline.desk.screen import Given, Screen, go, number_in
from warmline.desk.values import tidy
from warmline.events.catalogue import CATALOGUE
from warmline.language.messages import Told, message
from warmline.log import rejects
from warmline.log.model import Source
from warmline.log.replays import RejectSettled, SourceGone, shown
from warmline.log.sources import Listed, SourceExists, UnknownSource
from warmline.staff.errors import InvalidAccount
from warmline.web.access import Role, staff
from warmline.web.guard import RoleNeeded
from warmline.web.paging import Number

Injected = NamedDependency[SkipValidation[Desk]]
AnyRequest = Request[Any, Any, Any]

STATES = ("open", "replayed", "dismissed")
PER_PAGE = 50
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


@get("/rejects", include_in_schema=False, **staff(Role.ANALYST))
async def rejects_page(request: AnyRequest, desk: Injected) -> Response[str]:
    """Rejected input, the newest first."""
    screen = _unrestricted(request, desk)
    asked = str(request.query_params.get("state", "open"))
    state = asked if asked in STATES else "open"
    before = number_in(request.query_params.get("before"), 1 << 62)
    kept = await desk.replays.page(state, before, PER_PAGE + 1)
    counts = await desk.storage.read(lambda reader: {one: rejects.count(reader, one) for one in STATES})
    if kept:
        await desk.staff.audit.record(screen.who, "rejects.listed", detail=f"{state}, {len(kept[:PER_PAGE])}")
    return screen.page(
        "rejects/index.html",
        kept=kept[:PER_PAGE],
        older=kept[PER_PAGE - 1].id if len(kept) > PER_PAGE else 0,
        state=state,
        states=STATES,
        counts=counts,
        notice={
            "replayed": "Taken in. It stands in the log now.",
            "dismissed": "Dismissed. It stays on record.",
            "settled": "Somebody else settled this one meanwhile.",
        }.get(str(request.query_params.get("done", "")), ""),
    )


@get("/rejects/{number:int}", include_in_schema=False, **staff(Role.ANALYST))
async def reject_page(request: AnyRequest, number: Number, desk: Injected) -> Response[str]:
    """One rejected input, in an editor."""
    return await _reject(_unrestricted(request, desk), number)


@post("/rejects/{number:int}", include_in_schema=False, status_code=HTTP_200_OK, **staff(Role.ANALYST))
async def settle_reject(request: AnyRequest, number: Number, desk: Injected) -> Response[Any]:
    """Replay it as corrected, or dismiss it."""
    screen = _unrestricted(request, desk)
    sent = await request.form()
    try:
        if sent.get("do") == "dismiss":
            await desk.replays.dismiss(screen.who, number)
            await desk.staff.audit.record(screen.who, "reject.dismissed", detail=str(number))
            return go("/rejects?done=dismissed")
        if not screen.may():
            raise RoleNeeded(
                "Only an administrator may replay: what is taken in counts as said by its source."
            )
        kept = await desk.replays.one(number)
        text = str(sent.get("raw", "")).replace("\r\n", "\n")
        corrected = None if text in (shown(kept.raw), tidy(shown(kept.raw))) else text.encode()
        outcome = await desk.replays.replay(screen.who, number, corrected)
    except RejectSettled:
        return go("/rejects?done=settled")
    except SourceGone as error:
        return await _reject(screen, number, error=error)
    await desk.staff.audit.record(
        screen.who, "reject.replayed" if outcome.replayed else "reject.corrected", detail=str(number)
    )
    return go("/rejects?done=replayed") if outcome.replayed else await _reject(screen, number, tried=True)


async def _reject(
    screen: Screen, number: int, *, tried: bool = False, error: Told | None = None
) -> Response[str]:
    kept = await screen.desk.replays.one(number)
    await screen.desk.staff.audit.record(screen.who, "reject.looked_at", detail=str(number))
    text = tidy(shown(kept.raw))
    return screen.page(
        "rejects/one.html",
        status=400 if tried or error else 200,
        kept=kept,
        raw=text,
        lines=min(30, max(8, text.count("\n") + 2)),
        tried=tried,
        error=error,
    )


@get("/sources", include_in_schema=False, **staff(Role.ADMINISTRATOR))
async def sources_page(request: AnyRequest, desk: Injected) -> Response[str]:
    """The systems that may send, and a form for another one."""
    notice = {"changed": "Changed. It holds from now on."}.get(str(request.query_params.get("done", "")), "")
    return await _sources(Screen(request, desk), notice=notice)


@post("/sources", include_in_schema=False, status_code=HTTP_200_OK, **staff(Role.ADMINISTRATOR))
async def add_source(request: AnyRequest, desk: Injected) -> Response[Any]:
    """Add one; its key is shown this once."""
    screen = Screen(request, desk)
    sent = await screen.form()
    try:
        source = _source(sent, sent.get("name", "").casefold())
        key = await desk.sources.add(source)
    except (SourceExists, InvalidAccount) as error:
        return await _sources(screen, status=400, error=error, sent=sent)
    await desk.staff.audit.record(screen.who, "source.added", detail=source.name)
    return await _one_source(screen, source.name, key=key)


@get("/sources/{name:str}", include_in_schema=False, **staff(Role.ADMINISTRATOR))
async def source_page(request: AnyRequest, name: FromPath[str], desk: Injected) -> Response[str]:
    """One source: what it may send, how it sends."""
    return await _one_source(Screen(request, desk), name)


@post("/sources/{name:str}", include_in_schema=False, status_code=HTTP_200_OK, **staff(Role.ADMINISTRATOR))
async def change_source(request: AnyRequest, name: FromPath[str], desk: Injected) -> Response[Any]:
    """Change it, switch it off or on, or give it a new key."""
    screen = Screen(request, desk)
    listed = await _listed(desk, name)
    sent = await screen.form()
    do = sent.get("do", "")
    if do == "rotate":
        key = await desk.sources.rotate(name)
        await desk.staff.audit.record(screen.who, "source.key_rotated", detail=name)
        return await _one_source(screen, name, key=key)
    if do in ("off", "on"):
        changed = msgspec.structs.replace(listed.source, active=do == "on")
    else:
        try:
            wanted = _source(sent, name)
        except InvalidAccount as error:
            return await _one_source(screen, name, status=400, error=error)
        changed = msgspec.structs.replace(wanted, public=listed.source.public, active=listed.source.active)
    await desk.sources.change(changed)
    await desk.staff.audit.record(screen.who, "source.changed", detail=f"{name}: {do or 'declared anew'}")
    return go("/sources?done=changed")


async def _sources(
    screen: Screen,
    *,
    status: int = 200,
    error: Told | None = None,
    sent: Given | None = None,
    notice: str = "",
) -> Response[str]:
    return screen.page(
        "sources/index.html",
        status=status,
        listed=await screen.desk.sources.list(),
        error=error,
        sent=sent or Given(),
        notice=notice,
        user_types=_user_types(screen.desk),
        types=sorted(CATALOGUE),
    )


async def _one_source(
    screen: Screen, name: str, *, key: str = "", status: int = 200, error: Told | None = None
) -> Response[str]:
    listed = await _listed(screen.desk, name)
    return screen.page(
        "sources/one.html",
        status=status,
        listed=listed,
        source=listed.source,
        key=key,
        shown_key=key or "WRITE_KEY",
        error=error,
        host=str(screen.request.base_url).rstrip("/"),
        user_types=_user_types(screen.desk),
        types=sorted(CATALOGUE),
    )


async def _listed(desk: Desk, name: str) -> Listed:
    for one in await desk.sources.list():
        if one.source.name == name:
            return one
    raise UnknownSource(message("there is no source '%(name)s'", name=name))


def _source(sent: dict[str, str], name: str) -> Source:
    """A source as a form declares it. Raises InvalidAccount for what cannot be one."""
    if not _NAME.fullmatch(name):
        raise InvalidAccount(
            message("'%(name)s' cannot be the name of a source.", name=name),
            "Use small letters, digits, - and _ such as web-shop.",
        )
    public = sent.get("kind") == "public"
    types = (
        tuple(dict.fromkeys(re.split(r"[\s,]+", sent.get("types", "").strip())))
        if sent.get("types", "").strip()
        else ()
    )
    if public and not types:
        raise InvalidAccount(
            "A public key stands in a browser where anybody can read it, so its event types must be listed.",
            "List them, separated by spaces: page.viewed product.viewed",
        )
    rate = sent.get("rate", "") or "0"
    if not rate.isdecimal() or len(rate) > 7:
        raise InvalidAccount(
            message("'%(rate)s' is no number of events per second.", rate=rate),
            "Use a whole number; 0 is no limit.",
        )
    return Source(
        name=name, public=public, types=types, user_type=sent.get("user_type") or "user", rate=int(rate)
    )


def _user_types(desk: Desk) -> list[str]:
    return sorted(desk.business.identifiers, key=lambda name: desk.business.identifiers[name].priority)


def _unrestricted(request: AnyRequest, desk: Desk) -> Screen:
    """A page for those who may see every customer: nobody knows yet whom rejected input is about."""
    screen = Screen(request, desk)
    if not screen.who.scopes.everything:
        raise RoleNeeded(
            "Rejected input belongs to no customer yet, so only those may see it who may see everybody."
        )
    return screen


ROUTES = [rejects_page, reject_page, settle_reject, sources_page, add_source, source_page, change_source]
