"""Logs tell those who run Warmline what happened, and nothing of customers, whatever goes wrong."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.server import Server, prepare
from warmline.app import logs

PHONE, SPACED = "+639175559999", "+63 917 555 9999"
EMAIL, NAME = "tala.reyes@example.net", "Tala Reyes-Unmistakable"
SECRETS = (
    PHONE,
    SPACED,
    PHONE[1:],
    "%2B639175559999",
    EMAIL,
    "tala.reyes%40example.net",
    "tala.reyes",
    NAME,
    "Unmistakable",
)
WEBHOOK = """
  crm:
    url: http://127.0.0.1:8100/hooks
    on: [customer.identified, case.opened]
    secret: WARMLINE_TEST_HOOK
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server at its most talkative, with a webhook that nobody answers."""
    server = prepare(tmp_path_factory.mktemp("logs"))
    with (server.business / "webhooks.yaml").open("a") as webhooks:
        webhooks.write(WEBHOOK)
    server.environment |= {"WARMLINE_LOG_LEVEL": "debug", "WARMLINE_TEST_HOOK": "s3cret"}
    server.start()
    yield server
    server.stop()


def send_everything(server: Server) -> None:
    """Good and bad input that names a customer everywhere it can."""
    who = {"userId": EMAIL, "traits": {"email": EMAIL, "phone": PHONE, "name": NAME}}
    with server.client() as client:
        assert client.post("/v1/identify", json=who | {"messageId": EMAIL}).status_code == 200
        client.post("/v1/track", json={"userId": EMAIL, "event": "Called", "properties": {"from": SPACED}})
        client.post("/v1/track", json={"userId": EMAIL, "properties": {"from": PHONE}})  # no event: rejected
        client.post(
            "/v1/track", json={"userId": EMAIL, "event": "invoice.issued", "properties": {"total": NAME}}
        )
        client.post("/v1/track", content=f'{{"userId": "{EMAIL}", "event": '.encode())
        client.post("/v1/batch", json={"batch": [{"type": NAME, "userId": PHONE}, EMAIL, None]})
        client.post(f"/v1/track?email={EMAIL}&phone=%2B639175559999", json={"userId": PHONE, "event": NAME})
        client.post(
            "/events", json={"specversion": "1.0", "id": EMAIL, "source": NAME, "type": "x", "subject": PHONE}
        )
        client.get(f"/customers/{PHONE}")
        client.get(f"/api/customers?q={EMAIL}")
    httpx.post(server.url + "/v1/track", auth=(EMAIL, ""), json=who)
    with server.staff() as staff:
        staff.post("/api/session", json={"email": EMAIL, "password": NAME})
        staff.get("/api/customers", params={"q": SPACED})
        staff.get(f"/api/customers/{EMAIL}")
        staff.get("/api/audit", params={"customer": PHONE})
        staff.post("/api/staff", json={"email": EMAIL, "name": NAME, "role": "nobody"})


def test_a_running_server_writes_nothing_of_a_customer(told: Server) -> None:
    send_everything(told)
    told.stop()
    text = told.log()
    assert "started" in text
    assert "stopped" in text
    assert [secret for secret in SECRETS if secret in text] == []
    assert told.keys["backend"] not in text
    assert "s3cret" not in text
    told.start()


def test_a_failed_delivery_is_told_without_what_was_in_it(told: Server) -> None:
    send_everything(told)
    for _ in range(100):
        if "delivery" in told.log():
            break
        httpx.get(told.url + "/readyz")
    assert [secret for secret in SECRETS if secret in told.log()] == []


def test_each_record_is_one_line_of_json(told: Server) -> None:
    lines = [json.loads(line) for line in told.log().splitlines() if line.startswith("{")]
    assert lines
    for line in lines:
        assert {"event", "level", "timestamp"} <= set(line)


@pytest.fixture
def configured(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    root.handlers[:] = before
    root.setLevel(level)


@pytest.mark.usefixtures("configured")
@pytest.mark.parametrize("form", ["json", "text"])
def test_a_fault_of_ours_leaves_its_trace_but_not_its_values(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What an exception says may quote what a customer sent, so only its kind and its place are written."""
    logs.configure("info", form)
    try:
        try:
            raise KeyError(NAME)
        except KeyError as cause:
            raise ValueError(f"could not read {NAME} of {EMAIL}") from cause
    except ValueError:
        logging.getLogger("warmline.somewhere").exception("a group of %d events failed", 3)
    written = capsys.readouterr().err
    assert "a group of 3 events failed" in written
    assert "ValueError" in written
    assert "KeyError" in written
    assert Path(__file__).name in written
    assert [secret for secret in SECRETS if secret in written] == []


@pytest.mark.usefixtures("configured")
def test_numbers_and_addresses_are_masked_wherever_they_come_from(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info", "json")
    logging.getLogger("some.library").warning("could not reach %s, %s or %s", EMAIL, SPACED, PHONE)
    written = capsys.readouterr().err
    assert "could not reach" in written
    assert [secret for secret in SECRETS if secret in written] == []


@pytest.mark.usefixtures("configured")
def test_what_helps_to_find_a_fault_stays(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info", "json")
    log = logging.getLogger("warmline.log.outbox")
    log.warning("delivery %s to %s failed (%s)", 4711, "crm", "it answered 503")
    log.error("error %s in %s %s", "4f1c-2a9b", "GET", "/api/customers/{customer}")
    written = capsys.readouterr().err
    assert "delivery 4711 to crm failed (it answered 503)" in written
    assert "error 4f1c-2a9b in GET /api/customers/{customer}" in written
