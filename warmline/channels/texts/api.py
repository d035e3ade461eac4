"""The HTTP route that a gateway brings text messages by."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, post
from litestar.di import NamedDependency
from litestar.params import FromPath, SkipValidation

from warmline.channels.texts import errors
from warmline.channels.texts.model import Receipt
from warmline.channels.texts.service import TextMessages
from warmline.web.access import anyone

STATUSES: Mapping[type[Exception], int] = {
    errors.UnknownTexts: 404,
    errors.NoSecret: 503,
    errors.NotAdmitted: 401,
    errors.WrongMessage: 400,
}
MOST_SENT = 64 * 1024
"""Bytes of a message."""


@post(
    "/texts/{name:str}",
    summary="Bring a text message",
    tags=["Text messages"],
    status_code=200,
    request_max_body_size=MOST_SENT,
    **anyone(),
)
async def receive(
    request: Request[Any, Any, Any],
    text_messages: NamedDependency[SkipValidation[TextMessages]],
    name: FromPath[str],
) -> Receipt:
    """Take what a customer wrote, once for each id: in the contact with this number that goes on, or in a new one.

    The answer comes when it is durable; what the customer is told is sent by the operation that channels.yaml names.
    """
    body = await request.body()
    query = request.scope["query_string"]
    raw: bytes = request.scope["raw_path"]
    target = raw + (b"?" + query if query else b"")
    return await text_messages.receive(name, request.headers, request.method, target, body)


ROUTES = [receive]
