"""How long answers take: measured for every route, as `/metrics` shows it."""

import time
from typing import TYPE_CHECKING

from litestar.enums import ScopeType
from prometheus_client import Histogram

if TYPE_CHECKING:
    from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send


class Timing:
    """Middleware that observes the time from a request to the end of its answer.

    Routes are told apart by the path they were declared with, never by the address that was asked for.
    """

    def __init__(self, app: "ASGIApp", times: Histogram) -> None:
        self._app = app
        self._times = times
        self._by_route: dict[tuple[str, str, int], Histogram] = {}

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        asked: HTTPScope = scope
        began = time.perf_counter()
        status = 500

        async def note(message: "Message") -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, note)
        finally:
            observer = self._observer(asked["method"], asked["path_template"], status)
            observer.observe(time.perf_counter() - began)

    def _observer(self, method: str, route: str, status: int) -> Histogram:
        known = self._by_route.get((method, route, status))
        if known is None:
            known = self._times.labels(method, route, str(status))
            self._by_route[method, route, status] = known
        return known
