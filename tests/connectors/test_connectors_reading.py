"""Connectors as they are declared: what is read, and what is said about each mistake."""

import re
from datetime import UTC, datetime
from textwrap import dedent
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.business.sound_business import FILES
from warmline.business.load import load_files
from warmline.business.model import BusinessError, Disclosure
from warmline.conditions.condition import Condition
from warmline.conditions.environment import Environment
from warmline.conditions.reading import Misfit
from warmline.conditions.texts import Text
from warmline.conditions.types import DOUBLE, STRING, TIMESTAMP, list_of
from warmline.conditions.values import SECOND, Timestamp
from warmline.connectors.reading import CONNECTORS
from warmline.language.formats import Formats

from .declared import BILLING, operation, refused

ANSWER: dict[str, Any] = {
    "total": {"amount": 159_900, "currency": "PHP"},
    "change": {"amount": {"amount": 30_000, "currency": "PHP"}},
    "reasons": ["roaming"],
    "lines": [{"what": "plan", "amount": {"amount": 129_900, "currency": "PHP"}, "inner": {"x": 1}}],
    "due": "2025-12-01",
    "issued": "2025-11-12T08:10:00+08:00",
    "customer": "somebody else",
}


def test_an_operation_is_read_with_its_types() -> None:
    invoice, pay = operation("billing.invoice"), operation("billing.pay")
    assert not invoice.changes and invoice.timeout == 2 and invoice.disclosure is Disclosure.VERIFIED
    assert (
        pay.changes and pay.timeout == 0.5 and pay.refuses == {"declined": "The bank declined the payment."}
    )
    fields = invoice.answer.fields
    assert fields["total"].type is DOUBLE and not fields["total"].optional
    assert fields["change"].optional
    assert fields["reasons"].type == list_of(STRING)
    assert fields["due"].type is TIMESTAMP
    assert {name for name, field in pay.arguments.fields.items() if field.optional} == {"on"}
    assert pay.connector.secret == "BILLING_SECRET"
    assert pay.place == "connectors/billing.yaml:17"


def test_conditions_and_texts_see_what_an_answer_says() -> None:
    invoice = operation("billing.invoice")
    kept = invoice.taken(ANSWER)
    assert "customer" not in kept and "inner" not in kept["lines"][0]
    environment = Environment({"invoice": invoice.answer})
    frame = environment.frame({"invoice": invoice.gives.read(kept)})
    holds = "invoice.total == 1599.0 && invoice.lines[0].amount > 1000.0 && size(invoice.reasons) == 1"
    assert Condition(holds, environment).holds(frame) is True
    guarded = "!has(invoice.change) || invoice.change == 300.0"
    assert Condition(guarded, environment).holds(frame) is True
    text = Text("Your bill is {invoice.total}, because of {invoice.reasons}.", environment, "PHP")
    said = text.said(frame, Formats("en", "Asia/Manila", 0))
    assert "1,599.00" in said and "roaming" in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"total": 159_900}, "total: is not money"),
        ({"total": {"amount": 1599.0, "currency": "PHP"}}, "total: is not an amount in PHP"),
        ({"total": {"amount": 1599, "currency": "USD"}}, "total: is not an amount in PHP"),
        ({"total": None}, "has no total"),
        ({"reasons": "roaming"}, "reasons: is not a list"),
        ({"reasons": [["roaming"]]}, "reasons: is not a text"),
        ({"lines": [{"what": "plan"}]}, "lines: has no amount"),
        ({"lines": []}, "has no first_line"),
        ({"due": "tomorrow"}, "due: is not a day"),
        ({"issued": 5}, "issued: is not a time"),
        ({"change": {"amount": "much"}}, "change: is not money"),
    ],
)
def test_an_answer_that_lies_about_its_types_is_not_taken(change: dict[str, Any], said: str) -> None:
    with pytest.raises(Misfit, match=said):
        operation("billing.invoice").taken(ANSWER | change)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inside: (
        st.lists(inside, max_size=3)
        | st.dictionaries(st.sampled_from([*ANSWER, "amount", "currency"]), inside)
    ),
    max_leaves=12,
)


@given(changes=st.dictionaries(st.sampled_from(list(ANSWER)), JSON))
def test_whatever_is_taken_can_be_read(changes: dict[str, Any]) -> None:
    invoice = operation("billing.invoice")
    try:
        kept = invoice.taken(ANSWER | changes)
    except Misfit:
        return
    known = invoice.gives.read(kept)
    for name in kept:
        known[name]
    assert invoice.taken({**kept, "change": {"amount": kept.get("change")}}) == kept


def test_arguments_are_written_as_systems_read_them() -> None:
    pay = operation("billing.pay")
    moment = Timestamp(int(datetime(2025, 11, 12, 20, tzinfo=UTC).timestamp()) * SECOND)
    written = pay.written(
        {"account": "7013550", "amount": 1599.005, "token": {"secret": "card"}, "on": moment}
    )
    assert written["amount"] == {"amount": 159_900, "currency": "PHP"}
    assert written["token"] == {"secret": "card"}
    assert written["on"] == "2025-11-13", "the day where the business is"
    assert pay.written(written) == written
    placed = pay.takes.placed(written, ("account",))
    assert placed == {"amount": written["amount"], "token": {"secret": "card"}, "when": {"day": "2025-11-13"}}
    for wrong in ({"amount": float("nan")}, {"amount": "much"}, {"account": None}, {"extra": 1}):
        with pytest.raises(Misfit):
            pay.written({"account": "1", "amount": 1.0, "token": "t", **wrong})


def test_a_value_cannot_change_the_path_it_stands_in() -> None:
    address = operation("billing.pay").address
    assert address.filled({"account": "70/../1?x#y"}) == "/accounts/70%2F..%2F1%3Fx%23y/payments"
    for value in ("", ".", ".."):
        with pytest.raises(Misfit):
            address.filled({"account": value})


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (
            "connector: billing",
            "connector: Billing",
            "connectors/billing.yaml:1 .* not a name for a connector",
        ),
        ("127.0.0.1:9000", "127.0.0.1:1", r":2 .* goes to 127.0.0.1, which is not on the list"),
        ("http://127.0.0.1:9000", "ftp://x", ":2 .* is not a web address"),
        ("BILLING_SECRET", "sk_live_5b1d", ":3 .* not the name of an environment variable"),
        ("/operations/{key}", "/operations", ":4 .* does not name the key"),
        ("get: /accounts", "gets: /accounts", ':7 .*"gets" is not a key.*did you mean get'),
        ("get: /accounts", "get: //accounts", ":7 .* is no path below"),
        ("get: /accounts/{account}", "get: /accounts/{acount}", ":7 .* names acount, .*did you mean account"),
        ("total: money", "total: mony", ':10 .*"mony" is not a type .*did you mean money'),
        ("reasons: [text]", "reasons: list", ":12 .* does not say of what"),
        ("reasons: [text]", "reasons: [text, text]", ":12 .* a list of 2 types"),
        ("due: date", "in: date", ':14 .*"in" is not a name for a field'),
        ("lines.0.what", "lines.0..what", ":16 .* leads nowhere"),
        ("timeout: 500ms", "timeout: 2h", ":21 .* is no time to wait"),
        ("declined: The", "DE CLINED: The", ":22 .* is not a code"),
        (
            "{account: text, amount: money,",
            "{account: money, amount: money,",
            ":19 .* is a text or an integer",
        ),
    ],
)
def test_each_mistake_is_told_with_its_place_and_what_to_do(before: str, after: str, said: str) -> None:
    assert before in BILLING
    problems = refused(BILLING.replace(before, after, 1))
    assert any(re.search(said, problem) for problem in problems), problems


def test_a_connector_that_stands_twice_is_refused() -> None:
    files = {name: content.encode() for name, content in FILES.items()}
    both = {f"connectors/{name}.yaml": dedent(BILLING).encode() for name in ("a", "b")}
    with pytest.raises(BusinessError, match="b.yaml:1 .* stands twice .* the other is in connectors/a.yaml"):
        load_files(files | both, [CONNECTORS])
