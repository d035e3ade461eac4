"""The demo as a newcomer starts it: a past, a server, a back office that tells it things, and an end to all of them."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.server import ROOT, SAMPLE
from warmline.app import control

LAST = "Ctrl-C stops everything"
SMALL = ("--customers", "30", "--days", "3")


@contextmanager
def demo(folder: Path, *arguments: str) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """A demo in small, and what it says until it is up; killed at the end if it still runs."""
    command = [
        sys.executable,
        "-m",
        "warmline.cli.main",
        "demo",
        "--data",
        str(folder / "demo"),
        "--port",
        "0",
    ]
    process = subprocess.Popen(
        [*command, *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "COLUMNS": "200"},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stderr is not None
        told = ""
        for text in process.stderr:
            told += text
            if LAST in text:
                break
        assert "Warmline is up." in told, told
        yield process, told
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def until(found: str, url: str, token: str, type: str) -> None:
    """Wait until an event of this type that says `found` is in the log."""
    end = time.monotonic() + 30
    with httpx.Client(base_url=url, headers={"authorization": f"Bearer {token}"}, trust_env=False) as client:
        while found not in client.get("/api/log", params={"type": type, "limit": 50}).text:
            assert time.monotonic() < end, (type, found)
            time.sleep(0.2)


def group(process: "subprocess.Popen[str]") -> list[int]:
    """The processes of a demo that are alive."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text().rpartition(") ")[2].split()
        except OSError:
            continue
        if int(stat[3]) == process.pid and stat[0] != "Z":
            found.append(int(folder.name))
    return found


def test_the_back_office_runs_beside_it_and_tells_what_happens(tmp_path: Path) -> None:
    with demo(tmp_path, *SMALL, "--back-office-port", "0") as (process, told):
        assert "administrator@demo" in told
        office = re.search(r"look things up +curl (http://\S+)/accounts/(\d+)", told)
        assert office is not None, told
        url, account = office[1], office[2]
        running = control.running(tmp_path / "demo")
        assert running is not None
        with httpx.Client(base_url=url, timeout=20, trust_env=False, transport=Patient()) as client:
            owner = client.get(f"/accounts/{account}").json()["owner"]
            assert owner["name"] == "Maria Santos"
            asked = {"idempotency-key": "one"}
            bill = client.post(f"/accounts/{account}/invoices", json={}, headers=asked).json()["invoice"]
            asked = {"idempotency-key": "two"}
            cut = client.post("/network/outages", json={"area": "cebu-north"}, headers=asked).json()["outage"]
        until(bill, running.url, running.token, "invoice.issued")
        until(cut, running.url, running.token, "service.disturbed")
        until("main", running.url, running.token, "contact.step")  # simulated customers talk to the flows
        assert len(group(process)) == 3
        process.terminate()
        assert process.stderr is not None
        rest = process.stderr.read()
        assert process.wait(30) == 0
        assert "Stopped." in rest
        assert "Traceback" not in told + rest
        assert group(process) == []


def test_it_goes_on_with_another_port_where_that_of_the_back_office_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with demo(tmp_path, *SMALL, "--back-office-port", str(port)) as (process, told):
            assert f"instead of {port}" in told or "instead of 8100" in told
            office = re.search(r"is at http://127.0.0.1:(\d+)\.", told)
            assert office is not None
            assert int(office[1]) != port
            os.killpg(process.pid, signal.SIGINT)  # as Ctrl-C in a terminal does, to all of them
            assert process.wait(30) == 0
    with demo(tmp_path, "--no-live") as (process, told):
        assert "goes on" in told
        process.terminate()
        assert process.wait(30) == 0


def test_a_policy_has_a_message_sent(tmp_path: Path) -> None:
    business = tmp_path / "business"
    shutil.copytree(SAMPLE, business, ignore=shutil.ignore_patterns(".*", "__pycache__"))
    (business / "contact-policy.yaml").write_text("reach: {times: 9, in: 7d}\n")  # no quiet hours
    with demo(tmp_path, *SMALL, "--no-live", "--business", str(business), "--back-office-port", "0") as (
        process,
        told,
    ):
        account = re.search(r"look things up +curl (http://\S+)/accounts/(\d+)", told)
        assert account is not None, told
        with httpx.Client(base_url=account[1], timeout=20, trust_env=False, transport=Patient()) as client:
            for key, extra in (("usual", []), ("high", [{"what": "roaming", "amount": {"amount": 500_000}}])):
                path, headers = f"/accounts/{account[2]}/invoices", {"idempotency-key": key}
                assert client.post(path, json={"extra": extra}, headers=headers).status_code == 201
            end = time.monotonic() + 20
            while not (sent := client.get(f"/messages?account={account[2]}").json()["messages"]):
                assert time.monotonic() < end
                time.sleep(0.1)
            client.post("/phone", data={"from": "+639175550166", "text": "hello"})
            while "How can I help?" not in client.get("/phone/messages?number=%2B639175550166").text:
                assert time.monotonic() < end
                time.sleep(0.1)
        assert [one["by"] for one in sent] == ["sms"]
        assert "higher than usual" in sent[0]["text"]
        process.terminate()
        assert process.wait(30) == 0


class Patient(httpx.HTTPTransport):
    """Waits for a server that is being started."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        end = time.monotonic() + 20
        while True:
            try:
                return super().handle_request(request)
            except httpx.ConnectError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)
