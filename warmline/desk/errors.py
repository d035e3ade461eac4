"""Error pages in the look of the desk."""

from typing import Any

from litestar import Request, Response

from warmline.desk.desk import Desk
from warmline.desk.screen import Screen
from warmline.web.problems import Page, ProblemDetails


def error_page(desk: Desk) -> Page:
    """For `problems.exception_handlers(page=…)` and `AccessControl(page=…)`."""

    def page(request: Request[Any, Any, Any], problem: ProblemDetails) -> Response[Any]:
        return Screen(request, desk).page("error.html", status=problem.status, problem=problem)

    return page
