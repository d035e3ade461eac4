"""The page of a contact without a browser: notes, articles, files, closing; and what customers never get of it."""

import html
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from websockets.sync.client import ClientConnection, connect

from tests.desk.conftest import Visitor
from tests.desk.wall import Chatter, serving
from tests.server import Server
from warmline.desk.own_tabs import TABS

Visit = Callable[[str], Visitor]
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("wall")) as server:
        yield server


@pytest.fixture
def chat(desk: Server) -> Iterator[Chatter]:
    begun = Chatter.begin(desk.url)
    yield begun
    begun.client.close()


def send_file(by: Visitor, chat: Chatter, content: bytes, name: str = "bill.png") -> Any:
    return by.client.post(
        f"/contacts/{chat.contact}/files",
        data={"_csrf_token": by.csrf(), "key": "k-1"},
        files={"file": (name, content)},
    )


def attach(chat: Chatter, content: bytes, name: str) -> None:
    query = {"key": f"f-{name}", "name": name}
    answer = chat.client.post(
        f"/chat/contacts/{chat.contact}/files", params=query, content=content, headers=chat.headers
    )
    assert answer.status_code == 201, answer.text


@contextmanager
def following(by: Visitor, page: str) -> Iterator[ClientConnection]:
    """A WebSocket of somebody's page: of a contact by its name, or of what stands on every page (`asked`)."""
    base = str(by.client.base_url).rstrip("/")
    cookie = "; ".join(f"{name}={value}" for name, value in by.client.cookies.items())
    path = page if page == "asked" else f"{page}/live"
    address = f"{base.replace('http:', 'ws:')}/contacts/{path}"
    with connect(address, additional_headers={"cookie": cookie, "origin": base}) as socket:
        socket.send(json.dumps({"shown": []}))
        yield socket


def pushed(socket: ClientConnection, place: int, wanted: str) -> str:
    """Wait until a piece of the page says something."""
    until, latest = time.monotonic() + 30, ""
    while time.monotonic() < until:
        for row in json.loads(socket.recv(timeout=30))["rows"]:
            latest = row["html"] if row["seq"] == place else latest
        if wanted in latest:
            return latest
    raise AssertionError(f"{wanted!r} did not come, the last was {latest}")


def test_a_note_is_on_the_page_and_never_in_the_chat(chat: Chatter, visit: Visit) -> None:
    ana, ben = visit("ana"), visit("ben")
    path = f"/contacts/{chat.contact}"
    ben.post(f"{path}/note", {"text": "Ask <b>him</b> about the roof", "key": "k-1"})
    ana.post(f"{path}/take", {})
    ana.post(f"{path}/say", {"text": "Is his roof done?", "to": "colleagues"})
    ana.post(f"{path}/say", {"text": "Hello", "to": "customer"})
    page = ana.get(path).text
    assert (
        page.count("Ask &lt;b&gt;him&lt;/b&gt; about the roof") == 2
    )  # where it was noted, and in the panel
    assert "Ben Cruz noted, for colleagues alone" in page
    assert "Is his roof done?" in page
    assert "roof" not in json.dumps(chat.turns())
    assert [one["text"] for one in chat.turns() if one["by"] == "agent"] == ["Hello"]


def test_a_consent_to_no_channel_in_particular_is_shown(desk: Server, visit: Visit) -> None:
    chat = Chatter.begin(desk.url, "u-consents")
    page = visit("ana").get(f"/contacts/{chat.contact}")
    chat.client.close()
    assert page.status_code == 200
    assert re.search(r'class="consents"><li class=""><svg.*?<span>marketing</span>', page.text, re.S)


def test_articles_are_found_by_what_the_customer_says(chat: Chatter, visit: Visit) -> None:
    chat.give("said", text="how do I use my phone abroad")
    ana = visit("ana")
    found = ana.get(f"/contacts/{chat.contact}/knowledge").text
    assert "Using your phone abroad" in found
    link = re.search(r'class="fitting-title" href="([^"]+)"', found)
    assert link is not None
    article = ana.get(html.unescape(link[1])).text
    assert "Put into the reply" in article
    assert "Also in" in article
    asked = ana.get(f"/contacts/{chat.contact}/knowledge?q=why+is+my+bill+higher").text
    assert "Why a bill is higher than usual" in asked
    assert "No article" in ana.get(f"/contacts/{chat.contact}/knowledge?q=xyzzy").text
    assert ana.get(f"/contacts/{chat.contact}/knowledge/nothing").status_code == 404


def test_a_file_goes_both_ways_and_can_do_nothing(chat: Chatter, visit: Visit) -> None:
    ana = visit("ana")
    attach(chat, PICTURE, 'pic"<b>.png')
    attach(chat, b"plain words", "words.txt")
    page = ana.get(f"/contacts/{chat.contact}").text
    assert 'alt="pic&#34;&lt;b&gt;.png"' in page
    picture, words = re.findall(rf'href="(/contacts/{chat.contact}/files/[^"]+)"', page)
    shown, saved = ana.get(picture), ana.get(words)
    assert (shown.content, shown.headers["content-type"]) == (PICTURE, "image/png")
    assert shown.headers["content-disposition"].startswith("inline")
    assert saved.headers["content-disposition"].startswith("attachment")
    for one in (shown, saved):
        assert one.headers["content-security-policy"].startswith("sandbox")
        assert one.headers["x-content-type-options"] == "nosniff"
    assert send_file(ana, chat, PICTURE).status_code == 409  # nobody speaks in what they do not have
    ana.post(f"/contacts/{chat.contact}/take", {})
    for _ in range(2):
        assert send_file(ana, chat, PICTURE, "your bill.png").status_code == 303
    sent = [one for one in chat.turns() if one["by"] == "agent"]
    assert [one["file"]["title"] for one in sent] == ["your bill.png"]
    theirs = chat.client.get(
        f"/chat/contacts/{chat.contact}/files/{sent[0]['file']['file']}", headers=chat.headers
    )
    assert theirs.content == PICTURE
    refused = send_file(ana, chat, b"MZ\x00\x01", "setup.exe")
    assert "Files of this kind are not taken." in refused.text
    assert "There is no file in this." in ana.post(f"/contacts/{chat.contact}/files", {}).text
    assert visit("thai").get(picture).status_code == 404


def test_a_contact_is_closed_with_a_suggested_reason(chat: Chatter, visit: Visit) -> None:
    ana = visit("ana")
    path = f"/contacts/{chat.contact}"
    ana.post(f"{path}/take", {})
    ana.post(f"{path}/say", {"text": "What can I do for you?"})
    chat.give("said", text="my bill is much higher than last month")
    suggested = re.search(r'data-reason="([^"]+)"', ana.get(f"{path}/reasons").text)
    assert suggested is not None and suggested[1] == "bill"
    ana.post(f"{path}/close", {"reason": suggested[1], "solved": "yes", "note": "explained the roaming"})
    page = ana.get(path).text
    assert "Solved: bill" in page
    assert "explained the roaming" in page
    assert 'data-standing="ended"' in page


def test_who_lost_their_customer_wraps_up(chat: Chatter, visit: Visit) -> None:
    ana, ben = visit("ana"), visit("ben")
    path = f"/contacts/{chat.contact}"
    ana.post(f"{path}/take", {})
    chat.client.post(f"/chat/contacts/{chat.contact}/leave", headers=chat.headers)
    assert 'data-standing="wrap"' in ana.get(path).text
    assert 'data-standing="ended"' in ben.get(path).text
    assert "nothing left for you to wrap up" in ben.post(f"{path}/wrap-up", {"reason": "bill"}).text
    ana.post(f"{path}/wrap-up", {"reason": "outage", "solved": "yes", "note": "line was dead"})
    page = ana.get(path).text
    assert 'data-standing="ended"' in page
    assert "Wrapped up, outage, solved" in page


def test_news_of_another_contact_is_on_the_tabs_at_once(desk: Server, visit: Visit) -> None:
    ben = visit("ben")
    first, second = Chatter.begin(desk.url, "u-maria"), Chatter.begin(desk.url)
    for one in (first, second):
        ben.post(f"/contacts/{one.contact}/take", {})
    ben.get(f"/contacts/{first.contact}")
    ben.get(f"/contacts/{second.contact}")
    with following(ben, first.contact) as story, following(ben, "asked") as socket:
        pushed(socket, TABS, second.contact)
        second.give("said", text="are you there?")
        tabs = pushed(socket, TABS, 'data-new="1"')
        assert "Maria Santos" in tabs
        story.send("seen 1")  # of the contact on this page: the other one stays new
        second.give("said", text="hello?")
        pushed(socket, TABS, 'data-new="2"')
        ben.get(f"/contacts/{second.contact}")
        pushed(socket, TABS, 'data-new="0"')
        second.client.post(f"/chat/contacts/{second.contact}/leave", headers=second.headers)
        pushed(socket, TABS, "to wrap up")
    for one in (first, second):
        one.client.close()
