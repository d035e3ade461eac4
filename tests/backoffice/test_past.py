"""What the back office knows at the beginning is what the simulated history of the same seed says."""

import subprocess
from collections import defaultdict
from datetime import datetime
from functools import cache
from typing import Any

from warmline.events.model import Event
from warmline.simulate.history import history
from warmline.simulate.people import customers

from .office import CUSTOMERS, DAYS, END, ENVIRONMENT, SAMPLE, SEED, Office, command


@cache
def past() -> list[Event]:
    return list(history(SEED, CUSTOMERS, DAYS, datetime.fromisoformat(END)))


def test_the_people_are_those_of_the_simulation(office: Office) -> None:
    joined = {e.identifiers[0].value for e in past() if e.type == "customer.identified"}
    for one in customers(SEED, CUSTOMERS):
        if one.account not in joined:
            assert office.client.get(f"/accounts/{one.account}").status_code == 404
            continue
        account = office.get(f"/accounts/{one.account}")
        owner = account["owner"]
        assert (owner["name"], owner["phone"], owner["email"]) == (one.name, one.phone, one.email)
        assert (owner["language"], owner["postcode"]) == (one.language, one.postcode)
        assert (account["area"], account["brand"]) == (one.area, one.brand)
        assert account["lines"][0]["phone"] == one.phone
        assert account["devices"]


def test_plans_and_credit_are_the_last_ones_known(office: Office) -> None:
    plans: dict[str, Any] = {}
    credit: dict[str, Any] = {}
    for event in past():
        account = event.identifiers[0].value if event.identifiers else ""
        if event.type == "service.activated":
            plans[account] = event.properties["name"]
        if "left" in event.properties:
            credit[account] = event.properties["left"]
    for account, plan in plans.items():
        found = office.get(f"/accounts/{account}")
        assert found["plan"] == plan
        assert found["credit_left"] == credit.get(account)


def test_every_invoice_is_there_and_settled_as_it_was_paid(office: Office) -> None:
    issued = [event for event in past() if event.type == "invoice.issued"]
    paid = {event.properties["invoice"] for event in past() if event.type == "payment.received"}
    assert issued
    for event in issued:
        invoice = office.get(f"/invoices/{event.properties['invoice']}")
        assert invoice["account"] == event.identifiers[0].value
        assert invoice["total"] == event.properties["total"]
        if event.properties["invoice"] in paid:
            assert invoice["open"]["amount"] == 0


def test_the_balance_is_what_was_billed_less_what_was_paid_and_credited(office: Office) -> None:
    owed: dict[str, int] = defaultdict(int)
    for event in past():
        account = event.identifiers[0].value if event.identifiers else ""
        if event.type == "invoice.issued":
            owed[account] += event.properties["total"]["amount"]  # type: ignore[index]
        elif event.type in ("payment.received", "credit.given"):
            owed[account] -= event.properties["amount"]["amount"]  # type: ignore[index]
    for account in office.accounts():
        assert office.get(f"/accounts/{account}")["balance"]["amount"] == owed[account]


def test_orders_appointments_and_outages_agree(office: Office) -> None:
    orders = {e.properties["order"] for e in past() if e.type == "order.placed"}
    over = {e.properties["order"] for e in past() if e.type in ("order.completed", "order.cancelled")}
    for order in orders:
        assert (office.get(f"/orders/{order}")["status"] == "open") == (order not in over)
    for event in past():
        if event.type == "appointment.booked":
            found = office.get(f"/appointments/{event.properties['appointment']}")
            assert found["at"] == event.properties["at"]
    outages = {e.properties["outage"]: e.properties["area"] for e in past() if e.type == "outage.started"}
    listed = office.get("/network/outages", all="")["outages"]
    assert {one["outage"]: one["area"] for one in listed} == outages


def test_other_people_are_not_mixed_in(office: Office) -> None:
    other = command(office.folder, "--seed", "4")
    done = subprocess.run(other, cwd=SAMPLE, env=ENVIRONMENT, capture_output=True, text=True, timeout=30)
    assert done.returncode == 1
    assert "The data folder holds seed 3, 80 customers, 60 days" in done.stderr
