"""What goes wrong around decisions: a folder replaced under load, webhooks that hang or answer nonsense."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.server import Server, prepare

POLICY = """
policy: {name}
why: So that one sees which version decided.
on: thing.happened
do: [{{remember: {name}}}]
"""
VERSIONS = 6
NAMES = ("hang", "garbage", "good")


def _policies(server: Server, text: str) -> None:
    """One file of policies instead of the sample's."""
    folder = server.business / "policies"
    for path in sorted(folder.rglob("*"), reverse=True):
        path.unlink()
    folder.mkdir(exist_ok=True)
    (folder / "all.yaml").write_text(text)


def test_a_folder_that_is_replaced_in_mid_traffic_judges_each_event_once(tmp_path: Path) -> None:
    server = prepare(tmp_path)
    _policies(server, POLICY.format(name="version-0"))
    server.start()
    sent: list[str] = []
    stopping = threading.Event()

    def send(worker: int) -> None:
        with server.client() as client:
            count = 0
            while not stopping.is_set():
                batch = [
                    {
                        "type": "track",
                        "messageId": f"{worker}-{count}-{n}",
                        "userId": f"u{n % 7}",
                        "event": "thing.happened",
                    }
                    for n in range(20)
                ]
                assert client.post("/v1/batch", json={"batch": batch}).status_code == 200
                sent.extend(message["messageId"] for message in batch)
                count += 1

    workers = [threading.Thread(target=send, args=(n,)) for n in range(2)]
    for worker in workers:
        worker.start()
    versions = {}
    try:
        with server.staff() as staff:
            for number in range(VERSIONS):
                name = f"version-{number}"
                (server.business / "policies" / "all.yaml").write_text(POLICY.format(name=name))
                versions[staff.post("/api/business/reload").json()["version"]] = name
                time.sleep(0.4)
    finally:
        stopping.set()
        for worker in workers:
            worker.join()
    with server.staff() as staff:
        events, after = [], 0
        while page := staff.get("/api/log", params={"after": after, "limit": 1000}).json()["events"]:
            events += page
            after = page[-1]["seq"]
    assert server.stop() == 0
    triggers = {one["id"] for one in events if one["type"] == "thing.happened"}
    decisions = [one for one in events if one["type"] == "decision.made"]
    assert len(triggers) == len(sent)
    assert sorted(one["cause"] for one in decisions) == sorted(triggers), "each is judged exactly once"
    used = set()
    for one in decisions:
        said = one["properties"]
        (done,) = said["done"]
        assert versions[said["business"]] == done["policy"], "by the version that it says"
        used.add(done["policy"])
    assert len(used) > 2, "the folder was replaced while events came in"


@contextmanager
def answering(hanging: threading.Event) -> Iterator[int]:
    """An outside system: /hang waits until it is told to go on, /garbage answers no HTTP, /good is good; its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            if self.path == "/hang":
                hanging.wait(30)
            if self.path == "/garbage":
                self.wfile.write(b"\x00\xff this is no HTTP\r\n" * 10)
                self.close_connection = True
                return
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    web = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    web.daemon_threads = True
    thread = threading.Thread(target=web.serve_forever, daemon=True)
    thread.start()
    try:
        yield web.server_port
    finally:
        hanging.set()
        web.shutdown()
        web.server_close()


def test_a_webhook_that_hangs_or_answers_nonsense_holds_nobody_up(tmp_path: Path) -> None:
    hanging = threading.Event()
    with answering(hanging) as port:
        server = prepare(tmp_path)
        business = server.business / "business.yaml"
        listed = f"- 127.0.0.1:8100\n    - 127.0.0.1:{port}"
        business.write_text(business.read_text().replace("- 127.0.0.1:8100", listed))
        hooks = [f"  {name}: {{url: http://127.0.0.1:{port}/{name}, secret: HOOK_SECRET}}" for name in NAMES]
        (server.business / "webhooks.yaml").write_text("webhooks:\n" + "\n".join(hooks) + "\n")
        calls = ", ".join(f"{{call: {{webhook: {name}}}}}" for name in NAMES)
        _policies(server, f"{{policy: p, why: w, on: thing.happened, do: [{calls}]}}")
        server.environment["HOOK_SECRET"] = "a secret of the test"
        server.start()
        try:
            with server.client() as client, server.staff() as staff:
                for number in range(30):
                    body = {"userId": f"u{number}", "event": "thing.happened", "messageId": f"m{number}"}
                    assert client.post("/v1/track", json=body).status_code == 200
                deadline = time.monotonic() + 8
                done: set[str] = set()
                while time.monotonic() < deadline and len(done) < 30:
                    page = staff.get("/api/deliveries", params={"state": "done"}).json()
                    done = {one["key"] for one in page["items"] if one["target"] == "good"}
                    time.sleep(0.1)
                assert len(done) == 30, "the good one was told of all, before the hanging one gave up"
                waiting = staff.get("/api/deliveries", params={"state": "waiting"}).json()["items"]
                garbage = [one for one in waiting if one["target"] == "garbage" and one["error"]]
                assert garbage, "what answers nonsense is tried again, and says what happened"
        finally:
            hanging.set()
            server.stop()
