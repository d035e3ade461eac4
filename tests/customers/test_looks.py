"""Who looked at a customer: under every id they had, and in exports of the log, without a row for each event."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.server import Server


@pytest.fixture(scope="module")
def staff(server: Server) -> Iterator[httpx.Client]:
    """The command line: every door is open."""
    with server.staff() as client:
        yield client


def arrives(server: Server, user: str, *types: str, country: str = "PH") -> str:
    """A customer with some events; their id."""
    with server.client() as source, server.staff() as client:
        traits = {"email": f"{user}@example.com", "address": {"country": country}}
        source.post("/v1/identify", json={"userId": user, "messageId": user, "traits": traits})
        for number, type in enumerate(types):
            source.post("/v1/track", json={"userId": user, "messageId": f"{user}{number}", "event": type})
        return str(client.get(f"/api/customers/user:{user}").json()["id"])


def program(server: Server, staff: httpx.Client, role: str, **scopes: list[str]) -> httpx.Client:
    """A program with a role; its name on the record is in the header x-test-id."""
    new = staff.post("/api/tokens", json={"name": role, "role": role, "scopes": scopes}).json()
    client = server.staff(new["secret"])
    client.headers["x-test-id"] = new["token"]["id"]
    return client


def on_record(staff: httpx.Client, customer: str, by: httpx.Client, limit: int = 200) -> list[dict[str, Any]]:
    """What the record of a customer says of a program, the latest first, page by page."""
    found: list[dict[str, Any]] = []
    query: dict[str, str | int] = {"customer": customer, "staff": by.headers["x-test-id"], "limit": limit}
    while True:
        answer = staff.get("/api/audit", params=query).json()
        found += answer["items"]
        if not answer["next"]:
            return found
        query["cursor"] = answer["next"]


def test_looks_made_before_a_merge_are_of_both(server: Server, staff: httpx.Client) -> None:
    one, other = arrives(server, "one"), arrives(server, "other")
    with program(server, staff, "lead") as lead:
        lead.get(f"/api/customers/{one}")
        lead.get(f"/api/customers/{other}/timeline")
        kept = str(staff.post(f"/api/customers/{one}/join", json={"other": "user:other"}).json()["id"])
        lead.get("/api/customers/user:other")
        everything = [(one, ""), (other, "timeline"), (one, "")]
        for id in (kept, one, other):
            assert [(e["customer"], e["detail"]) for e in on_record(staff, id, lead)] == everything
            assert len(on_record(staff, id, lead, limit=1)) == 3

        split = {"split": ["user:other", "email:other@example.com"]}
        assert staff.post(f"/api/customers/{kept}/separate", json=split).is_success
        lead.get(f"/api/customers/{one}")  # now the other is no longer in it
        seen_of_other = [(e["customer"], e["detail"]) for e in on_record(staff, other, lead)]
        assert seen_of_other == everything, "they were shown under the id of both until they were separated"
        assert len(on_record(staff, one, lead)) == 3


def test_an_export_of_the_log_is_on_the_record_of_those_in_it(server: Server, staff: httpx.Client) -> None:
    inside = arrives(server, "inside", "Bill Opened", "Bill Paid")
    outside = arrives(server, "outside", "Bill Paid", country="HK")
    with program(server, staff, "analyst") as analyst:
        before = staff.get("/api/log", params={"limit": 1}).json()["events"][0]["seq"]
        later = arrives(server, "later", "Bill Opened")
        analyst.get("/api/log/export", params={"type": "Bill Opened"})
        (entry,) = on_record(staff, inside, analyst)
        assert entry["action"] == "log.exported"
        assert on_record(staff, outside, analyst) == [], "of whom nothing was asked for"
        assert len(on_record(staff, later, analyst)) == 1

        analyst.get("/api/log/export", params={"after": before, "until": "2030-01-01"})
        assert len(on_record(staff, later, analyst)) == 2
        assert len(on_record(staff, inside, analyst)) == 1, "the range begins behind them"
        analyst.get("/api/log/export", params={"until": "2001-01-01"})
        assert len(on_record(staff, later, analyst)) == 2
        assert len(on_record(staff, later, analyst, limit=1)) == 2
    with program(server, staff, "analyst", country=["HK"]) as scoped:
        lines = scoped.get("/api/log/export").text
        assert "outside" in lines
        assert "inside" not in lines
        assert [e["action"] for e in on_record(staff, outside, scoped)] == ["log.exported"]
        assert on_record(staff, inside, scoped) == []


def test_an_export_is_of_every_id(server: Server, staff: httpx.Client) -> None:
    first, second = arrives(server, "first"), arrives(server, "second", "Bill Opened")
    with program(server, staff, "analyst") as analyst:
        analyst.get("/api/log/export", params={"type": "Bill Opened"})
        assert on_record(staff, first, analyst) == []
        staff.post(f"/api/customers/{first}/join", json={"other": second})
        assert [e["action"] for e in on_record(staff, first, analyst)] == ["log.exported"]
