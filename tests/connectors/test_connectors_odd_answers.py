"""Systems that answer as nobody should: without end, elsewhere, packed, deep, in pieces, or not at all."""

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from warmline.connectors.client import Connectors
from warmline.connectors.exchange import LARGEST, Exchange
from warmline.connectors.model import Operation
from warmline.connectors.outcomes import Outcome

from .declared import operation

GOOD = b'{"payment": "p-1", "left": {"amount": 0, "currency": "PHP"}}'
Writer = asyncio.StreamWriter


def _answer(body: bytes, head: bytes = b"", status: bytes = b"200 OK") -> bytes:
    return b"HTTP/1.1 %s\r\n%scontent-length: %d\r\n\r\n%s" % (status, head, len(body), body)


async def _endless(writer: Writer) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
    for _ in range(10_000):
        writer.write(b"1000\r\n" + b" " * 0x1000 + b"\r\n")
        await writer.drain()


async def _drip(writer: Writer) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 60\r\n\r\n")
    for byte in GOOD:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.1)


def _plain(whole: bytes) -> Callable[[Writer], Awaitable[None]]:
    async def write(writer: Writer) -> None:
        writer.write(whole)
        await writer.drain()

    return write


ODD = {
    "endless": _endless,
    "too large": _plain(_answer(b'"' + b"x" * LARGEST + b'"')),
    "a byte at a time": _drip,
    "elsewhere": _plain(
        _answer(b"", b"location: http://127.0.0.1:9000/other\r\n", b"307 Temporary Redirect")
    ),
    "packed": _plain(_answer(gzip.compress(GOOD), b"content-encoding: gzip\r\n")),
    "deep": _plain(_answer(b"[" * 50_000 + b"]" * 50_000)),
    "no json": _plain(_answer(b"<html>")),
    "no utf-8": _plain(_answer(b'{"payment": "\xff\xfe"}')),
    "cut off": _plain(_answer(GOOD)[:-10]),
    "no http": _plain(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "nothing": _plain(b""),
    "many headers": _plain(b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 200_000 + b"\r\n"),
}


def _call(
    write: Callable[[Writer], Awaitable[None]], written: str = ""
) -> tuple[Outcome, Outcome, list[bytes]]:
    """What is told of a payment and of a look-up that are answered so; the first lines of all requests.

    `written` is the address that the business has written, where it is called at another one.
    """
    asked: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: Writer) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            asked.append(head.split(b"\r\n")[0])
            await write(writer)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def go() -> tuple[Outcome, Outcome]:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        host = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        exchange = Exchange(lambda: (written or host,), {"BILLING_SECRET": "s"}, lambda: 1.0, {written: host})
        client = Connectors(exchange)
        pay, invoice = (
            _at(f"http://{written or host}", operation(f"billing.{name}")) for name in ("pay", "invoice")
        )
        try:
            found = await client.look_up(invoice, {"account": "1"})
            return await client.do(pay, {"account": "1", "amount": 1.0, "token": "t"}, "k1"), found
        finally:
            await client.close()
            server.close()

    paid, found = asyncio.run(go())
    return paid, found, asked


def _at(url: str, one: Operation) -> Operation:
    """The operation at another address, with less time."""
    return replace(one, timeout=0.3, connector=replace(one.connector, url=url, patience=0.3))


@pytest.mark.parametrize("name", ODD)
def test_an_odd_answer_is_neither_believed_nor_waited_for(name: str) -> None:
    paid, found, asked = _call(ODD[name])
    assert paid.outcome == "unknown", paid
    assert found.outcome == "failed", found
    assert sum(line.startswith(b"POST") for line in asked) == 1
    assert not any(b"/other" in line for line in asked), "it follows nobody elsewhere"


def test_a_system_is_called_where_the_settings_lead_it() -> None:
    paid, _, asked = _call(_plain(_answer(GOOD)), written="127.0.0.1:9")
    assert paid.outcome == "ok"
    assert asked
