"""Text messages over HTTP: who may bring them, what is read, and a conversation through the sample's back office."""

import base64
import json
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.backoffice.office import Office
from tests.server import Server, prepare
from warmline.channels.declared_texts import Reads
from warmline.channels.texts.admission import MOST_SECONDS, is_admitted
from warmline.channels.texts.errors import WrongMessage
from warmline.channels.texts.model import Message, read
from warmline.connectors.signing import signature

SECRET = "text-messages-" + "s" * 40
BODY = b'{"id": "m1"}'
NOW = 1_780_000_000
TARGET = b"/texts/isla"


def admitted(headers: dict[str, str], body: bytes = BODY) -> bool:
    return is_admitted(SECRET, headers, "POST", TARGET, body, NOW)


def signed(seconds: int = NOW, secret: str = SECRET, target: bytes = TARGET) -> dict[str, str]:
    return {"x-signature": signature(secret, seconds, "POST", target, BODY)}


def test_whoever_shows_the_secret_or_signs_with_it_comes_in() -> None:
    basic = base64.b64encode(f"{SECRET}:".encode()).decode()
    assert admitted({"authorization": f"Bearer {SECRET}"})
    assert admitted({"authorization": f"Basic {basic}"})
    assert admitted(signed())
    assert admitted(signed(NOW - MOST_SECONDS))


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": "Bearer "},
        {"authorization": f"Bearer {SECRET}x"},
        {"authorization": "Basic not base64"},
        {"authorization": "Basic " + base64.b64encode(b"\xff:").decode()},
        signed(NOW - MOST_SECONDS - 1),
        signed(NOW + MOST_SECONDS + 1),
        signed(secret="another"),
        signed(target=b"/texts/isla?x"),
        {"x-signature": "t=١٢,v1=00"},
        {"x-signature": "t=" + "9" * 5_000},
    ],
)
def test_nobody_else_does(headers: dict[str, str]) -> None:
    assert not admitted(headers)


def test_another_body_is_not_what_was_signed() -> None:
    assert not admitted(signed(), b'{"id": "m2"}')


def test_a_message_is_read_from_json_and_from_forms_under_the_names_of_the_gateway() -> None:
    assert read(b'{"id": 7, "from": "+1", "text": "hi", "more": []}', "", Reads()) == Message("7", "+1", "hi")
    names = Reads(id="MessageSid", sender="From", text="Body")
    form = b"MessageSid=SM1&From=%2B63917&Body=h%C3%A9+%F0%9F%91%8B&NumMedia=0"
    found = read(form, "application/x-www-form-urlencoded; charset=utf-8", names)
    assert found == Message("SM1", "+63917", "hé 👋")


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"", "neither JSON nor a form"),
        (b"\xff", "neither JSON nor a form"),
        (b"[]", "no JSON object"),
        (b'{"from": "+1", "text": "hi"}', "'id' is missing"),
        (b'{"id": "1", "from": ["+1"], "text": "hi"}', "'from' is missing, or no text"),
        (b'{"id": "1", "from": "+1", "text": " \\n"}', "holds no words"),
        (json.dumps({"id": "1" * 300, "from": "+1", "text": "hi"}).encode(), "more than 180 characters"),
    ],
)
def test_what_is_no_message_is_refused_with_what_is_missing(body: bytes, what: str) -> None:
    with pytest.raises(WrongMessage, match=re.escape(what)):
        read(body, "application/json", Reads())


# -- a conversation


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Office]]:
    """The sample business, and its back office as the gateway, which know each other."""
    port = free_port()
    server = prepare(tmp_path_factory.mktemp("texts"))
    server.environment = {
        "WARMLINE_TEXTS_SECRET": SECRET,
        "WARMLINE_ADDRESSES": f"127.0.0.1:8100=127.0.0.1:{port}",
    }
    server.start()
    known = ("--warmline", server.url, "--write-key", server.keys["backend"], "--texts-secret", SECRET)
    office = Office(tmp_path_factory.mktemp("office"), "--port", str(port), *known)
    yield server, office
    office.stop()
    server.stop()


def bring(server: Server, **message: Any) -> httpx.Response:
    headers = {"authorization": f"Bearer {SECRET}"}
    return httpx.post(f"{server.url}/texts/isla", json=message, headers=headers, trust_env=False)


def come(office: Office, number: str, last: str, after: int = 0) -> list[str]:
    """What a phone was sent behind some messages, the oldest first, once something has come that ends like this."""
    until = time.monotonic() + 20
    while True:
        sent = office.get("/messages")["messages"]
        found = [one["text"] for one in reversed(sent) if one["to"] == number][after:]
        if (found and found[-1].endswith(last)) or time.monotonic() > until:
            return found
        time.sleep(0.05)


def test_a_phone_writes_and_is_answered(both: tuple[Server, Office]) -> None:
    server, office = both
    office.client.post("/phone", data={"from": "+63 917 555 0177", "text": "how do I activate my SIM card?"})
    first = come(office, "+639175550177", "0 A person")
    assert "\n".join(first).count("0 A person") == 1, "only the last question says what can be answered"
    page = office.client.get("/phone/messages", params={"number": "+63 917 555 0177"}).text
    assert "0 A person" in page
    office.client.post("/phone", data={"from": "+639175550177", "text": "0"})
    assert come(office, "+639175550177", "", len(first)) != []
    with server.staff() as staff:
        events = staff.get("/api/log", params={"type": "contact.started", "limit": 50}).json()
    assert json.dumps(events).count("+639175550177") == 1, "one contact"


def test_the_same_message_is_taken_once_however_often_it_is_brought(both: tuple[Server, Office]) -> None:
    server, office = both
    answers = [bring(server, id="a-1", **{"from": "0917 555 0178"}, text="hello") for _ in range(3)]
    assert [answer.json() for answer in answers] == [{"taken": True}, {"taken": False}, {"taken": False}]
    assert len(come(office, "+639175550178", "0 A person")) == 1, "a greeting, and how we can help"


def test_it_is_spoken_what_is_written(both: tuple[Server, Office]) -> None:
    server, office = both
    assert bring(server, id="t-1", **{"from": "+66818158099"}, text="บิลของฉันทำไมแพงจัง").status_code == 200
    assert come(office, "+66818158099", "0 คุยกับเจ้าหน้าที่") != []


def test_refusals_say_what_to_do(both: tuple[Server, Office]) -> None:
    server, _ = both
    message = {"id": "x-1", "from": "+639175550179", "text": "hello"}
    nobody = httpx.post(f"{server.url}/texts/isla", json=message, trust_env=False)
    assert (nobody.status_code, "X-Signature" in nobody.json()["remedy"]) == (401, True)
    nowhere = httpx.post(f"{server.url}/texts/other", json=message, trust_env=False)
    assert (nowhere.status_code, "channels.yaml" in nowhere.json()["remedy"]) == (404, True)
    letters = bring(server, **message | {"from": "GLOBE"})
    assert (letters.status_code, "not a phone number" in letters.json()["detail"]) == (400, True)
    long = bring(server, **message | {"text": "x" * 20_000})
    assert (long.status_code, "characters" in long.json()["detail"]) == (413, True)
    huge = bring(server, **message | {"text": "x" * 100_000})
    assert huge.status_code == 413


def test_without_a_secret_nobody_comes_in(tmp_path: Path) -> None:
    server = prepare(tmp_path)
    server.start()
    try:
        answer = bring(server, id="m", **{"from": "+639175550179"}, text="hello")
        assert (answer.status_code, "WARMLINE_TEXTS_SECRET" in answer.json()["remedy"]) == (503, True)
    finally:
        server.stop()
