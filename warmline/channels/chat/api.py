"""HTTP routes of the chat: begin, say, read, attach."""

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import quote

from litestar import Request, Response, get, post, route
from litestar.di import NamedDependency
from litestar.enums import HttpMethod
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter, SkipValidation

from warmline.channels.chat import errors, sites
from warmline.channels.chat.captions import CHAT, captions
from warmline.channels.chat.files import KINDS, MOST_BYTES
from warmline.channels.chat.languages import own_name
from warmline.channels.chat.live import live
from warmline.channels.chat.model import Begin, GivenInput, LanguageView, Now, WebsiteView
from warmline.channels.chat.service import Chat, limited
from warmline.contacts import errors as contacts
from warmline.contacts.model import Contact
from warmline.web.access import anyone

STATUSES: Mapping[type[Exception], int] = {
    errors.UnknownWebsite: 404,
    errors.SiteNotListed: 403,
    errors.TokenNeeded: 401,
    errors.TooManyListening: 429,
    errors.WrongInput: 400,
    errors.FilesNotTaken: 403,
    errors.FileTooLarge: 413,
    errors.WrongKind: 415,
    errors.TooManyFiles: 409,
    errors.UnknownFile: 404,
    contacts.UnknownContact: 404,
    contacts.Ended: 409,
    contacts.TooLong: 413,
    contacts.TooFast: 429,
    contacts.BadInput: 400,
}
MOST_SENT = 64 * 1024
"""Bytes of an input."""
LONGEST_WAIT = 25
"""Seconds that a page may wait for news in one request."""

Here = NamedDependency[SkipValidation[Chat]]
Asking = Request[Any, Any, Any]
_TAGS = ["Chat"]


@get("/chat/websites/{website:str}", tags=_TAGS, sync_to_thread=False, **anyone())
def website(
    request: Asking, chat: Here, website: FromPath[str], language: FromQuery[str] = ""
) -> WebsiteView:
    """What a chat needs before it begins: title, words, languages."""
    found = chat.website(website)
    sites.check(request, found.sites, chat.origins)
    spoken = chat.language(language, request.headers.get("accept-language", ""))
    return WebsiteView(
        title=found.title,
        language=spoken,
        languages=languages(chat.business.languages),
        words=captions(CHAT, spoken),
        most_bytes=MOST_BYTES if found.files else 0,
        kinds=list(KINDS) if found.files else [],
    )


@post("/chat/contacts", tags=_TAGS, request_max_body_size=MOST_SENT, **anyone())
async def begin(request: Asking, chat: Here, data: JSONBody[Begin]) -> Now:
    """Begin a contact, in a chat or at a kiosk; the answer has its token and the first turns."""
    sites.check(request, () if data.place else chat.website(data.website).sites, chat.origins)
    return await chat.begin(data, request.headers.get("accept-language", ""), _address(request))


@get("/chat/contacts/{contact:str}/turns", tags=_TAGS, **anyone())
async def turns(
    request: Asking,
    chat: Here,
    contact: FromPath[str],
    after: Annotated[int, QueryParameter(ge=0)] = 0,
    wait: Annotated[int, QueryParameter(ge=0, le=LONGEST_WAIT)] = 0,
) -> Now:
    """The turns behind number `after`; `wait` keeps the request open for so many seconds until there is news."""
    found = await _resumed(request, chat, contact)
    if wait and found.turns <= after and found.state == "open":
        with chat.listeners.one(limited(_address(request))):
            async with chat.talks.listen(contact) as news:
                found = await chat.talks.contact(contact)
                if found.turns <= after:
                    await news.wait(wait)
        found = await chat.talks.contact(contact)
    return await chat.now(found, after)


@post(
    "/chat/contacts/{contact:str}/inputs",
    tags=_TAGS,
    status_code=200,
    request_max_body_size=MOST_SENT,
    **anyone(),
)
async def take(request: Asking, chat: Here, contact: FromPath[str], data: JSONBody[GivenInput]) -> Now:
    """Take what the customer did, once for each key; the answer has the turns that came of it at once."""
    return await chat.take(contact, _token(request, chat), data, _address(request))


@post("/chat/contacts/{contact:str}/files", tags=_TAGS, request_max_body_size=MOST_BYTES + 1, **anyone())
async def attach(
    request: Asking,
    chat: Here,
    contact: FromPath[str],
    key: FromQuery[str],
    name: FromQuery[str] = "",
    after: Annotated[int, QueryParameter(ge=0)] = 0,
) -> Now:
    """Attach a file, which is the body as it is; it becomes a turn of the customer."""
    found = await _resumed(request, chat, contact)
    chat.admit_files(found)
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > MOST_BYTES:
        raise errors.FileTooLarge(MOST_BYTES)
    return await chat.attach(found, name, await request.body(), key, after, _address(request))


@get("/chat/contacts/{contact:str}/files/{file:str}", tags=_TAGS, **anyone())
async def download(
    request: Asking, chat: Here, contact: FromPath[str], file: FromPath[str]
) -> Response[bytes]:
    """A file that was attached, for whoever has the contact's token."""
    found = await _resumed(request, chat, contact)
    kept, content = chat.files.read(found.name, file)
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(kept.title, safe='')}",
        "content-security-policy": "sandbox; default-src 'none'",
        "cache-control": "private, no-store",
    }
    return Response(content, media_type=kept.type, headers=headers)


@post("/chat/contacts/{contact:str}/leave", tags=_TAGS, status_code=204, **anyone())
async def leave(request: Asking, chat: Here, contact: FromPath[str]) -> None:
    """End the contact: the customer is gone for good."""
    await chat.talks.leave((await _resumed(request, chat, contact)).name)


@route(
    [
        "/chat/websites/{website:str}",
        "/chat/contacts",
        "/chat/contacts/{contact:str}/turns",
        "/chat/contacts/{contact:str}/inputs",
        "/chat/contacts/{contact:str}/files",
        "/chat/contacts/{contact:str}/files/{file:str}",
        "/chat/contacts/{contact:str}/leave",
    ],
    http_method=[HttpMethod.OPTIONS],
    include_in_schema=False,
    status_code=204,
    **anyone(),
)
async def preflight(request: Asking, chat: Here) -> None:
    """Tell a browser whether a page of another site may ask; the headers are added to every answer."""
    sites.check(request, sites.listed(chat.channels), chat.origins)


ROUTES = [preflight, website, begin, turns, take, attach, download, leave, live]
"""The preflight stands first: a path without one gets an OPTIONS handler of its own from Litestar."""


def languages(tags: tuple[str, ...]) -> list[LanguageView]:
    """Languages as they call themselves."""
    return [LanguageView(tag=tag, name=own_name(tag)) for tag in tags]


async def _resumed(request: Asking, chat: Chat, contact: str) -> Contact:
    """The contact, for a page that may use the chat and has its token."""
    return await chat.resume(contact, _token(request, chat))


def _token(request: Asking, chat: Chat) -> str:
    """The token that a page shows which may use the chat, "" where it shows none."""
    sites.check(request, sites.listed(chat.channels), chat.origins)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _address(request: Asking) -> str:
    return request.client.host if request.client else ""
