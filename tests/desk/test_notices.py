"""The page of notices: what it shows to whom, how one is taken, that the screen is what a reload would show."""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import expect
from websockets.sync.client import ClientConnection, connect

from tests.desk.conftest import WHY, Visitor, Windows
from tests.server import Server

Visit = Callable[[str], Visitor]


def notify(desk: Server, who: str, text: str, role: str = "agent") -> None:
    """What an outside system wants staff to know of a customer."""
    said = {"notice": text, "text": text, "role": role}
    with desk.client() as client:
        sent = {"userId": who, "event": "staff.notified", "messageId": text, "properties": said}
        assert client.post("/v1/track", json=sent).status_code == 200


def row(page: str, text: str) -> str:
    """The row of a notice."""
    return next(one for one in page.split("<li ") if text in one)


def rows(page: str) -> list[tuple[int, str]]:
    """Places and marks of the rows of a page."""
    return [(int(seq), mark) for seq, mark in re.findall(r'data-seq="(-?\d+)" data-mark="(\w+)"', page)]


def numbers(page: str) -> list[str]:
    """What can be taken."""
    return re.findall(r'name="take" value="(\d+)"', page)


def test_a_notice_says_what_of_whom_why_and_when(visit: Visit) -> None:
    shown = row(visit("ana").get("/notices").text, "The bill of Maria doubled")
    assert re.search(r'href="/customers/\d+">Maria Santos', shown.replace("<bdi>", ""))
    assert WHY in shown
    decision = re.search(r'href="(/events/\w+)">call-first</a>', shown)
    assert decision is not None
    assert "Policies looked at invoice.issued" in visit("ana").get(decision[1]).text
    assert "ago</time>" in shown


def test_agents_see_those_for_agents(visit: Visit) -> None:
    assert "Somchai is about to leave." not in visit("ana").get("/notices").text
    assert "Somchai is about to leave." in visit("lead").get("/notices").text
    outage = row(visit("ana").get("/notices").text, "Calls of Cebu")
    assert "href" not in outage, "what is about nobody leads an agent nowhere"
    assert visit("kim").get("/notices").status_code == 403


def test_each_look_is_on_record(visit: Visit) -> None:
    visit("ana").get("/notices")
    visit("ana").client.get("/api/notices")
    looks = visit("lead").client.get("/api/audit?limit=200").json()["items"]
    assert len([one for one in looks if one["detail"] == "notices" and one["name"] == "Ana"]) >= 2


def test_one_is_taken_and_nobody_else_can(desk: Server, visit: Visit) -> None:
    notify(desk, "u-maria", "take me")
    lead, ana = visit("lead"), visit("ana")
    number = re.search(r'value="(\d+)"', row(ana.get("/notices").text, "take me"))
    assert number is not None
    before = ana.get("/notices/count").text
    assert ana.post("/notices", {"take": number[1]}).headers["location"] == "/notices?done=taken"
    assert ana.get("/notices/count").text != before
    for visitor in (lead, ana):
        shown = row(visitor.get("/notices").text, "take me")
        assert "taken by <b>Ana</b>" in shown
        assert number[1] not in numbers(visitor.get("/notices").text)
    assert lead.post("/notices", {"take": number[1]}).headers["location"] == "/notices?done=late"
    assert lead.post("/notices", {"take": "999999"}).headers["location"] == "/notices?done=gone"


def test_programs_list_and_take(desk: Server) -> None:
    notify(desk, "u-maria", "by a program")
    notify(desk, "u-maria", "by another")
    with desk.staff() as staff:
        first = staff.get("/api/notices", params={"limit": 1}).json()
        assert [one["text"] for one in first["items"]] == ["by another"]
        (second,) = staff.get("/api/notices", params={"limit": 1, "cursor": first["next"]}).json()["items"]
        assert (second["text"], second["customer_name"], second["taken_by"]) == (
            "by a program", "Maria Santos", "",
        )  # fmt: skip
        address = f"/api/notices/{second['number']}/take"
        assert staff.post(address).status_code == 204
        new = staff.post("/api/tokens", json={"name": "a bot", "role": "agent"}).json()
        with desk.staff(new["secret"]) as bot:
            refused = bot.post(address)
            assert refused.status_code == 409
            assert "Command line has taken this notice already." in refused.text
            assert bot.post("/api/notices/999999/take").status_code == 404
        done = staff.get("/api/notices", params={"state": "taken", "limit": 1}).json()
        assert done["items"][0]["text"] == "by a program"
        assert done["items"][0]["taken_at"]


@contextmanager
def listen(visitor: Visitor, shown: list[tuple[int, str]]) -> Iterator[ClientConnection]:
    """A WebSocket as a page of this visitor opens it."""
    base = str(visitor.client.base_url).rstrip("/")
    cookie = "; ".join(f"{name}={value}" for name, value in visitor.client.cookies.items())
    with connect(
        base.replace("http:", "ws:") + "/notices/live", additional_headers={"cookie": cookie, "origin": base}
    ) as socket:
        socket.send(json.dumps({"shown": shown}))
        yield socket


def follow(socket: ClientConnection, screen: dict[int, str], seconds: float) -> list[str]:
    """Do to a screen what is pushed in some seconds; the HTML that came."""
    came: list[str] = []
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        try:
            push: dict[str, Any] = json.loads(socket.recv(timeout=left))
        except TimeoutError:
            break
        for place in push["gone"]:
            screen.pop(place, None)
        for one in push["rows"]:
            screen[one["seq"]] = one["html"]
            came.append(one["html"])
    return came


def test_the_screen_is_what_a_reload_would_show(desk: Server, visit: Visit) -> None:
    lead = visit("lead")
    shown = rows(lead.get("/notices").text)
    screen = {seq: "" for seq, _ in shown}
    with listen(lead, shown) as socket:
        notify(desk, "u-maria", "pushed")
        follow(socket, screen, 2)
        assert sorted(screen, reverse=True) == [seq for seq, _ in rows(lead.get("/notices").text)]
        number = numbers(lead.get("/notices").text)[0]
        began = time.monotonic()
        assert visit("ana").post("/notices", {"take": number}).status_code == 303
        came = follow(socket, screen, 1.5)
        assert any("taken by <b>Ana</b>" in html for html in came), "without waiting for another event"
        assert time.monotonic() - began < 5
        assert sorted(screen, reverse=True) == [seq for seq, _ in rows(lead.get("/notices").text)]


def test_nothing_outside_of_the_scopes_is_pushed(desk: Server, visit: Visit) -> None:
    north = visit("north")
    with listen(north, rows(north.get("/notices").text)) as socket:
        notify(desk, "u-somchai", "of somebody else")
        notify(desk, "u-maria", "of one's own")
        came = follow(socket, {}, 2)
    assert any("of one&#39;s own" in html for html in came)
    assert not any("somebody else" in html or "Somchai" in html for html in came)


@pytest.mark.browser
def test_notices_are_worked_off_by_keyboard(desk: Server, windows: Windows) -> None:
    page = windows.open("ana", "/me")
    page.keyboard.press("g")
    page.keyboard.press("n")
    page.wait_for_url("**/notices")
    badge = page.locator("nav a[href='/notices'] .waiting")
    expect(badge).not_to_be_empty()
    expect(page.locator("[data-live-text]")).to_have_text("live")
    notify(desk, "u-maria", "appears by itself")
    expect(page.locator(".notices")).to_contain_text("appears by itself")
    waiting = page.locator("[data-take]").count()
    for left in range(waiting - 1, -1, -1):
        page.keyboard.press("j")
        page.keyboard.press("t")
        expect(page.get_by_role("status").first).to_contain_text("It is yours now")
        expect(page.locator("[data-take]")).to_have_count(left)
    expect(page.get_by_role("heading", name="Nothing waits for you")).to_be_visible()
    expect(badge).to_be_empty()
    assert windows.complaints == []
