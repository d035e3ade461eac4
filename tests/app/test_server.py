"""The whole server: health, readiness, figures, a stop that loses nothing, one server for one data folder."""

import signal
import threading
import time
from pathlib import Path

import httpx
import pytest

from tests.server import Server, prepare
from warmline.app import control
from warmline.app.control import DataInUse, DataLock
from warmline.app.metrics import CONTENT_TYPE


def test_it_says_that_it_is_alive_and_ready(server: Server) -> None:
    assert httpx.get(server.url + "/healthz").json() == {"status": "alive"}
    ready = httpx.get(server.url + "/readyz").json()
    assert ready["status"] == "ready"
    assert len(ready["business"]) == 12


def test_figures_count_what_came_in(server: Server) -> None:
    with server.client() as client:
        client.post("/v1/track", json={"userId": "figures", "event": "Seen", "messageId": "figures-1"})
        client.post("/v1/track", json={"userId": "figures", "event": "Seen", "messageId": "figures-1"})
        client.post("/v1/track", json={"userId": "figures", "messageId": "figures-2"})
    answer = httpx.get(server.url + "/metrics")
    assert answer.headers["content-type"] == f"{CONTENT_TYPE}; charset=utf-8"
    figures = dict(line.rsplit(" ", 1) for line in answer.text.splitlines() if not line.startswith("#"))
    for outcome in ("accepted", "duplicates", "rejected"):
        assert float(figures[f'warmline_events_total{{outcome="{outcome}",source="backend"}}']) >= 1
    assert float(figures["warmline_customers"]) >= 1
    assert float(figures["warmline_rejects_open"]) >= 1
    assert "figures" not in answer.text


def test_the_same_event_sent_twice_counts_once(server: Server) -> None:
    with server.client() as client:
        before = _head(server)
        for _ in range(2):
            answer = client.post("/v1/track", json={"userId": "u", "event": "Once", "messageId": "once"})
            assert answer.status_code == 200
        assert _head(server) == before + 1


def test_two_servers_never_share_a_data_folder(server: Server) -> None:
    with pytest.raises(DataInUse, match="another Warmline is working on"):
        DataLock(server.data)
    done = server.warmline("serve", "--port", "0", check=False)
    assert done.returncode != 0
    assert "another Warmline" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_said(server: Server, tmp_path: Path) -> None:
    port = server.url.rsplit(":", 1)[1]
    other = prepare(tmp_path)
    done = other.warmline("serve", "--port", port, check=False)
    assert done.returncode != 0
    assert f"cannot listen on 127.0.0.1:{port}" in done.stderr
    assert "Traceback" not in done.stderr


def test_only_its_user_can_read_how_to_reach_it(server: Server) -> None:
    assert (server.data / control.CONTROL).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_under_load_answers_what_is_there_and_keeps_what_was_acknowledged(
    tmp_path: Path, how: signal.Signals
) -> None:
    server = prepare(tmp_path)
    server.start()
    acknowledged: set[str] = set()
    strange: list[str] = []
    stopping = threading.Event()

    def send(worker: int) -> None:
        with server.client() as client:
            for number in range(100_000):
                name = f"{worker}-{number}"
                event = {"userId": f"u{worker}", "event": "Load", "messageId": name}
                try:
                    answer = client.post("/v1/track", json=event)
                except httpx.TransportError as error:
                    if not stopping.is_set():
                        strange.append(repr(error))
                    return
                if answer.status_code == 200:
                    acknowledged.add(name)
                elif answer.status_code != 503 or not stopping.is_set():
                    strange.append(f"{answer.status_code} {answer.text}")

    workers = [threading.Thread(target=send, args=(worker,)) for worker in range(4)]
    for worker in workers:
        worker.start()
    until = time.monotonic() + 30
    while len(acknowledged) < 300 and time.monotonic() < until:
        time.sleep(0.02)
    stopping.set()
    assert server.stop(how) == 0
    for worker in workers:
        worker.join()
    assert strange == []
    assert len(acknowledged) >= 300
    assert not (server.data / control.CONTROL).exists(), "nobody is told of a server that is gone"

    server.start()
    try:
        with server.client() as client:
            batch = [
                {"type": "track", "userId": "x", "event": "Load", "messageId": name}
                for name in sorted(acknowledged)
            ]
            before = _head(server)
            for start in range(0, len(batch), 500):
                assert client.post("/v1/batch", json={"batch": batch[start : start + 500]}).status_code == 200
            assert _head(server) == before, "each of them was there already"
    finally:
        server.stop()
    assert "Traceback" not in server.log()


def test_answers_are_timed_by_the_route_they_were_declared_with(server: Server) -> None:
    def times() -> dict[str, float]:
        lines = httpx.get(server.url + "/metrics").text.splitlines()
        counts = [line.rpartition(" ") for line in lines if line.startswith("warmline_request_seconds_count")]
        return {labels: float(count) for labels, _, count in counts}

    before = times()
    with server.client() as client:
        assert client.post("/v1/track", json={"userId": "x", "event": "Timed"}).status_code == 200
        assert client.post("/v1/track", json={"event": "Timed"}).status_code == 200, "rejected and kept"
    with server.staff() as staff:
        assert staff.get("/api/customers/987654321").status_code == 404
    after = times()
    grown = {labels: count - before.get(labels, 0) for labels, count in after.items()}
    assert (
        sum(n for labels, n in grown.items() if 'route="/v1/track"' in labels and 'status="200"' in labels)
        == 2
    )
    assert not any("987654321" in labels for labels in after), "an address may hold something of a customer"
    assert any("/api/customers/{" in labels and 'status="404"' in labels for labels in after)


def _head(server: Server) -> int:
    text = httpx.get(server.url + "/metrics").text
    return int(
        float(next(line for line in text.splitlines() if line.startswith("warmline_log_head")).split()[1])
    )
