"""`warmline simulate` writes what can be imported, says what is wrong with its options, and sends live."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

from tests.server import ROOT, Server
from warmline.events.model import Event
from warmline.log.native import decode

END = "2025-11-12T11:00+08:00"


def warmline(*arguments: str, folder: Path) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "warmline.cli.main", "simulate", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=60)


def test_the_same_history_to_a_file_and_to_standard_output(tmp_path: Path) -> None:
    arguments = ["--history", "--customers", "20", "--days", "10", "--end", END]
    printed = warmline(*arguments, folder=tmp_path)
    assert printed.returncode == 0
    assert b"events written" in printed.stderr
    assert warmline(*arguments, "-o", "past.ndjson", folder=tmp_path).returncode == 0
    assert (tmp_path / "past.ndjson").read_bytes() == printed.stdout
    events = [decode(line, "", 0) for line in printed.stdout.splitlines()]
    assert len(events) > 200
    assert all(isinstance(event, Event) for event in events)


def test_a_small_day(tmp_path: Path) -> None:
    done = warmline("--day", "--calls", "30", "--customers", "10", folder=tmp_path)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 300


def test_options_that_do_not_go(tmp_path: Path) -> None:
    for arguments, word in (
        ([], b"one of --history, --day, --live and --talk"),
        (["--talk", "--live"], b"one of"),
        (["--history", "--day"], b"one of"),
        (["--history", "--end", "yesterday"], b"2025-11-12T11:00"),
        (["--live"], b"--write-key"),
    ):
        done = warmline(*arguments, folder=tmp_path)
        assert done.returncode == 2
        assert word in done.stderr
        assert b"Traceback" not in done.stderr


def test_live_customers_reach_a_running_warmline(server: Server) -> None:
    command = [sys.executable, "-m", "warmline.cli.main", "simulate", "--live", "--url", server.url]
    command += ["--write-key", server.keys["backend"], "--source", "backend", "--speed", "50"]
    log = (server.folder / "live.log").open("wb")
    process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
    try:
        until = time.monotonic() + 30
        while time.monotonic() < until and _taken(server) < 100:
            time.sleep(0.3)
        assert _taken(server) >= 100
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
    finally:
        process.kill()
        process.wait()
        log.close()


def test_customers_talk_and_what_came_of_it_is_counted(server: Server) -> None:
    options = ["--talk", "--url", server.url, "--visits", "6", "--rate", "600", "--speed", "60", "--json"]
    done = warmline(*options, folder=server.folder)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["begun"] == told["ended"] == 6
    assert told["failed"] == 0
    assert told["reached"] + told["handed_over"] + told["abandoned"] == 6
    assert sum(sum(counts.values()) for counts in told["goals"].values()) == 6
    assert told["turns"] > 12


def test_a_chat_that_is_not_there(server: Server) -> None:
    options = ["--talk", "--url", server.url, "--website", "none", "--visits", "2", "--rate", "6000"]
    done = warmline(*options, folder=server.folder)
    assert done.returncode == 1
    assert b"Nobody can talk" in done.stderr and b"channels.yaml" in done.stderr
    assert b"Traceback" not in done.stderr


def _taken(server: Server) -> float:
    text = httpx.get(f"{server.url}/metrics", trust_env=False).text
    name = 'warmline_events_total{outcome="accepted",source="backend"} '
    return sum(float(line.removeprefix(name)) for line in text.splitlines() if line.startswith(name))
