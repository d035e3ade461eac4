"""Faults on purpose: requests that are slow, lost before or after they are done, refused, answered with garbage."""

import asyncio
from collections import Counter
from random import Random
from typing import Annotated, Literal

import msgspec
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from msgspec import Meta, Struct

Kind = Literal["slow", "lost_before", "lost_after", "error", "unavailable", "garbage"]
KINDS: tuple[Kind, ...] = ("slow", "lost_before", "lost_after", "error", "unavailable", "garbage")
SPARED = ("/healthz", "/faults")
GARBAGE = b'<html><body>Gateway error</body></html>{"ok": tru'
Seconds = Annotated[float, Meta(ge=0, le=600)]
Share = Annotated[float, Meta(ge=0, le=1)]


class Faults(Struct, kw_only=True, forbid_unknown_fields=True):
    """How the back office misbehaves.

    Each request takes `latency` seconds on average; a share of `failure` meets one of `kinds`; `next`
    are the faults of the next requests, before anything else ("" for none). `slow_seconds` is what a
    slow one takes, `hang_seconds` how long a lost one is silent before a 504.
    """

    latency: Seconds = 0.05
    failure: Share = 0.02
    kinds: Annotated[list[Kind], Meta(min_length=1)] = msgspec.field(default_factory=lambda: list(KINDS))
    slow_seconds: Seconds = 3.0
    hang_seconds: Seconds = 30.0
    next: list[Kind | Literal[""]] = []


class Misbehaviour:
    """Decides for each request, by the seed and its number, what happens to it; and lets it happen."""

    def __init__(self, app: ASGIApp, faults: Faults, seed: int) -> None:
        self.faults = faults
        self.under_way: Counter[str] = Counter()
        self.seen = 0
        self._app = app
        self._seed = seed

    def decide(self) -> tuple[float, Kind | Literal[""]]:
        """Seconds that the next request takes, and its fault."""
        self.seen += 1
        random = Random(f"{self._seed}:fault:{self.seen}")  # noqa: S311
        faults = self.faults
        seconds = faults.latency * (0.5 + random.expovariate(2))
        fails, kind = random.random() < faults.failure, random.choice(faults.kinds)
        if faults.next:
            return seconds, faults.next.pop(0)
        return seconds, kind if fails else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != ScopeType.HTTP or scope["path"] in SPARED:
            await self._app(scope, receive, send)
            return
        key = next((value for name, value in scope["headers"] if name == b"idempotency-key"), b"")
        name = key.decode("latin-1").strip().strip('"')
        self.under_way[name] += 1
        try:
            await self._happen(scope, receive, send)
        finally:
            self.under_way[name] -= 1
            if not self.under_way[name]:
                del self.under_way[name]

    async def _happen(self, scope: Scope, receive: Receive, send: Send) -> None:
        seconds, kind = self.decide()
        await asyncio.sleep(seconds + (self.faults.slow_seconds if kind == "slow" else 0))
        if kind in ("", "slow"):
            await self._app(scope, receive, send)
            return
        if kind in ("lost_after", "garbage"):
            await self._app(scope, receive, _nowhere)
        if kind in ("lost_before", "lost_after"):
            await asyncio.sleep(self.faults.hang_seconds)
            await _answer(send, 504, b'{"error": {"code": "timeout", "message": "It took too long."}}')
        elif kind == "garbage":
            await _answer(send, 200, GARBAGE)
        elif kind == "error":
            await _answer(send, 500, b'{"error": {"code": "internal", "message": "Something broke."}}')
        else:
            await _answer(send, 503, b'{"error": {"code": "unavailable", "message": "Try again later."}}')


async def _nowhere(message: Message) -> None:
    """Where an answer goes that nobody gets."""


async def _answer(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if status == 503:
        headers.append((b"retry-after", b"1"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
