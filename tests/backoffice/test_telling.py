"""What happens in the back office reaches Warmline at least once, though it is away for a while."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.server import Server
from warmline.events.catalogue import CATALOGUE, problem

from .office import Office, pesos

Begin = Callable[..., Office]


class Receiver:
    """Stands where Warmline stands: fails the first times, then takes events."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.events: list[dict[str, Any]] = []
        self.keys: set[str] = set()

    @contextmanager
    def running(self) -> Iterator[str]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                receiver.keys.add(self.headers["authorization"])
                failing = receiver.failures > 0
                receiver.failures -= 1
                if not failing or receiver.failures % 2:  # half of the failures come after it was taken
                    receiver.events += json.loads(body)
                self.send_response(503 if failing else 200)
                answer = b'{"accepted": 1, "duplicates": 0, "rejected": 0}'
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, format: str, *args: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def told(office: Office) -> None:
    """Wait until nothing waits to be told."""
    until = time.monotonic() + 40
    while office.get("/healthz")["events_waiting"]:
        assert time.monotonic() < until
        time.sleep(0.05)


def live(office: Office, key: str) -> str:
    """Let a few things happen; the account."""
    account, invoice = office.in_debt(20_000)
    pay = {"method": "card", "invoice": invoice["invoice"]}
    office.done(f"/accounts/{account}/payments", f"{key}-pay", **pay, amount=pesos(5_000), token="tok")
    office.do(f"/accounts/{account}/payments", f"{key}-no", **pay, amount=pesos(5_000), token="tok_declined")
    office.done("/credits", f"{key}-credit", account=account, amount=pesos(100), why="goodwill")
    office.done("/orders", f"{key}-order", account=account, items=[{"product": "travel-sim"}])
    office.done(f"/accounts/{account}/invoices", f"{key}-bill")
    area = office.get(f"/accounts/{account}")["area"]
    order = office.get(f"/accounts/{account}/orders", open="")["orders"][0]["order"]
    for status in ("late", "delivered"):
        office.done(f"/orders/{order}/scans", f"{key}-{status}", status=status)
    slot = office.get("/appointments/slots", area=area)["slots"][0]
    visit = office.done("/appointments", f"{key}-book", account=account, at=slot, kind="repair")
    office.done(f"/appointments/{visit['appointment']}", f"{key}-missed", "PATCH", status="missed")
    outage = office.done("/network/outages", f"{key}-out", area=area)
    office.done(f"/network/outages/{outage['outage']}/end", f"{key}-over")
    office.done(
        "/statements", f"{key}-state", **{"account": account, "from": "2025-01-01", "to": "2030-01-01"}
    )
    return account


def test_everything_is_told_though_the_receiver_fails(begin: Begin) -> None:
    receiver = Receiver(failures=4)
    with receiver.running() as url:
        office = begin("--warmline", url, "--write-key", "k-1")
        account = live(office, "a")
        told(office)
        office.stop()
    assert receiver.keys == {"Bearer k-1"}
    types = {event["type"] for event in receiver.events}
    assert {
        "payment.received",
        "payment.failed",
        "credit.given",
        "order.placed",
        "invoice.issued",
        "parcel.scanned",
        "order.completed",
        "appointment.booked",
        "appointment.missed",
    } <= types
    assert {
        "outage.started",
        "service.disturbed",
        "outage.ended",
        "service.restored",
        "statement.sent",
    } <= types
    for event in receiver.events:
        data = {name: value for name, value in event["data"].items() if name != "identifiers"}
        assert event["type"] not in CATALOGUE or problem(event["type"], data) == ""
    restored = [event["data"]["minutes"] for event in receiver.events if event["type"] == "service.restored"]
    assert set(restored) == {0}
    paid = next(event for event in receiver.events if event["type"] == "payment.received")
    assert paid["data"]["identifiers"] == {"account": account}
    by_id = {event["id"]: event for event in receiver.events}
    assert all(by_id[event["id"]] == event for event in receiver.events)


def test_what_was_not_told_before_a_stop_is_told_after_it(begin: Begin) -> None:
    office = begin()
    live(office, "b")
    waiting = office.get("/healthz")["events_waiting"]
    assert waiting > 6
    office.stop()
    receiver = Receiver(failures=0)
    with receiver.running() as url:
        office._arguments = ("--warmline", url, "--write-key", "k-1")
        office.start()
        told(office)
        office.stop()
    assert len({event["id"] for event in receiver.events}) == waiting


def test_a_real_warmline_takes_them(begin: Begin, server: Server) -> None:
    key = ("--write-key", server.keys["backend"], "--source", "backend")
    office = begin("--warmline", server.url, *key)
    live(office, "c")
    told(office)
    with server.staff() as staff:
        for led, to in (("outage.started", "service.disturbed"), ("outage.ended", "service.restored")):
            causes = {one["id"] for one in staff.get("/api/log", params={"type": led}).json()["events"]}
            effects = staff.get("/api/log", params={"type": to}).json()["events"]
            assert len(causes) == 1
            assert {one["cause"] for one in effects} == causes
    with server.client() as client:
        text = client.get("/metrics").text
    assert 'outcome="accepted",source="backend"' in text
    assert 'outcome="rejected",source="backend"' not in text
