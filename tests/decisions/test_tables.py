"""Decision tables and value tables: what rows mean, in every way that spreadsheets write them."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warmline.business.model import BusinessError
from warmline.decisions.actions.base import Action
from warmline.decisions.actions.call import CallWebhook
from warmline.decisions.actions.case import OpenCase
from warmline.decisions.actions.flow import BeginFlow
from warmline.decisions.actions.notify import Notify
from warmline.decisions.actions.proposals import Advice, Proposed
from warmline.decisions.actions.remember import Remember
from warmline.decisions.actions.set_traits import SetTraits
from warmline.decisions.model import DAY, Policy
from warmline.decisions.tables import sheet
from warmline.events.model import Event

from .broken_tables import BROKEN, DECISIONS, VALUES, column, does, rows
from .shop import NOW, found, rulebook, said

OFFERS = {
    "offers/plan.yaml": "- {offer: plan, title: A plan, value: 1}\n- {offer: credit, title: A credit, value: 1}\n"
}


def policies(table: str | bytes, file: str = DECISIONS) -> list[Policy]:
    return list(rulebook({file: table, **OFFERS}).policies.values())


def conditions(table: str | bytes) -> list[str | None]:
    return [policy.when.text if policy.when else None for policy in policies(table)]


def done(header: str, cell: str) -> tuple[Action, ...]:
    (policy,) = policies(does(header, cell))
    return policy.do


@pytest.mark.parametrize(("file", "content", "expected"), BROKEN)
def test_a_broken_table_says_where_and_what_to_do(file: str, content: str | bytes, expected: str) -> None:
    where, remedy = expected.split(" =>", 1)
    told = said(found({file: content}), file)
    assert any(what.startswith(where) and text.startswith(remedy.strip()) for what, text in told), told


def test_a_row_is_a_policy() -> None:
    table = rows("invoice.issued | payment.failed,> 1000,gold | silver,bill_shock,A bill that jumps")
    table = table.replace("event.total", "customer.score")
    (policy,) = policies(table)
    assert (policy.name, policy.place, policy.why) == ("bills-2", "policies/bills.csv:2", "A bill that jumps")
    assert policy.on == ("invoice.issued", "payment.failed")
    assert (policy.priority, policy.within, policy.after, policy.asked) == (50, DAY, None, ())
    assert policy.when is not None
    assert policy.when.text == (
        'has(customer.score) && customer.score > 1000.0 && customer.tier in ["gold", "silver"]'
    )
    assert policy.do == (Remember("bill_shock", None),)


def test_columns_with_a_name_say_the_rest() -> None:
    header = "WHY,priority,When,after,policy,on,do: notify,within"
    table = f"{header}\nx,60,event.total > 5,3d from event.occurred,late,invoice.issued,Call them,2d\n"
    (policy,) = policies(table)
    assert (policy.name, policy.why, policy.priority, policy.within) == ("late", "x", 60, 2 * DAY)
    assert policy.when is not None and policy.when.text == "event.total > 5"
    assert policy.after is not None and policy.after.wait == 3 * DAY
    assert policy.after.since is not None and policy.after.since.text == "event.occurred"


def test_rows_are_named_by_file_and_row_of_the_spreadsheet() -> None:
    table = rows('invoice.issued,,,x,"why\nand why"', ",,,,", "", "invoice.issued,> 5,,y,why")
    found = policies(table, "policies/care/Bills & More.csv")
    assert [policy.name for policy in found] == ["bills-more-2", "bills-more-5"]
    assert [policy.place.rpartition(":")[2] for policy in found] == ["2", "6"]


def test_questions_are_answered_by_rows_too() -> None:
    table = "on,do: advise action,do: advise say,do: offer,why\nasked: churn | late,stay,Stay with us,plan | credit,x\n"
    (policy,) = policies(table)
    assert policy.asked == ("churn", "late")
    advice, *offers = policy.proposes
    assert isinstance(advice, Advice) and (advice.name, advice.say.wording.source) == ("stay", "Stay with us")
    assert [offer.name for offer in offers if isinstance(offer, Proposed)] == ["plan", "credit"]


@pytest.mark.parametrize(
    ("header", "cell", "wanted"),
    [
        ("do: remember", "a", (Remember("a", None),)),
        ("do: remember", "a | b", (Remember("a", None), Remember("b", None))),
        ("do: remember", "situation: a; for: 14d", (Remember("a", 14 * DAY),)),
        ("do: remember", "{situation: a, for: 14d}", (Remember("a", 14 * DAY),)),
        ("Do:  Remember", '"a"', (Remember("a", None),)),
        ("do: set tier", "gold", (SetTraits({"tier": "gold"}),)),
        ("do: set tier", '"007"', (SetTraits({"tier": "007"}),)),
        ("do: set age", "7", (SetTraits({"age": 7}),)),
        (
            "do: set",
            "tier: gold; vip: yes; plan: no",
            (SetTraits({"tier": "gold", "vip": True, "plan": "no"}),),
        ),
        ("do: set", "{tier: gold, age: 7}", (SetTraits({"tier": "gold", "age": 7}),)),
    ],
)
def test_what_a_cell_of_an_action_says(header: str, cell: str, wanted: tuple[Action, ...]) -> None:
    assert done(header, cell) == wanted


def test_texts_of_actions_stand_as_they_are_written() -> None:
    (notice,) = done("do: notify", "Owes {event.total}: call them; be kind")
    assert isinstance(notice, Notify)
    assert (notice.text.written, notice.role) == ("Owes {event.total}: call them; be kind", "agent")
    (notice,) = done("do: notify", 'text: "Owes {event.total}; a ""lot"""; role: lead')
    assert isinstance(notice, Notify)
    assert (notice.text.written, notice.role) == ('Owes {event.total}; a "lot"', "lead")
    (case,) = done("do: case", "what: bill; summary: Bill of {event.total}: too high; due: 2d")
    assert isinstance(case, OpenCase)
    assert (case.what, case.summary.written, case.due) == ("bill", "Bill of {event.total}: too high", 2 * DAY)
    (call,) = done(
        "do: call", '{webhook: messages, with: {text: "You owe {event.total}"}, reaches_customer: true}'
    )
    assert isinstance(call, CallWebhook)
    assert (call.webhook, call.reaches, call.values["text"].written) == (
        "messages",
        True,
        "You owe {event.total}",
    )


def test_columns_for_parts_of_an_action_make_one_action() -> None:
    table = (
        "on,why,do: remember,do: remember for,do: notify text,do: notify role\n"
        'invoice.issued,x,a | b,14d,"urgent: {event.total}",lead\n'
        "invoice.issued,y,c,,,\n"
    )
    first, second = policies(table)
    assert first.do[:2] == (Remember("a", 14 * DAY), Remember("b", 14 * DAY))
    notice = first.do[2]
    assert isinstance(notice, Notify) and (notice.text.written, notice.role) == (
        "urgent: {event.total}",
        "lead",
    )
    assert second.do == (Remember("c", None),)
    (begun,) = policies("on,why,do: flow,do: flow for\ninvoice.issued,x,pay,2d\n")[0].do
    assert isinstance(begun, BeginFlow) and (begun.flow, begun.length) == ("pay", 2 * DAY)


# -- which rows compete


def grouped(header: str, *several: str) -> list[str]:
    return [policy.first_of for policy in policies("\n".join((f"on,do: remember,why,{header}", *several)))]


def test_only_the_first_row_that_holds_acts_unless_there_are_groups() -> None:
    assert grouped("event.total", "invoice.issued,a,x,> 5", "invoice.issued,b,x,> 3") == [DECISIONS] * 2
    first, second, third, alone = grouped(
        "group,event.total",
        "invoice.issued,a,x,bills,> 5",
        "invoice.issued,b,x,bills,> 3",
        "invoice.issued,c,x,people,",
        "invoice.issued,d,x,,",
    )
    assert first == second != third and alone == ""


def test_rows_that_wait_compete_with_none() -> None:
    assert grouped("after", "invoice.issued,a,x,3d", "invoice.issued,b,x,") == ["", DECISIONS]


def warned(files: dict[str, str | bytes]) -> list[str]:
    return [f"{one.place}: {one.what}" for one in found(files)]


@pytest.mark.parametrize(
    ("first", "second", "warns"),
    [
        ("invoice.issued,,,a,x", "invoice.issued,> 5,,b,x", True),
        ("invoice.issued,> 5,gold,a,x", "invoice.issued,> 5,gold,b,x", True),
        ("invoice.issued,>= 5,gold | silver,a,x", "invoice.issued,> 7,gold,b,x", True),
        ("invoice.issued,> 7,gold,a,x", "invoice.issued,>= 5,gold | silver,b,x", False),
        ("payment.received,,,a,x", "invoice.issued,,,b,x", False),
        ("invoice.issued,> 5,,a,x", "payment.received | invoice.issued,> 6,,b,x", False),
    ],
)
def test_rows_that_are_never_the_first_are_warned_of(first: str, second: str, warns: bool) -> None:
    warnings = warned(
        {DECISIONS: rows(first, second, header="on,customer.score,customer.tier,do: remember,why")}
    )
    expected = 'policies/bills.csv:3: policy "bills-3" never acts: where it holds, "bills-2" holds first'
    assert warnings == ([expected] if warns else [])


def test_a_row_that_can_never_hold_is_warned_of() -> None:
    assert warned({DECISIONS: rows("invoice.issued,5..3,,a,x")}) == [
        'policies/bills.csv:2: policy "bills-2" can never hold'
    ]


def test_rows_in_a_group_of_their_own_are_reached() -> None:
    table = "on,group,do: remember,why\ninvoice.issued,one,a,x\ninvoice.issued,two,b,x\ninvoice.issued,,c,x\n"
    assert warned({DECISIONS: table}) == []


# -- how spreadsheets write


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_separators_line_ends_and_marks(separator: str, end: str, mark: bytes) -> None:
    cells = [
        ["on", "event.total", '"customer.tier"', "do: notify", "why", ""],
        ["invoice.issued", "> 5", "gold | silver", f'"a{separator}b\nc"', "café", ""],
        ["", "", "", "", "", ""],
    ]
    table = end.join(separator.join(line) for line in cells) + end
    (policy,) = policies(mark + table.encode())
    assert policy.why == "café"
    assert (
        policy.when is not None
        and policy.when.text == 'event.total > 5.0 && customer.tier in ["gold", "silver"]'
    )
    (notice,) = policy.do
    assert isinstance(notice, Notify) and notice.text.written == f"a{separator}b\nc"


def test_a_first_line_may_name_the_separator() -> None:
    table = "sep=;\r\non;do: remember;why\r\ninvoice.issued;a;b\r\n"
    (policy,) = policies(table)
    assert policy.place == "policies/bills.csv:3"


def test_commas_inside_of_a_header_part_nothing() -> None:
    table = 'on;customer.tier in ["gold", "silver"];do: remember;why\ninvoice.issued;yes;a;b\n'
    (policy,) = policies(table)
    assert policy.when is not None and policy.when.text == '(customer.tier in ["gold", "silver"])'


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [("> 1000,5", "1000.5"), ("> 1000.5", "1000.5"), ("> 1.5", "1.5"), ("> 1E+05", "100000.0")],
)
def test_commas_before_fractions_where_semicolons_part_cells(cell: str, wanted: str) -> None:
    table = f"on;event.total;do: remember;why\ninvoice.issued;{cell};a;b\n"
    assert conditions(table) == [f"event.total > {wanted}"]


def test_what_may_be_a_thousand_or_a_fraction_is_refused() -> None:
    table = "on;event.total;do: remember;why\ninvoice.issued;> 1.250;a;b\n"
    assert said(found({DECISIONS: table}), DECISIONS) == [
        (
            '2: row 2, column "event.total": "1.250" is not a number',
            "leave out the signs between thousands: 1000, or 1000,5",
        )
    ]


def test_remarks_and_what_spreadsheets_leave_behind_are_passed_over() -> None:
    table = "# note,on,do: remember,why,# more,,\nlook,invoice.issued,a,b,at this,,\n,,,,,,\n,,,,,,,,,\n"
    (policy,) = policies(table)
    assert policy.when is None


def test_there_may_be_100_000_rows_and_not_more() -> None:
    table = "customer.age,gives: number\n" + "1,1\n" * sheet.MOST_ROWS
    assert found({VALUES: table + "1,1\n"})[0].what == "has more than 100,000 rows"
    assert found({VALUES: table + "1,1\n"})[0].line == sheet.MOST_ROWS + 2


@pytest.mark.parametrize("file", ["policies/bills.xlsx", "policies/care/bills.ods", "tables/worth.CSV"])
def test_spreadsheets_that_were_not_saved_as_csv_are_warned_of(file: str) -> None:
    assert [(one.place, one.remedy, one.level) for one in found({file: b"PK"})] == [
        (file, "save it as CSV, its name ending in .csv", "warning")
    ]


def test_the_same_mistake_in_a_header_is_told_once() -> None:
    table = rows(*(f"{on},> 5,gold,x,why" for on in ("invoice.issued", "payment.received", "invoice.issued")))
    problems = said(found({DECISIONS: table.replace("customer.tier", "customer.teir")}), DECISIONS)
    assert [what for what, _ in problems if "teir" in what] == [
        '1: column "customer.teir": customer has no field teir'
    ]


# -- value tables


def value(name: str, table: str, **customer: object) -> object:
    book = rulebook({f"tables/{name}.csv": table})
    frame = book.facts.frame(book.asked, NOW, {"tier": "new", "needs": [], "contacts_7d": 0, **customer}.get)
    return book.lookups[name].value(frame)


TIERS = """\
customer.score,customer.contacts_7d,when,gives: text
>= 90,,,gold
>= 50,< 3,,silver
,,customer.vip,kept
,,,new
"""


@pytest.mark.parametrize(
    ("customer", "wanted"),
    [
        ({"score": 95, "vip": False}, "gold"),
        ({"score": 60, "vip": False}, "silver"),
        ({"score": 60, "contacts_7d": 3, "vip": True}, "kept"),
        ({"vip": False}, "new"),
    ],
)
def test_a_value_table_gives_what_its_first_row_says(customer: dict[str, object], wanted: str) -> None:
    assert value("value_tier", TIERS, **customer) == wanted


def test_numbers_may_be_calculated() -> None:
    table = "customer.average_invoice;gives: number\nknown;1.0 + 0.5 * double(customer.contacts_7d)\n;12,5\n"
    assert (
        value("authority", table, average_invoice={"amount": 100_000, "currency": "PHP"}, contacts_7d=3)
        == 2.5
    )
    assert value("authority", table) == 12.5


def test_texts_are_given_as_they_stand() -> None:
    for written, wanted in (("007", "007"), ("now", "now"), ('"""> 5"""', "> 5"), ("a {b}", "a {b}")):
        assert value("t", f"customer.age,gives: text\n,{written}\n") == wanted


def test_offers_take_their_numbers_from_tables() -> None:
    offer = {"offers/o.yaml": "offer: plan\ntitle: A plan\nvalue: {table: worth}\n"}
    book = rulebook({VALUES: "customer.tier,gives: number\ngold,100\n,20\n", **offer})
    worth = book.offers["plan"].value
    assert worth.source == "table worth"
    for tier, wanted in (("gold", 100.0), ("new", 20.0)):
        assert worth.value(book.facts.frame(book.asked, NOW, {"tier": tier}.get)) == wanted
    assert ('3: offer "plan": value names no table that is there', "known: none") in said(
        found(offer), "offers/o.yaml"
    )


def test_a_value_table_without_a_last_word_is_warned_of() -> None:
    assert warned({VALUES: "customer.tier,gives: number\ngold,1\nsilver,2\n"}) == [
        "tables/worth.csv:3: it gives nothing where no row holds"
    ]
    assert warned({VALUES: "customer.tier,gives: number\n,1\nsilver,2\n"}) == [
        "tables/worth.csv:3: this row is never reached: where it holds, the one in line 2 does"
    ]


def test_tables_ask_what_is_kept_in_mind() -> None:
    book = rulebook({VALUES: "situations,gives: number\nbill_shock | late,1\n,2\n"})
    for kept, wanted in (("bill_shock", 1), ("other", 2)):
        find = {"situations": [{"id": kept}]}.get
        assert book.lookups["worth"].value(book.facts.frame(book.asked, NOW, find)) == wanted


def test_a_refused_table_keeps_the_business_from_being_loaded() -> None:
    with pytest.raises(BusinessError, match="not a whole number"):
        rulebook({DECISIONS: column("priority", "high")})


# -- what nobody declared


def opened(cell: str, properties: dict[str, object]) -> object:
    """Whether a cell about a property of an event of one's own holds."""
    book = rulebook({DECISIONS: f"on,event.door,do: remember,why\nlocker.opened,{cell},x,y\n"})
    (policy,) = book.policies.values()
    event = Event(type="locker.opened", source="s", message_id="1", occurred=NOW, properties=dict(properties))
    assert policy.when is not None
    return policy.when.holds(book.facts.frame(policy.environment, NOW, lambda name: None, event))


@pytest.mark.parametrize(
    ("cell", "value", "wanted"),
    [
        ("4", 4, True),
        ("4", 4.0, True),
        ("4", "4", False),
        ('"""4"""', "4", True),
        ("4.5", 4.5, True),
        ("> 3", 4, True),
        ("007", "007", True),
        ("007", 7, False),
        ("true", True, True),
        ("no", "no", True),
        ("a | 4", 4, True),
        ("!= a | 4", 5, True),
        ("known", 4, True),
        ("known", None, False),
        ("unknown", None, True),
        ("> 3", None, False),
        ("!= 3", None, False),
    ],
)
def test_where_nothing_is_declared_values_are_what_they_look_like(
    cell: str, value: object, wanted: bool
) -> None:
    assert opened(cell, {} if value is None else {"door": value}) is wanted


@pytest.mark.parametrize("header", ["event.who.name", 'event["who"]["name"]'])
def test_what_nobody_declared_is_asked_for_step_by_step(header: str) -> None:
    quoted = '"' + header.replace('"', '""') + '"'
    book = rulebook({DECISIONS: f"on,{quoted},do: remember,why\nlocker.opened,Ana,x,y\n"})
    (policy,) = book.policies.values()
    cases: list[tuple[dict[str, object], bool]] = [
        ({"who": {"name": "Ana"}}, True),
        ({"who": {}}, False),
        ({}, False),
    ]
    for properties, wanted in cases:
        event = Event(type="locker.opened", source="s", message_id="1", occurred=NOW, properties=properties)
        assert policy.when is not None
        frame = book.facts.frame(policy.environment, NOW, lambda name: None, event)
        assert policy.when.holds(frame) is wanted


def test_a_header_that_decides_itself_is_left_as_it_is() -> None:
    table = "on,has(event.door) ? event.door : 0,do: remember,why\nlocker.opened,0,x,y\n"
    assert conditions(table) == ["(has(event.door) ? event.door : 0) == 0"]


def test_remarks_in_conditions_swallow_nothing() -> None:
    table = rows(
        'invoice.issued,> 5,"event.total > 1.0 // a remark",x,y',
        header="on,event.total,when,do: remember,why",
    )
    (text,) = conditions(table)
    assert text == "event.total > 5.0 && event.total > 1.0 // a remark"
    table = rows(
        'invoice.issued,> 5,"customer.vip || event.total > 1.0 // a",x,y',
        header="on,event.total,when,do: remember,why",
    )
    assert conditions(table) == ["event.total > 5.0 && (customer.vip || event.total > 1.0 // a\n)"]


# -- whatever stands in a file


SIGNS = st.text(
    st.sampled_from('ab5.,;|&<>=!-"\n\t {}[]():#é≥ 0') | st.characters(codec="utf-8"), max_size=12
)
TOPS = (
    "event.total|customer.tier|customer.plan|customer.birth_date|customer.vip|situations|when|now - event.occurred|"
    'event["x"]|do: set tier|do: notify|do: call|do: remember for|after|within|priority|policy|group|# x|'
)
HEADERS = st.sampled_from(TOPS.split("|"))


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=60), SIGNS.map(str.encode)), st.sampled_from([DECISIONS, VALUES]))
def test_no_file_breaks_the_reading(content: bytes, file: str) -> None:
    found({file: content})


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(HEADERS | SIGNS, SIGNS), max_size=5),
    st.sampled_from(["invoice.issued", "asked: x", "a.b"]),
)
def test_no_cell_breaks_the_reading(columns: list[tuple[str, str]], on: str) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["on", "why", "do: remember", *(header for header, _ in columns)])
    writer.writerow([on, "because", "x", *(cell for _, cell in columns)])
    for one in found({DECISIONS: text.getvalue()}):
        assert one.file == DECISIONS and one.what and one.remedy
