"""Which pages on the web may use the chat, and how their browsers are told so (CORS)."""

from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection

from warmline.channels.chat.errors import SiteNotListed
from warmline.channels.declared import Channels

if TYPE_CHECKING:
    from litestar.types import Message, Scope

PREFIX = "/chat/"
_PREFLIGHT = [
    (b"access-control-allow-methods", b"GET, POST, OPTIONS"),
    (b"access-control-allow-headers", b"authorization, content-type"),
    (b"access-control-max-age", b"7200"),
]


def listed(channels: Channels) -> frozenset[str]:
    """Every site that some website of the business stands on."""
    return frozenset(site for website in channels.websites.values() for site in website.sites)


def own(origin: str, host: str, origins: Iterable[str] = ()) -> bool:
    """Whether a page of this Warmline asks: from the host that it asks, or from one of its own `origins`."""
    return origin in origins or (bool(host) and urlsplit(origin).netloc == host)


def check(
    connection: ASGIConnection[Any, Any, Any, Any], sites: Iterable[str], origins: Iterable[str] = ()
) -> None:
    """Let pages of these sites and our own pass, and whatever is no browser. Raises SiteNotListed."""
    origin = connection.headers.get("origin")
    if origin is None or origin in sites or own(origin, connection.headers.get("host", ""), origins):
        return
    raise SiteNotListed(origin)


def cross_site(
    channels: Callable[[], Channels],
) -> "Callable[[Message, Scope], Awaitable[None]]":
    """A hook for `Litestar(before_send=[…])`: answers of the chat say which site may read them, errors too.

    No cookie is of any use here, so none is let through: what a contact needs is its token.
    """

    async def add(message: "Message", scope: "Scope") -> None:
        if message["type"] != "http.response.start" or not scope["path"].startswith(PREFIX):
            return
        origin = next((value for name, value in scope["headers"] if name == b"origin"), b"")
        if origin.decode("latin-1") not in listed(channels()):
            return
        headers = message["headers"] = list(message.get("headers", ()))
        headers += [
            (b"access-control-allow-origin", origin),
            (b"access-control-expose-headers", b"retry-after, content-disposition"),
            (b"vary", b"origin"),
        ]
        if scope.get("method") == "OPTIONS":
            headers += _PREFLIGHT

    return add
