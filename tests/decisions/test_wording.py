"""Why a condition did not hold, held, or could not be judged: what a service manager reads, and the facts with it."""

import re
from typing import Any

import pytest

from tests.decisions.test_conditions_page import PAGE
from tests.decisions.test_facts import BUSINESS, FACTS, NOW, SHAPE, event
from warmline.conditions.condition import Condition
from warmline.conditions.errors import EvaluationError
from warmline.decisions.wording.names import Names
from warmline.decisions.wording.wordings import Why, Wordings
from warmline.events.catalogue import CATALOGUE
from warmline.language.formats import Formats

DAY = 86_400_000_000
WORDINGS = Wordings(Names.of(BUSINESS))
FORMATS = Formats("en-GB", BUSINESS.timezone, NOW)


def peso(amount: float) -> dict[str, Any]:
    return {"amount": round(amount * 100), "currency": "PHP"}


def thing(name: str, age: int = 1, **rest: Any) -> dict[str, Any]:
    return {"id": name, "open": True, "since": NOW - age * DAY, **rest}


CUSTOMER = SHAPE.values({}, NOW) | {
    "average_invoice": peso(1000),
    "value_tier": "new",
    "contract_ends": "2027-03-03",
    "birth_date": "1990-10-23",
    "customer_since": "2025-11-01",
    "invoices": [
        {
            "type": "invoice.issued",
            "occurred": NOW - days * DAY,
            "lines": [{"what": "plan", "amount": peso(999)}],
        }
        for days in (5, 35)
    ],
    "last_contact_at": NOW - 3 * DAY,
    "credit_left": peso(20),
    "situations": [thing("first_week")],
    "accessibility": ["large_print"],
    "plan": "Unlimited M",
    "area": "cebu-north",
    "contacts_7d": 1,
    "outages_90d": 2,
    "open_cases": [thing("c-1", what="bill"), thing("c-2", age=5, what="roaming")],
    "parcels": [thing("o-1", status="in transit"), thing("o-2", status="delayed")],
    "open_invoices": [thing("i-1", total=peso(99), due="2026-03-01")],
    "consents": [thing("news"), thing("research")],
}
INVOICE = event("invoice.issued", CATALOGUE["invoice.issued"].example | {"total": peso(990)})


def why(text: str, held: bool | type[EvaluationError] = False, *types: str, **customer: Any) -> Why:
    environment = FACTS.environment([INVOICE.type, *types])
    condition = Condition(text, environment)
    frame = FACTS.frame(environment, NOW, (CUSTOMER | customer).get, INVOICE)
    found = condition.holds(frame)
    assert found is held or type(found) is held, text
    return WORDINGS.why(condition, environment, frame, FORMATS)


DID_NOT_HOLD = [
    # amounts and what they are measured by
    (
        "has(customer.average_invoice) && event.total > 1.5 * customer.average_invoice && customer.contacts_7d == 1",
        "total is ₱990.00, not more than 1.5 × average of six invoices (₱1,500.00)",
    ),
    ("1000 < event.total", "total is ₱990.00, not more than ₱1,000.00"),
    ("event.total >= 100 && event.total < 500", "total is ₱990.00, not less than ₱500.00"),
    (
        "event.total < 100 || event.total > 5000",
        "total is ₱990.00, not less than ₱100.00 and not more than ₱5,000.00",
    ),
    ("customer.credits_90d > 50.0", "credits given in 90 days are ₱0.00, not more than ₱50.00"),
    ("(customer.outages_90d + 1) * 2 > 10", "(outages in 90 days + 1) × 2 is 6, not more than 10"),
    ("event.total > 990.001", "total is 990.0, not more than 990.001"),
    # how many there are
    ("size(customer.open_cases) == 0", "there are 2 open cases, not none"),
    ("size(customer.open_invoices) == 0", "there is 1 open invoice, not none"),
    ("customer.open_cases == []", "there are 2 open cases, not none"),
    ("size(customer.roaming) > 0", "roaming is empty"),
    ("customer.outages_90d >= 3", "there are 2 outages in 90 days, not at least 3"),
    ("customer.failed_payments_90d > 0", "there are no failed payments in 90 days"),
    ("customer.contacts_7d != 1", "there is 1 contact in 7 days"),
    # one of several
    ('customer.value_tier in ["gold", "silver"]', "value is new, not gold or silver"),
    ('customer.value_tier == "gold"', "value is new, not gold"),
    ('customer.value_tier != "new"', "value is new"),
    (
        'customer.language in ["th", "vi", "zh", "fil", "ms", "ta"]',
        "language is en, not th, vi, zh or 3 more",
    ),
    ('"bill_shock" in situations', "bill shock is not kept in mind"),
    ('!("first_week" in situations)', "first week is kept in mind"),
    (
        'situations.exists(s, s in ["bill_shock", "came_back"])',
        "neither bill shock nor came back is kept in mind",
    ),
    (
        'situations.exists(s, s in ["bill_shock", "came_back", "gave_up"])',
        "none of bill shock, came back and gave up is kept in mind",
    ),
    ('!situations.exists(s, s in ["first_week", "came_back"])', "first week is kept in mind"),
    ('"slow_speech" in customer.accessibility', "slow_speech is not among accessibility needs"),
    ('"offers" in customer.consents.map(c, c.id)', "offers is not among consents"),
    # what is not known, what is set
    ("has(customer.last_rating) && customer.last_rating < 3", "last rating is not known"),
    ("has(event.account)", "the event has no account"),
    ('has(contact.reason) && contact.reason == "bill"', "reason of the contact is not known"),
    (
        "!has(customer.credit_left) || customer.credit_left > 50.0",
        "credit left is ₱20.00, not more than ₱50.00",
    ),
    ("has(customer.last_rating) ? customer.last_rating < 3 : false", "last rating is not known"),
    ("customer.no_selling", "sell nothing now is not set"),
    ("customer.no_selling == true", "sell nothing now is not set"),
    ('customer.plan == ""', "plan is “Unlimited M”, not empty"),
    # times
    (
        'has(customer.contract_ends) && customer.contract_ends < timestamp("2026-12-25T00:00:00+08:00")',
        "contract ends is 3 Mar 2027, not before 25 Dec",
    ),
    (
        "has(customer.contract_ends) && customer.contract_ends < now",
        "contract ends is 3 Mar 2027, not before now (2 Feb)",
    ),
    (
        'has(customer.last_contact_at) && now - customer.last_contact_at < duration("48h")',
        "time since last contact is 3 days, not less than 2 days",
    ),
    (
        'has(customer.contract_ends) && customer.contract_ends < now + duration("720h")',
        "contract ends is 3 Mar 2027, not before 30 days from now (4 Mar)",
    ),
    ('now.getHours("Asia/Manila") < 9', "hour now in Asia/Manila is 10, not less than 9"),
    (
        'has(customer.birth_date) && customer.birth_date.getMonth("Asia/Manila") == 3',
        "month of birthday is October, not April",
    ),
    ('now.getDayOfWeek("Asia/Manila") in [0, 6]', "weekday now is Monday, not Sunday or Saturday"),
    (
        'has(customer.customer_since) && now - customer.customer_since < duration("168h")',
        "time as customer is 93 days 10 hrs, not less than 7 days",
    ),
    # texts
    ('customer.plan.startsWith("Fibre")', "plan is “Unlimited M”, which does not begin with Fibre"),
    ('!customer.plan.contains("Unl")', "plan is “Unlimited M”, which contains Unl"),
    ('customer.area.matches("^mani")', "network area is cebu-north, which does not have the form “^mani”"),
    # alternatives
    (
        'customer.value_tier == "gold" || event.total > 1500.0',
        "neither value is gold (it is new) nor total is more than ₱1,500.00 (it is ₱990.00)",
    ),
    (
        'customer.value_tier == "gold" || "bill_shock" in situations || customer.no_selling',
        "neither value is gold (it is new) nor bill shock is kept in mind (and 1 more)",
    ),
    # several that did not hold
    (
        'has(customer.last_rating) && customer.last_rating < 3 && customer.value_tier == "gold"',
        "last rating is not known; value is new, not gold",
    ),
    (
        'customer.outages_90d > 5 && customer.value_tier == "gold" && event.total > 5000 && customer.no_selling',
        "there are 2 outages in 90 days, not more than 5; value is new, not gold (and 2 more)",
    ),
    (
        '!(customer.value_tier == "new" && customer.outages_90d > 1)',
        "value is new; there are 2 outages in 90 days, more than 1",
    ),
    # entries of lists
    (
        'customer.parcels.exists(p, has(p.status) && p.status == "late")',
        "there are 2 parcels on their way, none where status is late",
    ),
    (
        "customer.open_invoices.exists(i, has(i.total) && i.total > 100.0)",
        "there is 1 open invoice: total is ₱99.00, not more than ₱100.00",
    ),
    (
        'customer.parcels.all(p, has(p.status) && p.status == "delayed")',
        "one of 2 parcels on their way (o-1): status is “in transit”, not delayed",
    ),
    (
        '!customer.parcels.exists(p, has(p.status) && p.status in ["delayed", "lost"])',
        "one of 2 parcels on their way (o-2): status is delayed",
    ),
    (
        "customer.parcels.exists_one(p, has(p.status))",
        "there are 2 parcels on their way, all where status is known, not exactly one",
    ),
    ('customer.roaming.exists(r, r.id == "s")', "roaming is empty"),
    (
        'customer.open_cases.exists(c, c.since < now - duration("240h") && c.open)',
        "there are 2 open cases, none where start is before 10 days ago (23 Jan, 10:40) and it is open",
    ),
    (
        "customer.invoices.exists(i, has(i.due) && has(event.due) && i.due == event.due"
        " && now - i.occurred < duration('24h'))",
        "there are 2 recent invoices, none where due is the same as due of the event (2 Dec 2025) and "
        "time since it happened is less than 1 day",
    ),
    (
        "has(customer.invoices[0].lines) && size(customer.invoices[0].lines) > 1",
        "there is 1 line of the first of recent invoices, not more than 1",
    ),
    (
        'size(customer.parcels.filter(p, has(p.status) && p.status == "late")) > 0',
        "there are no parcels on their way where status is late",
    ),
    # what there are no words for
    ('string(customer.outages_90d) + "x" == "3x"', 'string(customer.outages_90d) + "x" is 2x, not 3x'),
    ('bool("false")', 'not so: bool("false")'),
    ("false", "it never holds"),
]


@pytest.mark.parametrize(("text", "words"), DID_NOT_HOLD)
def test_why_a_condition_did_not_hold(text: str, words: str) -> None:
    assert why(text).words == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("event.total > 500", "total is ₱990.00, more than ₱500.00"),
        (
            "event.total > 500 && event.total < 1000",
            "total is ₱990.00, more than ₱500.00 and less than ₱1,000.00",
        ),
        ('customer.value_tier == "new"', "value is new"),
        ("size(customer.open_cases) > 0", "there are 2 open cases"),
        ("size(customer.roaming) == 0", "roaming is empty"),
        ('customer.value_tier == "gold" || customer.outages_90d == 2', "there are 2 outages in 90 days"),
        ("has(event.due) && event.due < now", "due is 2 Dec 2025, before now (2 Feb)"),
        (
            "customer.open_cases.all(c, c.open && c.since < now)",
            "there are 2 open cases, all where it is open and start is before now (2 Feb, 10:40)",
        ),
    ],
)
def test_why_a_condition_held(text: str, words: str) -> None:
    assert why(text, True).words == words


ON_THE_PAGE = re.findall(
    r"^\| `(.+)` \| (.+) \|$",
    PAGE.partition("## Why it did not hold")[2].partition("\n## ")[0],
    re.MULTILINE,
)


def test_it_is_said_as_the_page_says() -> None:
    assert len(ON_THE_PAGE) >= 6
    for text, said in ON_THE_PAGE:
        assert why(text.replace("\\|", "|")).words == said


def test_what_it_turned_on_is_there_as_data() -> None:
    """Each fact by the way to it; of things that have fields only how many there are, and the one that decided."""
    found = why("has(customer.average_invoice) && event.total > 1.5 * customer.average_invoice")
    assert found.facts == {"event.total": 990.0, "customer.average_invoice": 1000.0}
    assert found.parts == ("event.total > 1.5 * customer.average_invoice",)
    assert why("has(customer.last_rating) && customer.last_rating < 3").facts == {
        "customer.last_rating": None
    }
    assert why('"bill_shock" in situations').facts == {"situations": ["first_week"]}
    assert why('customer.parcels.all(p, has(p.status) && p.status == "delayed")').facts == {
        "size(customer.parcels)": 2,
        "customer.parcels[0].status": "in transit",
    }


def test_why_a_condition_could_not_be_judged() -> None:
    text = "has(customer.last_rating) && customer.last_rating < 3"
    wrong = why(text, errors("Unreadable"), last_rating="five")
    assert wrong.words == "last rating is not a whole number"
    assert wrong.parts == ("customer.last_rating",)
    abroad = {"amount": 1, "currency": "USD"}
    paid = why(
        "has(customer.credit_left) && customer.credit_left > 1.0", errors("OtherCurrency"), credit_left=abroad
    )
    assert paid.words == "credit left is in USD, and amounts are counted in PHP"
    assert why('event["paper"] == "no"', errors("NoSuchKey")).words == "the event has no paper"
    by_zero = why("10 / customer.failed_payments_90d > 1", errors("DivisionByZero"))
    assert by_zero.words == "division by zero: 10 / customer.failed_payments_90d"
    assert by_zero.facts == {"customer.failed_payments_90d": 0}


def errors(name: str) -> type[EvaluationError]:
    return next(kind for kind in EvaluationError.__subclasses__() if kind.__name__ == name)


def test_why_a_number_could_not_be_found() -> None:
    environment = FACTS.environment([])
    frame = FACTS.frame(environment, NOW, {"contacts_7d": 0}.get)
    text = "100 / customer.contacts_7d"
    error = Condition(f"{text} > 1", environment).holds(frame)
    assert isinstance(error, EvaluationError)
    assert WORDINGS.why_failed(error, text, environment, frame, FORMATS).words == (
        "division by zero: 100 / customer.contacts_7d"
    )


def test_names_are_as_the_business_has_them() -> None:
    """Labels stand in a sentence; what has none is called by its name, and things of events as they are written."""
    names = Names({"sim_kind": "SIM card", "open_cases": "Open cases"}, "PHP")
    assert names.field("customer", "sim_kind") == "SIM card"
    assert names.field("customer", "open_cases") == "open cases"
    assert names.field("customer", "shoe_size") == "shoe size"
    assert names.field("event", "gift_for") == "gift for"
    assert str(names.field("event", "occurred")) == "time of the event"


def test_what_is_written_over_several_lines_is_said_in_one() -> None:
    found = why('bool(\n  "false"   // not yet\n) && event.total > 1.0')
    assert found.words == 'not so: bool( "false" )'
