"""Errors as people and programs can use them: problem details (RFC 9457), or a small page for browsers."""

import logging
import re
import secrets
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import MediaType, Request, Response
from litestar.exceptions import ClientException, HTTPException, ValidationException

LOG = logging.getLogger(__name__)

_UNREADABLE = re.compile(r"JSON is malformed: [a-z ]+utf-16 surrogate pair|Input data was truncated")
_HALF = "The JSON ends too early, or a \\u escape in it is half a character (a lone surrogate)"
OURS = "The mistake is ours, and it was written down under number {number}."
TELL = "Try again; if it happens again, tell your administrator the number."
PROBLEM_JSON = "application/problem+json"


class FieldProblem(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One thing wrong in what was sent: where ("body", "query", "path" …), which field, and what."""

    field: str
    what: str
    where: str = "body"


class ProblemDetails(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What went wrong, for whom it concerns, with what to do about it."""

    type: str
    title: str
    status: int
    detail: str = ""
    remedy: str = ""
    reference: str = ""
    errors: tuple[FieldProblem, ...] = ()


Page = Callable[[Request[Any, Any, Any], ProblemDetails], Response[Any]]
Wording = Callable[[Request[Any, Any, Any], Any], str]
"""Says for whoever asks what an error says; for programs, and where nobody knows their language, in English."""
Handler = Callable[[Request[Any, Any, Any], Any], Response[Any]]


def exception_handlers(
    statuses: Mapping[type[Exception], int],
    *,
    page: Page | None = None,
    wording: Wording = lambda _, said: str(said),
    reference: Callable[[], str] = lambda: secrets.token_hex(4),
) -> dict[int | type[Exception], Handler]:
    """Handlers for `Litestar(exception_handlers=…)`.

    `statuses` says which HTTP status each room's errors have; their text is the detail, and an attribute
    `remedy` says what to do. An attribute `retry_after` (seconds) becomes the header. `page` renders errors
    for browsers; without it they get a plain one. `wording` says in the language of whoever asks what an
    attribute `said`, a detail or a remedy says. Errors not named anywhere are ours: the client gets 500
    and a reference number, the log gets the same number and the stack trace.
    """

    def named(status: int) -> Handler:
        def answer_named(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
            problem = _spoken(of_error(error, status), error, partial(wording, request))
            return respond(request, problem, page=page, headers=retry_after(error))

        return answer_named

    def http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Any]:
        if error.status_code >= 500 and error.status_code != HTTPStatus.SERVICE_UNAVAILABLE:
            return unexpected(request, error)
        problem = _spoken(of_http(error), error, partial(wording, request))
        return respond(request, problem, page=page, headers=error.headers)

    def unexpected(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
        if _too_deep(error):
            return respond(request, of_http(ClientException("The JSON is nested too deeply.")), page=page)
        number = reference()
        route = request.scope.get("path_template", "")  # what stands for a customer in the path stays out
        LOG.error("error %s in %s %s", number, request.method, route, exc_info=error)
        problem = ProblemDetails(
            type=_type("unexpected"),
            title="Something went wrong on our side",
            status=500,
            detail=wording(request, OURS).replace("{number}", number),
            remedy=wording(request, TELL),
            reference=number,
        )
        return respond(request, problem, page=page)

    handlers: dict[int | type[Exception], Handler] = {HTTPException: http, Exception: unexpected}
    return handlers | {error: named(status) for error, status in statuses.items()}


def respond(
    request: Request[Any, Any, Any],
    problem: ProblemDetails,
    *,
    page: Page | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response[Any]:
    """The answer to a browser or a program, whichever asked."""
    if wants_page(request):
        response = (page or plain_page)(request, problem)
        response.headers.update(headers or {})
        return response
    return Response(
        msgspec.json.encode(problem),
        status_code=problem.status,
        media_type=PROBLEM_JSON,
        headers=dict(headers or {}),
    )


def wants_page(request: Request[Any, Any, Any]) -> bool:
    """Whether a person looks at the answer: a browser asks for a page (not a program, not htmx)."""
    if request.headers.get("hx-request") == "true" or request.url.path.startswith(("/api/", "/v1/")):
        return False
    return "text/html" in request.headers.get("accept", "")


def of_error(error: Exception, status: int) -> ProblemDetails:
    """A room's named error as problem details: its class gives the type and the title."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__.removesuffix("Error"))
    return ProblemDetails(
        type=_type(words.lower().replace(" ", "-")),
        title=words.capitalize(),
        status=status,
        detail=str(error),
        remedy=str(getattr(error, "remedy", "")),
    )


def of_http(error: HTTPException) -> ProblemDetails:
    """One of Litestar's errors as problem details; validation errors name each field."""
    errors = _field_problems(error)
    detail = error.detail
    if errors:
        detail = "; ".join(f"{one.field}: {one.what}" if one.field else one.what for one in errors)
    invalid = isinstance(error, ValidationException)
    phrase = "Invalid input" if invalid else HTTPStatus(error.status_code).phrase
    slug = phrase.lower().replace(" ", "-")
    detail = "" if detail == phrase else _UNREADABLE.sub(lambda _: _HALF, detail)
    return ProblemDetails(
        type=_type(slug),
        title=phrase,
        status=error.status_code,
        detail=detail,
        errors=errors,
        remedy=str(getattr(error, "remedy", "")),
    )


def plain_page(request: Request[Any, Any, Any], problem: ProblemDetails) -> Response[Any]:
    """An error page without any template, for when there is no other."""
    parts = (escape(problem.title), escape(problem.detail), escape(problem.remedy))
    body = (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{parts[0]}</title>'
        f'<h1>{parts[0]}</h1><p>{parts[1]}</p><p>{parts[2]}</p><p><a href="/">Warmline</a></p></html>'
    )
    return Response(body, status_code=problem.status, media_type=MediaType.HTML)


def retry_after(error: Exception) -> dict[str, str]:
    """The header that says after how many seconds to try again, where an error knows."""
    seconds = getattr(error, "retry_after", None)
    return {} if seconds is None else {"retry-after": str(max(1, int(-(-float(seconds) // 1))))}


def _field_problems(error: HTTPException) -> tuple[FieldProblem, ...]:
    if not isinstance(error, ValidationException) or not isinstance(error.extra, list):
        return ()
    found = [one for one in error.extra if isinstance(one, dict)]
    return tuple(
        FieldProblem(
            field=str(one.get("key", "")),
            what=str(one.get("message", "")),
            where=str(getattr(source := one.get("source", "body"), "value", source)),
        )
        for one in found
    )


def _spoken(problem: ProblemDetails, error: Exception, wording: Callable[[Any], str]) -> ProblemDetails:
    """A problem in the language of whoever asks, as far as the error says what can be said in others."""
    detail = wording(getattr(error, "said", problem.detail)) if problem.detail else ""
    remedy = getattr(error, "remedy", "")
    return msgspec.structs.replace(problem, detail=detail, remedy=wording(remedy) if remedy else "")


def _too_deep(error: Exception) -> bool:
    """Whether the decoder of JSON gave up: what was sent is wrong, not what we do with it."""
    if not isinstance(error, RecursionError):
        return False
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and frames[-1].name in ("decode_json", "decode_msgpack")


def _type(slug: str) -> str:
    return f"urn:warmline:problem:{slug}"
