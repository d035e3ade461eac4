"""Renders one page for whoever asked: their role's navigation, theme, language, and what it is about."""

from typing import Any

from litestar import MediaType, Request, Response
from litestar.response import Redirect

from warmline.desk.desk import Desk
from warmline.desk.language import Language
from warmline.desk.navigation import entries
from warmline.desk.templates import render
from warmline.web.access import Role
from warmline.web.guard import csrf_token_of
from warmline.web.principal import Principal

AnyRequest = Request[Any, Any, Any]

THEME, LANGUAGE = "warmline_theme", "warmline_language"
"""Cookies: what somebody chose for this browser."""
THEMES = ("auto", "light", "dark")
_YEAR = 365 * 24 * 3600


class Given(dict[str, Any]):
    """Values by name for a template; what is not there is an empty text."""

    def __missing__(self, name: str) -> str:
        return ""


class Screen:
    """One request for a page, with everything that pages have in common."""

    def __init__(self, request: AnyRequest, desk: Desk) -> None:
        self.request = request
        self.desk = desk
        principal = request.scope.get("user")
        self.principal = principal if isinstance(principal, Principal) else None
        self.language = language_of(request, desk, self.principal)

    @property
    def who(self) -> Principal:
        """Who asks, on a page for those who signed in."""
        assert self.principal is not None, "the guard lets nobody else in"
        return self.principal

    def may(self, *roles: Role) -> bool:
        """Whether who asks has one of these roles; an administrator has all."""
        return self.principal is not None and (self.principal.administrator or self.principal.role in roles)

    def page(self, template: str, *, status: int = 200, **values: Any) -> Response[str]:
        """A template of the desk as the answer."""
        return Response(self.render(template, **values), status_code=status, media_type=MediaType.HTML)

    def render(self, template: str, **values: Any) -> str:
        """A template of the desk as text."""
        shared: dict[str, Any] = {
            "say": self.language,
            "principal": self.principal,
            "business": self.desk.business,
            "navigation": entries(self.principal),
            "path": self.request.url.path,
            "csrf": csrf_token_of(self.request) if self.principal else "",
            "theme": theme_of(self.request),
            "may": self.may,
            "notice": "",
            "search": "",
            "now": self.language.now,
        }
        return render(template, **(shared | values))

    async def form(self) -> Given:
        """The fields of a form that was sent, as texts without spaces around them."""
        sent = await self.request.form()
        return Given({name: str(value).strip() for name, value in sent.items()})

    async def chosen(self, name: str) -> list[str]:
        """All values of a field that may be there several times."""
        return [str(value) for value in (await self.request.form()).getall(name, [])]


def go(path: str) -> Redirect:
    """To another page after something was done."""
    return Redirect(path, status_code=303)


def number_in(text: object, otherwise: int = 0) -> int:
    """The place or id that an address or a form names; `otherwise` for what is no such number."""
    return int(text) if isinstance(text, str) and text.isdecimal() and len(text) < 19 else otherwise


def theme_of(request: AnyRequest) -> str:
    """The theme that was chosen in this browser; `auto` follows the system."""
    chosen = request.cookies.get(THEME, "auto")
    return chosen if chosen in THEMES else "auto"


def language_of(connection: Any, desk: Desk, principal: Principal | None) -> Language:
    """The language to speak: chosen in this browser, else the account's, else the first of the business."""
    business = desk.business
    chosen = str(connection.cookies.get(LANGUAGE, ""))
    tag = chosen or (principal.language if principal else "") or "en"
    return Language(tag, business.timezone, desk.clock())


def kept(response: Response[Any], name: str, value: str, *, secure: bool) -> Response[Any]:
    """Have the browser remember a choice for a year."""
    response.set_cookie(name, value, max_age=_YEAR, path="/", httponly=True, samesite="lax", secure=secure)
    return response
