"""After every action, what is on each screen is what a reload shows, and nobody got a byte of whom they may not see.

Whatever a form of the desk or the chat does stands in ACTIONS, or in ELSEWHERE with the reason: a new one fails here.
"""

import html
import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from tests.app.test_language_model import Endpoint
from tests.desk.conftest import MINUTE, NOW, Visitor
from tests.desk.floor import Screen, equal_a_reload, listen
from tests.desk.wall import Chatter, serving
from tests.server import SAMPLE, Server
from warmline.app.reference import routes_of, shown
from warmline.app.runtime import Runtime
from warmline.app.server import create_app
from warmline.app.settings import Settings
from warmline.customers.identifiers import luhn
from warmline.desk.advice_pages import ACTS as ADVICE
from warmline.events.model import Event, Identifier

Visit = Callable[[str], Visitor]
Begin = Callable[[str], "Floor"]
HIDDEN, SEEN = "zanzibar", "timbuktu"
"""Words in whatever is said, written, noted or attached in a contact of either kind of customer."""
NAMES = {"out": "Zebulon Quist", "in": "Inga Berg"}
COUNTRIES = {"out": "PH", "in": "TH"}
"""Tida and Theo see customers in Thailand only."""
MARKS = (HIDDEN, "zebulon", "quist", "u-out-", "+63917000", "8090909")
LARGE, SMALL = "loyalty-credit", "goodwill-credit"
"""Offers: an agent may give the second, and asks a lead for the first."""


def checked(number: str) -> str:
    """A number with the digit that makes it one of an account."""
    return next(whole for digit in range(10) if luhn(whole := f"{number}{digit}"))


def people(kind: str, many: int) -> Iterator[Event]:
    """Gold customers to whom we have broken a promise, and who have said that they leave."""
    for number in range(many):
        who = f"u-{kind}-{number}"
        phone = f"+63917{0 if kind == 'out' else 1}00{number:04}"
        account = checked(f"809090{9 if kind == 'out' else 1}{number:04}")
        identifiers = (
            Identifier("user", who, True),
            Identifier("phone", phone, True),
            Identifier("account", account, True),
        )
        traits: dict[str, Any] = {"name": NAMES[kind], "brand": "isla", "value_tier": "gold"}
        traits |= {"address": {"country": COUNTRIES[kind]}}
        happened: list[tuple[str, dict[str, Any]]] = [
            ("contact.reason", {"contact": f"c-{who}", "reason": "cancel"}),
            ("situation.remembered", {"situation": "promise_broken"}),
            ("customer.identified", {"traits": traits}),
        ]
        for minutes, (type, properties) in enumerate(happened):
            yield Event(
                source="backend",
                message_id=f"{type} {who}",
                type=type,
                occurred=NOW - minutes * MINUTE,
                identifiers=identifiers,
                properties=properties,
            )


@dataclass
class Floor:
    """One customer who chats, with what staff do in the contact."""

    visit: Visit
    chat: Chatter
    user: str
    word: str
    others: list[Chatter] = field(default_factory=list)

    def do(self, name: str, act: str, **form: Any) -> httpx.Response:
        """Send a form of the page of the contact."""
        answer = self.visit(name).post(f"/contacts/{self.chat.contact}/{act}", form)
        assert answer.status_code == 303, (
            act,
            answer.status_code,
            answer.text.partition('role="alert"')[2][:400],
        )
        return answer

    def whom(self, name: str) -> str:
        """The account of a colleague, as the page of whoever has the contact offers it."""
        page = self.visit("ana").get(f"/contacts/{self.chat.contact}/handing").text
        before = page[: page.index(f"<b>{name}</b>")]
        return before[before.rindex('value="') + 7 :].split('"')[0]

    def asked(self, name: str, button: str = "accept") -> str:
        """The invitation that somebody may answer, or withdraw."""
        page = self.visit(name).get(f"/contacts/{self.chat.contact}").text
        found = re.search(rf'name="{button}" value="(\d+)"', page)
        assert found is not None, button
        return found[1]

    # What comes before an action

    def nothing(self) -> None: ...

    def taken(self) -> None:
        self.do("ana", "take")

    def waits(self) -> None:
        self.chat.give("asked", what="person")

    def upset(self) -> None:
        for words in (f"Why was {self.word} charged TWICE?!", "This is the third time I ask!!!"):
            self.chat.give("said", text=words)

    def invited(self) -> None:
        self.taken()
        self.do("ana", "bring-in", to=self.whom("Ben Cruz"), summary=f"About {self.word}.")

    def handed(self) -> None:
        self.taken()
        self.do("ana", "hand-on", to=self.whom("Ben Cruz"), summary=f"About {self.word}.")

    def three(self) -> None:
        self.invited()
        self.do("ben", "answer", accept=self.asked("ben"))

    def left(self) -> None:
        self.taken()
        self.do("ana", "say", text=f"{self.word}?", key="k")
        self.leaves()

    def closed(self) -> None:
        self.taken()
        self.do("ana", "close", reason="bill", solved="yes")

    def leaves(self) -> None:
        path = f"/chat/contacts/{self.chat.contact}/leave"
        self.chat.client.post(path, headers=self.chat.headers).raise_for_status()

    def advised(self) -> None:
        self.taken()
        self.acts("ask/", situation="about_to_leave")

    def acts(self, do: str, **more: Any) -> None:
        """Press a button of what is advised."""
        page = self.visit("ana").get(f"/contacts/{self.chat.contact}").text
        found = re.search(r'name="decision" value="([^"]+)"', page)
        assert found is not None
        self.do("ana", "actions", do=do, decision=found[1], **more)

    def asks_a_lead(self) -> None:
        self.advised()
        self.acts(f"approve/{LARGE}", **{f"reason {LARGE}": f"{self.word} for years"})

    def answered_to_another(self) -> None:
        """A lead answers after somebody else has taken the contact."""
        self.asks_a_lead()
        self.do("ana", "put-back", queue="general")
        self.do("ben", "take")
        self.answers("refused")

    def sees_the_answer(self) -> None:
        with closing(Screen(self.visit("ana"), "", "/contacts/asked", patience=5)) as screen:
            path = f"/contacts/{self.chat.contact}/actions"
            (shown,) = (one for one in screen.rows.values() if path in one)
        found = re.search(r'value="(saw/\d+)"', shown)
        assert found is not None
        self.do("ana", "actions", do=found[1])

    def untold(self) -> None:
        """Nobody can tell what became of a credit."""
        self.taken()
        self.acts(f"done/{SMALL}")
        until = time.monotonic() + 20
        while f"again/{SMALL}" not in self.visit("ana").get(f"/contacts/{self.chat.contact}").text:
            assert time.monotonic() < until
            time.sleep(0.2)

    def answers(self, state: str) -> None:
        lead = self.visit("lead")
        page = lead.get("/approvals").text
        place = page.index(f"/contacts/{self.chat.contact}")
        found = re.search(rf'value="{state}/(\d+)"', page[place:])
        assert found is not None
        sent = lead.post(
            "/approvals", {"do": f"{state}/{found[1]}", f"word {found[1]}": f"{self.word} it is"}
        )
        assert sent.status_code == 303

    def attaches(self) -> None:
        path = f"/chat/contacts/{self.chat.contact}/files"
        named = {"name": f"{self.word}.txt", "key": "f"}
        sent = self.chat.client.post(path, params=named, content=b"hello", headers=self.chat.headers)
        assert sent.status_code < 300, sent.text

    def sends_a_file(self) -> None:
        ana = self.visit("ana")
        sent = ana.client.post(
            f"/contacts/{self.chat.contact}/files",
            data={"_csrf_token": ana.csrf()},
            files={"file": (f"{self.word}.txt", self.word.encode(), "text/plain")},
        )
        assert sent.status_code == 303, sent.text

    def marks_a_signal(self) -> None:
        page = self.visit("ana").get(f"/contacts/{self.chat.contact}").text
        found = re.search(r"/signals/(\d+)/wrong", page)
        assert found is not None
        self.do("ana", f"signals/{found[1]}/wrong", wrong="yes")

    def steps_in_from_the_wall(self) -> None:
        answer = self.visit("ana").post("/contacts", {"take": self.chat.contact})
        assert answer.status_code == 303

    def another_begins(self) -> None:
        self.others.append(Chatter.begin(str(self.chat.client.base_url), self.user))
        self.others[-1].give("said", text=f"{self.word} again")

    def over(self) -> None:
        """Whatever is still going on ends."""
        for one in (self.chat, *self.others):
            path = f"/contacts/{one.contact}"
            one.client.post(f"/chat{path}/leave", headers=one.headers)
            one.client.close()
        for name in ("ana", "ben"):
            self.visit(name).post(f"/contacts/{self.chat.contact}/wrap-up", {"reason": "over"})


Act = Callable[[Floor], object]
Case = tuple[Act, Act]
"""What has happened before, and what is done then."""

ACTIONS: dict[str, Case] = {
    "POST /chat/contacts": (Floor.nothing, Floor.another_begins),
    "POST /chat/contacts/{contact}/inputs": (
        Floor.nothing,
        lambda at: at.chat.give("said", text=f"{at.word} is broken"),
    ),
    "POST /chat/contacts/{contact}/inputs, upset": (Floor.nothing, Floor.upset),
    "POST /chat/contacts/{contact}/inputs, for a person": (Floor.nothing, Floor.waits),
    "POST /chat/contacts/{contact}/inputs, in a menu": (
        Floor.nothing,
        lambda at: at.chat.give("chose", option="bills"),
    ),
    "POST /chat/contacts/{contact}/inputs, to a person": (
        Floor.taken,
        lambda at: at.chat.give("said", text=f"{at.word} is broken"),
    ),
    "POST /chat/contacts/{contact}/files": (Floor.taken, Floor.attaches),
    "POST /chat/contacts/{contact}/leave": (Floor.nothing, Floor.leaves),
    "POST /chat/contacts/{contact}/leave, to a person": (Floor.taken, Floor.leaves),
    "POST /contacts": (Floor.waits, Floor.steps_in_from_the_wall),
    "POST /contacts/{contact}/take": (Floor.upset, Floor.taken),
    "POST /contacts/{contact}/say": (
        Floor.taken,
        lambda at: at.do("ana", "say", text=f"Your {at.word}?", key="k"),
    ),
    "POST /contacts/{contact}/give-back": (Floor.taken, lambda at: at.do("ana", "give-back", flow="")),
    "POST /contacts/{contact}/put-back": (
        Floor.taken,
        lambda at: at.do("ana", "put-back", queue="network", why=at.word),
    ),
    "POST /contacts/{contact}/close": (
        Floor.taken,
        lambda at: at.do("ana", "close", reason="bill", solved="yes", note=at.word),
    ),
    "POST /contacts/{contact}/wrap-up": (
        Floor.left,
        lambda at: at.do("ana", "wrap-up", reason="bill", note=at.word),
    ),
    "POST /contacts/{contact}/note": (
        Floor.nothing,
        lambda at: at.do("ben", "note", text=f"likes {at.word}", key="k"),
    ),
    "POST /contacts/{contact}/case": (
        Floor.taken,
        lambda at: at.do("ana", "case", what=at.word, summary=at.word),
    ),
    "POST /contacts/{contact}/files": (Floor.taken, Floor.sends_a_file),
    "POST /contacts/{contact}/signals/{number}/wrong": (Floor.upset, Floor.marks_a_signal),
    "POST /contacts/{contact}/ask": (
        Floor.taken,
        lambda at: at.do("ana", "ask", to=at.whom("Ben Cruz"), words=f"Is {at.word} covered?"),
    ),
    "POST /contacts/{contact}/bring-in": (Floor.nothing, Floor.invited),
    "POST /contacts/{contact}/hand-on": (Floor.nothing, Floor.handed),
    "POST /contacts/{contact}/hand-on, to a queue": (
        Floor.taken,
        lambda at: at.do("ana", "hand-on", to="queue:billing", summary=at.word, why=at.word),
    ),
    "POST /contacts/{contact}/answer": (
        Floor.handed,
        lambda at: at.do("ben", "answer", accept=at.asked("ben")),
    ),
    "POST /contacts/{contact}/answer, to come in": (
        Floor.invited,
        lambda at: at.do("ben", "answer", accept=at.asked("ben")),
    ),
    "POST /contacts/{contact}/answer, not now": (
        Floor.invited,
        lambda at: at.do("ben", "answer", decline=at.asked("ben"), why=at.word),
    ),
    "POST /contacts/{contact}/answer, asked no more": (
        Floor.invited,
        lambda at: at.do("ana", "answer", withdraw=at.asked("ana", "withdraw")),
    ),
    "POST /contacts/{contact}/aside": (
        Floor.three,
        lambda at: at.do("ben", "aside", text=f"Poor {at.word}.", key="k"),
    ),
    "POST /contacts/{contact}/leave": (Floor.three, lambda at: at.do("ben", "leave")),
    "POST /contacts/{contact}/whisper": (
        Floor.nothing,
        lambda at: at.do("lead", "whisper", text=f"It is about {at.word}.", key="k"),
    ),
    "POST /contacts/{contact}/actions, ask": (Floor.taken, Floor.advised),
    "POST /contacts/{contact}/actions, done": (Floor.taken, lambda at: at.acts(f"done/{SMALL}")),
    "POST /contacts/{contact}/actions, declined": (
        Floor.advised,
        lambda at: at.acts(f"declined/{LARGE}", **{f"reason {LARGE}": at.word}),
    ),
    "POST /contacts/{contact}/actions, approve": (Floor.taken, Floor.asks_a_lead),
    "POST /contacts/{contact}/actions, withdraw": (
        Floor.asks_a_lead,
        lambda at: at.acts(f"withdraw/{LARGE}"),
    ),
    "POST /contacts/{contact}/actions, again": (Floor.untold, lambda at: at.acts(f"again/{SMALL}")),
    "POST /contacts/{contact}/actions, saw": (Floor.answered_to_another, Floor.sees_the_answer),
    "POST /approvals": (Floor.asks_a_lead, lambda at: at.answers("given")),
    "POST /approvals, not given": (Floor.asks_a_lead, lambda at: at.answers("refused")),
    "POST /me/state": (Floor.taken, lambda at: at.visit("ana").post("/me/state", {"to": "break:meal"})),
}
"""By route; where one does several things, what it does stands behind it."""

ELSEWHERE = {
    "POST /contacts/views": "is about what whoever looks is offered, and about no contact",
    "POST /contacts/{contact}/hint": "answers whoever types, and changes nothing",
    "POST /contacts/{contact}/hint/dismiss": "is kept for whoever dismissed it, and shown to nobody",
    "POST /chat/contacts/{contact}/page": "tells which page of the shop a customer looks at",
    "POST /callbacks": "is about contacts that are over",
}
"""What else is sent about contacts, and why no screen changes."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    many = 2 * len(ACTIONS) + 1
    before = [*people("out", many), *people("in", many)]
    broken = Endpoint()  # a back office of which nobody can tell what it has done
    broken.status, broken.body = 404, b"no"
    here = {"WARMLINE_ADDRESSES": f"127.0.0.1:8100={broken.host}"}
    with serving(tmp_path_factory.mktemp("every"), before, here, has_systems=True) as server:
        offers = server.business / "offers" / "remedies.yaml"
        offers.write_text(offers.read_text().replace("control: 0.05", "control: 0.0"))  # nobody is left out
        billing = server.business / "connectors" / "billing.yaml"
        billing.write_text(billing.read_text().replace("outcome: /operations/{key}\n", ""))
        with server.staff() as client:
            assert client.post("/api/business/reload").status_code == 200
        yield server
    broken.server.shutdown()
    broken.server.server_close()


@pytest.fixture(scope="module")
def numbers() -> Iterator[int]:
    """Each test has customers of its own: what was done for somebody is not advised again."""
    return count()


@pytest.fixture
def begin(desk: Server, visit: Visit, numbers: Iterator[int]) -> Iterator[Begin]:
    """Has a customer begin a chat; it is over at the end of the test."""
    begun: list[Floor] = []
    number = next(numbers)

    def floor(kind: str) -> Floor:
        user = f"u-{kind}-{number}"
        chat = Chatter.begin(desk.url, user)
        begun.append(Floor(visit, chat, user, HIDDEN if kind == "out" else SEEN))
        return begun[-1]

    yield floor
    for one in begun:
        one.over()
    visit("ana").post("/me/state", {"to": "free"})


def pages(contact: str) -> list[tuple[str, str]]:
    """Every page that is kept up to date, with its WebSocket; without a page, what stands on all of them."""
    return [
        ("/contacts", "/contacts/live"),
        ("/contacts?show=mine", "/contacts/live?show=mine"),
        (f"/contacts/watch?c={contact}", f"/contacts/watch/live?c={contact}"),
        (f"/contacts/{contact}", f"/contacts/{contact}/live"),
        ("", "/contacts/asked"),
    ]


OF_LEADS = [
    ("/approvals", "/approvals/live"),
    ("/contacts?show=waiting", "/contacts/live?show=waiting"),
    ("/experts", "/experts/live"),
]


def test_every_action_has_a_case(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = Settings(data=tmp_path_factory.mktemp("routes"), business=SAMPLE, cache_mb=8)
    app = create_app(Runtime(settings), "the-token-of-the-command-line")
    about = re.compile(r"POST (/chat)?/(contacts|callbacks|approvals)\b|POST /me/state")
    sent = {f"{method} {shown(path)}" for method, path, _ in routes_of(app)}
    wanted = {one for one in sent if about.match(one)}
    assert wanted == {one.split(",")[0] for one in ACTIONS} | set(ELSEWHERE)
    assert {f"POST /contacts/{{contact}}/actions, {one}" for one in ADVICE} <= set(ACTIONS)


@pytest.mark.parametrize("name", ACTIONS)
def test_what_was_pushed_is_what_a_reload_shows(begin: Begin, visit: Visit, name: str) -> None:
    before, act = ACTIONS[name]
    at = begin("out")
    begin("in")
    before(at)
    screens = [
        Screen(visit(who), page, live) for who in ("ana", "ben") for page, live in pages(at.chat.contact)
    ]
    screens += [Screen(visit("lead"), page, live) for page, live in OF_LEADS]
    were = [dict(one.rows) for one in screens]
    act(at)
    assert equal_a_reload(screens) == ""
    assert any(one.rows != rows for one, rows in zip(screens, were, strict=True))
    for one in screens:
        one.close()


@pytest.mark.parametrize("name", ACTIONS)
def test_nobody_gets_a_byte_of_whom_they_may_not_see(begin: Begin, visit: Visit, name: str) -> None:
    before, act = ACTIONS[name]
    hidden, seen = begin("out"), begin("in")
    contact = hidden.chat.contact
    thai = visit("thai")
    both = f"?c={contact}&c={seen.chat.contact}"
    screens = [
        Screen(thai, "/contacts", "/contacts/live"),
        Screen(thai, f"/contacts/watch{both}", f"/contacts/watch/live{both}"),
        Screen(thai, f"/contacts/{seen.chat.contact}", f"/contacts/{seen.chat.contact}/live"),
        Screen(thai, "", "/contacts/asked"),
        Screen(thai, "/notices", "/notices/live"),
        Screen(thai, "/experts", "/experts/live"),
        Screen(visit("theo"), "/approvals", "/approvals/live"),
    ]
    heard = []
    for at in (hidden, seen):
        before(at)
        act(at)
    seen.another_begins()
    with suppress(InvalidStatus):
        socket = listen(thai, f"/contacts/{contact}/live")
        socket.send('{"shown": []}')
        with pytest.raises(Exception, match="4404|closed"):
            heard.append(str(socket.recv(timeout=30)))
    for one in screens:
        one.take(0.4)
        heard += one.heard
        one.close()
    for who, paths in {
        "thai": ("/contacts", "/contacts/waiting", "/notices", "/me/day", "/callbacks", "/experts", "/"),
        "theo": ("/contacts", "/approvals", "/signals", "/signals?days=7", "/audit", "/experts", "/notices"),
    }.items():
        heard += [visit(who).get(path).text for path in paths]
    for path in (f"/contacts/{contact}", f"/contacts/{contact}/peek", f"/contacts/{contact}/handing"):
        refused = thai.get(path)
        assert refused.status_code == 404
        heard.append(refused.text.replace(contact, ""))  # the address that was asked for
    everything = (
        html.unescape("\n".join(heard)).casefold().replace(both, "")
    )  # the address that was asked for
    marks = "|".join(map(re.escape, (*MARKS, contact)))
    assert re.findall(rf".{{0,200}}(?:{marks}).{{0,100}}", everything) == []
    assert f"{SEEN} again" in everything


def test_the_marks_would_be_noticed(begin: Begin, visit: Visit) -> None:
    at = begin("out")
    at.handed()
    pages = ("/contacts", f"/contacts/{at.chat.contact}", f"/contacts/watch?c={at.chat.contact}")
    everything = "\n".join(visit("ben").get(path).text for path in pages).casefold()
    assert [mark for mark in (HIDDEN, "zebulon", "quist", at.chat.contact) if mark not in everything] == []
