"""What is handed out of one customer holds all that is theirs, and nothing of anybody else."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.server import Server

MOBILE, AT_HOME = "+639175550101", "0917 555 0101"


@pytest.fixture(scope="module")
def staff(server: Server) -> Iterator[httpx.Client]:
    """The command line, where Maria and Jose are known, who share a phone."""
    with server.staff() as client, server.client() as source:
        for user, name in (("maria.s", "Maria Santos"), ("jose.s", "Jose Santos")):
            traits = {"name": name, "email": f"{user}@mail.example", "phone": MOBILE}
            body = {"userId": user, "messageId": user, "traits": traits}
            assert source.post("/v1/identify", json=body).is_success
        yield client


def send(source: httpx.Client, **body: Any) -> None:
    """A message that is rejected: it names no event."""
    assert source.post("/v1/track", json=body).status_code in (200, 400)


def exported(staff: httpx.Client, user: str = "maria.s") -> dict[str, Any]:
    found: dict[str, Any] = staff.get(f"/api/customers/user:{user}/export").json()
    return found


def test_neither_the_household_nor_links_to_others_are_handed_out(staff: httpx.Client) -> None:
    shown = staff.get("/api/customers/user:maria.s").json()
    assert [one["name"] for one in shown["household"]] == ["Jose Santos"], "staff see who is near"
    found = exported(staff)
    assert found["customer"]["name"] == "Maria Santos"
    assert {one["value"] for one in found["customer"]["identifiers"]} >= {"maria.s", MOBILE}
    assert all(link["inside"] for link in found["customer"]["links"])
    assert "jose" not in str(found).casefold()


def test_of_events_about_others_only_that_they_name_the_customer(staff: httpx.Client) -> None:
    assert [event["properties"]["traits"]["name"] for event in exported(staff)["events"]] == ["Maria Santos"]
    (named,) = exported(staff)["named_in"]
    assert named["type"] == "customer.identified"
    assert [one["value"] for one in named["identifiers"]] == [MOBILE]
    assert "properties" not in named


def test_of_rejects_only_the_messages_about_the_customer(server: Server, staff: httpx.Client) -> None:
    with server.client() as source:
        send(source, userId="maria.s", messageId="r1", writeKey="wks_secret", note="hers")
        send(source, userId="jose.s", messageId="r2", note=f"his; call Maria {AT_HOME}")
        send(
            source, userId="maria.s", traits={"email": "jose.s@mail.example"}, messageId="r3", note="of both"
        )
        source.post("/v1/track", content=b'{"userId": "maria.s", "note": "cut off; and jose.s", ')
        hers = {"type": "track", "userId": "maria.s", "messageId": "r4", "note": "in a batch"}
        his = {"type": "track", "userId": "jose.s", "messageId": "r5", "note": "in the same"}
        source.post("/v1/batch", content=b"[%s, %s]" % tuple(map(_json, (hers, his))))
        source.post("/events", content=_json([hers, his]), headers={"content-type": "application/json"})
    text = [one["text"] for one in exported(staff)["rejected"]]
    assert sum('"note": "hers"' in one or '"note":"hers"' in one for one in text) == 1
    assert "wks_secret" not in str(text)
    assert sum("in a batch" in one for one in text) >= 1
    for others in ("his; call", "of both", "cut off", "in the same", "jose"):
        assert others not in str(text), others
    assert text.count("") >= 3, "that there are more which name her is said"
    assert "in a batch" not in str(exported(staff, "jose.s"))
    assert "in the same" in str(exported(staff, "jose.s"))


def _json(value: Any) -> bytes:
    return httpx.Request("POST", "http://x", json=value).content
