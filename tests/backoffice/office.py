"""A real back office in a process of its own, on a free port, with people that the simulation knows."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

from tests.server import ROOT
from warmline.simulate.people import customers

SAMPLE = ROOT / "examples" / "mobile-operator"
END = "2025-11-12T11:00+08:00"
SEED, CUSTOMERS, DAYS = 3, 80, 60
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
UP = re.compile(r"up at (http://\S+), with (\d+) accounts")


def command(folder: Path, *arguments: str) -> list[str]:
    """How it is started; later arguments count more than earlier ones."""
    options = {"--port": 0, "--data": folder / "office", "--seed": SEED, "--customers": CUSTOMERS}
    options |= {"--days": DAYS, "--end": END, "--latency": 0, "--failure": 0}
    given = [str(part) for pair in options.items() for part in pair]
    return [sys.executable, "-m", "backoffice", *given, *arguments]


class Office:
    """One process; `stop` and `start` it again on the same data."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder = folder
        self.url = ""
        self._arguments = arguments
        self.start()

    def start(self) -> None:
        """Returns when it answers."""
        log = self.folder / "office.log"
        self.url = ""
        with log.open("wb") as file:
            self.process = subprocess.Popen(
                command(self.folder, *self._arguments), cwd=SAMPLE, env=ENVIRONMENT, stderr=file
            )
        until = time.monotonic() + 30
        while time.monotonic() < until and self.process.poll() is None:
            if found := UP.search(log.read_text()):
                self.url = found[1]
                self.client = httpx.Client(base_url=self.url, timeout=30, trust_env=False)
                return
            time.sleep(0.05)
        self.stop()
        raise AssertionError(log.read_text())

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop it; SIGKILL pulls the plug."""
        if self.url:
            self.client.close()
        if self.process.poll() is None:
            self.process.send_signal(how)
        self.process.wait(20)

    def get(self, path: str, **query: str) -> Any:
        """What a look-up answers."""
        answer = self.client.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def do(self, path: str, key: str, how: str = "POST", /, **body: object) -> httpx.Response:
        """An operation, under a key."""
        return self.client.request(how, path, json=body, headers={"idempotency-key": key})

    def done(self, path: str, key: str, how: str = "POST", /, **body: object) -> Any:
        """What an operation answers that must succeed."""
        answer = self.do(path, key, how, **body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def faults(self, **faults: object) -> None:
        """Say how it is to misbehave."""
        answer = self.client.put("/faults", json={"latency": 0, "failure": 0, **faults})
        assert answer.status_code == 200, answer.text

    def in_debt(self, least: int = 1) -> tuple[str, dict[str, Any]]:
        """An account with an open invoice of some size, and that invoice."""
        for account in self.accounts():
            for invoice in self.get(f"/accounts/{account}/invoices")["invoices"]:
                if invoice["open"]["amount"] >= least:
                    return account, invoice
        raise AssertionError("nobody owes anything")

    def accounts(self) -> list[str]:
        """The numbers of all accounts there are."""
        numbers = [one.account for one in customers(SEED, CUSTOMERS)]
        return [one for one in numbers if self.client.get(f"/accounts/{one}").status_code == 200]


def pesos(centavos: int) -> dict[str, object]:
    """An amount as it is written."""
    return {"amount": centavos, "currency": "PHP"}
