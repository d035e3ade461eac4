"""The HTTP routes of customers: who may look, and that every look is on record first."""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.server import Server


@pytest.fixture(scope="module")
def staff(server: Server) -> Iterator[httpx.Client]:
    """The command line: every door is open."""
    with server.staff() as client, server.client() as source:
        for user, name, country in (("mai", "Mai Tran", "VN"), ("lee", "Lee Wong", "HK")):
            traits = {"email": f"{user}@example.com", "name": name, "address": {"country": country}}
            body = {"userId": user, "messageId": user, "traits": traits}
            assert source.post("/v1/identify", json=body).status_code == 200
            body = {"userId": user, "messageId": f"{user}-2", "event": "Bill Opened"}
            assert source.post("/v1/track", json=body).status_code == 200
        yield client


def as_role(server: Server, staff: httpx.Client, role: str, **scopes: list[str]) -> httpx.Client:
    """A program with a role; its token is its name on the record."""
    new = staff.post("/api/tokens", json={"name": f"{role} {scopes}", "role": role, "scopes": scopes}).json()
    client = server.staff(new["secret"])
    client.headers["x-test-id"] = new["token"]["id"]
    return client


def looks(staff: httpx.Client, client: httpx.Client) -> list[tuple[str, str]]:
    """Whom a program looked at, and how, the latest first."""
    found = staff.get("/api/audit", params={"staff": client.headers["x-test-id"], "limit": 200}).json()[
        "items"
    ]
    return [(one["customer"], one["detail"]) for one in found if one["action"] == "customer.looked_at"]


def id_of(staff: httpx.Client, text: str) -> int:
    found: int = staff.get(f"/api/customers/{text}").json()["id"]
    return found


def test_every_look_is_on_record(server: Server, staff: httpx.Client) -> None:
    mai = str(id_of(staff, "user:mai"))
    with as_role(server, staff, "agent") as agent:
        found = agent.get("/api/customers", params={"q": "mai@example.com"}).json()
        assert [one["name"] for one in found] == ["Mai Tran"]
        assert looks(staff, agent) == [(mai, "search")]
        assert agent.get("/api/customers/email:mai@example.com").json()["name"] == "Mai Tran"
        assert agent.get(f"/api/customers/{mai}/timeline").json()[0]["type"] == "Bill Opened"
        assert looks(staff, agent) == [(mai, "timeline"), (mai, ""), (mai, "search")]
        decision = agent.post("/api/decide", json={"customer": mai}).json()["decision"]["id"]
        assert looks(staff, agent)[0] == (mai, f"decision {decision}")
        shown = {str(one["id"]) for one in agent.get("/api/customers").json()}
        assert shown <= {customer for customer, _ in looks(staff, agent)}


@pytest.mark.parametrize(
    ("role", "method", "path", "body", "status"),
    [
        ("analyst", "GET", "/api/customers/user:mai", None, 403),
        ("agent", "GET", "/api/customers/user:mai/export", None, 403),
        ("agent", "DELETE", "/api/customers/user:mai", None, 403),
        ("lead", "DELETE", "/api/customers/user:mai", None, 403),
        ("agent", "POST", "/api/customers/user:mai/separate", {"split": []}, 403),
        ("agent", "GET", "/api/matches", None, 403),
        ("lead", "POST", "/api/matches/run", None, 403),
        ("lead", "GET", "/api/matches", None, 200),
        ("lead", "POST", "/api/matches/accept", {"a": 1, "b": 2}, 404),
        ("lead", "GET", "/api/customers/user:nobody", None, 404),
        ("lead", "POST", "/api/customers/user:mai/separate", {"split": ["user:lee"]}, 409),
        ("lead", "POST", "/api/customers/user:mai/separate", {"spilt": []}, 400),
    ],
)
def test_who_may_do_what(
    server: Server, staff: httpx.Client, role: str, method: str, path: str, body: Any, status: int
) -> None:
    with as_role(server, staff, role) as client:
        answer = client.request(method, path, json=body)
    assert answer.status_code == status, answer.text
    if status >= 400:
        assert answer.headers["content-type"] == "application/problem+json"


def test_scopes_hide_customers(server: Server, staff: httpx.Client) -> None:
    with as_role(server, staff, "lead", country=["VN"]) as lead:
        assert [one["name"] for one in lead.get("/api/customers", params={"q": "example.com"}).json()] == []
        assert lead.get("/api/customers/user:mai").status_code == 200
        refused = lead.get("/api/customers/user:lee")
        assert refused.status_code == 404
        assert "Lee" not in refused.text
        assert lead.post("/api/customers/user:mai/join", json={"other": "user:lee"}).status_code == 404


def test_old_ids_lead_on(staff: httpx.Client) -> None:
    mai, lee = id_of(staff, "user:mai"), id_of(staff, "user:lee")
    kept = staff.post(f"/api/customers/{mai}/join", json={"other": "user:lee"}).json()["id"]
    assert {id_of(staff, str(mai)), id_of(staff, str(lee))} == {kept}
    split = staff.post(
        f"/api/customers/{kept}/separate", json={"split": ["user:lee", "email:lee@example.com"]}
    )
    assert split.status_code == 200, split.text
    assert id_of(staff, "user:mai") != id_of(staff, "user:lee")


def test_export_and_erase(server: Server, staff: httpx.Client) -> None:
    with server.client() as source:
        traits = {"email": "gone@example.com", "name": "Gone Soon"}
        source.post("/v1/identify", json={"userId": "gone", "messageId": "gone", "traits": traits})
        source.post("/v1/track", json={"userId": "gone", "messageId": "gone-2"})  # no event: rejected
    everything = staff.get("/api/customers/user:gone/export").json()
    assert everything["customer"]["name"] == "Gone Soon"
    assert [event["type"] for event in everything["events"]] == ["customer.identified"]
    number = everything["customer"]["id"]
    assert staff.post(
        "/api/customers/user:gone/separate", json={"split": ["email:gone@example.com"]}
    ).is_success
    assert staff.post("/api/customers/user:gone/join", json={"other": "email:gone@example.com"}).is_success
    erased = staff.delete("/api/customers/user:gone").json()
    assert (erased["events"], erased["redacted"]) == (1, 2)
    assert staff.get("/api/customers/user:gone").status_code == 404
    record = staff.get("/api/audit", params={"customer": str(number)}).json()["items"]
    assert record[0]["action"] == "customer.erased"
    assert "gone@example.com" not in staff.get("/api/log", params={"limit": 1000}).text
    job = staff.post("/api/system/rebuild", json={}).json()
    while job["state"] == "running":
        time.sleep(0.05)
        job = staff.get(f"/api/system/jobs/{job['id']}").json()
    assert job["result"]["differences"] == []
