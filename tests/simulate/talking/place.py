"""A Warmline with the sample business, its past, and a back office of its own, for customers who talk."""

import asyncio
import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.backoffice import office as offices
from tests.backoffice.office import CUSTOMERS, DAYS, END, SEED, Office
from tests.server import SAMPLE, Server, prepare
from warmline.simulate.people import Customer, customers
from warmline.simulate.talking.crowd import Crowd
from warmline.simulate.talking.talk import Talked

VISITORS, MESSAGES = "what the site signs visitors with", "what messages are signed with"
SPAN = {"from": "2025-01-01", "to": "2035-01-01"}


@dataclass
class Place:
    """`server` is up at `port`; `office` is asked by its connectors and sends its messages."""

    server: Server
    office: Office
    port: int
    heard: list[Talked] = field(default_factory=list)

    def crowd(self, **more: Any) -> Crowd:
        """Customers who talk here; what comes of it is in `heard`."""
        options: dict[str, Any] = {
            "secret": VISITORS,
            "office": self.office.url,
            "speed": 20.0,
            "at_once": 12,
            "patience": 150.0,
            "heard": self.heard.append,
        }
        return Crowd(self.server.url, "isla", SEED, CUSTOMERS, **(options | more))

    def restart(self, how: Any) -> None:
        """Stop the server in some way, and start it again where it was."""
        self.server.stop(how)
        self.server.start(self.port)

    def in_debt(self) -> list[Customer]:
        """Customers with something to pay."""
        found = []
        for one in customers(SEED, CUSTOMERS):
            answer = self.office.client.get(f"/accounts/{one.account}/invoices")
            invoices = answer.json()["invoices"] if answer.status_code == 200 else []
            if any(invoice["open"]["amount"] > 0 for invoice in invoices):
                found.append(one)
        return found

    def payments(self, account: str, key: str) -> list[str]:
        """The payments in the books."""
        told = self.office.done("/statements", key, account=account, **SPAN)
        return [entry["id"] for entry in told["entries"] if entry["kind"] == "payment"]


@contextmanager
def place(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Place]:
    """It runs until the end of the block."""
    patch.setitem(offices.ENVIRONMENT, "MESSAGES_WEBHOOK_SECRET", MESSAGES)
    office = Office(folder)
    try:
        business = folder / "sample"
        shutil.copytree(SAMPLE, business, ignore=shutil.ignore_patterns(".*", "__pycache__"))
        for file in business.rglob("*.yaml"):
            file.write_text(file.read_text().replace(":8100", office.url.removeprefix("http://127.0.0.1")))
        (business / "contact-policy.yaml").write_text("reach: {times: 9, in: 7d}\n")
        server = prepare(folder / "warmline", business)
        server.environment |= {"WARMLINE_CHAT_SECRET": VISITORS, "MESSAGES_WEBHOOK_SECRET": MESSAGES}
        size = ["--customers", str(CUSTOMERS), "--days", str(DAYS), "--seed", str(SEED), "--end", END]
        server.warmline("simulate", "--history", *size, "--output", str(folder / "past.ndjson"))
        server.warmline("log", "import", str(folder / "past.ndjson"))
        port = free_port()
        server.start(port)
        try:
            yield Place(server, office, port)
        finally:
            server.stop()
    finally:
        office.stop()


@contextmanager
def meanwhile(work: Callable[[], Any], patience: float) -> Iterator[None]:
    """Something async is done while the block runs, and has been done when it ends."""
    problems: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(work())
        except BaseException as error:
            problems.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield
    thread.join(patience)
    assert not thread.is_alive(), "the customers are not done"
    if problems:
        raise problems[0]


def free_port() -> int:
    """A port below those that outgoing connections get: nobody takes it while the server is down."""
    for port in range(21_000 + os.getpid() % 10_000, 32_500):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)):
                return port
    raise AssertionError("no port is free")


def said_once(talked: Talked) -> None:
    """Turns are whole and in order, and nothing is said, or put in, a second time in a row."""
    assert [turn.number for turn in talked.turns] == list(range(1, len(talked.turns) + 1)), talked
    for before, after in zip(talked.turns, talked.turns[1:], strict=False):
        assert (before.by, before.text) != (after.by, after.text), talked
