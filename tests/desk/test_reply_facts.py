"""Suggested replies say what is known of this customer: looked up now, in their language, as far as it may be told."""

import re
import time
from collections.abc import Callable, Iterator
from html import unescape

import pytest

from tests.backoffice.office import Office, pesos
from tests.desk.conftest import Visitor, event
from tests.desk.test_advice import SMALL, Panel
from tests.desk.test_carried_out import shows
from tests.desk.wall import Begin, Chatter, chatting, serving
from tests.server import Server
from warmline.events.model import Event, Identifier
from warmline.language.formats import Formats

Visit = Callable[[str], Visitor]
PEOPLE = ("rico", "lani", "joy", "dodong", "nene", "mila", "ines", "boy", "gus", "tess")


TOO_HIGH = {
    "en": "My bill is far too high",
    "zh-Hans": "我的账单太高了",
    "zh-Hant": "我的帳單太高了",
    "th": "บิลของฉันแพงเกินไป",
    "vi": "Hóa đơn của tôi cao quá",
    "fil": "Ang taas po ng bill ko",
}
"""The same complaint in every language of the sample."""
SURPRISED = dict(zip(PEOPLE[4:], TOO_HIGH, strict=True))
"""Customers whose bill has jumped by a journey, each with the language they write in."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The back office: the bill of the first customer has jumped by a journey."""
    one = Office(tmp_path_factory.mktemp("office"), "--messages-secret", "m")
    for who, account in zip(PEOPLE, one.accounts(), strict=False):
        one.done(f"/accounts/{account}/invoices", f"{who}-0")
        extra = [{"what": "roaming", "amount": pesos(300_000)}] if who in SURPRISED else []
        extra += [{"what": "calls", "amount": pesos(1_111)}] if who == "joy" else []
        one.done(f"/accounts/{account}/invoices", f"{who}-1", extra=extra)
    yield one
    one.stop()


@pytest.fixture(scope="module")
def accounts(office: Office) -> dict[str, str]:
    return dict(zip(PEOPLE, office.accounts(), strict=False))


def customers(accounts: dict[str, str]) -> Iterator[Event]:
    for number, (who, account) in enumerate(accounts.items()):
        traits = {
            "name": who.title(),
            "brand": "isla",
            "plan": f"Plan of {who}",
            "address": {"area": area_of(who)},
        }
        known = Identifier("account", account, True), Identifier("phone", phone(who), True)
        yield event("customer.identified", 300 + number, who, {"traits": traits}, *known)


def area_of(who: str) -> str:
    return "davao-city" if who == "lani" else "cebu-north"


def phone(who: str) -> str:
    return f"+6391755501{PEOPLE.index(who):02}"


@pytest.fixture(scope="module")
def desk(
    tmp_path_factory: pytest.TempPathFactory, office: Office, accounts: dict[str, str]
) -> Iterator[Server]:
    here = {
        "WARMLINE_ADDRESSES": f"127.0.0.1:8100={office.url.removeprefix('http://')}",
        "MESSAGES_WEBHOOK_SECRET": "m",
    }
    past = list(customers(accounts))
    with serving(tmp_path_factory.mktemp("facts"), past, here, has_systems=True) as server:
        yield server


@pytest.fixture
def begin(desk: Server) -> Iterator[Begin]:
    with chatting(desk) as begin:
        yield begin


def codes(office: Office, who: str) -> list[str]:
    shown = office.get("/messages")["messages"]
    return [
        code for one in shown if one["to"] == phone(who) for code in re.findall(r"\b\d{6}\b", one["text"])
    ]


def verified(chat: Chatter, office: Office, who: str) -> None:
    """Have the customer prove who they are, as the flow of bills asks them to."""
    before = len(codes(office, who))
    chat.give("chose", option="bills")
    chat.give("chose", option="bill")
    until = time.monotonic() + 20
    while len(found := codes(office, who)) == before:
        assert time.monotonic() < until, chat.turns()
        time.sleep(0.1)
    chat.give("said", text=found[0])
    while not any(one["name"] == "clear" for one in chat.turns()[-1].get("screen", {}).get("options", ())):
        assert time.monotonic() < until + 10, chat.turns()
        time.sleep(0.1)


def taken(visit: Visit, chat: Chatter) -> Visitor:
    ana = visit("ana")
    ana.post(f"/contacts/{chat.contact}/take", {})
    return ana


def replies(who: Visitor, chat: Chatter) -> list[tuple[str, str]]:
    """The replies, each with what stands under it."""
    html = who.get(f"/contacts/{chat.contact}/replies").text
    found = re.findall(r'data-insert="([^"]*)".*?<small>(.*?)</small>', html, re.DOTALL)
    return [(unescape(text), unescape(re.sub(r"<[^>]+>", "", under))) for text, under in found]


def total(office: Office, account: str) -> int:
    """The latest bill of an account, in centavos."""
    amount: int = office.get(f"/accounts/{account}/latest-invoice")["total"]["amount"]
    return amount


@pytest.mark.parametrize(("who", "language"), SURPRISED.items())
def test_the_bill_is_told_in_the_language_of_the_customer(
    who: str, language: str, office: Office, accounts: dict[str, str], begin: Begin, visit: Visit
) -> None:
    chat = begin(who, language)
    verified(chat, office, who)
    ana = taken(visit, chat)
    chat.give("said", text=TOO_HIGH[language])
    (text, under), *others = replies(ana, chat)
    assert 1 <= len(others) <= 2 and len({text, *(one for one, _ in others)}) == len(others) + 1
    formats = Formats(language, "Asia/Manila", 0)
    assert formats.money(total(office, accounts[who]), "PHP") in text
    latest = office.get(f"/accounts/{accounts[who]}/latest-invoice")
    assert formats.money(latest["change"]["amount"], "PHP") in text
    assert "from billing" in under and "their own words" in under
    assert {"en": "journey abroad", "vi": "chuyến đi"}.get(language, "") in text
    acknowledged = others[-1][0]
    assert text.startswith(acknowledged) and len(text) > len(acknowledged)


def test_who_is_not_verified_hears_nothing_of_a_bill_and_may_hear_of_an_outage(
    desk: Server, office: Office, accounts: dict[str, str], begin: Begin, visit: Visit
) -> None:
    begun = office.done(
        "/network/outages", "out-1", area=area_of("lani"), service="mobile", cause="a cut cable", minutes=90
    )
    try:
        chat = begin("lani")
        ana = taken(visit, chat)
        chat.give("said", text="My bill is far too high and my internet is down")
        found = replies(ana, chat)
        assert found and not any("₱" in text or "Plan of" in text for text, _ in found)
        chat.give("said", text="My internet is down")
        assert any("The network in your area is down since" in text for text, _ in replies(ana, chat))
    finally:
        office.done(f"/network/outages/{begun['outage']}/end", "out-2")


def test_two_customers_at_once_each_hear_of_themselves_alone(
    office: Office, accounts: dict[str, str], begin: Begin, visit: Visit
) -> None:
    chats = {who: begin(who) for who in ("rico", "joy")}
    sums = {who: pesos_of(total(office, accounts[who])) for who in chats}
    assert sums["rico"] != sums["joy"]
    for who, chat in chats.items():
        verified(chat, office, who)
        taken(visit, chat)
        chat.give("said", text="Why is my bill so high? Which plan do I have?")
    for who, other in (("rico", "joy"), ("joy", "rico")):
        html = unescape(visit("ana").get(f"/contacts/{chats[who].contact}/replies").text)
        assert sums[who] in html
        assert sums[other] not in html and f"Plan of {other}" not in html


def pesos_of(centavos: int) -> str:
    return Formats("en", "Asia/Manila", 0).money(centavos, "PHP")


def test_what_was_just_done_is_the_next_step_until_it_was_told(
    desk: Server, office: Office, begin: Begin, visit: Visit
) -> None:
    with desk.client() as backend:
        owed = {"type": "track", "event": "situation.remembered", "userId": "joy"}
        answer = backend.post("/v1/track", json={**owed, "properties": {"situation": "promise_broken"}})
        assert answer.status_code == 200, answer.text
    chat = begin("joy")
    ana = taken(visit, chat)
    panel = Panel(ana, chat.contact)
    chat.give("said", text="You promised to call me back and nobody did")
    assert any("150 pesos off your next bill" in text for text, _ in replies(ana, chat))
    panel.do(f"done/{SMALL}")
    shows(panel, "Billing has done it")
    text, under = replies(ana, chat)[0]
    assert "Done. It comes off your next bill." in text and "done by billing" in under
    assert not any("150 pesos off" in text for text, _ in replies(ana, chat))
    ana.post(f"/contacts/{chat.contact}/say", {"text": text})
    chat.give("said", text="You promised to call me back and nobody did")
    assert not any("Done. It comes off" in text for text, _ in replies(ana, chat))


def test_where_a_system_is_slow_what_the_flow_has_looked_up_is_told(
    office: Office, accounts: dict[str, str], begin: Begin, visit: Visit
) -> None:
    chat = begin("dodong")
    verified(chat, office, "dodong")
    ana = taken(visit, chat)
    chat.give("said", text="My bill is far too high")
    office.faults(latency=20)
    try:
        text, under = replies(ana, chat)[0]
    finally:
        office.faults(latency=0)
    assert pesos_of(total(office, accounts["dodong"])) in text and "from billing" in under


@pytest.fixture
def of_another(desk: Server, accounts: dict[str, str]) -> Iterator[str]:
    """The flow of bills looks up the bill of another account than that of whoever asks: here, one of the family."""
    flow = desk.business / "flows" / "bill.yaml"
    written = flow.read_text("utf-8")
    other = written.replace(
        "with: {account: customer.account}", f"with: {{account: \"'{accounts['rico']}'\"}}", 1
    )
    for text in (other, written):
        flow.write_text(text, "utf-8")
        with desk.staff() as client:
            assert client.post("/api/business/reload").status_code == 200
        if text is other:
            yield "rico"


def test_what_a_flow_has_looked_up_of_something_else_is_not_told_of_the_customer(
    of_another: str, office: Office, accounts: dict[str, str], begin: Begin, visit: Visit
) -> None:
    chat = begin("tess")
    verified(chat, office, "tess")
    theirs = pesos_of(total(office, accounts[of_another]))
    assert any(
        theirs in turn.get("text", "") for turn in chat.turns()
    )  # the flow has told it: it was asked for
    ana = taken(visit, chat)
    chat.give("said", text="My bill is far too high")
    own = pesos_of(total(office, accounts["tess"]))
    office.faults(latency=20)
    try:
        found = replies(ana, chat)
    finally:
        office.faults(latency=0)
    assert found and own != theirs
    assert not any(theirs in text for text, _ in found)
