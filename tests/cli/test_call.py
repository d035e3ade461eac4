"""Being a caller in a terminal: what would be spoken, keys, silence, a person who joins, who may say who calls."""

import asyncio
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
import uvicorn

from tests.server import ROOT, SAMPLE, Server
from warmline.app import control
from warmline.app.control import Control, DataLock
from warmline.app.runtime import Runtime
from warmline.app.server import create_app
from warmline.app.settings import Settings
from warmline.cli.errors import INTERRUPTED, NOT_POSSIBLE, USAGE
from warmline.web.access import Role
from warmline.web.principal import Principal

T = TypeVar("T")
MARIA = "+63 917 555 0101"
ANA = Principal(kind="staff", id="ana", name="Ana Reyes", role=Role.AGENT)


@pytest.fixture(scope="module")
def known(server: Server) -> Server:
    """A Warmline that has heard of Maria, and of two who share a phone."""
    with server.client() as client:
        for user, phone, name in (
            ("u-maria", MARIA, "Maria"),
            ("u-jose", "+639175550199", "Jose"),
            ("u-luz", "+639175550199", "Luz"),
        ):
            traits = {"first_name": name, "phone": phone, "language": "en", "name": f"{name} Santos"}
            context = {"externalIds": [{"type": "phone", "id": phone, "collection": "users"}]}
            body = {"userId": user, "traits": traits, "context": context, "messageId": f"m-{user}"}
            assert client.post("/v1/identify", json=body).status_code == 200
    return server


def calling(server: Server, *arguments: str, says: str = "") -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "warmline.cli.main", "--data", str(server.data), "call", *arguments]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, cwd=server.folder, env=environment, input=says, capture_output=True, text=True, timeout=90
    )


def test_a_caller_who_is_known_is_greeted_by_name_and_hears_the_keys(known: Server) -> None:
    done = calling(known, "--from", MARIA, says="")
    assert done.returncode == 0, done.stderr
    assert "Hello Maria" in done.stdout
    assert "How can I help? Press 1 for " in done.stdout
    assert "0 for a person" in done.stdout
    assert "◀" not in done.stdout and "▶" not in done.stdout


def test_a_number_that_a_family_shares_names_nobody(known: Server) -> None:
    done = calling(known, "--from", "+63 917 555 0199", says="")
    assert "Hello, this is Isla Mobile" in done.stdout
    assert "Jose" not in done.stdout and "Luz" not in done.stdout


def test_nothing_of_the_account_is_said_to_a_number_alone(known: Server) -> None:
    done = calling(known, "--from", MARIA, "--json", says="1\n1\n")
    turns = [json.loads(line) for line in done.stdout.splitlines()]
    asked = [turn["text"] for turn in turns if turn.get("by") == "flow"]
    assert any("code" in text or "account" in text for text in asked[-2:]), asked
    assert "₱" not in done.stdout


def test_each_line_waits_for_its_question_and_the_end_hangs_up(known: Server) -> None:
    done = calling(known, "--json", says="\n*1\nwhat is an esim?\n1\n")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    last = lines.pop()
    assert done.returncode == 0
    assert [one["number"] for one in lines] == list(range(1, len(lines) + 1))
    assert last["state"] == "ended" and last["channel"] == "phone" and last["count"] == len(lines)
    said = [one["text"] for one in lines if one["by"] == "flow"]
    assert any(text.startswith("I did not get an answer") for text in said)  # the empty line was silence
    assert sum("How can I help?" in text for text in said) >= 3  # the first time, after silence, said again
    assert any("eSIM" in text for text in said)


def test_text_messages_in_another_language(known: Server) -> None:
    done = calling(known, "--channel", "text", "--language", "th", says="0\n")
    assert "Isla Mobile" in done.stdout
    assert "\n1 " in done.stdout  # numbered lines, not sentences with keys
    assert "ค่ะ" in done.stdout


def test_what_cannot_be_dialled_is_told_with_a_remedy(known: Server) -> None:
    for arguments, code, word in (
        (["--from", "maria"], NOT_POSSIBLE, "+63 917 555 0101"),
        (["--language", "tlh"], NOT_POSSIBLE, "zh-Hans"),
        (["--channel", "fax"], USAGE, "phone or text"),
    ):
        done = calling(known, *arguments)
        assert done.returncode == code, done.stderr
        assert word in done.stderr
        assert "Traceback" not in done.stderr


def test_nobody_but_the_command_line_says_who_is_calling(known: Server) -> None:
    made = known.warmline("tokens", "add", "robot", "--role", "administrator").stdout.strip()
    with known.staff(made) as robot, known.staff("nonsense") as stranger:
        assert robot.get("/api/system/jobs").status_code == 200
        assert robot.post("/api/calls", json={"caller": MARIA}).status_code == 403
        assert stranger.post("/api/calls", json={"caller": MARIA}).status_code == 401
    with known.staff() as local:
        name = local.post("/api/calls", json={"caller": MARIA}).json()["contact"]
        for path in (f"/api/calls/{name}", "/api/calls/c-unknown"):
            with known.staff(made) as robot:
                assert robot.get(path).status_code == 403
        assert local.get("/api/calls/c-unknown").status_code == 404
        begun = local.post("/chat/contacts", json={"website": "isla"}).json()
        assert local.get(f"/api/calls/{begun['contact']['name']}").status_code == 404  # that is a chat


def test_an_entry_that_is_sent_again_is_taken_once(known: Server) -> None:
    with known.staff() as local:
        call = local.post("/api/calls", json={"caller": MARIA}).json()
        path, entry = f"/api/calls/{call['contact']}/entries", {"key": "a", "entry": "5"}
        first = local.post(path, json=entry).json()
        assert local.post(path, json=entry).json()["count"] == first["count"]
        assert first["is_asked"] is True


class Here:
    """A Warmline in this process, whose staff are at hand."""

    def __init__(self, data: Path) -> None:
        self.loop = asyncio.new_event_loop()
        self.runtime = Runtime(Settings(data=data, business=SAMPLE, cache_mb=16))
        self.server = uvicorn.Server(
            uvicorn.Config(
                create_app(self.runtime, "token"), host="127.0.0.1", port=0, log_config=None, access_log=False
            )
        )

    def run(self) -> None:
        try:
            self.loop.run_until_complete(self.server.serve())
        finally:
            self.loop.close()

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)


@contextmanager
def in_this_process(data: Path) -> Iterator[Here]:
    lock = DataLock(data)
    here = Here(data)
    thread = threading.Thread(target=here.run, daemon=True)
    thread.start()
    until = time.monotonic() + 60
    while not here.server.started and time.monotonic() < until:
        time.sleep(0.02)
    port = here.server.servers[0].sockets[0].getsockname()[1]
    lock.announce(Control(f"http://127.0.0.1:{port}", "token", os.getpid()))
    try:
        yield here
    finally:
        here.server.should_exit = True
        thread.join(30)
        lock.release()


def test_what_a_person_says_who_takes_over_is_heard_at_once(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with in_this_process(data) as here:
        assert control.running(data) is not None
        process = subprocess.Popen(
            [sys.executable, "-m", "warmline.cli.main", "--data", str(data), "call", "--json"],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdin is not None and process.stdout is not None
        try:
            assert json.loads(process.stdout.readline())["by"] == "flow"
            name = here.do(here.runtime.talking.takeover.live(ANA))[0].contact.name
            here.do(here.runtime.talking.takeover.take_over(ANA, name))
            here.do(here.runtime.talking.takeover.say(ANA, name, "I have read everything.", "k1"))
            heard = until_said(process.stdout, "I have read everything.")
            assert heard["by"] == "agent" and heard["name"]
            process.stdin.write("thank you 0\n")
            process.stdin.flush()
            assert until_said(process.stdout, "thank you 0")["by"] == "customer"
            here.do(here.runtime.talking.takeover.close(ANA, name, "settled", solved=True))
            rest = list(process.stdout)
            assert json.loads(rest[-1])["state"] == "ended"
            assert process.wait(30) == 0  # the call ended, though nobody hung up
        finally:
            process.kill()
            process.communicate()


def test_ctrl_c_hangs_up(known: Server) -> None:
    command = [sys.executable, "-m", "warmline.cli.main", "--data", str(known.data), "call", "--json"]
    process = subprocess.Popen(
        command,
        cwd=known.folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    until_said(process.stdout, "How can I help?")
    process.send_signal(2)
    told, problem = process.communicate(timeout=30)
    assert process.returncode == INTERRUPTED
    assert "Traceback" not in problem
    assert json.loads(told.splitlines()[-1])["state"] == "ended"


def until_said(lines: Iterator[str], text: str) -> dict[str, str]:
    """The first turn that says something."""
    for line in lines:
        turn: dict[str, str] = json.loads(line)
        if text in turn.get("text", ""):
            return turn
    raise AssertionError(f"nobody said {text!r}")


def test_keys_are_told_once_where_the_flow_goes_on(known: Server) -> None:
    done = calling(known, "--from", MARIA, "--json")
    greeting, question, *_ = [json.loads(line)["text"] for line in done.stdout.splitlines()[:-1]]
    assert greeting == "Hello Maria, this is Isla Mobile."
    assert question.endswith("0 for a person.")
