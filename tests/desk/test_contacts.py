"""Contacts on the desk, without a browser: who sees what, who has a contact, what is on record."""

import json
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from websockets.sync.client import connect

from tests.desk.conftest import Visitor
from tests.desk.wall import Begin, Chatter, chatting, serving
from tests.server import Server

Visit = Callable[[str], Visitor]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("wall")) as server:
        yield server


@pytest.fixture
def begin(desk: Server) -> Iterator[Begin]:
    with chatting(desk) as begin:
        yield begin


def names(html: str) -> list[str]:
    """The contacts of a list, from top to bottom."""
    return re.findall(r'class="row-gist" href="/contacts/(c-[0-9a-f]+)"', html)


def said_by_agents(chat: Chatter) -> list[tuple[str, str]]:
    return [(one["name"], one["text"]) for one in chat.turns() if one["by"] == "agent"]


def test_who_waits_is_on_top_and_filters_show_the_rest(begin: Begin, visit: Visit) -> None:
    ana = visit("ana")
    assert ana.get("/contacts").status_code == 200  # where nobody is there, nobody is put into a queue
    waiting, talking, with_ana = (begin() for _ in range(3))
    waiting.give("asked", what="person")
    ana.post(f"/contacts/{with_ana.contact}/take", {})
    assert names(ana.get("/contacts").text)[:3] == [waiting.contact, with_ana.contact, talking.contact]
    assert names(ana.get("/contacts?show=waiting").text) == [waiting.contact]
    assert names(ana.get("/contacts?show=mine").text) == [with_ana.contact]
    assert with_ana.contact not in names(ana.get("/contacts?show=automated").text)
    assert names(visit("ben").get("/contacts?show=mine").text) == []
    assert "1<" in ana.get("/contacts/waiting").text


def test_of_two_who_take_over_at_once_one_wins_and_the_other_is_told(begin: Begin, visit: Visit) -> None:
    chat = begin()
    both = [visit("ana"), visit("ben")]
    tokens = [one.csrf() for one in both]

    def take(number: int) -> int:
        form = {"_csrf_token": tokens[number]}
        return both[number].client.post(f"/contacts/{chat.contact}/take", data=form).status_code

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(take, (0, 1)))
    assert sorted(answers) == [303, 409]
    winner, loser = ("Ana Reyes", both[1]) if answers[0] == 303 else ("Ben Cruz", both[0])
    told = loser.post(f"/contacts/{chat.contact}/take", {})
    assert told.status_code == 409
    assert f"{winner} has this contact." in told.text
    assert loser.post(f"/contacts/{chat.contact}/say", {"text": "Me, too!"}).status_code == 409
    assert said_by_agents(chat) == []
    assert loser.post("/contacts", {"take": chat.contact}).status_code == 409


def test_words_are_said_once_however_often_they_are_sent(begin: Begin, visit: Visit) -> None:
    chat, ana = begin(), visit("ana")
    ana.post("/contacts", {"take": chat.contact})
    for _ in range(3):
        ana.post(f"/contacts/{chat.contact}/say", {"text": "Hello <b>you</b>\nthere", "key": "k-1"})
    assert said_by_agents(chat) == [("Ana", "Hello <b>you</b>\nthere")]
    page = ana.get(f"/contacts/{chat.contact}").text
    assert "Hello &lt;b&gt;you&lt;/b&gt;" in page
    assert "<b>you</b>" not in page


def test_the_flow_is_silent_until_it_is_given_back_and_goes_on_where_it_is_told(
    begin: Begin, visit: Visit
) -> None:
    chat, ana = begin(), visit("ana")
    path = f"/contacts/{chat.contact}"
    ana.post(f"{path}/take", {})
    before = len(chat.turns())
    chat.give("said", text="bill")
    assert [one["by"] for one in chat.turns()[before:]] == ["customer"]
    ana.post(f"{path}/give-back", {"flow": "outage"})
    assert chat.turns()[-1]["by"] == "flow"
    assert "is given back" not in ana.get(path).text
    assert 'data-standing="flow"' in ana.get(path).text
    assert ana.post(f"{path}/say", {"text": "one more thing"}).status_code == 409


def test_the_story_has_what_was_shown_chosen_and_done(begin: Begin, visit: Visit) -> None:
    chat, ana = begin(), visit("ana")
    chat.give("said", text="bill")
    chat.give("said", text="My card is 4111 1111 1111 1111")
    chat.give("asked", what="person")
    page = ana.get(f"/contacts/{chat.contact}").text
    assert re.search(r'class="taken".*?Bills and payments', page, re.DOTALL)
    assert "•••• 1111" in page
    assert "4111 1111" not in page
    assert "Not understood at main" in page
    assert "Waits for a person: " in page
    assert 'class="node here"' in page


def test_put_into_a_queue_and_closed_with_a_reason(begin: Begin, visit: Visit) -> None:
    chat, ana, ben = begin(), visit("ana"), visit("ben")
    path = f"/contacts/{chat.contact}"
    ana.post(f"{path}/take", {})
    assert ana.post(f"{path}/put-back", {"queue": "nowhere"}).status_code == 409
    ana.post(f"{path}/put-back", {"queue": "network", "why": "needs an engineer"})
    assert chat.contact in names(ben.get("/contacts?show=waiting").text)
    assert "needs an engineer" in ben.get(path).text
    ben.post(f"{path}/take", {})
    ben.post(f"{path}/case", {"what": "outage", "summary": "No signal at home"})
    case = re.search(r'href="/cases/(k-[0-9a-f]+)"', ben.get(path).text)
    assert case is not None
    assert "open since" in ben.get(f"/cases/{case[1]}").text
    ben.post(f"{path}/close", {"reason": "outage", "solved": "yes"})
    ended = ben.get(path).text
    assert 'data-standing="ended"' in ended
    assert "Solved: outage" in ended
    solved = ben.get(f"/cases/{case[1]}").text
    assert "solved" in solved
    assert path in solved
    assert ben.post(f"{path}/take", {}).status_code == 409


def test_nobody_sees_contacts_outside_of_their_scopes(begin: Begin, visit: Visit) -> None:
    chat, thai = begin(), visit("thai")
    assert names(thai.get("/contacts").text) == []
    assert thai.get(f"/contacts/{chat.contact}").status_code == 404
    for act in ("take", "say", "give-back", "close", "case"):
        assert thai.post(f"/contacts/{chat.contact}/{act}", {"text": "hi", "what": "x"}).status_code == 404
    assert "contacts are going on" not in thai.get("/contacts").text
    base = str(thai.client.base_url).rstrip("/")
    cookie = "; ".join(f"{name}={value}" for name, value in thai.client.cookies.items())
    headers = {"cookie": cookie, "origin": base}
    address = base.replace("http:", "ws:") + "/contacts/live"
    with connect(address, additional_headers=headers) as socket:
        socket.send(json.dumps({"shown": []}))
        chat.give("said", text="bill")
        until = time.monotonic() + 2
        while time.monotonic() < until:
            try:
                assert json.loads(socket.recv(timeout=0.5))["rows"] == []
            except TimeoutError:
                continue


def test_a_contact_leads_to_who_it_is_and_back(begin: Begin, visit: Visit) -> None:
    chat, ana = begin("u-maria"), visit("ana")
    story = ana.get(f"/contacts/{chat.contact}").text
    assert '<bdi title="Maria Santos">Maria Santos</bdi>' in story
    assert "What would help now" in story
    customer = re.search(r'data-customer="(\d+)"', story)
    assert customer is not None
    page = ana.get(f"/customers/{customer[1]}").text
    assert f'href="/contacts/{chat.contact}"' in page
    second = begin("u-maria")
    assert f'href="/contacts/{chat.contact}"' in ana.get(f"/contacts/{second.contact}/who").text
    assert "Maria Santos" in ana.get("/contacts").text
    assert "Maria Santos" not in visit("thai").get("/contacts").text


def test_each_look_is_on_record(begin: Begin, visit: Visit) -> None:
    chat, ana = begin(), visit("ana")
    ana.get("/contacts")
    ana.get(f"/contacts/{chat.contact}")
    record = visit("lead").get("/audit").text
    assert f"contact {chat.contact}" in record
    assert "live contacts" in record


def test_a_look_at_a_piece_of_a_contact_is_on_record_once(begin: Begin, visit: Visit) -> None:
    chat, lead = begin("u-maria"), visit("lead")
    ana = visit("ana")

    def looks() -> int:
        return lead.get("/audit").text.count(f"contact {chat.contact}")

    for piece in ("knowledge", "reasons", "knowledge?q=bill", "knowledge/bill-higher"):
        ana.get(f"/contacts/{chat.contact}/{piece}")
    assert looks() == 1, "whoever asks for a piece alone has looked"
    ben = visit("ben")
    ben.get(f"/contacts/{chat.contact}")
    ben.get(f"/contacts/{chat.contact}/knowledge")
    assert looks() == 2, "whoever has the page open has looked once"


def test_flows_show_how_many_went_which_way(begin: Begin, visit: Visit) -> None:
    for _ in range(2):
        begin().give("said", text="bill")
    ana = visit("ana")
    page = ana.get("/flows/main").text
    bills = re.search(r'id="step-topics".*?</tr>', page, re.DOTALL)
    assert bills is not None
    chosen = re.search(r"bills → bills (\d+)", re.sub("<[^>]+>", "", bills[0]))
    assert chosen is not None
    assert int(chosen[1]) >= 2
    assert "Welcome" in ana.get("/flows").text
    assert ana.get("/flows/warmline").status_code == 404
    assert ana.get("/flows/nothing").status_code == 404


def test_a_callback_is_listed_until_it_was_made(visit: Visit) -> None:
    ana = visit("ana")
    assert "No callback is due" in ana.get("/callbacks").text
    assert (
        "somebody else was quicker"
        in ana.get(ana.post("/callbacks", {"promise": "p-0"}).headers["location"]).text
    )
