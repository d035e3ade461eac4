"""Commands beside a running server: what they change is there at once, backups are whole."""

import json
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.server import ROOT, Server, running
from warmline.cli.errors import REFUSED


def track(server: Server, number: int) -> int:
    with server.client() as client:
        body = {"userId": f"u{number % 7}", "event": "Thing", "messageId": f"t{number}"}
        return client.post("/v1/track", json=body).status_code


def test_a_source_added_by_the_command_line_works_at_once(server: Server) -> None:
    server.keys["late"] = server.warmline("sources", "add", "late").stdout.strip()
    with server.client("late") as client:
        body = {"userId": "late", "event": "Thing", "messageId": "late"}
        assert client.post("/v1/track", json=body).status_code == 200
    assert "late" in server.warmline("log", "tail", "-n", "1").stdout


def test_tail_follows(server: Server) -> None:
    arguments = ["--data", server.data, "log", "tail", "--follow", "-n", "0", "--json", "--type", "Followed"]
    process = subprocess.Popen(
        [sys.executable, "-m", "warmline.cli.main", *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    stop = threading.Event()

    def send() -> None:
        number = 0
        with server.client() as client:
            while not stop.wait(0.2):
                number += 1
                body = {"userId": "f", "event": "Followed", "messageId": f"f{number}"}
                client.post("/v1/track", json=body)

    sender = threading.Thread(target=send)
    sender.start()
    try:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["type"] == "Followed"
    finally:
        stop.set()
        sender.join()
        process.terminate()
        process.communicate(timeout=10)


def test_backup_and_restore_while_running(tmp_path: Path) -> None:
    with running(tmp_path / "one") as server:
        for number in range(20):
            assert track(server, number) == 200
        file = tmp_path / "backup.warmline"
        stop = threading.Event()
        sent: list[int] = []

        def keep_sending() -> None:
            number = 100
            while not stop.is_set():
                sent.append(track(server, number))
                number += 1

        sender = threading.Thread(target=keep_sending)
        sender.start()
        try:
            done = json.loads(server.warmline("backup", str(file), "--json").stdout)
            assert done["bytes"] == file.stat().st_size
            assert server.warmline("backup", str(file), check=False).returncode == 1
            count = json.loads(server.warmline("customers", "find", "user:u3", "--json").stdout)
            assert len(count) == 1
            server.warmline("customers", "erase", "user:u3", "--yes")
        finally:
            stop.set()
            sender.join()
        assert set(sent) == {200}
        back = json.loads(server.warmline("restore", str(file), "--yes", "--json").stdout)
        assert back["erased_again"] >= 1
        assert track(server, 500) == 200
        assert server.warmline("customers", "show", "user:u3", check=False).returncode in (0, REFUSED)
        assert server.warmline("customers", "show", "user:u4").returncode == 0
        assert "what the log says" in server.warmline("rebuild", "--check").stderr
        assert "what the log says" in server.warmline("rebuild").stderr


def test_one_customer(server: Server, tmp_path: Path) -> None:
    with server.client() as client:
        body = {
            "userId": "one",
            "messageId": "one",
            "traits": {"email": "one@example.com", "name": "One Person"},
        }
        assert client.post("/v1/identify", json=body).status_code == 200
    found = json.loads(server.warmline("customers", "find", "One Person", "--json").stdout)
    assert [one["name"] for one in found] == ["One Person"]
    shown = server.warmline("customers", "show", "email:one@example.com").stdout
    assert "One Person" in shown
    assert "user:one" in shown
    with server.client() as client:
        bill = {"invoice": "i-1", "total": {"amount": 129_000, "currency": "VND"}, "due": "2026-12-01"}
        called = {"contact": "c-1", "channel": "phone"}
        for event, properties in (("invoice.issued", bill), ("contact.started", called)):
            body = {"userId": "one", "event": event, "properties": properties}
            assert client.post("/v1/track", json=body).status_code == 200
    shown = server.warmline("customers", "show", "user:one").stdout
    assert re.search(r"Last contact +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC", shown)
    assert re.search(r"Average of six invoices +129,000 VND", shown), "dong have no smaller unit"
    assert re.search(r"Recent invoices +i-1\n", shown)
    apart = json.loads(
        server.warmline("customers", "separate", "user:one", "email:one@example.com", "--json").stdout
    )
    assert apart["stayed"] != apart["split"]
    joined = json.loads(
        server.warmline("customers", "join", "user:one", "email:one@example.com", "--json").stdout
    )
    assert joined["id"] in (apart["stayed"], apart["split"])
    file = tmp_path / "one.json"
    server.warmline("customers", "export", "user:one", "--to", str(file))
    assert json.loads(file.read_text())["customer"]["name"] == "One Person"
    assert file.stat().st_mode & 0o077 == 0
    server.warmline("customers", "erase", "user:one", "--yes")
    assert server.warmline("customers", "show", "user:one", check=False).returncode == REFUSED
    assert json.loads(server.warmline("customers", "find", "One Person", "--json").stdout) == []


@pytest.mark.timeout(120)
def test_probable_duplicates(server: Server) -> None:
    with server.client() as client:
        for number in range(40):
            for copy in ("a", "b"):
                traits = {
                    "first_name": f"Given{number}",
                    "last_name": f"Family{number}",
                    "birth_date": f"19{50 + number % 40}-0{1 + number % 9}-1{number % 9}",
                    "address": {"street": f"{number} Long Street", "city": "Cebu"},
                }
                body = {"userId": f"dup{number}{copy}", "messageId": f"dup{number}{copy}", "traits": traits}
                client.post("/v1/identify", json=body)
    found = json.loads(server.warmline("customers", "match", "--json", "--limit", "50").stdout)
    assert found["open"] >= 30
    first = found["proposals"][0]
    server.warmline("customers", "accept", str(first["a"]["id"]), str(first["b"]["id"]))
    second = found["proposals"][1]
    server.warmline("customers", "decline", str(second["a"]["id"]), str(second["b"]["id"]))
    assert (
        server.warmline(
            "customers", "decline", str(second["a"]["id"]), str(second["b"]["id"]), check=False
        ).returncode
        == REFUSED
    )
