"""The ingest routes on a real server: real clients, limits, refusals, and clients that misbehave."""

import asyncio
import base64
import gzip
import json
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import uvicorn
from cloudevents.core.bindings.http import to_binary_event, to_structured_event
from cloudevents.core.v1.event import CloudEvent
from litestar import Litestar
from segment.analytics.client import Client

from warmline.events.model import Event
from warmline.log.api import PATHS, ingest_routes
from warmline.log.body import gunzip
from warmline.log.model import Decoded, Receipt, Rejected, Source
from warmline.log.wire import NotJSON, TooLarge
from warmline.web.access import ANYONE, WRITE_KEY

KEY = httpx.BasicAuth("secret", "")
TRACK = {"userId": "1", "event": "Paid", "messageId": "m1"}


class MemoryIntake:
    """An intake that remembers what it was given."""

    def __init__(self) -> None:
        self.sources = {
            "secret": Source(name="shop"),
            "public": Source(name="browser", public=True, types=("page.viewed",)),
            "slow": Source(name="slow", rate=1),
            "off": Source(name="off", active=False),
        }
        self.events: list[Event] = []
        self.rejected: list[Rejected] = []
        self.refused: list[Rejected] = []
        self.counted: list[tuple[str, str]] = []

    def source_for(self, write_key: str) -> Source | None:
        return self.sources.get(write_key)

    def wait(self, source: Source, events: int) -> float:
        return 1.2 if source.rate and events > source.rate else 0.0

    async def accept(self, source: Source, decoded: Decoded) -> Receipt:
        known = {event.id for event in self.events}
        new = [event for event in decoded.events if event.id not in known]
        self.events += new
        self.rejected += decoded.rejected
        duplicates = len(decoded.events) - len(new)
        return Receipt(accepted=len(new), duplicates=duplicates, rejected=len(decoded.rejected))

    async def refuse(self, source: Source, rejected: Rejected) -> None:
        self.refused.append(rejected)

    def former_source_for(self, write_key: str) -> Source | None:
        return None

    async def hold(self, source: Source, rejected: Rejected) -> None:
        self.refused.append(rejected)

    def count_refused(self, why: str, source: str) -> None:
        self.counted.append((why, source))


class Served:
    """A running server with its intake."""

    def __init__(self, address: str, port: int, intake: MemoryIntake) -> None:
        self.address, self.port, self.intake = address, port, intake
        self.app: Litestar | None = None

    def post(self, path: str, **request: Any) -> httpx.Response:
        return httpx.post(self.address + path, **request)


@pytest.fixture(scope="module")
def running() -> Iterator[Served]:
    intake = MemoryIntake()
    app = Litestar(ingest_routes(intake, lambda: time.time_ns() // 1000))
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        served = Served(f"http://127.0.0.1:{port}", port, intake)
        served.app = app
        yield served
        server.should_exit = True
        thread.join(5)


@pytest.fixture
def served(running: Served) -> Served:
    for kept in (running.intake.events, running.intake.rejected, running.intake.refused):
        kept.clear()
    return running


@pytest.mark.parametrize("packed", [False, True])
def test_segments_own_python_client(served: Served, packed: bool) -> None:
    errors: list[object] = []
    client = Client("secret", host=served.address, gzip=packed, on_error=lambda *error: errors.append(error))
    client.identify("7", {"email": "mai@example.com"})
    client.track("7", "Bill Opened", {"amount": 129900})
    client.page("7", "site", "Plans")
    client.screen("7", "app", "Bill")
    client.group("7", "family", {"plan": "gold"})
    client.alias("anonymous-1", "7")
    client.shutdown()
    assert not errors
    assert [event.type for event in served.intake.events] == [
        "customer.identified", "Bill Opened", "page.viewed", "screen.viewed", "customer.grouped", "customer.aliased"
    ]  # fmt: skip
    assert {str(each) for each in served.intake.events[0].identifiers} == {"user:7", "email:mai@example.com"}
    assert not served.intake.rejected


def test_the_cloudevents_client(served: Served) -> None:
    attributes = {
        "type": "parcel.scanned",
        "source": "/depot",
        "subject": "account:9",
        "datacontenttype": "application/json",
    }
    auth = {"authorization": "Bearer secret"}
    for write in (to_binary_event, to_structured_event):
        message = write(CloudEvent({**attributes, "id": write.__name__}, {"place": "Đà Nẵng"}))
        answer = served.post("/events", headers=message.headers | auth, content=message.body)
        assert (answer.status_code, answer.json()["accepted"]) == (200, 1)
        again = served.post("/events", headers=message.headers | auth, content=message.body)
        assert again.json()["duplicates"] == 1
    first, second = served.intake.events
    assert first.properties["place"] == second.properties["place"] == "Đà Nẵng"
    assert str(first.identifiers[0]) == str(second.identifiers[0]) == "account:9"


@pytest.mark.parametrize(
    "request_",
    [
        {"json": TRACK, "auth": KEY},
        {"json": TRACK, "headers": {"authorization": "bearer secret"}},
        {"json": {**TRACK, "writeKey": "secret"}},
        {"content": json.dumps({**TRACK, "writeKey": "secret"}), "headers": {"content-type": "text/plain"}},
        {
            "content": gzip.compress(json.dumps(TRACK).encode()),
            "headers": {"content-encoding": "gzip"},
            "auth": KEY,
        },
        {"content": iter([b'{"userId":"1",', b'"event":"Paid"}']), "auth": KEY},
    ],
)
def test_ways_to_send_one_event(served: Served, request_: dict[str, Any]) -> None:
    answer = served.post("/v1/track", **request_)
    assert (answer.status_code, answer.json()) == (200, {"success": True})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert served.intake.events[0].type == "Paid"
    assert "writeKey" not in served.intake.events[0].properties


@pytest.mark.parametrize("path", [path for paths in PATHS.values() for path in paths])
def test_every_path_takes_posts_and_preflights(served: Served, path: str) -> None:
    assert served.post(path, auth=KEY, json={"batch": []}).status_code == 200
    preflight = httpx.options(served.address + path)
    assert preflight.status_code == 204
    assert "content-type" in preflight.headers["access-control-allow-headers"]


def test_a_rejected_event_is_named_and_kept(served: Served) -> None:
    answer = served.post(
        "/v1/batch", auth=KEY, json={"batch": [{"type": "track", **TRACK}, {"type": "track"}]}
    )
    assert answer.status_code == 200
    assert answer.json()["rejected"][0]["where"] == "batch[1]"
    assert [each.raw for each in served.intake.rejected] == [b'{"type":"track"}']


@pytest.mark.parametrize(
    "auth", [None, httpx.BasicAuth("wrong", ""), httpx.BasicAuth("off", ""), httpx.BasicAuth("", "secret")]
)
@pytest.mark.parametrize("path", ["/v1/track", "/events"])
def test_an_unknown_key(served: Served, path: str, auth: httpx.BasicAuth | None) -> None:
    answer = served.post(path, json=TRACK, auth=auth)
    assert answer.status_code == 401
    assert "write key" in answer.text
    assert not served.intake.events


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        ({"content": b"not json"}, "bad_request"),
        ({"content": b""}, "bad_request"),
        ({"content": b"x", "headers": {"content-encoding": "gzip"}}, "bad_request"),
        ({"content": gzip.compress(b"{}")[:-9], "headers": {"content-encoding": "gzip"}}, "bad_request"),
        ({"content": b"x", "headers": {"content-encoding": "br"}}, "bad_request"),
        ({"content": gzip.compress(b" " * 50_000_000), "headers": {"content-encoding": "gzip"}}, "too_large"),
        ({"content": b" " * 600_000}, "too_large"),
        ({"content": iter([b" " * 100_000] * 6)}, "too_large"),
        ({"json": {"batch": [0] * 2501}}, "too_large"),
    ],
)
def test_what_segment_answers_with_400(served: Served, request_: dict[str, Any], code: str) -> None:
    answer = served.post("/v1/batch", auth=KEY, **request_)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert answer.json()["message"] and not answer.json()["success"]
    assert served.intake.refused[0].form == "segment:batch"


def test_above_the_rate(served: Served) -> None:
    slow = httpx.BasicAuth("slow", "")
    answer = served.post("/v1/batch", auth=slow, json={"batch": [{"type": "track", **TRACK}] * 2})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "2")
    headers = {"content-type": "application/cloudevents-batch+json"}
    answer = served.post("/events", auth=slow, headers=headers, content=b"[1,2]")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "2")
    assert not served.intake.events and not served.intake.rejected


@pytest.mark.parametrize(
    ("content_type", "content", "status"),
    [
        ("application/cloudevents+json", b"{}", 400),
        ("application/cloudevents+json", b"nonsense", 400),
        ("application/cloudevents+json", b" " * 70_000, 413),
        ("application/cloudevents-batch+json", b" " * 5_000_000, 413),
        ("application/json", b"{}", 415),
        ("", b"", 415),
    ],
)
def test_what_cloudevents_are_refused_with(
    served: Served, content_type: str, content: bytes, status: int
) -> None:
    answer = served.post("/events", auth=KEY, headers={"content-type": content_type}, content=content)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"]
    assert len(served.intake.refused) == 1


def test_a_batch_of_cloudevents_lists_its_problems(served: Served) -> None:
    good = {"specversion": "1.0", "id": "1", "source": "/x", "type": "a.b"}
    headers = {"content-type": "application/cloudevents-batch+json"}
    answer = served.post("/events", auth=KEY, headers=headers, content=json.dumps([good, {}]))
    assert answer.status_code == 200
    assert (answer.json()["accepted"], answer.json()["problems"][0]["where"]) == (1, "[1]")


def test_a_client_that_goes_away_leaves_what_came(served: Served) -> None:
    key = base64.b64encode(b"secret:").decode()
    head = f"POST /v1/track HTTP/1.1\r\nhost: x\r\nauthorization: Basic {key}\r\ncontent-length: 100\r\n\r\n"
    with socket.create_connection(("127.0.0.1", served.port)) as client:
        client.sendall(head.encode() + b'{"userId":')
    time.sleep(0.1)
    assert served.post("/v1/track", auth=KEY, json=TRACK).status_code == 200
    assert len(served.intake.events) == 1
    assert [one.raw for one in served.intake.refused] == [b'{"userId":']
    assert served.intake.counted[-1] == ("disconnected", "shop")


def test_several_gzip_members_and_bombs() -> None:
    assert gunzip(gzip.compress(b"ab") + gzip.compress(b"cd"), 4) == b"abcd"
    with pytest.raises(TooLarge):
        gunzip(gzip.compress(b"ab") + gzip.compress(b"cde"), 4)
    with pytest.raises(NotJSON):
        gunzip(gzip.compress(b"ab") + b"rest", 100)


def test_every_route_says_who_may_use_it_and_is_described_with_an_example(running: Served) -> None:
    assert running.app is not None
    for route in ingest_routes(running.intake, lambda: 0):
        assert route.opt["access"] in (ANYONE, WRITE_KEY)
    paths = running.app.openapi_schema.to_schema()["paths"]
    assert set(paths) == {"/events", *(path for kinds in PATHS.values() for path in kinds)}
    for path in paths.values():
        assert all("example" in media for media in path["post"]["requestBody"]["content"].values())
