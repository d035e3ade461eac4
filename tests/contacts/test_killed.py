"""The server is killed in mid-dialogue, many times: sessions go on where they were, nothing is said or paid twice."""

import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.backoffice.office import Office
from tests.server import ROOT

CUSTOMERS = 6
PAYMENTS = 4
KILLS = int(os.environ.get("KILLS", "8"))
START_SECONDS = 100
NUMBERS = count()
BUSINESS = {
    "business.yaml": """\
name: Isla Mobile
region: PH
timezone: Asia/Manila
currency: PHP
languages: [en]
hosts: {allow: ["HOST"]}
""",
    "identifiers.yaml": "identifiers: {account: {priority: 1}}\n",
    "profile.yaml": 'fields: {name: {default: "", last: {customer.identified: traits.name}}}\n',
    "connectors/billing.yaml": """\
connector: billing
url: http://HOST
outcome: /operations/{key}
patience: 20s
operations:
  open:
    get: /accounts/{account}/open-invoices
    takes: {account: text}
    gives: {count: integer}
    disclosure: anonymous
    timeout: 5s
  credit:
    post: /credits
    takes: {account: text, amount: money, why: text}
    gives: {credit: text}
    disclosure: anonymous
    timeout: 5s
""",
    "service.yaml": "start: main\nqueues: {general: {title: Service, hours: always}}\n",
    "flows/main.yaml": """\
flow: main
title: Credits
steps:
  account:
    ask: {what: account, as: account, say: "Which account?"}
    then: look
  look:
    look_up: billing.open
    with: {account: account}
    say: "I see your bills."
    on_failure: {say: "I cannot see them.", then: again}
    then: again
  again:
    menu:
      say: "What now?"
      options:
        - {name: credit, say: A credit, then: credit}
        - {name: done, say: Nothing, then: done}
  credit:
    do: billing.credit
    with: {account: account, amount: "0.01", why: "'sorry'"}
    receipt: "Credited: {result.credit}."
    on_failure: {say: "That failed.", then: again}
    on_unknown: {say: "Nobody knows.", then: again}
    then: again
  done: {end: solved}
""",
}


class Server:
    """A server that is killed and started again on the same port."""

    def __init__(self, folder: Path, office: Office) -> None:
        self.folder = folder
        for path, text in BUSINESS.items():
            file = folder / "business" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text.replace("HOST", office.url.removeprefix("http://")))
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.contacts.served", str(self.folder), str(self.port)],
                cwd=ROOT,
                env=os.environ | {"PYTHONPATH": str(ROOT)},
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            try:
                if httpx.get(f"{self.url}/readyz", trust_env=False).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.05)
        self.process.send_signal(signal.SIGUSR1)  # where is it?
        time.sleep(1)
        raise AssertionError((self.folder / "server.log").read_text()[-5000:])

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def free_port() -> int:
    """A port below those that outgoing connections get: nobody takes it while the server is down."""
    for port in range(20_000 + os.getpid() % 10_000, 32_000):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)):
                return port
    raise AssertionError("no port is free")


class Customer(threading.Thread):
    """Somebody who keeps trying until everything they want is done."""

    def __init__(self, url: str, account: str, patience: float) -> None:
        super().__init__(daemon=True)
        self.url = url
        self.account = account
        self.until = time.monotonic() + patience
        self.turns: list[list[str]] = []
        self.begun: list[str] = []
        self.client = httpx.Client(base_url=url, timeout=5, trust_env=False)

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Ask until there is an answer."""
        while time.monotonic() < self.until:
            try:
                answer = self.client.request(method, path, json=body)
                if answer.status_code < 300:
                    return answer.json() if "json" in answer.headers["content-type"] else answer.text
                assert answer.status_code >= 500, answer.text
            except httpx.HTTPError:
                pass
            time.sleep(0.05)
        raise AssertionError("the server did not come back")

    def run(self) -> None:
        with self.client:
            self.talk()

    def talk(self) -> None:
        contact = self.ask("POST", "/test/contacts", {"account": self.account})
        self.say(contact, {"type": "said", "text": self.account}, "What now?", 1)
        for number in range(PAYMENTS):
            self.say(contact, {"type": "chose", "option": "credit"}, "What now?", number + 2)
        self.say(contact, {"type": "chose", "option": "done"}, "", 0)

    def say(self, contact: str, given: dict[str, str], expected: str, times: int) -> None:
        """Put something in, once, and wait until the flow has asked its question so often."""
        key = f"{len(self.begun)}"
        self.begun.append(key)
        self.ask("POST", f"/test/contacts/{contact}", {"key": key, "given": given})
        while time.monotonic() < self.until:
            self.turns = self.ask("GET", f"/test/contacts/{contact}")
            asked = [text for by, text in self.turns if by == "flow" and text.endswith(expected)]
            if not expected or len(asked) >= times:
                return
            time.sleep(0.03)
        raise AssertionError(f"no answer: {self.turns}")


@pytest.mark.timeout(900)
def test_sessions_survive_kills_and_nothing_is_paid_twice(tmp_path: Path) -> None:
    office = Office(tmp_path)
    server = Server(tmp_path, office)
    chance = random.Random(7)
    server.start()
    try:
        accounts = [account for account in office.accounts() if bills(office, account)][:CUSTOMERS]
        before = {account: credits_of(office, account) for account in accounts}
        office.faults(latency=0.15)
        customers = [Customer(server.url, account, 400) for account in accounts]
        for customer in customers:
            customer.start()
        for _ in range(KILLS):
            time.sleep(chance.uniform(0.2, 1.2))
            server.kill()
            server.start()
        for customer in customers:
            customer.join(400)
        office.faults(latency=0)
        for customer in customers:
            said = [tuple(turn) for turn in customer.turns]
            credited = [found for by, text in said if (found := re.search(r"Credited: (\S+)\.", text))]
            assert shape(said) == EXPECTED, said
            assert len({found[1] for found in credited}) == PAYMENTS
            after = credits_of(office, customer.account)
            assert after - before[customer.account] == PAYMENTS
    finally:
        server.kill()
        office.stop()


EXPECTED = [
    "flow: Which account?",
    "customer: account",
    "flow: I see your bills. What now?",
    *["customer: A credit", "flow: Credited. What now?"] * PAYMENTS,
    "customer: Nothing",
]


def shape(said: list[tuple[str, ...]]) -> list[str]:
    """What was said, without numbers."""
    lines = []
    for by, text in said:
        plain = re.sub(r": \S+\.", ".", re.sub(r"\s+", " ", text))
        lines.append(f"{by}: account" if by == "customer" and text[:1].isdigit() else f"{by}: {plain}")
    return lines


def bills(office: Office, account: str) -> int:
    return len(office.get(f"/accounts/{account}/invoices")["invoices"])


def credits_of(office: Office, account: str) -> int:
    """How many credits an account has had."""
    span = {"from": "2025-01-01", "to": "2035-01-01"}
    told = office.done("/statements", f"count-{next(NUMBERS)}", account=account, **span)
    return sum(entry["kind"] == "credit" for entry in told["entries"])
