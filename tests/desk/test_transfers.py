"""Passing contacts on by the forms of the desk; what colleagues say to each other reaches no customer."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import httpx
import pytest
from websockets.sync.client import connect

from tests.desk.conftest import Visitor
from tests.desk.wall import Chatter, serving
from tests.server import Server

SECRET_WORDS = "she is a difficult one"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("transfers")) as server:
        yield server


def post(visitor: Visitor, path: str, form: dict[str, Any]) -> httpx.Response:
    """Send a form; the page that follows."""
    answer = visitor.post(path, form)
    return visitor.get(answer.headers["location"]) if answer.status_code == 303 else answer


def whom(visitor: Visitor, contact: str, name: str) -> str:
    """The account of a colleague, as the page offers it."""
    page = visitor.get(f"/contacts/{contact}/handing").text
    before = page[: page.index(f"<b>{name}</b>")]
    return before[before.rindex('value="') + 7 :].split('"')[0]


def number(page: str) -> str:
    """The invitation that can be accepted on a page."""
    at = page.index('name="accept" value="')
    return page[at + 21 :].split('"')[0]


def test_a_contact_is_handed_on_with_a_summary(desk: Server, visit: Callable[[str], Visitor]) -> None:
    chat = Chatter.begin(desk.url)
    chat.give("said", text="I was charged twice for roaming")
    ana, ben, path = visit("ana"), visit("ben"), f"/contacts/{chat.contact}"
    post(ana, f"{path}/take", {})
    draft = ana.get(f"{path}/handing").text
    assert "I was charged twice for roaming" in draft
    to = whom(ana, chat.contact, "Ben Cruz")
    refused = post(ana, f"{path}/hand-on", {"to": to, "summary": ""})
    assert refused.status_code == 409 and "with a summary" in refused.text
    told = post(ana, f"{path}/hand-on", {"to": to, "summary": "Twice for roaming.", "why": "knows it"})
    assert "You asked Ben Cruz to take it from here" in told.text
    assert "You have the contact until somebody accepts." in told.text
    page = ben.get(path).text
    assert "Ana Reyes asks you to take it from here" in page and "Twice for roaming." in page
    taken = post(ben, f"{path}/answer", {"accept": number(page)}).text
    assert 'data-standing="mine"' in taken and "passed on 1 time" in taken
    assert 'data-standing="beside"' in ana.get(path).text
    assert "Ben helps you from here on." in json.dumps(chat.turns())
    assert 'data-standing="other"' in post(ana, f"{path}/leave", {}).text
    late = post(ana, f"{path}/answer", {"accept": "9999"})
    assert late.status_code == 409 and "not any more" in late.text
    chat.client.close()


def test_an_invitation_is_on_every_page_at_once(desk: Server, visit: Callable[[str], Visitor]) -> None:
    chat = Chatter.begin(desk.url)
    ana, ben, path = visit("ana"), visit("ben"), f"/contacts/{chat.contact}"
    post(ana, f"{path}/take", {})
    cookies = "; ".join(f"{name}={value}" for name, value in ben.client.cookies.items())
    address = desk.url.replace("http", "ws") + "/contacts/asked"
    with connect(address, additional_headers={"cookie": cookies, "origin": desk.url}) as socket:
        socket.send('{"shown": []}')
        post(ana, f"{path}/ask", {"to": whom(ana, chat.contact, "Ben Cruz"), "words": "A double record?"})
        asked: list[dict[str, Any]] = []
        while not asked:  # the tabs stand below 0
            asked = [row for row in json.loads(socket.recv(timeout=30))["rows"] if row["seq"] > 0]
        assert "A double record?" in asked[0]["html"]
        post(ben, f"{path}/answer", {"accept": number(asked[0]["html"])})
        gone: list[int] = []
        while not gone:
            gone = json.loads(socket.recv(timeout=30))["gone"]
        assert gone == [asked[0]["seq"]]
    assert "advises; the customer does not see it" in ana.get(path).text
    chat.client.close()


def test_self_service_says_what_is_whispered(desk: Server, visit: Callable[[str], Visitor]) -> None:
    chat = Chatter.begin(desk.url)
    ana, path = visit("ana"), f"/contacts/{chat.contact}"
    page = post(ana, f"{path}/whisper", {"text": "The outage ends at <b>eleven</b>."})
    assert "whispered by Ana" in page.text and "&lt;b&gt;eleven" in page.text
    assert 'data-standing="flow"' in page.text
    latest = chat.turns()[-1]
    assert (latest["by"], latest["text"]) == ("flow", "The outage ends at <b>eleven</b>.")
    assert "Ana" not in json.dumps(chat.turns())
    post(ana, f"{path}/take", {})
    refused = post(ana, f"{path}/whisper", {"text": "Hello"})
    assert refused.status_code == 409 and "self-service is silent" in refused.text
    chat.client.close()


Customer = tuple[str, Callable[[], str]]
"""A contact, and all that its customer gets by then."""


@contextmanager
def calls(desk: Server, channel: str) -> Iterator[Customer]:
    """A call, or an exchange of messages."""
    headers = {"authorization": f"Bearer {desk.token}"}
    with httpx.Client(base_url=desk.url, headers=headers, timeout=30, trust_env=False) as client:
        begun = client.post("/api/calls", json={"channel": channel, "language": "en"})
        assert begun.status_code == 201, begun.text
        contact = begun.json()["contact"]
        yield contact, lambda: client.get(f"/api/calls/{contact}", params={"after": 0}).text


@contextmanager
def chats(desk: Server, begin: dict[str, Any]) -> Iterator[Customer]:
    """A chat, or a visit to a kiosk: what is pushed, asked for and answered."""
    with httpx.Client(base_url=desk.url, timeout=30, trust_env=False) as client:
        begun = client.post("/chat/contacts", json={**begin, "language": "en"})
        assert begun.status_code == 201, begun.text
        contact, token = begun.json()["contact"]["name"], begun.json()["token"]
        headers = {"authorization": f"Bearer {token}"}

        def got() -> str:
            sent = {"key": "k", "kind": "said", "text": "Hello?"}
            answers = [
                client.get(f"/chat/contacts/{contact}/turns", headers=headers).text,
                client.post(f"/chat/contacts/{contact}/inputs", json=sent, headers=headers).text,
            ]
            with connect(f"{desk.url.replace('http', 'ws')}/chat/live") as socket:
                socket.send(json.dumps({"contact": contact, "token": token, "after": 0}))
                answers.append(str(socket.recv(timeout=30)))
            return "\n".join(answers)

        yield contact, got


def customer(desk: Server, channel: str) -> AbstractContextManager[Customer]:
    """A customer on a channel."""
    if channel in ("phone", "text"):
        return calls(desk, channel)
    return chats(desk, {"website": "isla"} if channel == "chat" else {"place": "it-park-cebu"})


@pytest.mark.parametrize("channel", ["chat", "kiosk", "phone", "text"])
def test_no_customer_gets_what_colleagues_say(
    desk: Server, visit: Callable[[str], Visitor], channel: str
) -> None:
    with customer(desk, channel) as (contact, got):
        ana, ben, path = visit("ana"), visit("ben"), f"/contacts/{contact}"
        post(ana, f"{path}/take", {})
        to = whom(ana, contact, "Ben Cruz")
        post(ana, f"{path}/ask", {"to": to, "words": f"What now? I think {SECRET_WORDS}."})
        post(ben, f"{path}/aside", {"text": f"Indeed, {SECRET_WORDS}!"})
        post(ana, f"{path}/bring-in", {"to": to, "summary": f"Well, {SECRET_WORDS}."})
        post(ben, f"{path}/answer", {"accept": number(ben.get(path).text)})
        post(ana, f"{path}/say", {"text": "We are looking into it.", "key": "k"})
        told = got()
        assert "We are looking into it." in told and "Ben joins us" in told
        assert SECRET_WORDS not in told
        story = ben.get(path).text
        assert story.count(SECRET_WORDS) >= 2 and "between colleagues" in story
