"""What is advised and done by a click in the company's systems: once, whatever happens, and told as it is."""

import re
import signal
import time
from collections.abc import Callable, Iterator
from html import unescape
from typing import NamedTuple

import pytest

from tests.backoffice.office import Office
from tests.desk.conftest import Visitor, event
from tests.desk.floor import Screen
from tests.desk.test_advice import LARGE, SMALL, Panel, events, take
from tests.desk.wall import Begin, Chatter, chatting, serving
from tests.server import Server
from warmline.events.model import Event, Identifier

Visit = Callable[[str], Visitor]
PEOPLE = ("rico", "lani", "joy", "dodong", "nene", "mila", "ines", "boy", "gus")
NOWHERE = "gus"
"""A customer of whom the back office knows no account."""
WITHOUT = "una"
"""A customer who has none."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    one = Office(tmp_path_factory.mktemp("office"))
    yield one
    one.stop()


@pytest.fixture(scope="module")
def accounts(office: Office) -> dict[str, str]:
    """The account of each customer."""
    return {**dict(zip(PEOPLE, office.accounts(), strict=False)), NOWHERE: "7999999"}


def customers(accounts: dict[str, str]) -> Iterator[Event]:
    """Gold customers to whom we have broken a promise, and who have said that they leave."""
    for number, (who, account) in enumerate(accounts.items()):
        traits = {"name": who.title(), "brand": "isla", "value_tier": "gold", "address": {"country": "PH"}}
        known = Identifier("account", account, True)
        yield event("customer.identified", 100 + 10 * number, who, {"traits": traits}, known)
        yield event("situation.remembered", 101 + 10 * number, who, {"situation": "promise_broken"})
        yield event("contact.reason", 102 + 10 * number, who, {"contact": f"c-{who}", "reason": "cancel"})
    traits = {"name": "Una", "brand": "isla", "value_tier": "gold", "address": {"country": "PH"}}
    yield event("customer.identified", 300, WITHOUT, {"traits": traits})
    yield event("situation.remembered", 301, WITHOUT, {"situation": "promise_broken"})
    yield event("contact.reason", 302, WITHOUT, {"contact": f"c-{WITHOUT}", "reason": "cancel"})


@pytest.fixture(scope="module")
def desk(
    tmp_path_factory: pytest.TempPathFactory, office: Office, accounts: dict[str, str]
) -> Iterator[Server]:
    here = {"WARMLINE_ADDRESSES": f"127.0.0.1:8100={office.url.removeprefix('http://')}"}
    past = list(customers(accounts))
    with serving(tmp_path_factory.mktemp("carried"), past, here, has_systems=True) as server:
        billing = server.business / "connectors" / "billing.yaml"
        text = billing.read_text("utf-8").replace("outcome: /operations/{key}", QUICK)
        billing.write_text(
            text.replace("    post: /credits\n", "    post: /credits\n    timeout: 1s\n"), "utf-8"
        )
        with server.staff() as client:
            assert client.post("/api/business/reload").status_code == 200
        yield server


QUICK = "outcome: /operations/{key}\npatience: 1s"


@pytest.fixture
def begin(desk: Server) -> Iterator[Begin]:
    with chatting(desk) as begin:
        yield begin


def credits(office: Office, account: str) -> list[int]:
    """What was credited to an account, in centavos."""
    key = f"s-{time.monotonic_ns()}"
    said = {"account": account, "from": "2000-01-01", "to": "2100-01-01"}
    entries = office.done("/statements", key, **said)["entries"]
    return [-one["amount"]["amount"] for one in entries if one["kind"] == "credit"]


class Served(NamedTuple):
    """A customer in a chat that Ana has taken; `credited` is what they got since then."""

    chat: Chatter
    panel: Panel
    credited: Callable[[], list[int]]


Serve = Callable[[str], Served]


@pytest.fixture
def serve(office: Office, accounts: dict[str, str], begin: Begin, visit: Visit) -> Serve:
    """Has a customer begin a chat, and Ana take it."""

    def served(who: str) -> Served:
        account = accounts[who]
        before = len(credits(office, account))
        chat = begin(who)
        return Served(chat, take(visit, chat), lambda: credits(office, account)[before:])

    return served


def shows(panel: Panel, words: str, seconds: float = 15.0) -> None:
    """Wait until the panel says something."""
    until = time.monotonic() + seconds
    while words not in (html := unescape(panel.html)):
        assert time.monotonic() < until, html
        time.sleep(0.1)


def test_a_click_gives_a_credit_once_and_the_customer_can_be_told(desk: Server, serve: Serve) -> None:
    chat, panel, credited = serve("rico")
    decision = panel.decision
    assert "Carry it out" in panel.html
    for _ in range(3):
        assert panel.do(f"done/{SMALL}", decision) == 303
    shows(panel, "Billing has done it")
    assert panel.do(f"done/{SMALL}", decision) == 303
    assert panel.do(f"declined/{SMALL}/not now", decision) == 409
    assert "Done. It comes off your next bill." in panel.html
    assert credited() == [15_000]
    (acted,) = events(desk, "contact.acted", chat.contact)
    (did,) = events(desk, "contact.did", chat.contact)
    assert (acted["action"], acted["operation"], acted["key"]) == (SMALL, "billing.credit", did["key"])
    assert did["outcome"] == "ok" and "off your next bill" in acted["receipt"]
    assert [one["offer"] for one in events(desk, "offer.accepted", chat.contact)] == [SMALL]
    panel.do("ask/", situation="about_to_leave")  # what is done stays in sight under another decision
    assert "Billing has done it" in panel.html and not panel.offers("done", SMALL)


def test_what_a_system_declines_is_told_and_nothing_is_accepted(
    desk: Server, begin: Begin, visit: Visit
) -> None:
    chat = begin(NOWHERE)
    panel = take(visit, chat)
    panel.do(f"done/{SMALL}")
    shows(panel, "Billing declined it: not found")
    assert "choose something else" in panel.html
    assert events(desk, "offer.accepted", chat.contact) == []
    assert events(desk, "contact.acted", chat.contact) == []


def test_what_no_system_can_do_for_want_of_something_has_no_button_and_says_why(
    desk: Server, begin: Begin, visit: Visit
) -> None:
    chat = begin(WITHOUT)
    panel = take(visit, chat)
    for situation, action in (("", SMALL), ("about_to_leave", LARGE)):
        panel.do("ask/", situation=situation)
        said = unescape(panel.html)
        assert 'No system can carry this out: there is no "account". Do it by hand' in said
        assert not panel.offers("done", action) and not panel.offers("approve", action)
        assert panel.offers("declined", action)
    panel.do("ask/")
    assert 'data-insert="For the trouble' not in panel.html
    assert panel.do(f"done/{SMALL}") == 409  # in a window that has not heard of it yet
    assert events(desk, "contact.action_begun", chat.contact) == []
    chat.give("said", text="You promised to call me back and nobody did")
    assert "150 pesos off" not in panel.who.get(f"{panel.path}/replies").text


def test_what_nobody_can_tell_is_asked_about_and_never_done_twice(
    desk: Server, office: Office, serve: Serve, begin: Begin, visit: Visit
) -> None:
    chat, panel, credited = serve("joy")
    decision = panel.decision
    office.faults(next=["lost_after", *["error"] * 40], hang_seconds=3)
    panel.do(f"done/{SMALL}")
    shows(panel, "Nobody can tell whether billing has done it")
    assert panel.do(f"done/{SMALL}", decision) == 409
    assert panel.do(f"declined/{SMALL}/not now", decision) == 409
    other = take(visit, begin("joy"), "ben")
    if other.offers("done", SMALL):  # nor is it in another contact meanwhile
        assert other.do(f"done/{SMALL}") == 409
    office.faults(next=[])
    assert panel.do(f"again/{SMALL}") == 303
    shows(panel, "Billing has done it")
    assert credited() == [15_000]
    assert [one["outcome"] for one in events(desk, "contact.did", chat.contact)] == ["unknown", "ok"]
    assert len(events(desk, "contact.acted", chat.contact)) == 1


def test_what_certainly_was_not_done_can_be_tried_again(desk: Server, office: Office, serve: Serve) -> None:
    chat, panel, credited = serve("nene")
    office.faults(next=["unavailable", ""] * 3)
    panel.do(f"done/{SMALL}")
    shows(panel, "Billing could not do it")
    assert "Nothing was changed." in panel.html and credited() == []
    panel.do(f"done/{SMALL}")
    shows(panel, "Billing has done it")
    assert credited() == [15_000]
    first, second = events(desk, "contact.action_begun", chat.contact)
    assert first["key"] != second["key"]


def approvals(lead: Visitor) -> list[str]:
    return re.findall(r'value="given/(\d+)"', lead.get("/approvals").text)


def test_beyond_ones_authority_it_is_carried_out_as_soon_as_a_lead_approves_it(
    desk: Server, serve: Serve, visit: Visit
) -> None:
    lead = visit("lead")
    chat, panel, credited = serve("lani")
    panel.do("ask/", situation="about_to_leave")
    assert "It is carried out as soon as a lead approves it." in panel.html
    assert panel.do(f"done/{LARGE}") == 409
    panel.do(f"approve/{LARGE}")
    assert credited() == []
    assert "carried out at once" in lead.get("/approvals").text
    (number,) = approvals(lead)
    assert lead.post("/approvals", {"do": f"given/{number}", f"word {number}": "Gladly"}).status_code == 303
    shows(panel, "Billing has done it")
    assert credited() == [65_000]
    (acted,) = events(desk, "contact.acted", chat.contact)
    (given,) = events(desk, "approval.given", chat.contact)
    assert acted["approved_by"] == given["by"] != acted["by"]
    panel.do("ask/", situation="about_to_leave")
    assert not panel.offers("done", LARGE)  # an approval serves once


def test_an_approval_goes_with_the_contact_and_both_are_told(
    desk: Server, serve: Serve, visit: Visit
) -> None:
    lead = visit("lead")
    chat, ana, credited = serve("mila")
    ana.do("ask/", situation="about_to_leave")
    ana.do(f"approve/{LARGE}", **{f"reason {LARGE}": "Nine years"})
    ana.who.post(f"{ana.path}/put-back", {"queue": "general"})
    ben = take(visit, chat, "ben")
    html = ben.html
    assert "A lead is asked since" in html and "Ana Reyes" in html
    waiting = lead.get("/approvals").text
    assert "Ben Cruz has the contact by now." in waiting
    (number,) = approvals(lead)
    toasts = Screen(visit("ana"), "", "/contacts/asked", patience=0.1)
    try:
        lead.post("/approvals", {"do": f"given/{number}", f"word {number}": "Nine is many"})
        shows(ben, "Billing has done it")
        assert credited() == [65_000]
        (acted,) = events(desk, "contact.acted", chat.contact)
        begun = events(desk, "contact.action_begun", chat.contact)
        assert acted["by"] == begun[0]["by"] != events(desk, "approval.asked", chat.contact)[0]["by"]
        told = settled(toasts, "Lea Lim approved it")
        assert "Nine is many" in told and "Ben Cruz has the contact by now." in told
        assert visit("ben").post(f"{ben.path}/actions", {"do": f"saw/{number}"}).status_code == 409
        assert ana.who.post(f"{ana.path}/actions", {"do": f"saw/{number}"}).status_code == 303
    finally:
        toasts.close()


def test_what_is_approved_while_nobody_has_the_contact_is_done_by_whoever_takes_it(
    serve: Serve, visit: Visit
) -> None:
    lead = visit("lead")
    chat, ana, credited = serve("ines")
    ana.do("ask/", situation="about_to_leave")
    ana.do(f"approve/{LARGE}")
    ana.who.post(f"{ana.path}/put-back", {"queue": "general"})
    (number,) = approvals(lead)
    assert lead.post("/approvals", {"do": f"given/{number}", f"word {number}": ""}).status_code == 303
    ben = take(visit, chat, "ben")
    ben.do("ask/", situation="about_to_leave")
    assert "Approved by Lea Lim" in ben.html and not ben.offers("approve", LARGE)
    assert credited() == []
    assert ben.do(f"done/{LARGE}") == 303
    shows(ben, "Billing has done it")
    assert credited() == [65_000]


def settled(screen: Screen, words: str) -> str:
    """What a screen shows once it says something."""
    until = time.monotonic() + 15
    while words not in (shown := "".join(screen.rows.values())):
        assert time.monotonic() < until, shown
        screen.take(0.2)
    return shown


def test_a_restart_in_the_middle_forgets_nothing_and_does_nothing_twice(
    desk: Server, office: Office, serve: Serve
) -> None:
    chat, panel, credited = serve("boy")
    office.faults(next=["lost_after"], hang_seconds=30)
    panel.do(f"done/{SMALL}")
    time.sleep(0.3)
    port = int(desk.url.rsplit(":", 1)[1])
    desk.stop(signal.SIGKILL)
    office.faults(next=[])
    desk.start(port)
    shows(panel, "Billing has done it")
    assert credited() == [15_000]
    assert [one["outcome"] for one in events(desk, "contact.did", chat.contact)] == ["ok"]
