"""A webhook is told and its status is read: what it says beside that may be slow, or have no end."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from warmline.app.webhooks import Webhooks
from warmline.business.load import load_files
from warmline.log.model import Delivery

BUSINESS = """
name: Test
region: PH
timezone: Asia/Manila
currency: PHP
languages: [en]
hosts: {{allow: ["127.0.0.1:{port}"]}}
"""


class Endless(BaseHTTPRequestHandler):
    """/flood answers without an end; /drip says one letter of its status at a time."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        with suppress(OSError):
            if self.path == "/flood":
                self.send_response(200)
                self.end_headers()
            while True:
                self.wfile.write(b"x" * 65_536 if self.path == "/flood" else b"H")
                time.sleep(0.001 if self.path == "/flood" else 0.1)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    web = ThreadingHTTPServer(("127.0.0.1", 0), Endless)
    web.daemon_threads = True
    threading.Thread(target=web.serve_forever, daemon=True).start()
    yield web.server_port
    web.shutdown()
    web.server_close()


def deliver(port: int, path: str, addresses: dict[str, str] | None = None) -> None:
    hook = f"webhooks: {{hook: {{url: 'http://127.0.0.1:{port}{path}', secret: S}}}}"
    files = {
        "business.yaml": BUSINESS.format(port=port).encode(),
        "identifiers.yaml": b"identifiers: {account: {priority: 1}}",
        "profile.yaml": b"fields: {name: {default: '', last: {customer.identified: traits.name}}}",
        "webhooks.yaml": hook.encode(),
    }
    webhooks = Webhooks(
        load_files(files, []), lambda: 0, {"S": "a secret"}, timeout=1.0, addresses=addresses or {}
    )
    delivery = Delivery(
        id=1,
        key="k",
        kind="webhook",
        target="hook",
        body=b"{}",
        seq=1,
        attempts=0,
        due=0,
        state="waiting",
        error="",
    )

    async def within() -> None:
        async with asyncio.timeout(5):
            await webhooks.deliver(delivery)

    asyncio.run(within())


def test_an_answer_without_an_end_is_an_answer(port: int) -> None:
    deliver(port, "/flood")


def test_a_webhook_that_says_a_letter_at_a_time_has_not_answered(port: int) -> None:
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        deliver(port, "/drip")
    assert time.monotonic() - began < 3


def test_a_webhook_is_called_where_the_settings_lead_it(port: int) -> None:
    deliver(9, "/flood", {"127.0.0.1:9": f"127.0.0.1:{port}"})
    with pytest.raises(httpx.ConnectError):
        deliver(9, "/flood")
