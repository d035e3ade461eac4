"""Bills: the explanation of a change adds up, whatever the bills; payments and plans add up as well."""

import importlib
import sys
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .office import SAMPLE, Office, pesos

WHATS = st.sampled_from(["plan", "roaming", "extra data", "calls", "messages"])
LINES = st.lists(st.tuples(WHATS, st.integers(-50_000, 500_000)), max_size=8)


@pytest.fixture(scope="module")
def rooms() -> Any:
    """The pure rooms of the back office, as modules."""
    sys.path.insert(0, str(SAMPLE))
    try:
        yield importlib.import_module("backoffice.ledger"), importlib.import_module("backoffice.model")
    finally:
        sys.path.remove(str(SAMPLE))


def bill(model: Any, number: int, lines: list[tuple[str, int]], rest: int = 0, settled: int = 0) -> Any:
    return model.Invoice(
        invoice=f"i-{number}",
        account="1",
        issued=f"2025-{number:02d}-01T00:00:00+08:00",
        period=f"2025-{number:02d}",
        due=date(2025, 12, 1),
        total=model.Money(sum(amount for _, amount in lines) + rest),
        lines=[model.Line(what=what, amount=model.Money(amount)) for what, amount in lines],
        settled=settled,
    )


@given(now=LINES, then=LINES, rest=st.integers(-100, 100))
def test_the_reasons_add_up_to_the_change(
    rooms: Any, now: list[tuple[str, int]], then: list[tuple[str, int]], rest: int
) -> None:
    ledger, model = rooms
    change = ledger.explain(bill(model, 2, now, rest), bill(model, 1, then))
    assert sum(reason.amount.amount for reason in change.reasons) == change.amount.amount
    assert change.total_before.amount + change.amount.amount == sum(a for _, a in now) + rest
    assert len({reason.what for reason in change.reasons}) == len(change.reasons)
    assert all(reason.amount.amount for reason in change.reasons)


@given(
    bills=st.lists(st.integers(0, 100_000), max_size=6), amounts=st.lists(st.integers(1, 200_000), max_size=6)
)
def test_no_centavo_is_lost_in_settling(rooms: Any, bills: list[int], amounts: list[int]) -> None:
    ledger, model = rooms
    owner = model.Owner(**dict.fromkeys(model.Owner.__struct_fields__, ""))
    account = model.Account(account="1", owner=owner, brand="", area="", customer_since=date(2020, 1, 1))
    own = {f"i-{n}": bill(model, n, [("plan", amount)]) for n, amount in enumerate(bills, 1)}
    for amount in amounts:
        account, changed, to = ledger.settle(account, list(own.values()), amount, "i-2")
        own |= {one.invoice: one for one in changed}
        assert sum(to.values()) <= amount
    assert ledger.balance(account, list(own.values())) == sum(bills) - sum(amounts)
    assert account.in_favour >= 0
    assert all(0 <= one.settled <= one.total.amount for one in own.values())


def test_every_bill_of_the_sample_is_explained(office: Office) -> None:
    explained = 0
    for account in office.accounts():
        invoices = office.get(f"/accounts/{account}/invoices")["invoices"]
        assert office.get(f"/accounts/{account}/invoices", latest="")["invoices"] == invoices[:1]
        for invoice, before in zip(invoices, [*invoices, None][1:], strict=True):
            assert sum(line["amount"]["amount"] for line in invoice["lines"]) == invoice["total"]["amount"]
            change = invoice["change"]
            if before is None:
                assert change is None
                continue
            explained += 1
            assert change["against"] == before["invoice"]
            assert before["total"]["amount"] + change["amount"]["amount"] == invoice["total"]["amount"]
            reasons = sum(reason["amount"]["amount"] for reason in change["reasons"])
            assert reasons == change["amount"]["amount"]
    assert explained > 20


def test_a_payment_is_taken_off_the_invoice_and_the_balance(office: Office) -> None:
    account, invoice = office.in_debt(10_000)
    before = office.get(f"/accounts/{account}")["balance"]["amount"]
    paid = office.done(
        f"/accounts/{account}/payments",
        "pay-1",
        amount=pesos(5_000),
        method="card",
        token="tok_1",
        invoice=invoice["invoice"],
    )
    assert paid["balance"] == pesos(before - 5_000)
    assert paid["to"] == [{"invoice": invoice["invoice"], "amount": pesos(5_000)}]
    after = office.get(f"/invoices/{invoice['invoice']}")
    assert after["open"]["amount"] == invoice["open"]["amount"] - 5_000


def test_what_was_paid_meanwhile_is_not_paid_twice(office: Office) -> None:
    account, _ = office.in_debt(1_000)
    path = f"/accounts/{account}"

    def owed() -> int:
        return sum(one["open"]["amount"] for one in office.get(f"{path}/invoices")["invoices"])

    body: dict[str, Any] = {
        "amount": pesos(owed()),
        "method": "wallet",
        "token": "wallet",
        "only_open": True,
    }
    first, second = (office.do(f"{path}/payments", f"twice-{number}", **body) for number in range(2))
    assert first.status_code == 201, first.text
    assert (second.status_code, second.json()["error"]["code"]) == (409, "more_than_open")
    assert owed() == 0


def test_what_cannot_be_paid_says_why(office: Office) -> None:
    account, invoice = office.in_debt(1_000)
    path = f"/accounts/{account}/payments"
    good: dict[str, Any] = {"method": "card", "token": "tok_1"}
    for number, (body, status, code) in enumerate(
        [
            (good | {"amount": pesos(10**9)}, 409, "amount"),
            (
                good | {"amount": pesos(invoice["open"]["amount"] + 1), "invoice": invoice["invoice"]},
                409,
                "more_than_open",
            ),
            (good | {"amount": {"amount": 5, "currency": "USD"}}, 409, "currency"),
            (good | {"amount": pesos(100), "invoice": "i-of-somebody"}, 404, "not_found"),
            (good | {"amount": pesos(100), "token": "tok_declined_1"}, 402, "declined"),
            (good | {"amount": pesos(100), "card": "4111111111111111"}, 400, "bad_body"),
        ]
    ):
        answer = office.do(path, f"cannot-{number}", **body)
        assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert office.do("/accounts/1/payments", "cannot-x", **good, amount=pesos(1)).status_code == 404


def test_a_plan_to_pay_adds_up_to_what_is_open(office: Office) -> None:
    account, invoice = office.in_debt(10_000)
    first = (date.today() + timedelta(days=10)).isoformat()
    plan = office.done(
        "/payment-plans",
        "plan-1",
        account=account,
        invoice=invoice["invoice"],
        first_due=first,
        instalments=3,
    )
    amounts = [part["amount"]["amount"] for part in plan["instalments"]]
    assert sum(amounts) == invoice["open"]["amount"]
    assert max(amounts) - min(amounts) <= 1
    assert plan["instalments"][0]["due"] == first
    again = office.do(
        "/payment-plans", "plan-2", account=account, invoice=invoice["invoice"], first_due=first
    )
    assert again.json()["error"]["code"] == "planned_already"


def test_a_statement_adds_up_to_the_balance(office: Office) -> None:
    account, _ = office.in_debt()
    body = {"account": account, "from": "2020-01-01", "to": "2040-01-01", "by": "sms"}
    statement = office.done("/statements", "statement-1", **body)
    assert sum(entry["amount"]["amount"] for entry in statement["entries"]) == statement["balance"]["amount"]
    assert statement["balance"] == office.get(f"/accounts/{account}")["balance"]
    assert office.get(f"/accounts/{account}")["owner"]["phone"] not in statement["sent_to"]


def test_the_next_bill_holds_the_plan_what_was_ordered_and_what_is_extra(
    begin: Callable[..., Office],
) -> None:
    office = begin()
    account, last = office.in_debt(10_000)
    plan = sum(line["price"]["amount"] for line in office.get(f"/accounts/{account}")["lines"])
    office.done(f"/accounts/{account}/invoices", "bill-1")
    order = office.done("/orders", "order", account=account, items=[{"product": "travel-sim"}])
    extra = [{"what": "roaming", "amount": pesos(32_000)}]
    before = office.get(f"/accounts/{account}")["balance"]["amount"]
    bill = office.done(f"/accounts/{account}/invoices", "bill-2", extra=extra)
    assert bill["total"]["amount"] == plan + order["total"]["amount"] + 32_000
    assert [line["what"] for line in bill["lines"]] == ["plan", f"order {order['order']}", "roaming"]
    assert bill["change"]["amount"]["amount"] == order["total"]["amount"] + 32_000
    assert office.get(f"/accounts/{account}")["balance"]["amount"] == before + bill["total"]["amount"]
    latest = office.get(f"/accounts/{account}/invoices", latest="")["invoices"][0]
    assert latest["invoice"] == bill["invoice"] != last["invoice"]
    ahead = next(
        one for one in office.accounts() if not office.get(f"/accounts/{one}")["lines"][0]["price"]["amount"]
    )
    refused = office.do(f"/accounts/{ahead}/invoices", "bill-3")
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "pays_ahead")
