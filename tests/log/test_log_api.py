"""The staff routes of the log: pages and scopes, imports that bear repeating, rejects, cursors."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.server import Server, running


@pytest.fixture(scope="module")
def staff(server: Server) -> Iterator[httpx.Client]:
    """The command line: every door is open."""
    with server.staff() as client, server.client() as source:
        for user, country in (("mai", "VN"), ("lee", "HK")):
            traits = {"email": f"{user}@example.com", "address": {"country": country}}
            source.post("/v1/identify", json={"userId": user, "messageId": user, "traits": traits})
        for number in range(30):
            user = "mai" if number % 3 else "lee"
            body = {"userId": user, "messageId": f"n{number}", "event": f"Kind {number % 2}"}
            assert source.post("/v1/track", json=body).status_code == 200
        yield client


def with_token(server: Server, staff: httpx.Client, role: str, **scopes: list[str]) -> httpx.Client:
    new = staff.post("/api/tokens", json={"name": "reader", "role": role, "scopes": scopes}).json()
    client = server.staff(new["secret"])
    client.headers["x-test-id"] = new["token"]["id"]
    return client


def pages(client: httpx.Client, way: str, at: int, **query: Any) -> list[dict[str, Any]]:
    """All events in one direction, by pages of seven."""
    found: list[dict[str, Any]] = []
    while True:
        answer = client.get("/api/log", params={way: at, "limit": 7, **query})
        assert answer.status_code == 200, answer.text
        found += answer.json()["events"]
        at = answer.json()["next"]
        if answer.json()["at_end"]:
            return found


def test_pages_forward_and_backward_say_the_same(staff: httpx.Client) -> None:
    forward = pages(staff, "after", 0)
    assert [one["seq"] for one in forward] == sorted(one["seq"] for one in forward)
    assert pages(staff, "before", 1 << 40) == forward[::-1]
    for query in ({"type": "Kind 1"}, {"source": "backend", "type": "Kind 0"}, {"source": "nobody"}):
        wanted = [one for one in forward if all(one[name] == value for name, value in query.items())]
        assert pages(staff, "after", 0, **query) == wanted
        assert pages(staff, "before", 1 << 40, **query) == wanted[::-1]
    assert staff.get("/api/log", params={"since": "yesterday"}).status_code == 400


def test_waiting_for_what_comes(server: Server, staff: httpx.Client) -> None:
    head = staff.get("/api/log", params={"limit": 1}).json()["events"][0]["seq"]
    began = time.monotonic()
    assert staff.get("/api/log", params={"after": head, "wait": 0.5}).json()["events"] == []
    assert time.monotonic() - began >= 0.4


def test_scopes_and_record(server: Server, staff: httpx.Client) -> None:
    with with_token(server, staff, "analyst", country=["VN"]) as analyst:
        seen = pages(analyst, "after", 0)
        assert {one["identifiers"][0]["value"] for one in seen} == {"mai"}
        exported = analyst.get("/api/log/export").text.splitlines()
        assert len(exported) == len(seen)
        record = staff.get("/api/audit", params={"staff": analyst.headers["x-test-id"]}).json()["items"]
        assert {one["action"] for one in record} == {"customer.looked_at", "log.exported"}
        assert len({one["customer"] for one in record if one["customer"]}) == 1
        assert analyst.get("/api/rejects").status_code == 403
    for role in ("agent", "lead"):
        with with_token(server, staff, role) as other:
            assert other.get("/api/log").status_code == 403


def chunk(first: int, lines: list[str], **more: Any) -> dict[str, Any]:
    return {"job": "chunks", "first_line": first, "lines": "".join(line + "\n" for line in lines), **more}


def test_a_chunk_may_be_sent_again(staff: httpx.Client) -> None:
    lines = [
        json.dumps({"source": "a", "message_id": f"c{n}", "type": "x", "occurred": "2025-01-01T00:00:00Z"})
        for n in range(6)
    ]
    first = staff.post("/api/log/import", json=chunk(1, [*lines[:3], "bad"])).json()
    assert (first["lines"], first["accepted"], first["rejected"]) == (4, 3, 1)
    assert staff.post("/api/log/import", json=chunk(1, [*lines[:3], "bad"])).json() == first
    both = staff.post(
        "/api/log/import", json=chunk(3, [lines[2], "bad", "", lines[3], lines[3]], last=True)
    ).json()
    assert (both["lines"], both["accepted"], both["duplicates"], both["rejected"]) == (7, 4, 1, 1)
    assert both["finished"]
    gap = staff.post("/api/log/import", json=chunk(9, lines[4:]))
    assert gap.status_code == 409
    assert "line 7" in gap.json()["detail"]
    assert staff.get("/api/log/import/chunks").json()["lines"] == 7
    assert staff.get("/api/log/import/none").status_code == 404
    unread = [{"line": 9, "raw": "/w==", "reason": "It is not UTF-8."}]
    after = staff.post("/api/log/import", json=chunk(8, [lines[4], ""], unread=unread)).json()
    assert (after["lines"], after["accepted"], after["rejected"]) == (9, 5, 2)
    rejected = staff.get("/api/rejects", params={"job": "chunks"}).json()["items"]
    assert [(one["where"], one["raw"]) for one in rejected] == [("line 4", "bad"), ("line 9", "\\xff")]


def test_rejects_are_corrected_and_replayed(server: Server, staff: httpx.Client) -> None:
    with server.client() as source:
        body = {"type": "track", "userId": "mai", "messageId": "rej", "writeKey": "secret-in-here"}
        source.post("/v1/batch", json={"batch": [body]})
        source.post("/v1/track", content=b'{"userId": "mai", "writeKey": "secret-in-here", ')
    items = staff.get("/api/rejects").json()["items"]
    assert len(items) >= 2
    assert "secret-in-here" not in staff.get("/api/rejects").text
    batch = next(one for one in items if one["where"] == "batch[0]")
    assert "event" in batch["reason"]
    again = staff.post(f"/api/rejects/{batch['id']}/replay", json={}).json()
    assert again["replayed"] is False
    wrong = staff.post(f"/api/rejects/{batch['id']}/replay", json={"corrected": "{"}).json()
    assert wrong["replayed"] is False
    kept = staff.get(f"/api/rejects/{batch['id']}").json()
    assert (kept["state"], kept["raw"], kept["reason"]) == ("open", "{", wrong["reason"])
    corrected = json.dumps({"type": "track", "userId": "mai", "messageId": "rej", "event": "Mended"})
    done = staff.post(f"/api/rejects/{batch['id']}/replay", json={"corrected": corrected}).json()
    assert (done["replayed"], done["accepted"]) == (True, 1)
    assert staff.get("/api/log", params={"type": "Mended"}).json()["events"][0]["source"] == "backend"
    assert staff.post(f"/api/rejects/{batch['id']}/replay", json={}).status_code == 409
    assert staff.post("/api/rejects/999999/replay", json={}).status_code == 404


def test_a_public_source_gains_nothing_by_a_replay(server: Server, staff: httpx.Client) -> None:
    with server.client("site") as source:
        source.post("/v1/track", json={"userId": "mai", "messageId": "p1", "event": "invoice.paid"})
    one = staff.get("/api/rejects").json()["items"][0]
    outcome = staff.post(f"/api/rejects/{one['id']}/replay", json={}).json()
    assert outcome["replayed"] is False
    assert staff.post(f"/api/rejects/{one['id']}/dismiss").status_code == 204
    assert (
        staff.get("/api/rejects", params={"state": "dismissed"}).json()["items"][0]["settled_by"] == "local"
    )


def test_a_cursor_survives_a_restart(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        with server.client() as source:
            for number in range(5):
                source.post("/v1/track", json={"userId": "u", "messageId": str(number), "event": "Thing"})
        with server.staff() as staff:
            secret = staff.post("/api/tokens", json={"name": "bi", "role": "analyst"}).json()["secret"]
        with server.staff(secret) as reader:
            first = reader.get("/api/subscriptions/bi/events", params={"limit": 2, "from_start": True}).json()
            assert [one["seq"] for one in first["events"]] == [1, 2]
            again = reader.get("/api/subscriptions/bi/events", params={"limit": 2}).json()
            assert again == first
            done = reader.post("/api/subscriptions/bi/done", json={"seq": first["next"]}).json()
            assert (done["position"], done["behind"]) == (2, 3)
            assert reader.post("/api/subscriptions/bi/done", json={"seq": 1}).json()["position"] == 2
            assert reader.post("/api/subscriptions/none/done", json={"seq": 1}).status_code == 404
        server.stop()
        server.start()
        with server.staff(secret) as reader:
            left = reader.get("/api/subscriptions/bi/events").json()
            assert [one["seq"] for one in left["events"]] == [3, 4, 5]
        with server.staff() as staff:
            other = staff.post("/api/tokens", json={"name": "other", "role": "analyst"}).json()["secret"]
            with server.staff(other) as stranger:
                assert stranger.get("/api/subscriptions/bi/events").json()["events"] == []


def test_sources_are_kept(server: Server, staff: httpx.Client) -> None:
    key = staff.post("/api/sources", json={"name": "kept"}).json()["write_key"]
    assert staff.post("/api/sources", json={"name": "kept"}).status_code == 409
    assert staff.post("/api/sources", json={"name": "no good"}).status_code == 400
    server.keys["kept"] = key

    def sends() -> int:
        with server.client("kept") as source:
            return source.post("/v1/track", json={"userId": "u", "event": "Thing"}).status_code

    assert sends() == 200
    assert staff.patch("/api/sources/kept", json={"active": False}).json()["active"] is False
    assert sends() == 401
    staff.patch("/api/sources/kept", json={"active": True})
    server.keys["kept"] = staff.post("/api/sources/kept/rotate").json()["write_key"]
    assert sends() == 200
    assert key not in staff.get("/api/sources").text
    assert staff.post("/api/sources/none/rotate").status_code == 404


def test_what_runs_the_installation(server: Server, staff: httpx.Client, tmp_path: Path) -> None:
    assert (
        staff.get("/api/business").json()["version"] == staff.post("/api/business/reload").json()["version"]
    )
    job = staff.post("/api/system/rebuild", json={}).json()
    while staff.get(f"/api/system/jobs/{job['id']}").json()["state"] == "running":
        time.sleep(0.05)
    assert staff.get(f"/api/system/jobs/{job['id']}").json()["result"] == {
        "differences": [],
        "replaced": False,
    }
    assert staff.get("/api/system/jobs/999").status_code == 404
    assert staff.post("/api/system/backup", json={"path": "here"}).status_code == 400
    with with_token(server, staff, "administrator") as administrator:
        refused = administrator.post("/api/system/backup", json={"path": str(tmp_path / "b")})
        assert refused.status_code == 403
    assert not (tmp_path / "b").exists()
    for state in ("waiting", "done", "dead"):
        assert staff.get("/api/deliveries", params={"state": state}).json() == {"items": [], "next": 0}
    assert staff.post("/api/deliveries/1/retry").status_code == 409


def test_every_route_is_documented_with_examples(staff: httpx.Client) -> None:
    paths = staff.get("/schema/openapi.json").json()["paths"]
    mine = [
        path
        for path in paths
        if path.startswith(("/api/log", "/api/rejects", "/api/customers", "/api/system"))
    ]
    assert len(mine) >= 15
    for path in mine:
        for method, operation in paths[path].items():
            if isinstance(operation, dict):
                assert operation.get("summary"), (method, path)
                assert operation.get("description"), (method, path)
                for content in operation.get("requestBody", {}).get("content", {}).values():
                    assert "examples" in content or "examples" in content["schema"], (method, path)


def test_an_event_that_names_others_shows_those_within_scopes_only(
    server: Server, staff: httpx.Client
) -> None:
    with server.client() as source:
        for user, country in (("vera", "VN"), ("hans", "HK")):
            traits = {"email": f"{user}@example.com", "address": {"country": country}}
            source.post("/v1/identify", json={"userId": user, "messageId": user, "traits": traits})
        event = {
            "specversion": "1.0",
            "id": "gift",
            "source": "shop",
            "type": "gift.sent",
            "data": {"identifiers": {"user": ["vera", "hans"]}},
        }
        # Two known people in one event stay two, where a person has set them apart.
        joined = staff.post("/api/customers/user:vera/join", json={"other": "user:hans"}).json()["id"]
        split = {"split": ["user:hans", "email:hans@example.com"]}
        assert staff.post(f"/api/customers/{joined}/separate", json=split).is_success
        answer = source.post("/events", json=event, headers={"content-type": "application/cloudevents+json"})
        assert answer.is_success, answer.text
    query = {"type": "gift.sent"}
    (whole,) = staff.get("/api/log", params=query).json()["events"]
    assert {one["value"] for one in whole["identifiers"]} == {"vera", "hans"}
    with with_token(server, staff, "analyst", country=["VN"]) as analyst:
        (within,) = analyst.get("/api/log", params=query).json()["events"]
        assert [one["value"] for one in within["identifiers"]] == ["vera"]
        exported = analyst.get("/api/log/export", params=query).text
        assert "vera" in exported
        assert "hans" not in exported
        subscribed = analyst.get(
            "/api/subscriptions/gifts/events", params={"from_start": True, "limit": 500}
        ).text
        assert "gift.sent" in subscribed
        assert "hans" not in subscribed


def test_the_whole_record_is_for_those_who_may_see_everybody(server: Server, staff: httpx.Client) -> None:
    with with_token(server, staff, "lead", country=["VN"]) as lead:
        for query in ({}, {"customer": "17"}, {"staff": "local"}):
            assert lead.get("/api/audit", params=query).status_code == 403
    with with_token(server, staff, "lead") as lead:
        assert lead.get("/api/audit").json()["items"]
