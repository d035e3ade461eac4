"""Errors as the desk tells them: in its look, in the language of its reader."""

from typing import Any

from litestar import Request, Response

from warmline.desk.desk import Desk
from warmline.desk.screen import Screen, language_of
from warmline.language.messages import marked
from warmline.web.principal import Principal
from warmline.web.problems import OURS, TELL, Page, ProblemDetails, Wording

TITLES = marked(
    {
        400: "That cannot be done like this",
        401: "Sign in first",
        403: "Not for you",
        404: "Not found",
        405: "That cannot be done here",
        409: "That cannot be done now",
        413: "Too much at once",
        429: "Too fast",
        500: "Something went wrong on our side",
        503: "Not ready",
    }
)
"""By the status of an answer; what exactly was wrong stands below."""
SAID = marked((OURS, TELL))
"""What is said of any error."""
_FOR_PROGRAMS = ("/api/", "/v1/")


def error_page(desk: Desk) -> Page:
    """For `problems.exception_handlers(page=…)` and `AccessControl(page=…)`."""

    def page(request: Request[Any, Any, Any], problem: ProblemDetails) -> Response[Any]:
        screen = Screen(request, desk)
        title = screen.language.text(TITLES.get(problem.status, problem.title))
        return screen.page("error.html", status=problem.status, problem=problem, title=title)

    return page


def in_their_language(desk: Desk) -> Wording:
    """For `problems.exception_handlers(wording=…)`: pages speak the language of their reader, the API English."""

    def wording(request: Request[Any, Any, Any], said: Any) -> str:
        if request.url.path.startswith(_FOR_PROGRAMS):
            return str(said)
        who = request.scope.get("user")
        return language_of(request, desk, who if isinstance(who, Principal) else None).said(said)

    return wording
