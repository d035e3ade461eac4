"""Every connector of the sample business against the real back office: what flows look up and have done."""

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any

import pytest

from tests.backoffice.office import Office, pesos
from warmline.connectors.client import Connectors
from warmline.connectors.outcomes import Outcome

from .sample import SECRET, connectors, operations, plain

KEYS = count()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A back office that lets nobody in who does not sign."""
    one = Office(tmp_path_factory.mktemp("office"), "--secret", "open sesame")
    one.client.headers["authorization"] = "Bearer open sesame"
    yield one
    one.stop()


class Desk:
    """Calls operations of the sample, each call in a loop of its own."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.operations = operations(office.url, secret=SECRET)

    def _run(self, call: Callable[[Connectors], Coroutine[Any, Any, Outcome]]) -> Outcome:
        async def go() -> Outcome:
            client = connectors(self.office.url, {SECRET: "open sesame"})
            try:
                return await call(client)
            finally:
                await client.close()

        return asyncio.run(go())

    def look_up(self, name: str, **arguments: Any) -> Outcome:
        return self._run(lambda client: client.look_up(self.operations[name], arguments))

    def do(self, name: str, **arguments: Any) -> Outcome:
        key = f"contact:{next(KEYS)}?#"
        return self._run(lambda client: client.do(self.operations[name], arguments, key))

    def found(self, name: str, **arguments: Any) -> dict[str, Any]:
        outcome = self.look_up(name, **arguments)
        assert outcome.outcome == "ok", outcome
        return plain(self.operations[name], outcome.value)

    def done(self, name: str, **arguments: Any) -> dict[str, Any]:
        outcome = self.do(name, **arguments)
        assert outcome.outcome == "ok", outcome
        return plain(self.operations[name], outcome.value)

    def refused(self, name: str, **arguments: Any) -> str:
        outcome = self.do(name, **arguments)
        assert outcome.outcome == "refused", outcome
        return outcome.why


@pytest.fixture(scope="module")
def desk(office: Office) -> Desk:
    return Desk(office)


def test_the_latest_bill_says_what_changed_and_why(desk: Desk, office: Office) -> None:
    account, _ = office.in_debt()
    desk.office.done(
        f"/accounts/{account}/invoices", "b1", extra=[{"what": "roaming", "amount": pesos(30_000)}]
    )
    invoice = desk.found("billing.latest_invoice", account=account)
    assert invoice["total"] == invoice["before"] + invoice["change"]
    assert invoice["reasons"][0] == "roaming" or invoice["change"] != 300.0
    assert sum(one["amount"] for one in invoice["details"]) == pytest.approx(invoice["change"])
    ahead = next(one for one in office.accounts() if not office.get(f"/accounts/{one}/invoices")["invoices"])
    assert desk.look_up("billing.latest_invoice", account=ahead).why == "no_invoice"


def test_what_is_open_is_paid_or_promised(desk: Desk, office: Office) -> None:
    account, _ = office.in_debt(10_000)
    owed = desk.found("billing.open_invoices", account=account)
    assert owed["count"] == len(owed["invoices"]) > 0
    invoice = owed["invoices"][0]
    day = (date.today() + timedelta(days=7)).isoformat()
    promise = desk.done(
        "billing.promise", account=account, invoice=invoice["invoice"], first_due=day, instalments=3
    )
    assert sum(one["amount"] for one in promise["instalments"]) == pytest.approx(invoice["open"])
    again = {"account": account, "invoice": invoice["invoice"], "first_due": day, "instalments": 1}
    assert desk.refused("billing.promise", **again) == "planned_already"
    declined = {"account": account, "amount": 5.0, "method": "card", "token": "tok_declined_1"}
    assert desk.refused("billing.pay", **declined) == "declined"
    paid = desk.done("billing.pay", account=account, amount=owed["total"], method="card", token="tok_1")
    assert paid["balance"] <= 0
    assert desk.found("billing.open_invoices", account=account)["count"] == 0
    again = {"account": account, "amount": 5.0, "method": "card", "token": "tok_1"}
    assert desk.refused("billing.pay", **again) == "more_than_open"
    assert desk.done("billing.credit", account=account, amount=2.5, why="late")["amount"] == 2.5
    sent = desk.done(
        "billing.statement", **{"account": account, "from": "2025-01-01", "to": day, "by": "sms"}
    )
    assert "•••" in sent["sent_to"]


def test_orders_gifts_and_replacements(desk: Desk, office: Office) -> None:
    account = office.accounts()[2]
    day = (date.today() + timedelta(days=20)).isoformat()
    assert any(one["product"] == "watch-kids" for one in desk.found("orders.products")["products"])
    gift = desk.done("orders.gift", account=account, product="watch-kids", to="Ana", day=day, message="Hi")
    kept = office.get(f"/orders/{gift['order']}")
    assert (kept["gift"], kept["what"]) == ({"to": "Ana", "for": day, "message": "Hi"}, "gift")
    placed = desk.done("orders.place", account=account, product="travel-sim")
    office.done(f"/orders/{placed['order']}/scans", "scan", status="sent")
    orders = {one["order"]: one for one in desk.found("orders.open", account=account)["orders"]}
    assert orders[placed["order"]]["parcel"]["status"] == "sent"
    assert not orders[gift["order"]].has("parcel")
    assert desk.refused("orders.cancel", order=placed["order"]) == "too_late"
    assert desk.done("orders.cancel", order=gift["order"])["order"] == gift["order"]
    phone = desk.found("accounts.account", account=account)["devices"][0]
    sent = desk.done("orders.replace", account=account, device=phone["device"], reason="broken")
    assert sent["total"] == phone["fee"] and sent["under_warranty"] == (phone["fee"] == 0)
    assert (
        desk.refused("orders.replace", account=account, device=phone["device"], reason="x")
        == "replaced_already"
    )


def test_appointments_are_booked_moved_and_given_up(desk: Desk, office: Office) -> None:
    account = office.accounts()[3]
    area = office.get(f"/accounts/{account}")["area"]
    slots = desk.look_up("appointments.slots", area=area).value["slots"]
    assert len(slots) == 3 and len({slot[:10] for slot in slots}) == 3
    booked = desk.do("appointments.book", account=account, at=slots[0], kind="repair").value
    assert booked["at"] == slots[0]
    moved = desk.do("appointments.move", appointment=booked["appointment"], at=slots[1]).value
    assert moved["at"] == slots[1]
    ahead = desk.look_up("appointments.booked", account=account).value["appointments"]
    assert booked["appointment"] in {one["appointment"] for one in ahead}
    desk.done("appointments.cancel", appointment=booked["appointment"])
    assert desk.refused("appointments.move", appointment=booked["appointment"], at=slots[0]) == "over"


def test_lines_and_the_network(desk: Desk, office: Office) -> None:
    account = next(one for one in office.accounts() if office.get(f"/accounts/{one}")["brand"] == "isla")
    found = office.get(f"/accounts/{account}")
    line = desk.look_up("network.lines", account=account).value["lines"][0]
    assert set(line) == {"service", "status"}
    plan = "basic-s" if found["lines"][0]["plan"] != "basic-s" else "plus-m"
    assert (
        desk.done("network.change_plan", account=account, service=line["service"], plan=plan)["plan"] == plan
    )
    assert desk.done("network.block_sim", account=account, service=line["service"])["status"] == "blocked"
    outage = office.done("/network/outages", "outage", area=found["area"], minutes=45)["outage"]
    assert desk.look_up("network.outages", area=found["area"]).value["outages"][0]["outage"] == outage
    fault = desk.done("network.report_fault", account=account, service=line["service"], what="no signal")
    assert fault["outage"] == outage
    desk.done("network.watch_outage", account=account, outage=outage)
    office.done(f"/network/outages/{outage}/end", "end")
    told = office.get("/messages", account=account)["messages"]
    assert sum("works again" in one["text"] for one in told) == 1
    assert desk.refused("network.watch_outage", account=account, outage=outage) == "over"
    desk.done("messages.send", account=account, text="Hello")
    assert office.get("/messages", account=account)["messages"][0]["text"] == "Hello"


def test_who_signs_wrongly_is_told_at_once(office: Office, desk: Desk) -> None:
    operation = desk.operations["billing.pay"]
    arguments = {"account": "7013550", "amount": 1.0, "method": "card", "token": "t"}

    async def go(environment: dict[str, str], seconds: Callable[[], float] = time.time) -> list[Outcome]:
        client = connectors(office.url, environment, seconds=seconds)
        try:
            done = await client.do(operation, arguments, "wrong")
            looked = await client.look_up(desk.operations["network.plans"], {})
            return [done, looked]
        finally:
            await client.close()

    for environment, why in (({SECRET: "another"}, "not_admitted"), ({}, "no_secret")):
        assert {(one.outcome, one.why) for one in asyncio.run(go(environment))} == {("failed", why)}
    old = asyncio.run(go({SECRET: "open sesame"}, lambda: 1_000_000.0))
    assert {(one.outcome, one.why) for one in old} == {("failed", "not_admitted")}
