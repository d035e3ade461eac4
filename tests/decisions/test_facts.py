"""What conditions see of events and profiles: types, money, days, what may be absent, what nobody declared."""

from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.server import SAMPLE
from warmline.business.load import load
from warmline.business.model import Field
from warmline.conditions.condition import Condition, ConditionRefused
from warmline.conditions.errors import EvaluationError, NoSuchKey, OtherCurrency, Unreadable
from warmline.conditions.facts import Facts, of_profile, of_unread
from warmline.conditions.types import Record
from warmline.customers.profile import Shape
from warmline.events.catalogue import CATALOGUE
from warmline.events.model import Event, Identifier
from warmline.log.model import Stored

NOW = 1_770_000_000_000_000
BUSINESS = load(SAMPLE)
FACTS = Facts(BUSINESS)
SHAPE = Shape(BUSINESS)


def event(kind: str, properties: dict[str, Any] | None = None, **rest: Any) -> Event:
    given = {"source": "billing", "message_id": "1", "occurred": NOW - 1, **rest}
    if properties is None:
        properties = CATALOGUE[kind].example
    return Event(type=kind, properties=properties, **given)


def nothing(name: str) -> Any:
    return None


def holds(text: str, happened: Event, *more_types: str, **customer: Any) -> Any:
    environment = FACTS.environment([happened.type, *more_types])
    values = SHAPE.values({}, NOW) | customer
    frame = FACTS.frame(environment, NOW, values.get, happened)
    found = Condition(text, environment).holds(frame)
    return type(found) if isinstance(found, EvaluationError) else found


def refused(text: str, *types: str) -> list[str]:
    with pytest.raises(ConditionRefused) as error:
        Condition(text, FACTS.environment(types))
    return [f"{type(one).__name__}: {one.what}; {one.remedy}" for one in error.value.refusals]


INVOICE = event("invoice.issued")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("event.total == 1290.0", True),
        ("event.total > 1000", True),
        ("has(event.lines) && event.lines.exists(l, l.what == 'roaming' && l.amount == 320.0)", True),
        ("has(event.due) && event.due == timestamp('2025-12-02T00:00:00+08:00')", True),
        ("has(event.due) && event.due.getDate('Asia/Manila') == 2", True),
        ("has(event.account)", False),
        ("event.type == 'invoice.issued' && event.source == 'billing' && event.occurred < now", True),
        ("event['paper'] == 'no'", NoSuchKey),
        ("'paper' in event", False),
        ("has(contact.reason)", False),
        ("customer.contacts_7d == 0 && customer.credits_90d == 0.0 && customer.parcels == []", True),
        ("customer.value_tier in ['new', 'gold']", True),
    ],
)
def test_an_event_of_the_catalogue(text: str, wanted: Any) -> None:
    assert holds(text, INVOICE) is wanted


def test_money_is_in_major_units_of_its_currency() -> None:
    yen = msgspec.structs.replace(BUSINESS, currency="JPY")
    facts = Facts(yen)
    environment = facts.environment(["payment.received"])
    paid = event("payment.received", {"payment": "p", "amount": {"amount": 1290, "currency": "JPY"}})
    frame = facts.frame(environment, NOW, nothing, paid)
    assert Condition("event.amount == 1290.0", environment).holds(frame) is True


def test_amounts_in_another_currency_are_not_compared() -> None:
    abroad = event("payment.received", {"payment": "p", "amount": {"amount": 1, "currency": "USD"}})
    assert holds("event.amount < 100.0", abroad) is OtherCurrency
    assert holds("event.amount < 100.0 || event.payment == 'p'", abroad) is True


def test_fields_of_the_profile() -> None:
    given = {
        "average_invoice": {"amount": 65_000, "currency": "PHP"},
        "birth_date": "1990-04-23",
        "last_contact_at": NOW - 3_600_000_000,
        "open_invoices": [
            {
                "id": "i-1",
                "open": True,
                "since": NOW,
                "total": {"amount": 9_900, "currency": "PHP"},
                "due": "2026-03-01",
            }
        ],
        "contacts": [{"occurred": NOW, "type": "contact.reason", "contact": "c", "reason": "bill"}],
    }
    for text in (
        "has(customer.average_invoice) && event.total > 1.5 * customer.average_invoice",
        "has(customer.birth_date) && customer.birth_date.getMonth('Asia/Manila') == 3",
        "has(customer.last_contact_at) && now - customer.last_contact_at == duration('1h')",
        "customer.open_invoices.exists(i, i.open && has(i.total) && i.total == 99.0 && has(i.due) && i.due > now)",
        "customer.contacts.exists(c, has(c.reason) && c.reason == 'bill' && c.occurred == now)",
        "customer.contacts.size() == 1 && customer.contacts[0].type == 'contact.reason'",
    ):
        assert holds(text, INVOICE, **given) is True, text


def test_a_stored_value_of_another_type_is_an_error_that_names_the_field() -> None:
    assert (
        holds("has(customer.birth_date) && customer.birth_date < now", INVOICE, birth_date="soon")
        is Unreadable
    )
    environment = FACTS.environment([])
    frame = FACTS.frame(environment, NOW, {"last_rating": "five"}.get)
    found = Condition("has(customer.last_rating) && customer.last_rating > 3", environment).holds(frame)
    assert isinstance(found, Unreadable)
    assert found.what == "customer.last_rating is not a whole number"
    assert (found.start, found.end) == (29, 49)


def test_types_of_events_that_nobody_declared_are_dynamic() -> None:
    own = event(
        "locker.opened", {"door": 4, "price": {"amount": 250, "currency": "PHP"}, "who": {"tags": ["x"]}}
    )
    assert holds("event.door > 3 && event.price == 2.5 && 'x' in event.who.tags", own) is True
    assert holds("event.wall > 3", own) is NoSuchKey
    assert holds("has(event.wall)", own) is False
    assert holds("event.door + 1.0 > 3.0", own).__name__ == "NoSuchOverload"


def test_several_types_of_events_at_once() -> None:
    failed, promised = event("payment.failed"), event("payment.promised")
    text = "event.amount > 100.0 && (has(event.due) ? event.due > now : event.type == 'payment.failed')"
    assert holds(text, failed, "payment.promised") is True
    assert holds(text, promised, "payment.failed") is False
    assert refused("event.due > now", "payment.failed", "payment.promised")[0].startswith("MayBeAbsent")
    assert holds("has(event.door)", event("locker.opened", {"door": 4}), "payment.failed") is True


def test_traits_are_open_but_slips_are_found() -> None:
    known = event("customer.identified", {"traits": {"first_name": "Maria", "shoe_size": 38}})
    text = "has(event.traits) && has(event.traits.shoe_size) && event.traits.shoe_size > 30"
    assert holds(text, known) is True
    said = refused("has(event.traits) && has(event.traits.frist_name)", "customer.identified")
    assert "did you mean event.traits.first_name?" in said[0]


def test_what_is_refused_of_the_sample_business() -> None:
    assert (
        "has(customer.average_invoice)"
        in refused("event.total > 1.5 * customer.average_invoice", "invoice.issued")[0]
    )
    assert "did you mean customer.value_tier?" in refused("customer.valuetier == 'gold'")[0]
    assert "did you mean customer.value_tier?" in refused("value_tier == 'gold'")[0]
    assert 'event["paper"]' in refused("event.paper == 'no'", "invoice.issued")[0]
    assert 'no variable "event"' in refused("event.total > 1.0")[0]


def test_a_real_profile_is_seen_as_it_is_shown() -> None:
    profile: dict[str, Any] = {}
    for seq, happened in enumerate([INVOICE, event("contact.started"), event("service.disturbed")], 1):
        SHAPE.add(profile, Stored(seq=seq, key=bytes([seq]) * 16, event=happened), verified=True)
    environment = FACTS.environment([])
    frame = FACTS.frame(environment, NOW, of_profile(SHAPE, profile, NOW))
    text = """size(customer.invoices) == 1 && customer.contacts_7d == 1 && customer.outages_90d == 1
      && has(customer.average_invoice) && customer.average_invoice == 1290.0
      && customer.open_invoices.exists(i, has(i.total) && i.total == 1290.0)"""
    assert Condition(text, environment).holds(frame) is True


# -- laws


def questions(record: Record, way: str) -> list[str]:
    """One condition for each field of a record, that reads it as whatever it is declared."""
    asked = []
    for name, field in record.fields.items():
        read = f"{way}.{name}"
        ends = {
            "string": f"{read}.size() >= 0",
            "int": f"{read} - 1 < {read}",
            "double": f"{read} <= {read} + 1.0",
            "bool": f"({read} || !{read})",
            "google.protobuf.Timestamp": f"{read} - {read} == duration('0s')",
            "list": f"size({read}) >= 0",
            "map": f"size({read}) >= 0",
        }
        if field.type.name in ends:
            asked.append(f"!has({read}) || {ends[field.type.name]}")
    return asked


@pytest.mark.parametrize("kind", CATALOGUE)
def test_every_property_of_every_event_can_be_asked_for(kind: str) -> None:
    """With the catalogue's own example, and no condition ever fails."""
    environment = FACTS.environment([kind])
    record = environment.variables["event"]
    assert isinstance(record, Record)
    frame = FACTS.frame(environment, NOW, nothing, event(kind))
    asked = questions(record, "event")
    assert len(asked) >= len(record.fields) - 3
    for text in asked:
        assert Condition(text, environment).holds(frame) is True, text


stored = {
    "text": st.text(max_size=5),
    "number": st.integers(-(10**9), 10**9) | st.floats(allow_nan=False, allow_infinity=False, width=32),
    "integer": st.integers(-(10**9), 10**9),
    "money": st.builds(lambda amount: {"amount": amount, "currency": "PHP"}, st.integers(-(10**9), 10**9)),
    "boolean": st.booleans(),
    "date": st.dates().map(lambda day: day.isoformat()),
    "time": st.integers(0, 4 * 10**15),
    "list": st.lists(st.integers() | st.text(max_size=3), max_size=3),
    "map": st.dictionaries(st.text(max_size=3), st.integers(), max_size=3),
}
ONE_OF_EACH = msgspec.structs.replace(
    BUSINESS, fields={f"a_{kind}": Field(type=kind, last={"x": kind}) for kind in stored}
)


@settings(max_examples=100)
@given(st.fixed_dictionaries({f"a_{kind}": st.none() | values for kind, values in stored.items()}))
def test_no_value_that_a_profile_can_hold_fails_by_type(values: dict[str, Any]) -> None:
    facts = Facts(ONE_OF_EACH)
    environment = facts.environment([])
    record = environment.variables["customer"]
    assert isinstance(record, Record)
    frame = facts.frame(environment, NOW, values.get)
    asked = questions(record, "customer")
    assert len(asked) == len(stored)
    for text in asked:
        assert Condition(text, environment).holds(frame) is True, text


def test_days_begin_in_the_zone_of_the_business() -> None:
    assert ZoneInfo(BUSINESS.timezone).key == "Asia/Manila"
    assert holds(
        "has(event.due) && event.due.getHours() == 16 && event.due.getHours('Asia/Manila') == 0", INVOICE
    )


def test_who_is_named_makes_no_difference() -> None:
    named = event("invoice.issued", identifiers=(Identifier("account", "1", True),))
    assert holds("event.total == 1290.0", named) is True


def test_a_profile_is_read_when_a_condition_asks_for_something_of_it_and_then_once() -> None:
    read: list[int] = []

    def profile() -> dict[str, Any]:
        read.append(1)
        return {}

    def holds(text: str) -> Any:
        environment = FACTS.environment(["contact.rated"])
        condition = Condition(text, environment)
        happened = event("contact.rated", {"contact": "c", "score": 2})
        return condition.holds(FACTS.frame(environment, NOW, of_unread(SHAPE, profile, NOW), happened))

    assert holds("event.score < 3") is True
    assert read == []
    assert holds("customer.open_cases == [] && customer.contacts_7d == 0 && situations == []") is True
    assert read == [1]
