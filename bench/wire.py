"""A small HTTP/1.1 client for load: keep-alive connections over one event loop, next to no cost a request."""

import asyncio
import time
from base64 import b64encode
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from typing import cast

SUCCESS = b'{"success":true}'
Answered = Callable[[int, bytes], None]
"""Gets the status and the body of an answer; status 0 when the connection broke."""


def basic(key: str) -> str:
    """How a source shows its write key."""
    return "Basic " + b64encode(f"{key}:".encode()).decode()


def request(path: str, authorization: str, body: bytes) -> bytes:
    """One request as it goes over the wire."""
    head = f"POST {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: {authorization}\r\n"
    return f"{head}content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body


def sent_now() -> bytes:
    """`"sentAt": now`, as clients write it the moment they send."""
    return b'"sentAt":"' + datetime.now(UTC).isoformat(timespec="milliseconds").encode() + b'"'


class Connection(asyncio.Protocol):
    """One connection with one request under way at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._buffer = b""
        self._answered: Answered | None = None
        self.is_broken = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one in all but its bases

    def send(self, data: bytes, answered: Answered) -> None:
        """Send a request; `answered` is called with its answer."""
        assert self._transport is not None
        if self.is_broken:
            answered(0, b"")
            return
        self._answered = answered
        self._transport.write(data)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self._buffer[:end].lower()
        at = head.find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(self._buffer) < end + 4 + length:
            return
        body = self._buffer[end + 4 : end + 4 + length]
        self._buffer = self._buffer[end + 4 + length :]
        self._answer(int(head[9:12]), body)

    def connection_lost(self, error: Exception | None) -> None:
        self.is_broken = True
        self._answer(0, b"")

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.abort()

    def _answer(self, status: int, body: bytes) -> None:
        answered, self._answered = self._answered, None
        if answered is not None:
            answered(status, body)


async def connect(port: int, count: int) -> list[Connection]:
    """So many connections to a server on this machine."""
    loop = asyncio.get_running_loop()
    return [(await loop.create_connection(Connection, "127.0.0.1", port))[1] for _ in range(count)]


async def closed_loop(
    connections: list[Connection],
    next_request: Callable[[], Awaitable[tuple[bytes, Answered] | None]],
) -> None:
    """Each connection sends the next request as soon as its last is answered, until there is none or it breaks."""

    async def go_on(connection: Connection) -> None:
        loop = asyncio.get_running_loop()
        while not connection.is_broken and (following := await next_request()) is not None:
            data, answered = following
            done: asyncio.Future[None] = loop.create_future()

            connection.send(data, partial(_finish, answered, done))
            await done

    await asyncio.gather(*(go_on(connection) for connection in connections))


def _finish(answered: Answered, done: "asyncio.Future[None]", status: int, body: bytes) -> None:
    answered(status, body)
    if not done.done():
        done.set_result(None)


async def open_loop(
    connections: list[Connection],
    requests: list[Callable[[], bytes]],
    rate: float,
    answered: Callable[[int, int, bytes, float], None],
) -> float:
    """Send `requests` at a constant rate whatever the answers do; the seconds that took.

    `answered` gets the number of the request, the status and body of the answer, and the seconds from when it
    *should* have been sent, so that a server that stalls is charged for everybody who had to wait. A request
    for which no connection is free waits for one, its time running.
    """
    loop = asyncio.get_running_loop()
    free = deque(connections)
    late: deque[int] = deque()
    left = len(requests)
    over: asyncio.Future[None] = loop.create_future()
    began = time.perf_counter() + 0.05

    def send(number: int, connection: Connection) -> None:
        def finish(status: int, body: bytes) -> None:
            nonlocal left
            answered(number, status, body, time.perf_counter() - began - number / rate)
            left -= 1
            if not left and not over.done():
                over.set_result(None)
            if late and not connection.is_broken:
                send(late.popleft(), connection)
            else:
                free.append(connection)

        connection.send(requests[number](), finish)

    number = 0
    while number < len(requests):
        due = min(len(requests), int((time.perf_counter() - began) * rate) + 1)
        while number < due:
            if free:
                send(number, free.popleft())
            else:
                late.append(number)
            number += 1
        wait = began + number / rate - time.perf_counter()
        await asyncio.sleep(max(wait, 0))
    if left:
        await asyncio.wait_for(over, 120)
    return time.perf_counter() - began
