"""Text messages that policies have sent: signed, to the right phone, once, refused where nobody has one."""

import hmac
import json
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import httpx
import pytest

from .office import Office

SECRET = "a secret of both"


@pytest.fixture
def office(begin: Callable[..., Office]) -> Office:
    return begin("--messages-secret", SECRET)


def called(text: str, **identifiers: str) -> dict[str, Any]:
    """What a policy's call holds."""
    names = [{"type": type, "value": value} for type, value in identifiers.items()]
    return {
        "policy": "bill-shock",
        "why": "A bill that jumps is asked about.",
        "decision": "d1",
        "event": "e1",
        "customer": {"id": 7, "identifiers": names},
        "values": {"text": text},
    }


def send(office: Office, call: dict[str, Any], key: str, secret: str = SECRET) -> httpx.Response:
    body = json.dumps(call).encode()
    signature = "sha256=" + hmac.new(secret.encode(), body, sha256).hexdigest()
    headers = {"idempotency-key": key, "x-warmline-signature": signature}
    return office.client.post("/hooks/messages", content=body, headers=headers)


def test_a_message_goes_to_the_phone_of_the_account_once(office: Office) -> None:
    account = office.accounts()[0]
    phone = office.get(f"/accounts/{account}")["owner"]["phone"]
    call = called("Your new bill is higher than usual.", email="a@b.example", account=account)
    first, again = send(office, call, "k-1"), send(office, call, "k-1")
    assert (first.status_code, first.json()) == (202, {"sent_to": phone, "policy": "bill-shock"})
    assert again.content == first.content
    assert again.headers["idempotent-replayed"] == "true"
    sent = office.get("/messages", account=account)["messages"]
    assert [(one["to"], one["by"], one["text"]) for one in sent] == [(phone, "sms", call["values"]["text"])]
    assert office.get("/messages")["messages"] == sent
    assert send(office, called("Another text.", account=account), "k-1").status_code == 422


def test_who_is_no_account_is_reached_by_the_phone_that_is_named(office: Office) -> None:
    answer = send(office, called("It works again.", phone="+639175550199"), "k-2")
    assert answer.json()["sent_to"] == "+639175550199"


def test_nobody_to_reach_is_gone_for_good(office: Office) -> None:
    answer = send(office, called("Hello.", account="999", anonymous="b-1"), "k-3")
    assert (answer.status_code, answer.json()["error"]["code"]) == (410, "no_phone")


@pytest.mark.parametrize("call", [called("  ", phone="+639175550199"), {"policy": "x"}, []])
def test_what_is_no_message_is_refused(office: Office, call: Any) -> None:
    assert send(office, call, "k-4").status_code == 400
    assert office.get("/messages")["messages"] == []


def test_only_what_is_signed_is_sent(begin: Callable[..., Office]) -> None:
    office = begin("--messages-secret", SECRET)
    call = called("Your phone is ours.", phone="+639175550199")
    assert send(office, call, "k-5", secret="another").status_code == 401
    unsigned = office.client.post("/hooks/messages", json=call, headers={"idempotency-key": "k-6"})
    assert unsigned.status_code == 401
    assert office.get("/messages")["messages"] == []


def test_without_a_secret_nothing_is_sent(begin: Callable[..., Office]) -> None:
    office = begin("--messages-secret", "")
    answer = send(office, called("Hello.", phone="+639175550199"), "k-7", secret="")
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "no_secret")
