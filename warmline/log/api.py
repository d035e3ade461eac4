"""HTTP routes that events come in by: the Segment tracking API, and CloudEvents."""

import base64
import binascii
import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

import msgspec
from litestar import Request, Response, route
from litestar.enums import HttpMethod
from litestar.handlers import HTTPRouteHandler
from litestar.types import ASGIApp

from warmline.log import api_description as described
from warmline.log import cloudevents, held, segment
from warmline.log.body import Receive, read
from warmline.log.model import Decoded, Receipt, Rejected, Source
from warmline.log.wire import Disconnected, RequestError, TooLarge, UnsupportedMedia
from warmline.web.access import anyone, write_key
from warmline.web.answer import Answer
from warmline.web.guard import WriteKeyRoute
from warmline.web.problems import PROBLEM_JSON, ProblemDetails

PATHS = {
    "identify": ["/v1/identify", "/v1/i"],
    "track": ["/v1/track", "/v1/t"],
    "page": ["/v1/page", "/v1/p"],
    "screen": ["/v1/screen", "/v1/s"],
    "group": ["/v1/group", "/v1/g"],
    "alias": ["/v1/alias", "/v1/a"],
    "batch": ["/v1/batch", "/v1/b", "/v1/import"],
}
"""The documented path of each kind, and those that clients use: analytics.js the letters, others import."""

LISTED = 50
"""How many rejected events an answer names; all of them are kept."""

_JSON = "application/json"
_CORS = {"access-control-allow-origin": "*", "access-control-expose-headers": "retry-after"}
_SUCCESS = Answer(200, b'{"success":true}', _JSON, _CORS)
_PREFLIGHT = {
    "access-control-allow-origin": "*",
    "access-control-allow-methods": "POST, OPTIONS",
    "access-control-allow-headers": "authorization, content-type, content-encoding, x-retry-count",
    "access-control-max-age": "86400",
}
_CHALLENGE = {"www-authenticate": 'Basic realm="write key"'}
_NO_KEY = (
    "There is no active source with this write key. Send it as the user name of Basic "
    "authentication with an empty password, or as a Bearer token."
)


UNKNOWN_KEY, FORMER_KEY, RATE_LIMITED, DISCONNECTED = (
    "unknown_key",
    "former_key",
    "rate_limited",
    "disconnected",
)
"""Why nothing of a request was taken in, as it is counted."""


class Intake(Protocol):
    """What takes the events in."""

    def source_for(self, write_key: str) -> Source | None:
        """The source with this write key, from memory."""
        ...

    def wait(self, source: Source, events: int) -> float:
        """Seconds until the source may send so many events; 0.0 when it may now, and they are counted."""
        ...

    async def accept(self, source: Source, decoded: Decoded) -> Receipt:
        """Take in events, keep what was rejected; returns after the durable commit."""
        ...

    async def refuse(self, source: Source, rejected: Rejected) -> None:
        """Keep the body of a request that is refused as a whole."""
        ...

    def former_source_for(self, write_key: str) -> Source | None:
        """The source whose write key this was until it was replaced, or which is shut off."""
        ...

    async def hold(self, source: Source, rejected: Rejected) -> None:
        """Keep a body that came under a key of before, or in part, as far as the source has room for it."""
        ...

    def count_refused(self, why: str, source: str) -> None:
        """Count a request of which nothing was taken in; `source` is empty where nobody knows whose it is."""
        ...


AnyRequest = Request[Any, Any, Any]


class _Limited(Exception):
    def __init__(self, seconds: float) -> None:
        self.headers = {"retry-after": str(max(1, math.ceil(seconds)))}
        self.reason = (
            f"The source sends more than its rate limit. Try again in {self.headers['retry-after']} s."
        )


def ingest_routes(intake: Intake, clock: Callable[[], int]) -> list[HTTPRouteHandler]:
    """The handlers; `clock` gives microseconds since 1970."""
    every = [path for paths in PATHS.values() for path in paths]
    # The preflight stands first: a path without one gets an OPTIONS handler of its own from Litestar.
    return [
        _preflight(every),
        *(_tracking(kind, intake, clock) for kind in PATHS),
        _cloud_events(intake, clock),
    ]


def _tracking(kind: str, intake: Intake, clock: Callable[[], int]) -> HTTPRouteHandler:
    @WriteKeyRoute(
        PATHS[kind],
        http_method=HttpMethod.POST,
        name=f"segment-{kind}",
        status_code=200,
        summary=described.SUMMARY[kind],
        description=described.SEGMENT,
        operation_id=lambda handler, method, path: (
            "Segment" + "".join(map(str, path)).title().replace("/", "")
        ),
        operation_class=described.tracking(kind),
        responses=described.SEGMENT_ANSWERS,
        tags=["Ingest"],
        **write_key(),
    )
    async def track(request: AnyRequest) -> ASGIApp:
        return await _take_tracking(kind, request, intake, clock)

    return track


async def _take_tracking(kind: str, request: AnyRequest, intake: Intake, clock: Callable[[], int]) -> Answer:
    problem, body = None, b""
    authorization, encoding = _two_headers(request)
    try:
        body = await read(_receive(request), encoding, segment.MAX_REQUEST)
    except RequestError as error:
        problem = error
    keys = _header_keys(authorization)
    source = _active(intake, keys)
    if source is None and problem is None:
        keys.append(segment.write_key_in(body))
        source = _active(intake, keys)
    if source is None:
        if (former := _former(intake, keys)) is not None:
            await _hold(
                intake, former, body or getattr(problem, "raw", b""), held.FORMER_KEY, f"segment:{kind}"
            )
        return _said(401, "unknown_write_key", _NO_KEY, _CHALLENGE)
    try:
        if problem is not None:
            raise problem
        decoded = segment.decode(kind, body, source, clock())
        _limit(intake, source, len(decoded.events) + len(decoded.rejected))
        receipt = await intake.accept(source, decoded)
    except _Limited as limited:
        return _said(429, "rate_limited", limited.reason, limited.headers)
    except Disconnected as error:
        intake.count_refused(DISCONNECTED, source.name)
        await _hold(intake, source, error.raw, error.reason, f"segment:{kind}")
        return _said(400, "disconnected", error.reason)
    except RequestError as error:
        try:
            await _refuse(intake, source, error, body, f"segment:{kind}")
        except _Limited as limited:
            return _said(429, "rate_limited", limited.reason, limited.headers)
        return _said(400, "too_large" if isinstance(error, TooLarge) else "bad_request", error.reason)
    rejected = [*decoded.rejected, *receipt.problems]
    if not rejected:
        return _SUCCESS
    answer = {"success": True, "rejected": _listed(rejected)}
    return Answer(200, msgspec.json.encode(answer), _JSON, _CORS)


def _preflight(paths: list[str]) -> HTTPRouteHandler:
    @route(paths, http_method=[HttpMethod.OPTIONS], status_code=204, include_in_schema=False, **anyone())
    async def preflight() -> Response[None]:
        return Response(None, status_code=204, headers=_PREFLIGHT)

    return preflight


def _cloud_events(intake: Intake, clock: Callable[[], int]) -> HTTPRouteHandler:
    @WriteKeyRoute(
        "/events",
        http_method=HttpMethod.POST,
        name="cloudevents",
        status_code=200,
        summary="Send CloudEvents",
        description=described.CLOUDEVENTS,
        operation_id="CloudEvents",
        operation_class=described.CloudEventsOperation,
        responses=described.CLOUDEVENTS_ANSWERS,
        tags=["Ingest"],
        **write_key(),
    )
    async def events(request: AnyRequest) -> ASGIApp:
        return await _take_cloud_events(request, intake, clock)

    return events


async def _take_cloud_events(request: AnyRequest, intake: Intake, clock: Callable[[], int]) -> Answer:
    headers, body = request.headers, b""
    keys = _header_keys(headers.get("authorization", ""))
    source = _active(intake, keys)
    if source is None:
        if (former := _former(intake, keys)) is not None:
            await _hold_cloud_events(request, intake, former)
        return _problem(401, "unknown-write-key", "Unknown write key", _NO_KEY, _CHALLENGE)
    batch = headers.get("content-type", "").lower().startswith(cloudevents.BATCH)
    try:
        body = await read(_receive(request), headers.get("content-encoding", ""), cloudevents.MAX_REQUEST)
        decoded = cloudevents.decode(_joined(headers), body, source, clock())
        _limit(intake, source, len(decoded.events) + len(decoded.rejected))
        if decoded.rejected and not batch:
            await intake.refuse(source, decoded.rejected[0])
            return _problem(400, "invalid-event", "The event cannot be taken", decoded.rejected[0].reason)
        receipt = await intake.accept(source, decoded)
    except _Limited as limited:
        return _problem(429, "rate-limited", "Too many events", limited.reason, limited.headers)
    except Disconnected as error:
        intake.count_refused(DISCONNECTED, source.name)
        raw, form = cloudevents.as_kept(_joined(headers), error.raw)
        await _hold(intake, source, raw if error.raw else b"", error.reason, form)
        return _problem(400, "disconnected", "The body is not complete", error.reason)
    except RequestError as error:
        try:
            await _refuse(intake, source, error, body, "cloudevent:batch" if batch else "cloudevent")
        except _Limited as limited:
            return _problem(429, "rate-limited", "Too many events", limited.reason, limited.headers)
        return _problem(*_status(error), error.reason)
    if receipt.problems and not batch:
        return _problem(400, "invalid-event", "The event cannot be taken", receipt.problems[0].reason)
    answer = {
        "accepted": receipt.accepted,
        "duplicates": receipt.duplicates,
        "rejected": receipt.rejected,
        "problems": _listed([*decoded.rejected, *receipt.problems]),
    }
    return Answer(200, msgspec.json.encode(answer), _JSON)


async def _hold_cloud_events(request: AnyRequest, intake: Intake, source: Source) -> None:
    headers = request.headers
    try:
        body = await read(_receive(request), headers.get("content-encoding", ""), cloudevents.MAX_REQUEST)
    except RequestError as error:
        body = error.raw
    raw, form = cloudevents.as_kept(_joined(headers), body)
    await _hold(intake, source, raw, held.FORMER_KEY, form)


async def _hold(intake: Intake, source: Source, raw: bytes, reason: str, form: str) -> None:
    if raw:
        await intake.hold(source, Rejected(raw=raw, reason=reason, where="body", form=form))


def _receive(request: AnyRequest) -> Receive:
    async def receive() -> Mapping[str, object]:
        return dict(await request.receive())

    return receive


def _joined(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers by lower-case name; of a repeated one the first counts."""
    joined: dict[str, str] = {}
    for name, value in headers.items():
        joined.setdefault(name.lower(), value)
    return joined


def _two_headers(request: AnyRequest) -> tuple[str, str]:
    """`Authorization` and `Content-Encoding` as they came: all that a tracking request is asked for."""
    authorization = encoding = b""
    for name, value in request.scope["headers"]:
        if name == b"authorization":
            authorization = authorization or value
        elif name == b"content-encoding":
            encoding = encoding or value
    return authorization.decode("latin-1"), encoding.decode("latin-1")


def _header_keys(authorization: str) -> list[str]:
    scheme, _, value = authorization.strip().partition(" ")
    if scheme.lower() == "bearer":
        return [value.strip()]
    if scheme.lower() == "basic":
        try:
            return [base64.b64decode(value.strip(), validate=True).decode().partition(":")[0]]
        except (binascii.Error, ValueError):
            return []
    return []


def _active(intake: Intake, keys: Iterable[str]) -> Source | None:
    for key in keys:
        if key and (source := intake.source_for(key)) and source.active:
            return source
    return None


def _former(intake: Intake, keys: Iterable[str]) -> Source | None:
    """Whose key it was that opens nothing now; the refusal is counted."""
    source = next((found for key in keys if key and (found := intake.former_source_for(key))), None)
    intake.count_refused(FORMER_KEY if source else UNKNOWN_KEY, source.name if source else "")
    return source


def _limit(intake: Intake, source: Source, events: int) -> None:
    if events and (seconds := intake.wait(source, events)) > 0:
        intake.count_refused(RATE_LIMITED, source.name)
        raise _Limited(seconds)


async def _refuse(intake: Intake, source: Source, error: RequestError, body: bytes, form: str) -> None:
    _limit(intake, source, 1)
    await intake.refuse(source, Rejected(raw=error.raw or body, reason=error.reason, where="body", form=form))


def _listed(rejected: list[Rejected]) -> list[dict[str, str]]:
    return [{"where": each.where, "reason": each.reason} for each in rejected[:LISTED]]


def _said(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> Answer:
    """A refusal as clients of Segment read it."""
    body = msgspec.json.encode({"success": False, "code": code, "message": message})
    return Answer(status, body, _JSON, {**_CORS, **(headers or {})})


def _status(error: RequestError) -> tuple[int, str, str]:
    if isinstance(error, TooLarge):
        return 413, "too-large", "The request is too large"
    if isinstance(error, UnsupportedMedia):
        return 415, "unsupported-media", "This content is not spoken here"
    return 400, "not-json", "The body cannot be read"


def _problem(
    status: int, slug: str, title: str, detail: str, headers: Mapping[str, str] | None = None
) -> Answer:
    problem = ProblemDetails(type=f"urn:warmline:problem:{slug}", title=title, status=status, detail=detail)
    return Answer(status, msgspec.json.encode(problem), PROBLEM_JSON, headers or {})
