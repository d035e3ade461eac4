"""One request to a system and its whole answer, within a time and a size."""

import asyncio
import ssl
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

import httpx
import msgspec

from warmline.business.hosts import elsewhere, may_call
from warmline.connectors.model import Connector
from warmline.connectors.outcomes import Reply
from warmline.connectors.signing import SIGNATURE, signature

KEY = "Idempotency-Key"
LARGEST = 256 * 1024
"""Bytes of an answer."""
AT_ONCE = 64
"""Requests to one system at a time; others wait for their turn, within their own time."""
KEPT_ALIVE = 30.0


class NotSent(Exception):
    """The request never left: nothing can have come of it. The message is a code."""


class NoAnswer(Exception):
    """The request may have arrived, and no answer came that can be read. The message is a code."""


class Exchange:
    """Speaks with systems. `hosts` gives those that may be called now; `seconds` is the time since 1970.

    `addresses` are those by which some of them are reached from here, whatever the business has written.
    """

    def __init__(
        self,
        hosts: Callable[[], tuple[str, ...]],
        environment: Mapping[str, str],
        seconds: Callable[[], float],
        addresses: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._addresses = addresses
        self._hosts = hosts
        self._environment = environment
        self._seconds = seconds
        self._clients: dict[str, httpx.AsyncClient] = {}

    async def send(
        self, connector: Connector, method: str, target: str, body: Any, key: str, within: float
    ) -> Reply:
        """Send one request; its answer `within` so many seconds, whatever its status. Raises NotSent, NoAnswer."""
        url = connector.url + target
        if not may_call(url, self._hosts()):
            raise NotSent("host_not_listed")
        url = elsewhere(url, self._addresses)
        secret = self._environment.get(connector.secret, "") if connector.secret else ""
        if connector.secret and not secret:
            raise NotSent("no_secret")
        left: list[bool] = []

        async def trace(event: str, info: Mapping[str, Any]) -> None:
            if event.endswith("send_request_headers.started"):
                left.append(True)

        try:
            request = self._request(connector, method, url, body, key, secret)
            request.extensions["trace"] = trace
            async with asyncio.timeout(within):
                return await self._answer(self._client(connector), request)
        except TimeoutError:
            raise (NoAnswer if left else NotSent)("timeout") from None
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError):
            raise (NoAnswer if left else NotSent)("unreachable") from None

    def _request(
        self, connector: Connector, method: str, url: str, body: Any, key: str, secret: str
    ) -> httpx.Request:
        content = b"" if body is None else msgspec.json.encode(body)
        headers = {"accept": "application/json", "accept-encoding": "identity"}
        if body is not None:
            headers["content-type"] = "application/json"
        if key:
            headers[KEY] = key
        request = self._client(connector).build_request(method, url, content=content, headers=headers)
        if secret:
            seconds = int(self._seconds())
            request.headers[SIGNATURE] = signature(secret, seconds, method, request.url.raw_path, content)
        return request

    async def _answer(self, client: httpx.AsyncClient, request: httpx.Request) -> Reply:
        answer = await client.send(request, stream=True)
        try:
            if answer.headers.get("content-encoding", "identity") != "identity":
                raise NoAnswer("garbage")  # not asked for, and a few bytes may unpack to many
            received = bytearray()
            async for part in answer.aiter_raw():
                received += part
                if len(received) > LARGEST:
                    raise NoAnswer("too_large")
        finally:
            await answer.aclose()
        try:
            return Reply(answer.status_code, msgspec.json.decode(bytes(received)))
        except (msgspec.DecodeError, ValueError, RecursionError):
            if 200 <= answer.status_code < 300:
                raise NoAnswer("garbage") from None
            return Reply(answer.status_code, None)

    def _client(self, connector: Connector) -> httpx.AsyncClient:
        """The client of a system: its connections are kept, so that a look-up does not begin with a handshake."""
        known = self._clients.get(connector.url)
        if known is None:
            known = self._clients[connector.url] = httpx.AsyncClient(
                timeout=None,  # noqa: S113 - the whole exchange has a time limit
                follow_redirects=False,
                trust_env=False,
                verify=_certificates(),
                limits=httpx.Limits(max_connections=AT_ONCE, keepalive_expiry=KEPT_ALIVE),
            )
        return known

    async def close(self) -> None:
        """Let go of all connections."""
        clients, self._clients = self._clients, {}
        for client in clients.values():
            await client.aclose()


@cache
def _certificates() -> ssl.SSLContext:
    """Whom we trust, read once: it takes 30 ms."""
    return httpx.create_ssl_context(trust_env=False)
