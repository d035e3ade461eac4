"""An answer that is ready to go out: what a route gives back where thousands a second are answered."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from litestar.types import Receive, Scope, Send


class Answer:
    """Status, body and headers as an ASGI app of its own, made once and sent as often as needed."""

    __slots__ = ("_body", "_headers", "status")

    def __init__(
        self, status: int, body: bytes, media_type: str, headers: Mapping[str, str] | None = None
    ) -> None:
        self.status = status
        self._body = body
        named = {"content-type": media_type, "content-length": str(len(body)), **(headers or {})}
        self._headers = [(name.encode(), value.encode()) for name, value in named.items()]

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        await send({"type": "http.response.start", "status": self.status, "headers": self._headers})
        await send({"type": "http.response.body", "body": self._body, "more_body": False})
