"""Enforces the declared access of every route: HTTP, WebSocket, static files, documentation.

    access = AccessControl(identify)
    app = Litestar(routes, plugins=[access])

A route that declares no access stops the app from being created. A request is identified by
`Authorization: Bearer …` or, without that header, by the session cookie; then its role is compared with what
the route declares, and what relies on the cookie proves that it came from our own pages.
"""

from collections.abc import Collection, Iterable
from typing import Any
from urllib.parse import quote, urlsplit

from litestar import Litestar, Request, Response
from litestar.config.app import AppConfig
from litestar.connection import ASGIConnection
from litestar.di import Provide
from litestar.enums import ScopeType
from litestar.exceptions import (
    ImproperlyConfiguredException,
    NotAuthorizedException,
    PermissionDeniedException,
    WebSocketException,
)
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.plugins import InitPlugin, ReceiveRoutePlugin
from litestar.routes import ASGIRoute, BaseRoute, HTTPRoute, WebSocketRoute

from warmline.web import cookies, csrf, problems
from warmline.web.access import ANYONE, SAME_ORIGIN, WRITE_KEY
from warmline.web.principal import Identify, Principal

Connection = ASGIConnection[Any, Any, Any, Any]

SIGN_IN = "/sign-in"


class SignInNeeded(NotAuthorizedException):
    """Nobody is signed in, or the token is not valid (any more)."""

    remedy = "Sign in, or send `Authorization: Bearer` with an API token that is still valid."


class RoleNeeded(PermissionDeniedException):
    """Who is signed in has none of the roles that this needs."""

    remedy = "Ask an administrator for the role, or for somebody who has it."


class AccessControl(InitPlugin, ReceiveRoutePlugin):
    """Puts the guard on every route of an app. `origins` are further origins that are our own pages.

    Handlers get who is asking by a parameter `principal: Principal`. `page` renders errors for browsers.
    """

    def __init__(
        self, identify: Identify, *, origins: Collection[str] = (), page: problems.Page | None = None
    ) -> None:
        self._identify = identify
        self._origins = frozenset(origins)
        self._page = page

    def on_app_init(self, app_config: AppConfig) -> AppConfig:
        """Add the guard, the dependency `principal` and the answer to those who must sign in."""
        app_config.guards.insert(0, self.enforce)
        app_config.dependencies.setdefault("principal", Provide(principal_of, sync_to_thread=False))
        app_config.exception_handlers[SignInNeeded] = self._ask_to_sign_in
        return app_config

    def receive_route(self, route: BaseRoute) -> None:
        """Refuse a route that does not say who may use it."""
        if missing := list(_undeclared(route)):
            raise ImproperlyConfiguredException(
                f"{', '.join(missing)}: nobody said who may use this route. "
                "Declare it with anyone(), write_key() or staff(...) of warmline.web.access."
            )

    async def enforce(self, connection: Connection, handler: BaseRouteHandler) -> None:
        """Let the request pass, or raise SignInNeeded, RoleNeeded or CrossSite; sets `connection.user`."""
        allowed = handler.opt.get("access")
        if allowed == WRITE_KEY:
            return
        if allowed == ANYONE:
            if handler.opt.get(SAME_ORIGIN) and not _safe(connection):
                self._same_site(connection)
            return
        if allowed is None and _is_automatic(handler):
            return
        principal, session = await self._who(connection)
        if principal is None:
            raise _refusal(
                connection, SignInNeeded("You are not signed in.", headers={"www-authenticate": "Bearer"})
            )
        if not isinstance(allowed, frozenset) or principal.role not in allowed:
            connection.scope["user"] = principal  # what refuses them may say where else they can go
            raise _refusal(connection, RoleNeeded("Your role may not do this."))
        if session:
            if connection.scope["type"] == ScopeType.WEBSOCKET:
                self._same_site(connection)
            else:
                await csrf.check(connection, session, self._origins)
        connection.scope["user"] = principal

    async def _who(self, connection: Connection) -> tuple[Principal | None, str]:
        """Who is asking, and the session token if that is what says so."""
        authorization = connection.headers.get("authorization")
        if authorization is not None:
            scheme, _, token = authorization.partition(" ")
            if scheme.lower() != "bearer" or not token.strip():
                return None, ""
            return await self._identify.by_token(token.strip()), ""
        session = cookies.session_token(connection)
        return (await self._identify.by_session(session), session) if session else (None, "")

    def _same_site(self, connection: Connection) -> None:
        try:
            csrf.refuse_other_sites(connection, self._origins)
        except csrf.CrossSite as error:
            raise _refusal(connection, error) from None

    def _ask_to_sign_in(self, request: Request[Any, Any, Any], error: SignInNeeded) -> Response[Any]:
        """Pages lead to the sign-in page and back; programs get 401."""
        if request.headers.get("hx-request") == "true":
            here = urlsplit(request.headers.get("hx-current-url", ""))
            target = f"{here.path}?{here.query}" if here.query else here.path
            headers = {**(error.headers or {}), "hx-redirect": sign_in_address(target)}
            return problems.respond(request, problems.of_http(error), headers=headers)
        if problems.wants_page(request):
            target = "/" if request.method not in csrf.SAFE_METHODS else request.url.path
            if target != "/" and request.url.query:
                target += f"?{request.url.query}"
            return Response(None, status_code=303, headers={"location": sign_in_address(target)})
        return problems.respond(request, problems.of_http(error), page=self._page, headers=error.headers)


class WriteKeyRoute(HTTPRouteHandler):
    """A route whose handler checks a write key: the guard has nothing to ask, so it is not called.

    Calling it copies the handler, which costs as much as taking in an event. On a route that
    declares anything but `write_key()` the guard is called as anywhere.
    """

    async def authorize_connection(self, connection: Connection) -> None:
        """Ask the guard, unless the route declares a write key."""
        if self.opt.get("access") != WRITE_KEY:
            await super().authorize_connection(connection)


def principal_of(request: Connection) -> Principal:
    """Who is asking. Raises SignInNeeded on a route that anybody may use, where nobody was identified."""
    principal = request.scope.get("user")
    if not isinstance(principal, Principal):
        raise SignInNeeded("You are not signed in.", headers={"www-authenticate": "Bearer"})
    return principal


def csrf_token_of(connection: Connection) -> str:
    """The token for `<meta name="csrf-token">` and hidden form fields of a page; empty without a session."""
    session = cookies.session_token(connection)
    return csrf.csrf_token(session) if session else ""


def sign_in_address(target: str) -> str:
    """The sign-in page that leads back to `target` afterwards."""
    target = safe_next(target)
    return SIGN_IN if target == "/" else f"{SIGN_IN}?next={quote(target, safe='/')}"


def safe_next(target: str) -> str:
    """`target` if it is an address within this site, else "/": a link must not lead people elsewhere."""
    if not target.startswith("/") or target.startswith("//") or "\\" in target:
        return "/"
    if any(ord(letter) <= 32 or ord(letter) == 127 for letter in target):
        return "/"
    parts = urlsplit(target)
    return "/" if parts.scheme or parts.netloc or parts.path.startswith("//") else target


def routes_without_access(app: Litestar) -> list[str]:
    """Every route (as "GET /path") that does not say who may use it."""
    return [name for route in app.routes for name in _undeclared(route)]


def _undeclared(route: BaseRoute) -> Iterable[str]:
    for methods, handler in _handlers(route):
        access = handler.opt.get("access")
        if (
            access not in (ANYONE, WRITE_KEY)
            and not isinstance(access, frozenset)
            and not _is_automatic(handler)
        ):
            yield f"{methods} {route.path}"


def _handlers(route: BaseRoute) -> Iterable[tuple[str, BaseRouteHandler]]:
    if isinstance(route, HTTPRoute):
        return [("/".join(sorted(handler.http_methods)), handler) for handler in route.route_handlers]
    if isinstance(route, WebSocketRoute):
        return [("WebSocket", route.route_handler)]
    return [("ASGI", route.route_handler)] if isinstance(route, ASGIRoute) else []


def _is_automatic(handler: BaseRouteHandler) -> bool:
    """Whether Litestar made this handler to answer OPTIONS, which tells nothing but the methods."""
    return getattr(handler.fn, "__qualname__", "").startswith("HTTPRoute.create_options_handler")


def _safe(connection: Connection) -> bool:
    return connection.scope["type"] == ScopeType.HTTP and connection.scope["method"] in csrf.SAFE_METHODS


def _refusal(connection: Connection, error: NotAuthorizedException | PermissionDeniedException) -> Exception:
    """The error in the form that the kind of connection understands: a WebSocket closes (4401, 4403)."""
    if connection.scope["type"] == ScopeType.WEBSOCKET:
        return WebSocketException(detail=error.detail, code=4000 + error.status_code)
    return error
