"""HTTP routes of calls from the command line: a caller's number is only taken from there."""

from collections.abc import Mapping
from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter, SkipValidation

from warmline.channels.line import errors
from warmline.channels.line.model import Call, Dial, Entry
from warmline.channels.line.service import Line
from warmline.web.access import Role, staff
from warmline.web.principal import Principal

STATUSES: Mapping[type[Exception], int] = {
    errors.OnlyHere: 403,
    errors.WrongNumber: 400,
    errors.UnknownLanguage: 400,
}
LONGEST_WAIT = 25
"""Seconds that a request may wait for news."""

Here = NamedDependency[SkipValidation[Line]]
Who = NamedDependency[SkipValidation[Principal]]
_TAGS = ["Calls"]


@post("/api/calls", summary="Call", tags=_TAGS, **staff(Role.ADMINISTRATOR))
async def dial(line: Here, principal: Who, data: JSONBody[Dial]) -> Call:
    """Call from a number, or write a text message. Only for the command line on the server's machine."""
    _only_local(principal)
    return await line.dial(data)


@get("/api/calls/{contact:str}", summary="Listen", tags=_TAGS, **staff(Role.ADMINISTRATOR))
async def listen(
    line: Here,
    principal: Who,
    contact: FromPath[str],
    after: Annotated[int, QueryParameter(ge=0)] = 0,
    wait: Annotated[int, QueryParameter(ge=0, le=LONGEST_WAIT)] = 0,
) -> Call:
    """What was said behind turn `after`; `wait` keeps the request open for so many seconds until there is news."""
    _only_local(principal)
    found = await line.contact(contact)
    if wait and found.turns <= after and found.state == "open":
        async with line.talks.listen(contact) as news:
            found = await line.contact(contact)
            if found.turns <= after and found.state == "open":
                await news.wait(wait)
        found = await line.contact(contact)
    return await line.after(found, after)


@post(
    "/api/calls/{contact:str}/entries",
    summary="Key or say something",
    tags=_TAGS,
    status_code=200,
    **staff(Role.ADMINISTRATOR),
)
async def enter(line: Here, principal: Who, contact: FromPath[str], data: JSONBody[Entry]) -> Call:
    """Take keys, words or silence, once for each key; the answer has the turns that came of it at once."""
    _only_local(principal)
    return await line.enter(contact, data)


@post(
    "/api/calls/{contact:str}/hang-up",
    summary="Hang up",
    tags=_TAGS,
    status_code=204,
    **staff(Role.ADMINISTRATOR),
)
async def hang_up(line: Here, principal: Who, contact: FromPath[str]) -> None:
    """The caller is gone."""
    _only_local(principal)
    await line.talks.leave((await line.contact(contact)).name)


ROUTES = [dial, listen, enter, hang_up]


def _only_local(principal: Principal) -> None:
    """Let only the command line pass. Raises OnlyHere."""
    if principal.kind != "local":
        raise errors.OnlyHere
