"""The cookie that carries a session."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie

NAME = "warmline_session"
MAX_AGE = 24 * 3600
"""Seconds; the session itself ends earlier when it is idle."""


def session_token(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The session token that came with the request, or an empty text."""
    return connection.cookies.get(NAME, "")


def session_cookie(token: str, *, secure: bool) -> Cookie:
    """Hand a session to the browser; `secure` when the page came by https."""
    return Cookie(
        key=NAME, value=token, path="/", max_age=MAX_AGE, httponly=True, samesite="lax", secure=secure
    )


def no_session_cookie(*, secure: bool) -> Cookie:
    """Take the session from the browser."""
    return Cookie(key=NAME, value="", path="/", max_age=0, httponly=True, samesite="lax", secure=secure)


def is_https(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """Whether the browser speaks https, as the server or a trusted proxy says."""
    return connection.url.scheme in ("https", "wss")
