"""What comes under a key of before, or in part, on a real server: refused, counted, kept within limits, replayed."""

import asyncio
import gzip
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.customers.world import MIGRATIONS, NOW
from tests.server import Server
from warmline.log import held, rejects
from warmline.log.model import Rejected, Source
from warmline.log.sources import REMEMBERED, Sources
from warmline.storage.sqlite import SqliteStorage


@pytest.fixture(scope="module")
def staff(server: Server) -> Iterator[httpx.Client]:
    with server.staff() as client:
        yield client


def added(staff: httpx.Client, name: str, **more: Any) -> str:
    return str(staff.post("/api/sources", json={"name": name, **more}).json()["write_key"])


def rotated(staff: httpx.Client, name: str) -> str:
    return str(staff.post(f"/api/sources/{name}/rotate").json()["write_key"])


def kept_of(staff: httpx.Client, name: str) -> list[dict[str, Any]]:
    items = staff.get("/api/rejects", params={"limit": 1000}).json()["items"]
    return [one for one in items if one["source"] == name]


def counted(staff: httpx.Client, why: str, source: str = "") -> float:
    for line in staff.get("/metrics").text.splitlines():
        if line.startswith(f'warmline_refused_requests_total{{source="{source}",why="{why}"}}'):
            return float(line.rpartition(" ")[2])
    return 0.0


def types_of(staff: httpx.Client, source: str) -> list[str]:
    events = staff.get("/api/log", params={"source": source, "limit": 100}).json()["events"]
    return [one["type"] for one in reversed(events)]


def track(number: int, **more: Any) -> dict[str, Any]:
    return {"userId": "u1", "event": f"Happened {number}", "messageId": f"m{number}", **more}


CLOUD = {"specversion": "1.0", "id": "1", "source": "/s", "type": "cloud.happened", "data": {"n": 1}}


def test_what_comes_under_a_key_that_was_replaced_is_refused_and_replayed(
    server: Server, staff: httpx.Client
) -> None:
    old = added(staff, "late")
    rotated(staff, "late")
    basic, json_type = httpx.BasicAuth(old, ""), "application/cloudevents+json"
    binary = {f"ce-{name}": value for name, value in CLOUD.items() if isinstance(value, str)}
    sent: list[dict[str, Any]] = [
        {"url": "/v1/track", "auth": basic, "json": track(1)},
        {"url": "/v1/batch", "auth": basic, "json": {"batch": [track(2, type="track"), track(3, type="track")]}},
        {"url": "/v1/track", "json": track(4, writeKey=old)},
        {"url": "/v1/track", "auth": basic, "content": gzip.compress(json.dumps(track(5)).encode()),
         "headers": {"content-encoding": "gzip"}},
        {"url": "/events", "auth": basic, "content": json.dumps(CLOUD), "headers": {"content-type": json_type}},
        {"url": "/events", "auth": basic, "content": json.dumps([CLOUD | {"id": "2"}]),
         "headers": {"content-type": "application/cloudevents-batch+json"}},
        {"url": "/events", "auth": basic, "content": b'{"n": 3}',
         "headers": binary | {"ce-id": "3", "content-type": "application/json"}},
    ]  # fmt: skip
    for request in sent:
        path = request.pop("url")
        assert httpx.post(server.url + path, trust_env=False, **request).status_code == 401
    kept = kept_of(staff, "late")
    assert len(kept) == len(sent)
    assert all("had been replaced" in one["reason"] for one in kept)
    assert old not in json.dumps(kept)
    assert types_of(staff, "late") == []
    assert counted(staff, "former_key", "late") == len(sent)
    for one in reversed(kept):
        done = staff.post(f"/api/rejects/{one['id']}/replay", json={}).json()
        assert done["replayed"], done
    assert types_of(staff, "late") == [f"Happened {n}" for n in range(1, 6)] + ["cloud.happened"] * 3


def test_a_source_that_is_off_is_kept_too_and_a_public_one_says_no_more_than_it_may(
    server: Server, staff: httpx.Client
) -> None:
    key = added(staff, "shut", public=True, types=["page.viewed"])
    assert staff.patch("/api/sources/shut", json={"active": False}).is_success
    for path, body in (("/v1/page", {"anonymousId": "a", "messageId": "p"}), ("/v1/track", track(1))):
        answer = httpx.post(server.url + path, auth=(key, ""), json=body, trust_env=False)
        assert answer.status_code == 401
    outcomes = [
        staff.post(f"/api/rejects/{one['id']}/replay", json={}).json()
        for one in reversed(kept_of(staff, "shut"))
    ]
    assert [one["replayed"] for one in outcomes] == [True, False]
    assert types_of(staff, "shut") == ["page.viewed"]


def test_what_nobody_knows_is_counted_and_not_kept(server: Server, staff: httpx.Client) -> None:
    before, rejected = counted(staff, "unknown_key"), staff.get("/api/rejects").json()["items"]
    for auth in (("wks_nobody", ""), None):
        assert (
            httpx.post(f"{server.url}/v1/track", auth=auth, json=track(1), trust_env=False).status_code == 401
        )
        assert httpx.post(f"{server.url}/events", auth=auth, json=CLOUD, trust_env=False).status_code == 401
    assert counted(staff, "unknown_key") == before + 4
    assert staff.get("/api/rejects").json()["items"] == rejected


def test_above_the_rate_the_client_sends_again(server: Server, staff: httpx.Client) -> None:
    key = added(staff, "fast", rate=1)
    answers = [
        httpx.post(f"{server.url}/v1/track", auth=(key, ""), json=track(n), trust_env=False) for n in range(4)
    ]
    limited = [one for one in answers if one.status_code == 429]
    assert limited
    assert all(int(one.headers["retry-after"]) >= 1 for one in limited)
    assert counted(staff, "rate_limited", "fast") == len(limited)
    assert kept_of(staff, "fast") == []


@pytest.mark.parametrize("path", ["/v1/track", "/events"])
@pytest.mark.parametrize("packed", [False, True])
def test_a_body_cut_off_is_kept_as_far_as_it_came(
    server: Server, staff: httpx.Client, path: str, packed: bool
) -> None:
    name = f"cut{path.replace('/', '-')}-{packed}"
    key = added(staff, name)
    whole = json.dumps({**CLOUD, **track(1, properties={"text": "here it " * 2_000})}).encode()
    body = gzip.compress(whole, compresslevel=0) if packed else whole
    head = (
        f"POST {path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {key}\r\n"
        f"content-type: application/cloudevents+json\r\ncontent-length: {len(body)}\r\n"
        + ("content-encoding: gzip\r\n" if packed else "")
        + "\r\n"
    )
    host, _, port = server.url.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port))) as line:
        line.sendall(head.encode() + body[:9_000])
        time.sleep(0.3)
    until = time.monotonic() + 20
    while not (kept := kept_of(staff, name)) and time.monotonic() < until:
        time.sleep(0.05)
    (one,) = kept
    assert "closed the connection" in one["reason"]
    assert whole.decode().startswith(one["raw"])
    assert len(one["raw"]) > 8_000
    assert counted(staff, "disconnected", name) == 1
    corrected = {"corrected": whole.decode() if path == "/v1/track" else json.dumps(CLOUD | {"id": name})}
    done = staff.post(f"/api/rejects/{one['id']}/replay", json=corrected).json()
    assert done["replayed"], done


def test_a_key_that_leaked_cannot_fill_the_disk(server: Server, staff: httpx.Client) -> None:
    old = added(staff, "leaked")
    rotated(staff, "leaked")
    with httpx.Client(base_url=server.url, auth=(old, ""), trust_env=False) as flood:
        began = time.monotonic()
        for number in range(200):
            assert flood.post("/v1/track", json=track(number)).status_code == 401
    assert 50 <= len(kept_of(staff, "leaked")) <= 51 + 5 * (time.monotonic() - began)
    assert counted(staff, "former_key", "leaked") == 200


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[SqliteStorage]:
    made = SqliteStorage(tmp_path / "w.db", MIGRATIONS, cache_mb=8, readers=1)
    yield made
    made.close()


def holds(storage: SqliteStorage, source: str, raw: bytes) -> bool:
    rejected = Rejected(raw=raw, reason="late", where="body", form="segment:track")
    return storage.submit(lambda tx: held.keep(tx, source, rejected, NOW)).result()


def test_a_source_has_room_for_so_many_bytes(storage: SqliteStorage) -> None:
    big = b"x" * (held.MOST_BYTES // 4)
    assert [holds(storage, "a", big) for _ in range(5)] == [True] * 4 + [False]
    assert not holds(storage, "a", b"")
    assert holds(storage, "b", big)
    first = storage.read_now(rejects.page)[-1]
    storage.submit(lambda tx: rejects.settle(tx, first.id, "dismissed", "ana", NOW)).result()
    assert holds(storage, "a", big)


def test_a_source_has_room_for_so_many_bodies(storage: SqliteStorage) -> None:
    assert all(holds(storage, "a", b"x") for _ in range(held.MOST_BODIES))
    assert not holds(storage, "a", b"x")
    assert storage.read_now(lambda reader: held.open_of(reader, "a")) == (held.MOST_BODIES, held.MOST_BODIES)


def test_a_key_of_before_is_known_for_a_time_and_after_a_start(storage: SqliteStorage) -> None:
    clock = [NOW]
    secrets = iter("abcdef")
    sources = Sources(storage, lambda: clock[0], lambda: next(secrets))
    first = asyncio.run(sources.add(Source(name="shop")))
    second = asyncio.run(sources.rotate("shop"))
    third = asyncio.run(sources.rotate("shop"))
    for one in (sources, Sources(storage, lambda: clock[0], lambda: "")):
        assert [one.formerly(key) for key in (first, second)] == [Source(name="shop")] * 2
        assert one.formerly(third) is None
        assert one.for_key(third) == Source(name="shop")
        assert one.for_key(first) is None
        assert one.formerly("wks_other") is None
    clock[0] += REMEMBERED + 1
    assert sources.formerly(first) is None
