"""Requests that another site makes a browser send are refused.

A browser adds the session cookie to whatever it sends here, so the cookie alone proves nothing. Each unsafe
request that relies on it also carries a token derived from the session: in the header `X-CSRF-Token` (htmx
takes it from a `<meta name="csrf-token">`) or in the form field `_csrf_token`. Only a page of ours can know
it. Nothing is stored for it, and it changes with the session.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection, Request
from litestar.enums import RequestEncodingType
from litestar.exceptions import PermissionDeniedException

HEADER = "x-csrf-token"
FIELD = "_csrf_token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_FORMS = frozenset({RequestEncodingType.URL_ENCODED, RequestEncodingType.MULTI_PART})


class CrossSite(PermissionDeniedException):
    """The request came from a page that is not ours, or cannot show that it did not."""


def csrf_token(session_token: str) -> str:
    """The token that pages of this session send back: HMAC-SHA-256 keyed with the session token."""
    digest = hmac.new(session_token.encode(), b"warmline csrf token", hashlib.sha256).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def same_origin(headers: Mapping[str, str], origins: Collection[str] = ()) -> bool:
    """Whether the browser says that one of our own pages, or the person themselves, made this request.

    `Sec-Fetch-Site` decides where it is sent (Fetch Metadata, W3C), else `Origin` against `Host`; `origins`
    are further origins that are ours ("https://desk.example.com", behind a proxy that changes Host). A
    client that sends neither is no browser.
    """
    origin = headers.get("origin")
    if origin is not None and origin in origins:
        return True
    if (site := headers.get("sec-fetch-site")) is not None and site not in ("same-origin", "none"):
        return False
    if origin is None:
        return True
    host = headers.get("host", "")
    return host != "" and urlsplit(origin).netloc.lower() == host.lower()


def refuse_other_sites(connection: ASGIConnection[Any, Any, Any, Any], origins: Collection[str]) -> None:
    """Raise CrossSite if the request came from another site's page."""
    if not same_origin(connection.headers, origins):
        raise CrossSite("This request came from a page of another site. Open Warmline itself and try again.")


async def check(
    connection: ASGIConnection[Any, Any, Any, Any], session_token: str, origins: Collection[str]
) -> None:
    """Raise CrossSite unless an unsafe request that relies on the session cookie proves its origin."""
    if connection.scope.get("method", "GET") in SAFE_METHODS:
        return
    refuse_other_sites(connection, origins)
    sent = connection.headers.get(HEADER, "")
    if not sent and isinstance(connection, Request) and connection.content_type[0] in _FORMS:
        sent = str((await connection.form()).get(FIELD, ""))
    if not hmac.compare_digest(sent.encode(), csrf_token(session_token).encode()):
        raise CrossSite(
            "The page was too old or did not come from Warmline. Load it again and repeat what you did "
            "(programs send the header x-csrf-token, or use an API token)."
        )
