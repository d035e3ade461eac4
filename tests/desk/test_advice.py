"""What is advised in a contact, without a browser: who may do what, what comes of it, what a lead has to approve."""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from websockets.sync.client import connect

from tests.desk.conftest import Visitor, event
from tests.desk.wall import Begin, Chatter, chatting, serving
from tests.server import Server
from warmline.desk.story_advice import ADVICE as STORY_ADVICE
from warmline.events.model import Event

Visit = Callable[[str], Visitor]
PEOPLE = ("joy", "rico", "lani", "dodong", "nene", "ines", "mila", "upset")
SMALL, LARGE, ADVICE = "goodwill-credit", "loyalty-credit", "keep-the-promise"
"""Offers that cost 150 and 650, where an agent may give 500, and a piece of advice."""


def somebody(number: int, who: str) -> Iterator[Event]:
    """A gold customer of ours, to whom we have broken a promise, and who has said that they leave."""
    traits = {"name": who.title(), "brand": "isla", "value_tier": "gold", "address": {"country": "PH"}}
    yield event("customer.identified", 100 + 10 * number, who, {"traits": traits})
    yield event("situation.remembered", 101 + 10 * number, who, {"situation": "promise_broken"})
    yield event("contact.reason", 102 + 10 * number, who, {"contact": f"c-{who}", "reason": "cancel"})


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    before = [one for number, who in enumerate(PEOPLE) for one in somebody(number, who)]
    with serving(tmp_path_factory.mktemp("advice"), before) as server:
        table = server.business / "tables" / "authority.csv"
        head, *rows = table.read_text().splitlines()
        trusted = "ben@example.com,-,-,700,has done this for years"
        table.write_text("\n".join([f"contact.staff,{head}", trusted, *(f"-,{row}" for row in rows)]))
        assert "No problems" in server.warmline("check").stdout
        with server.staff() as client:
            assert client.post("/api/business/reload").status_code == 200
        yield server


@pytest.fixture
def begin(desk: Server) -> Iterator[Begin]:
    with chatting(desk) as begin:
        yield begin


def events(desk: Server, type: str, contact: str) -> list[dict[str, Any]]:
    """What events of a type say that name a contact, or the decision that it goes by."""
    with closing(sqlite3.connect(desk.data / "warmline.db")) as database:
        query = "SELECT decision FROM contact_advice WHERE contact = ?"
        ids = {contact, *(str(row[0]) for row in database.execute(query, (contact,)))}
    with desk.staff() as client:
        found = client.get("/api/log", params={"type": type, "limit": 200}).json()
    every = [one["properties"] for one in reversed(found["events"])]
    return [said for said in every if ids & {str(value) for value in said.values()}]


class Panel:
    """The panel of one contact, as somebody sees it."""

    def __init__(self, who: Visitor, contact: str) -> None:
        self.who, self.path = who, f"/contacts/{contact}"

    @property
    def html(self) -> str:
        return (
            self.who.get(self.path)
            .text.partition('class="advice"')[2]
            .partition("</details>\n    <details")[0]
        )

    @property
    def decision(self) -> str:
        found = re.search(r'name="decision" value="([^"]+)"', self.html)
        assert found is not None
        return found[1]

    def offers(self, what: str, action: str) -> bool:
        """Whether there is a button for this."""
        return f'value="{what}/{action}' in self.html

    def do(self, what: str, decision: str = "", **more: str) -> int:
        form = {"do": what, "decision": decision or self.decision, **more}
        return self.who.post(f"{self.path}/actions", form).status_code


def take(visit: Visit, chat: Chatter, who: str = "ana") -> Panel:
    panel = Panel(visit(who), chat.contact)
    panel.who.post(f"{panel.path}/take", {})
    return panel


def test_whoever_takes_a_contact_is_advised_and_a_reload_decides_nothing_anew(
    desk: Server, begin: Begin, visit: Visit
) -> None:
    chat = begin("joy")
    assert 'name="decision"' not in Panel(visit("ben"), chat.contact).html
    panel = take(visit, chat)
    first = panel.decision
    assert "150 pesos, as an apology" in panel.html
    assert "Say that we owe it before they do" in panel.html
    assert panel.offers("done", SMALL) and panel.offers("done", ADVICE)
    assert panel.decision == first
    assert events(desk, "offer.made", chat.contact) == []  # nobody was offered anything yet
    assert not Panel(visit("ben"), chat.contact).offers("done", SMALL)


def test_it_is_asked_again_once_the_customer_is_upset(desk: Server, begin: Begin, visit: Visit) -> None:
    chat = begin("upset")
    panel = take(visit, chat)
    calm = panel.decision
    chat.give("said", text="THIS IS RIDICULOUS!!! The third time I ask, nobody helps")
    assert panel.decision != calm
    latest = events(desk, "contact.signal", chat.contact)
    assert "frustration" in [one["signal"] for one in latest]


def test_done_and_declined_are_on_record_once(desk: Server, begin: Begin, visit: Visit) -> None:
    chat = begin("rico")
    panel = take(visit, chat)
    decision = panel.decision
    for _ in range(2):
        assert panel.do(f"done/{SMALL}", decision) == 303
    assert panel.do(f"declined/{SMALL}/not now", decision) == 409
    assert panel.do(f"declined/{ADVICE}/they know already", decision) == 303
    acted = events(desk, "contact.acted", chat.contact)
    assert [(one["action"], one["did"], one.get("reason")) for one in acted] == [
        (SMALL, "done", None),
        (ADVICE, "declined", "they know already"),
    ]
    assert [one["offer"] for one in events(desk, "offer.accepted", chat.contact)] == [SMALL]
    assert [one["offer"] for one in events(desk, "offer.made", chat.contact)] == [SMALL]
    assert "they know already" in panel.html
    again = begin("rico")
    assert "accepted today, rests 30 days" in take(visit, again).html  # what was given is not given twice


def test_what_was_given_elsewhere_meanwhile_is_not_given_again(
    desk: Server, begin: Begin, visit: Visit
) -> None:
    one, other = begin("nene"), begin("nene")
    first, second = take(visit, one), take(visit, other, "ben")
    decision = second.decision
    assert first.do(f"done/{SMALL}") == 303
    refused = second.who.post(f"{second.path}/actions", {"do": f"done/{SMALL}", "decision": decision})
    assert refused.status_code == 409
    assert "does not fit any more: accepted today" in refused.text
    assert [one["offer"] for one in events(desk, "offer.accepted", other.contact)] == []


def test_only_who_has_a_contact_acts_in_it_and_only_on_what_is_advised(begin: Begin, visit: Visit) -> None:
    chat = begin("ines")
    panel = take(visit, chat)
    decision = panel.decision
    assert Panel(visit("ben"), chat.contact).do(f"done/{SMALL}", decision) == 409
    assert Panel(visit("thai"), chat.contact).do(f"done/{SMALL}", decision) == 404
    assert panel.do("done/fibre-upgrade") == 409
    assert panel.do(f"done/{SMALL}", "d-of-somebody-else") == 409
    assert panel.do("ask/", situation="about_to_leave") == 303
    assert panel.do(f"done/{SMALL}", decision) == 409  # it is asked anew meanwhile
    assert panel.offers("approve", LARGE)


def test_more_than_an_agent_may_give_is_done_when_a_lead_has_approved_it(
    desk: Server, begin: Begin, visit: Visit
) -> None:
    chat, lead = begin("lani"), visit("lead")
    panel = take(visit, chat)
    panel.do("ask/", situation="about_to_leave")
    assert not panel.offers("done", LARGE) and "their limit is" in panel.html
    assert panel.do(f"done/{LARGE}") == 409
    for _ in range(2):
        assert panel.do(f"approve/{LARGE}", **{f"reason {LARGE}": "Four <b>years</b> with us"}) == 303
    assert "A lead is asked" in panel.html
    assert panel.do(f"done/{LARGE}") == 409
    assert visit("ana").get("/approvals").status_code == 403
    waiting = lead.get("/approvals").text
    assert "Lani" in waiting and "Four &lt;b&gt;years" in waiting and "Ana Reyes asks" in waiting
    assert "1<" in lead.get("/approvals/count").text
    number = re.findall(r'value="given/(\d+)"', waiting)
    assert len(number) == 1
    answer = {"do": f"given/{number[0]}", f"word {number[0]}": "Gladly"}
    assert lead.post("/approvals", answer).status_code == 303
    assert lead.post("/approvals", answer).status_code == 409
    assert "Approved by Lea Lim" in panel.html and "Gladly" in panel.html
    assert panel.do(f"done/{LARGE}") == 303
    (acted,) = events(desk, "contact.acted", chat.contact)
    (given,) = events(desk, "approval.given", chat.contact)
    assert acted["approved_by"] == given["by"]
    assert "approved_by" in acted and len(events(desk, "offer.accepted", chat.contact)) == 1
    assert "Nothing waits for approval" in lead.get("/approvals").text


def test_a_lead_says_no_and_a_lead_gives_it_without_asking(desk: Server, begin: Begin, visit: Visit) -> None:
    chat, lead = begin("dodong"), visit("lead")
    panel = take(visit, chat)
    panel.do("ask/", situation="about_to_leave")
    panel.do(f"approve/{LARGE}")
    assert panel.do(f"withdraw/{LARGE}") == 303
    assert "Nothing waits" in lead.get("/approvals").text
    panel.do(f"approve/{LARGE}")
    (number,) = re.findall(r'value="given/(\d+)"', lead.get("/approvals").text)
    lead.post("/approvals", {"do": f"refused/{number}", f"word {number}": "Offer 150 first"})
    assert "Not approved by Lea Lim" in panel.html
    assert not panel.offers("done", LARGE) and not panel.offers("approve", LARGE)
    assert panel.do(f"done/{LARGE}") == 409
    panel.who.post(f"{panel.path}/put-back", {"queue": "general"})
    own = take(visit, chat, "lead")
    assert own.offers("done", LARGE)
    assert own.do(f"done/{LARGE}") == 303


def test_an_answer_is_on_the_screen_of_whoever_asked_at_once(
    desk: Server, begin: Begin, visit: Visit
) -> None:
    chat, lead = begin("ines"), visit("lead")
    panel = take(visit, chat)
    panel.do("ask/", situation="about_to_leave")
    panel.do(f"approve/{LARGE}")
    ana = panel.who.client
    base = str(ana.base_url).rstrip("/")
    cookie = "; ".join(f"{name}={value}" for name, value in ana.cookies.items())
    headers = {"cookie": cookie, "origin": base}
    with connect(base.replace("http:", "ws:") + f"{panel.path}/live", additional_headers=headers) as socket:
        socket.send(json.dumps({"shown": []}))
        socket.recv(timeout=30)
        (number,) = re.findall(r'value="given/(\d+)"', lead.get("/approvals").text)
        lead.post("/approvals", {"do": f"given/{number}", f"word {number}": "Go ahead"})
        while True:
            pushed = {row["seq"]: row["html"] for row in json.loads(socket.recv(timeout=30))["rows"]}
            if "Go ahead" in pushed.get(STORY_ADVICE, ""):
                break
    assert pushed[STORY_ADVICE] in visit("ana").get(panel.path).text  # a reload shows the same


def test_who_may_give_more_needs_nobody_and_the_limit_is_that_of_whoever_has_it(
    desk: Server, begin: Begin, visit: Visit
) -> None:
    with desk.staff() as client:  # of whoever is no member of staff, the rows for everybody hold
        answer = client.post("/api/decide", json={"customer": "user:mila", "situation": "cancel"}).json()
    (offered,) = (one for one in answer["decision"]["chosen"] if one["name"] == LARGE)
    assert offered["authority"]["limit"] == 500
    chat = begin("mila")
    ana = take(visit, chat)
    ana.do("ask/", situation="cancel")
    assert ana.offers("approve", LARGE)
    ana.who.post(f"{ana.path}/put-back", {"queue": "general"})
    ben = take(visit, chat, "ben")
    ben.do("ask/", situation="cancel")
    assert ben.offers("done", LARGE) and not ben.offers("approve", LARGE)
    assert ben.do(f"done/{LARGE}") == 303
