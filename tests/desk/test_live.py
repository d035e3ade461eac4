"""What is on the screen, and what was pushed to it, is what a reload shows; nobody is pushed what is not theirs."""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.desk.conftest import Visitor, Windows
from tests.server import Server

Visit = Callable[[str], Visitor]


def send(desk: Server, who: str, number: str, event: str = "invoice.issued", **properties: Any) -> None:
    """An event of a customer, through the front door."""
    facts = {"invoice": number, "total": {"amount": 100, "currency": "PHP"}} | properties
    with desk.client() as client:
        sent = {"userId": who, "event": event, "messageId": number, "properties": facts}
        assert client.post("/v1/track", json=sent).status_code == 200


@contextmanager
def listen(visitor: Visitor, shown: list[tuple[int, str]]) -> Iterator[ClientConnection]:
    """A WebSocket as a page of this visitor opens it."""
    base = str(visitor.client.base_url).rstrip("/")
    cookie = "; ".join(f"{name}={value}" for name, value in visitor.client.cookies.items())
    headers = {"cookie": cookie, "origin": base}
    with connect(base.replace("http:", "ws:") + "/live", additional_headers=headers) as socket:
        socket.send(json.dumps({"shown": shown}))
        yield socket


def first_with_rows(socket: ClientConnection) -> dict[str, Any]:
    """The first push that brings rows; before it, one may say how many events there are."""
    while True:
        push: dict[str, Any] = json.loads(socket.recv(timeout=30))
        if push["rows"]:
            return push


def rows(html: str) -> list[tuple[int, str]]:
    """Places and marks of the rows of a page."""
    return [(int(seq), mark) for seq, mark in re.findall(r'data-seq="(\d+)" data-mark="(\w+)"', html)]


def test_only_changes_are_pushed(desk: Server, visit: Visit) -> None:
    shown = rows(visit("kim").get("/").text)
    with listen(visit("kim"), shown=shown) as socket:
        send(desk, "u-maria", "live-1")
        push = first_with_rows(socket)
        assert len(push["rows"]) == 1
        assert "Maria Santos" in push["rows"][0]["html"]
    assert [push["rows"][0]["seq"], *(seq for seq, _ in shown)] == [
        seq for seq, _ in rows(visit("kim").get("/").text)
    ]


def test_a_page_that_comes_back_gets_what_it_missed(desk: Server, visit: Visit) -> None:
    shown = rows(visit("kim").get("/").text)
    send(desk, "u-maria", "missed-1")
    send(desk, "u-maria", "missed-2")
    with listen(visit("kim"), shown=shown[1:]) as socket:
        push = first_with_rows(socket)
    assert [row["seq"] for row in push["rows"]] == [shown[0][0] + 2, shown[0][0] + 1, shown[0][0]]


def test_nothing_outside_of_the_scopes_is_pushed(desk: Server, visit: Visit) -> None:
    shown = rows(visit("scoped").get("/").text)
    with listen(visit("scoped"), shown=shown) as socket:
        send(desk, "u-somchai", "hidden-1")
        send(desk, "u-maria", "shown-1")
        push = json.loads(socket.recv(timeout=30))
        assert "Somchai" not in json.dumps(push)
        assert all("Maria" in row["html"] for row in push["rows"])
        send(desk, "u-somchai", "hidden-2")
        with pytest.raises(TimeoutError):
            socket.recv(timeout=1.5)


def test_agents_and_strangers_are_not_connected(desk: Server, visit: Visit) -> None:
    session = visit("ana").client.cookies["warmline_session"]
    for headers in ({}, {"cookie": f"warmline_session={session}"}):
        with pytest.raises((InvalidStatus, ConnectionClosed)):
            _first_push(desk, headers)


def _first_push(desk: Server, headers: dict[str, str]) -> object:
    with connect(desk.url.replace("http:", "ws:") + "/live", additional_headers=headers) as socket:
        socket.send('{"shown": []}')
        return socket.recv(timeout=20)


def test_who_signs_out_is_pushed_nothing_more(desk: Server, visit: Visit) -> None:
    with httpx.Client(base_url=desk.url, headers={"accept": "text/html"}, trust_env=False) as client:
        client.post("/sign-in", data={"email": "kim@example.com", "password": "four words do it well"})
        visitor = Visitor(client)
        with listen(visitor, shown=rows(visitor.get("/").text)) as socket:
            assert visitor.post("/sign-out", {}).status_code == 303
            send(desk, "u-maria", "after-sign-out")
            with pytest.raises(ConnectionClosed) as closed:
                first_with_rows(socket)
            assert closed.value.rcvd is not None
            assert closed.value.rcvd.code == 4401


def test_many_events_come_in_few_pushes(desk: Server, visit: Visit) -> None:
    with listen(visit("kim"), shown=rows(visit("kim").get("/").text)) as socket:
        with desk.client() as client:
            batch = [
                {"type": "track", "userId": "u-maria", "event": "credit.low", "messageId": f"many-{n}",
                 "properties": {"left": {"amount": n, "currency": "PHP"}}}
                for n in range(300)
            ]  # fmt: skip
            assert client.post("/v1/batch", json={"batch": batch}).status_code == 200
        pushes = [json.loads(socket.recv(timeout=20))]
        until = time.monotonic() + 3
        while time.monotonic() < until:
            try:
                pushes.append(json.loads(socket.recv(timeout=0.5)))
            except TimeoutError:
                break
    assert 1 <= len(pushes) <= 4
    assert max(len(push["rows"]) for push in pushes) <= 100


@pytest.mark.browser
def test_the_screen_equals_a_reload(desk: Server, windows: Windows) -> None:
    page = windows.open("kim", "/")
    page.get_by_text("live", exact=True).wait_for()
    snapshot = """[...document.querySelectorAll('.log > li')]
      .map(row => [row.dataset.seq, row.dataset.mark, row.textContent])
      .concat([[document.querySelector('[data-beside]').textContent]])"""
    before = page.evaluate(snapshot)
    with desk.client() as client:
        # Somebody unknown becomes known: rows that are on the screen already change their name.
        client.post(
            "/v1/track", json={"anonymousId": "b-1", "event": "page.viewed", "properties": {"title": "Help"}}
        )
        page.get_by_text("Looked at the page Help").wait_for()
        client.post(
            "/v1/identify", json={"anonymousId": "b-1", "userId": "u-new", "traits": {"name": "Li Wei"}}
        )
    page.locator(".log > li", has_text="Looked at the page Help").get_by_text("Li Wei").wait_for()
    # The connection is lost while something happens.
    page.context.set_offline(True)
    send(desk, "u-maria", "offline-1")
    page.context.set_offline(False)
    send(desk, "u-maria", "screen-1")
    page.locator(".log > li").nth(1).get_by_text("Maria Santos").wait_for()
    page.wait_for_timeout(800)
    live = page.evaluate(snapshot)
    page.reload()
    assert live == page.evaluate(snapshot)
    assert len(live) >= min(100, len(before) + 4)


@pytest.mark.browser
def test_pause_holds_the_screen_and_going_on_catches_up(desk: Server, windows: Windows) -> None:
    page = windows.open("kim", "/")
    page.get_by_text("live", exact=True).wait_for()
    first = page.locator(".log > li").first.get_attribute("data-seq")
    page.get_by_role("button", name="Pause").click()
    send(desk, "u-maria", "paused-1")
    page.get_by_role("button", name="1 new").wait_for()
    assert page.locator(".log > li").first.get_attribute("data-seq") == first
    page.get_by_role("button", name="Go on").click()
    page.locator(f".log > li[data-seq='{int(first or 0) + 1}']").wait_for()
    assert page.get_by_role("button", name="1 new").count() == 0
