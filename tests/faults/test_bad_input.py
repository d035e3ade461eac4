"""What should never be sent, sent to a real server: each is told what is wrong, and the rest goes on."""

import sqlite3
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from tests.server import Server, running

AHEAD = (datetime.now(UTC) + timedelta(days=3)).isoformat()
COUNT = "SELECT count(*) FROM event WHERE CAST(body AS TEXT) LIKE ?"
GOOD = {"type": "track", "userId": "u1", "event": "contact.started", "properties": {"contact": "c1"}}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server whose business these tests may change."""
    with running(tmp_path_factory.mktemp("bad-input")) as server:
        yield server


def goes_on(client: httpx.Client) -> None:
    """A good request is taken."""
    answer = client.post("/v1/track", json=GOOD | {"messageId": f"good-{time.time_ns()}"})
    assert (answer.status_code, answer.json()) == (200, {"success": True})


def rejects(server: Server) -> list[tuple[str, bytes]]:
    """Reasons and bytes of what the server keeps as rejected."""
    connection = sqlite3.connect(server.data / "warmline.db")
    rows = connection.execute("SELECT reason, raw FROM reject").fetchall()
    connection.close()
    return rows


WHOLE_BODIES = {
    "nothing": (b"", "JSON"),
    "not JSON": (b"{userId: 1}", "not JSON"),
    "cut off": (b'{"type":"track","userId":"u1","ev', "not JSON"),
    "oversized": (b'{"userId":"u1","event":"e","properties":{"x":"' + b"x" * 600_000 + b'"}}', "bytes"),
    "deep": (
        b'{"userId":"u1","event":"e","properties":{"x":' + b"[" * 5_000 + b"]" * 5_000 + b"}}",
        "nested",
    ),
    "very deep": (
        b'{"userId":"u1","event":"e","properties":' + b'{"a":' * 40 + b"1" + b"}" * 40 + b"}",
        "nested",
    ),
    "not UTF-8": (b'{"userId":"u1","event":"e","properties":{"x":"\xff\xfe"}}', "UTF-8"),
    "half a character": (b'{"userId":"u1","event":"e","properties":{"x":"\\ud800"}}', "half a character"),
    "NaN": (b'{"userId":"u1","event":"e","properties":{"x":NaN}}', "NaN"),
    "infinity": (b'{"userId":"u1","event":"e","properties":{"x":-Infinity}}', "Infinity"),
}


@pytest.mark.parametrize("name", WHOLE_BODIES)
def test_a_body_that_cannot_be_read_is_refused_and_kept(whole: Server, name: str) -> None:
    body, reason = WHOLE_BODIES[name]
    with whole.client() as client:
        answer = client.post("/v1/track", content=body)
        assert answer.status_code == 400
        assert reason in answer.json()["message"]
        goes_on(client)
    assert not body or any(body.startswith(raw) for _, raw in rejects(whole) if raw), (
        "what was sent is not kept"
    )


SINGLE_EVENTS = {
    "from the future": (
        b'{"userId":"u1","event":"e","timestamp":"' + AHEAD.encode() + b'"}',
        "in the future",
    ),
    "of no time": (b'{"userId":"u1","event":"e","timestamp":"soon"}', "ISO 8601"),
    "before the telephone": (b'{"userId":"u1","event":"e","timestamp":"1850-01-01T00:00:00Z"}', "1900"),
    "a huge number": (b'{"userId":"u1","event":"e","properties":{"x":99999999999999999999}}', "64 bits"),
    "NUL": (b'{"userId":"u1","event":"e","properties":{"x":"\\u0000"}}', "NUL"),
    "about nobody": (b'{"event":"e"}', "userId"),
    "not as typed": (b'{"userId":"u1","event":"contact.started","properties":{"contact":7}}', "contact"),
}


@pytest.mark.parametrize("name", SINGLE_EVENTS)
def test_an_event_that_cannot_be_taken_is_kept_with_its_reason_and_its_neighbours_go_on(
    whole: Server, name: str
) -> None:
    bad, reason = SINGLE_EVENTS[name]
    number = time.time_ns()
    neighbours = [
        b'{"type":"track","messageId":"n%d-%d","userId":"u1","event":"e"}' % (number, n) for n in (1, 2)
    ]
    with_type = b'{"type":"track","messageId":"bad%d",' % number + bad[1:]
    with whole.client() as client:
        messages = b",".join([neighbours[0], with_type, neighbours[1]])
        answer = client.post("/v1/batch", content=b'{"batch":[' + messages + b"]}")
        assert answer.status_code == 200
        goes_on(client)
    kept = [why for why, raw in rejects(whole) if b"bad%d" % number in raw]
    assert len(kept) == 1
    assert reason in kept[0]
    connection = sqlite3.connect(whole.data / "warmline.db")
    (count,) = connection.execute(COUNT, (f"%n{number}-%",)).fetchone()
    connection.close()
    assert count == 2


def test_a_malformed_business_never_replaces_a_good_one(whole: Server) -> None:
    def version() -> str:
        return str(httpx.get(f"{whole.url}/readyz", trust_env=False).json()["business"])

    def changed(before: str, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if version() != before:
                return True
            time.sleep(0.1)
        return False

    profile = whole.business / "profile.yaml"
    good, before = profile.read_text(), version()
    with whole.client() as client:
        for bad in ("fields: [", "fields: {x: {last: {e: }}}", good + "\n  x:\n    default: ]", "\0\xff"):
            profile.write_text(bad)
            assert not changed(before, 0.7)
            goes_on(client)
        profile.unlink()
        assert not changed(before, 0.7)
        goes_on(client)
        profile.write_text(good.replace("label: First name", "label: Given name"))
        assert changed(before, 15)
        goes_on(client)


def test_a_database_locked_by_another_process_is_said_and_outlived(whole: Server, tmp_path: Path) -> None:
    other = sqlite3.connect(whole.data / "warmline.db", isolation_level=None)
    with whole.client() as client:
        other.execute("BEGIN IMMEDIATE")
        answer = client.post("/v1/track", json=GOOD | {"messageId": "while locked"})
        other.execute("ROLLBACK")
        other.close()
        assert answer.status_code == 503
        assert "locked by another process" in answer.text
        assert client.post("/v1/track", json=GOOD | {"messageId": "while locked"}).status_code == 200
        goes_on(client)
