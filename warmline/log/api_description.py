"""What OpenAPI says about the ingest routes, with examples."""

from dataclasses import dataclass
from typing import Any

import msgspec
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.spec import Example, OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIType

from warmline.web.problems import ProblemDetails


class RejectedEvent(msgspec.Struct):
    """An event that was not taken in: its place in what was sent, and why."""

    where: str
    reason: str


class TrackingAnswer(msgspec.Struct, omit_defaults=True):
    """`rejected` is there when events of the request were not taken in."""

    success: bool
    rejected: list[RejectedEvent] = []


class TrackingRefusal(msgspec.Struct):
    """Nothing of the request was taken in."""

    success: bool
    code: str
    message: str


class CloudEventsAnswer(msgspec.Struct):
    """How many events were new, known already, and rejected; and what is wrong with the latter."""

    accepted: int
    duplicates: int
    rejected: int
    problems: list[RejectedEvent]


SUMMARY = {
    "identify": "Say who a customer is (Segment identify)",
    "track": "Say what a customer did (Segment track)",
    "page": "Say which page a customer looked at (Segment page)",
    "screen": "Say which screen of an app a customer looked at (Segment screen)",
    "group": "Say which group a customer belongs to (Segment group)",
    "alias": "Say that two ids are one customer (Segment alias)",
    "batch": "Send many messages at once (Segment batch)",
}
SEGMENT = (
    "The Segment tracking API. The write key is the user name of Basic authentication, a Bearer token, or "
    "`writeKey` in the body. At most 500 KB and 2,500 events a request, 32 KB an event; "
    "`Content-Encoding: gzip` is understood. Answered with 200 after the events are durable, also when "
    "single events were rejected: these are named in the answer, kept, and can be corrected and replayed."
)
CLOUDEVENTS = (
    "CloudEvents 1.0 in binary, structured or batched mode. The write key is the user name of Basic "
    "authentication or a Bearer token. At most 64 KiB an event, 4 MiB and 2,500 events a batch. Answered after "
    "the events are durable. A bad single event is answered 400; of a batch, the good events are taken and the "
    "others are listed under `problems`."
)

_PERSON: dict[str, Any] = {"userId": "4711", "timestamp": "2026-03-01T09:30:00.250Z"}
_EXAMPLES: dict[str, dict[str, Any]] = {
    "identify": {**_PERSON, "traits": {"email": "mai@example.com", "language": "th"}},
    "track": {**_PERSON, "event": "Order Completed", "properties": {"order_id": "A-1", "total": 1299}},
    "page": {**_PERSON, "name": "Plans", "properties": {"url": "https://example.com/plans"}},
    "screen": {**_PERSON, "name": "Bill", "properties": {"month": "2026-02"}},
    "group": {**_PERSON, "groupId": "family-9", "traits": {"plan": "family"}},
    "alias": {"previousId": "b9d1c0c4", "userId": "4711"},
}
_EXAMPLES["batch"] = {
    "sentAt": "2026-03-01T09:30:01Z",
    "batch": [
        {"type": "track", "messageId": "m-1", **_EXAMPLES["track"]},
        {"type": "page", "messageId": "m-2", **_EXAMPLES["page"]},
    ],
}
_CLOUD_EVENT: dict[str, Any] = {
    "specversion": "1.0",
    "id": "INV-2026-02-4711",
    "source": "/billing",
    "type": "invoice.issued",
    "time": "2026-03-01T02:00:00Z",
    "datacontenttype": "application/json",
    "data": {"identifiers": {"account": "4711"}, "amount": 129900, "currency": "THB"},
}


def tracking(kind: str) -> type[Operation]:
    """The description of the body that the route of `kind` takes."""

    @dataclass
    class TrackingOperation(Operation):
        def __post_init__(self) -> None:
            self.request_body = _body({"application/json": _EXAMPLES[kind]})

    return TrackingOperation


@dataclass
class CloudEventsOperation(Operation):
    """The description of the bodies that `/events` takes."""

    def __post_init__(self) -> None:
        self.request_body = _body(
            {
                "application/cloudevents+json": _CLOUD_EVENT,
                "application/cloudevents-batch+json": [_CLOUD_EVENT],
                "application/json": _CLOUD_EVENT["data"],
            }
        )


def _body(examples: dict[str, Any]) -> RequestBody:
    content = {
        media: OpenAPIMediaType(
            schema=Schema(type=OpenAPIType.ARRAY if isinstance(example, list) else OpenAPIType.OBJECT),
            example=example,
        )
        for media, example in examples.items()
    }
    return RequestBody(content=content, required=True)


def _answer(
    container: Any, description: str, example: object, media_type: str = "application/json"
) -> ResponseSpec:
    return ResponseSpec(
        data_container=container,
        description=description,
        generate_examples=False,
        media_type=media_type,
        examples=[Example(value=example)],
    )


def _refusal(description: str, code: str, message: str) -> ResponseSpec:
    return _answer(TrackingRefusal, description, {"success": False, "code": code, "message": message})


def _problem(status: int, slug: str, title: str, detail: str) -> ResponseSpec:
    example = {"type": f"urn:warmline:problem:{slug}", "title": title, "status": status, "detail": detail}
    return _answer(ProblemDetails, title, example, "application/problem+json")


SEGMENT_ANSWERS = {
    200: _answer(TrackingAnswer, "Taken in; rejected events are named", {"success": True}),
    400: _refusal("Not JSON, or too large", "bad_request", "It is not JSON that can be read."),
    401: _refusal("Unknown write key", "unknown_write_key", "There is no active source with this write key."),
    429: _refusal("Above the rate limit; see Retry-After", "rate_limited", "Try again in 2 s."),
}
CLOUDEVENTS_ANSWERS = {
    200: _answer(
        CloudEventsAnswer,
        "Taken in",
        {
            "accepted": 1,
            "duplicates": 0,
            "rejected": 1,
            "problems": [{"where": "[1]", "reason": '"id" is missing.'}],
        },
    ),
    400: _problem(400, "invalid-event", "The event cannot be taken", '"id" is missing.'),
    401: _problem(401, "unknown-write-key", "Unknown write key", "There is no active source with this key."),
    413: _problem(413, "too-large", "The request is too large", "The event has 70,000 bytes."),
    415: _problem(415, "unsupported-media", "This content is not spoken here", "This is no CloudEvent."),
    429: _problem(429, "rate-limited", "Too many events", "Try again in 2 s."),
}
