"""Policies on events: judged once, by the facts of the moment, on record, and carried out in the same transaction."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import msgspec
import pytest

from tests.decisions.deciding import DAY, HOUR, Operator, money, operator
from warmline.events.model import event_id
from warmline.storage.port import Transaction

BILL_SHOCK = """
- policy: bill-shock
  why: A bill that jumps is the commonest reason to call.
  on: invoice.issued
  when: has(customer.average_invoice) && event.total > 1.5 * customer.average_invoice
  do:
    - remember: {situation: bill_shock, for: 14d}
    - notify: "{customer.name} got a bill of {event.total}"
    - case: {what: bill, summary: "Bill {event.invoice} is high", due: 2d}
    - call: {webhook: messages, with: {text: "Your bill is {event.total}"}}
    - set: {churn_risk: high}
"""

Start = Callable[..., Operator]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    with ExitStack() as stack:
        yield lambda **files: stack.enter_context(operator(tmp_path, **files))


def bills(one: Operator, *pesos: float, who: str = "account:1") -> None:
    for index, amount in enumerate(pesos):
        one.happens("invoice.issued", who, invoice=f"i{index}-{amount}", total=money(amount))


def test_what_holds_is_on_record_and_done(start: Start) -> None:
    one = start(policies=BILL_SHOCK)
    one.happens("customer.identified", traits={"name": "Maria Santos"})
    bills(one, 600, 600, 600, 600)
    assert one.said("decision.made") == []
    bills(one, 1290)
    (decision,) = one.log("decision.made")
    trigger = one.log("invoice.issued")[-1]
    assert decision.event.cause == trigger.id
    assert decision.event.properties["decision"] == decision.id == event_id("decisions", trigger.id)
    assert decision.event.properties["business"] == one.business.version
    kinds = ["remember", "notify", "case", "call", "set"]
    assert [done["kind"] for done in one.decided()["done"]] == kinds
    for type in ("situation.remembered", "staff.notified", "case.opened", "customer.identified"):
        assert one.log(type)[-1].event.cause == decision.id
    assert one.said("staff.notified") == [
        {
            "notice": f"n-{decision.id[:16]}-bill-shock-1",
            "text": "Maria Santos got a bill of ₱1,290.00",
            "role": "agent",
            "policy": "bill-shock",
        }
    ]
    assert one.situations() == ["bill_shock"]
    one.passes(15 * DAY)
    assert one.situations() == []


def test_a_webhook_is_told_once_with_who_and_why(start: Start) -> None:
    one = start(policies=BILL_SHOCK)
    bills(one, 600, 600, 600, 1290)
    ((delivery, body),) = one.deliveries()
    decision = one.log("decision.made")[-1]
    assert delivery.target == "messages"
    assert delivery.seq == decision.seq
    assert body["values"] == {"text": "Your bill is ₱1,290.00"}
    assert body["customer"]["identifiers"] == [{"type": "account", "value": "1"}]
    assert body["policy"] == "bill-shock"
    assert body["decision"] == decision.id


def test_each_event_of_a_group_is_judged_by_the_facts_of_its_moment(start: Start) -> None:
    one = start(policies=BILL_SHOCK)
    events = [
        one.event("invoice.issued", invoice=f"i{n}", total=money(a)) for n, a in enumerate((600, 600, 600))
    ]
    one.take(
        *events,
        one.event("invoice.issued", invoice="high", total=money(1290)),
        *[one.event("invoice.issued", invoice=f"late{n}", total=money(2000)) for n in range(1)],
    )
    triggers = {stored.id: stored.event.properties["invoice"] for stored in one.log("invoice.issued")}
    assert [triggers[stored.event.cause] for stored in one.log("decision.made")] == ["high", "late0"]


def test_the_same_event_again_decides_nothing(start: Start) -> None:
    one = start(policies=BILL_SHOCK)
    bills(one, 600, 600, 600)
    event = one.event("invoice.issued", invoice="x", total=money(1290))
    one.take(event)
    one.take(event)
    assert len(one.log("decision.made")) == 1
    assert len(one.deliveries()) == 1


def test_the_past_is_not_acted_on(start: Start) -> None:
    one = start(policies="{policy: p, why: w, on: invoice.issued, do: [{remember: seen}]}")
    imported = one.event("invoice.issued", invoice="1", total=money(5), ago=HOUR)
    one.take(imported, imported=True)
    one.happens("invoice.issued", invoice="2", total=money(5), ago=2 * DAY)
    assert one.log("decision.made") == []
    one.happens("invoice.issued", invoice="3", total=money(5), ago=HOUR)
    assert len(one.log("decision.made")) == 1


def test_a_promise_is_looked_at_three_days_later(start: Start) -> None:
    one = start(
        policies="""
        policy: promise-broken
        why: They promised to pay and did not.
        on: payment.promised
        after: {wait: 3d, from: event.due}
        when: has(event.invoice) && customer.open_invoices.exists(i, i.id == event.invoice)
        do: [{case: {what: bill, summary: "{event.amount} was promised"}}]
        """
    )
    for account in ("account:1", "account:2"):
        invoice = f"i-{account}"
        one.happens("invoice.issued", account, invoice=invoice, total=money(900))
        promised = {"promise": "p", "amount": money(900), "due": "2026-06-02", "invoice": invoice}
        one.happens("payment.promised", account, **promised)
    one.happens("payment.received", "account:2", payment="p", amount=money(900), invoice="i-account:2")
    one.passes(6 * DAY)
    assert one.log("policy.due") == []
    one.passes(4 * DAY)
    assert len(one.log("policy.due")) == 2
    assert [case["summary"] for case in one.said("case.opened")] == ["₱900.00 was promised"]
    assert one.log("case.opened")[0].event.identifiers[0].value == "1"


def test_a_timer_of_a_policy_that_is_gone_does_nothing(start: Start) -> None:
    policy = "{policy: p, why: w, on: invoice.issued, after: 2d, do: [{remember: later}]}"
    one = start(policies=policy)
    bills(one, 5)
    one.use({})
    one.passes(3 * DAY)
    assert one.situations() == []
    assert one.log("decision.made") == []


QUIET = """
quiet: {from: "21:00", to: "08:00"}
reach: {times: 2, in: 7d}
"""
REACHING = """
policy: tell
why: They should hear of it.
on: invoice.issued
do: [{call: {webhook: messages, reaches_customer: true, with: {text: "{event.total}"}}}, {remember: told}]
"""


def test_nobody_is_disturbed_at_night_and_it_is_done_in_the_morning(start: Start) -> None:
    one = start(policies=REACHING, contact_policy=QUIET)
    bills(one, 5)
    assert one.deliveries() == []
    (held,) = one.decided()["held_back"]
    assert held["reason"]["code"] == "quiet_hours"
    assert held["reason"]["words"] == "quiet hours; it is done at 08:00"
    assert one.situations() == ["told"], "what nobody hears is not put off"
    one.passes(4 * HOUR)
    assert [body["values"]["text"] for _, body in one.deliveries()] == ["₱5.00"]
    assert [reach["through"] for reach in one.said("reach.made")] == ["messages"]
    assert len(one.said("situation.remembered")) == 1, "only what was put off is done later"


def test_nobody_is_written_to_all_the_time(start: Start) -> None:
    one = start(policies=REACHING, contact_policy=QUIET)
    one.passes(8 * HOUR)
    bills(one, 1, 2, 3)
    assert len(one.deliveries()) == 2
    assert one.decided()["held_back"][0]["reason"]["code"] == "capped"
    one.passes(8 * DAY)
    bills(one, 4)
    assert len(one.deliveries()) == 3


def test_policies_that_go_round_in_a_circle_stop_and_say_so(start: Start) -> None:
    one = start(
        policies="""
        - {policy: a, why: w, on: situation.remembered, when: 'event.situation == "a"', do: [{remember: b}]}
        - {policy: b, why: w, on: situation.remembered, when: 'event.situation == "b"', do: [{remember: a}]}
        """
    )
    one.happens("situation.remembered", situation="a")
    decisions = one.log("decision.made")
    assert len(decisions) == 6
    last = one.decided()["held_back"][0]["reason"]
    assert last["code"] == "too_deep"
    assert "5 decisions" in last["words"]


def test_policies_that_feed_each_other_stop_before_there_are_thousands(start: Start) -> None:
    six = ", ".join(f"{{notify: n{n}}}" for n in range(6))
    one = start(policies=f"{{policy: p, why: w, on: [page.viewed, staff.notified], do: [{six}]}}")
    one.take(*[one.event("page.viewed", f"account:{n}", path="/x") for n in range(2)])
    by_who = Counter(str(stored.event.identifiers[0]) for stored in one.log("staff.notified"))
    assert set(by_who) == {"account:0", "account:1"}
    assert all(200 <= count < 220 for count in by_who.values()), by_who
    reasons = {
        held["reason"]["words"] for said in one.said("decision.made") for held in said.get("held_back", ())
    }
    assert "hundreds of things follow from one event already: the policies may feed each other" in reasons


def test_of_two_that_contradict_each_other_the_one_of_higher_priority_holds(start: Start) -> None:
    one = start(
        policies="""
        - {policy: low, why: w, on: invoice.issued, do: [{set: {churn_risk: low}}]}
        - {policy: high, why: w, on: invoice.issued, priority: 90, do: [{set: {churn_risk: high}}]}
        """
    )
    bills(one, 5)
    assert [one["traits"] for one in one.said("customer.identified")] == [{"churn_risk": "high"}]
    assert one.decided()["held_back"][0]["reason"]["code"] == "contradicted"


FAILING = """
- {policy: odd, why: w, on: invoice.issued, when: 'double(event.invoice) > 1.0', do: [{remember: odd}]}
- {policy: fine, why: w, on: invoice.issued, do: [{remember: fine}]}
"""


def test_a_policy_that_fails_again_and_again_is_disabled_and_the_others_go_on(start: Start) -> None:
    one = start(policies=FAILING)
    for n in range(9):
        one.happens("invoice.issued", f"account:{n}", invoice="no number", total=money(1))
    one.happens("invoice.issued", invoice="2", total=money(1))
    assert one.said("policy.disabled") == [], "a success in between begins the count anew"
    for n in range(12):
        one.happens("invoice.issued", f"account:{n}", invoice="no number", total=money(1))
    (said,) = one.said("policy.disabled")
    assert said["policy"] == "odd"
    assert said["why"] == "BadValue in double(event.invoice)"
    assert one.decided()["done"][0]["policy"] == "fine"
    assert "held_back" not in one.decided(), "a disabled one is not asked"
    one.health.reload()
    one.happens("invoice.issued", "account:77", invoice="2", total=money(1))
    assert one.situations("account:77") == ["fine"], "also after a restart"
    one.use({"policies/all.yaml": FAILING.replace("> 1.0", "> 1.5")})
    one.happens("invoice.issued", "account:77", invoice="2", total=money(1))
    assert "odd" in one.situations("account:77"), "a policy that was changed is asked again"


def test_what_was_rolled_back_is_no_failure(start: Start) -> None:
    one = start(policies=FAILING)

    def fails_as_a_whole(tx: Transaction) -> None:
        odd = [
            one.event("invoice.issued", f"account:{n}", invoice="no number", total=money(1)) for n in range(9)
        ]
        one.ingest.append(tx, odd, one.now)
        raise RuntimeError("something else went wrong")

    with pytest.raises(RuntimeError):
        one.storage.submit(fails_as_a_whole).result()
    one.happens("invoice.issued", invoice="no number", total=money(1))
    assert one.said("policy.disabled") == []


def test_the_strongest_name_of_a_customer_stands_in_what_is_done(start: Start) -> None:
    one = start(policies="{policy: p, why: w, on: page.viewed, do: [{set: {churn_risk: high}}]}")
    one.happens("customer.identified", traits={"churn_risk": "low"})
    both = one.event("page.viewed", "anonymous:b", path="/cancel")
    one.take(one.event("customer.identified", "account:1", traits={}), both)
    linked = one.event("customer.identified", "account:1")
    identifiers = (*linked.identifiers, *both.identifiers)
    one.take(msgspec.structs.replace(linked, identifiers=identifiers))
    one.happens("page.viewed", "anonymous:b", path="/cancel")
    assert str(one.log("decision.made")[-1].event.identifiers[0]) == "account:1"


def test_what_is_about_nobody_is_judged_too(start: Start) -> None:
    one = start(policies="{policy: p, why: w, on: outage.started, do: [{notify: 'Outage in {event.area}'}]}")
    one.happens("outage.started", "", area="cebu-north")
    assert one.said("staff.notified")[0]["text"] == "Outage in cebu-north"


def test_replacing_the_business_changes_who_decides_and_the_decision_says_which(start: Start) -> None:
    one = start(policies="{policy: a, why: w, on: invoice.issued, do: [{remember: a}]}")
    bills(one, 5)
    before = one.business.version
    one.use({"policies/all.yaml": "{policy: b, why: w, on: invoice.issued, do: [{remember: b}]}"})
    bills(one, 6)
    versions = [(said["business"], said["done"][0]["policy"]) for said in one.said("decision.made")]
    assert versions == [(before, "a"), (one.business.version, "b")]
    assert before != one.business.version


def test_a_rebuild_decides_nothing(start: Start) -> None:
    one = start(policies=BILL_SHOCK)
    bills(one, 600, 600, 600, 1290)
    count = len(one.log())
    assert asyncio.run(one.customers.rebuild(replace=True)) == []
    assert len(one.log()) == count


def test_what_the_condition_guards_need_not_be_guarded_in_texts(start: Start) -> None:
    one = start(
        policies="""
        policy: p
        why: w
        on: invoice.issued
        when: has(customer.average_invoice) && event.total > customer.average_invoice
        do: [{notify: "{event.total} instead of {customer.average_invoice}"}]
        """
    )
    bills(one, 100, 300)
    assert one.said("staff.notified")[0]["text"] == "₱300.00 instead of ₱200.00"


def test_what_needs_consent_is_not_done_without_it(start: Start) -> None:
    one = start(
        policies="""
        policy: p
        why: w
        on: invoice.issued
        do: [{call: {webhook: messages, purpose: marketing}}, {remember: told}]
        """
    )
    bills(one, 1)
    assert one.deliveries() == []
    assert one.decided()["held_back"][0]["reason"]["words"] == "no consent to marketing"
    one.happens("consent.given", purpose="marketing")
    bills(one, 2)
    assert len(one.deliveries()) == 1
