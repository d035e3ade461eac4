"""Events that come together are decided as if they had come one by one."""

import asyncio
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.decisions.deciding import Operator, money, operator
from warmline.events.model import Event

ONCE = """
policy: once
why: One case is enough.
on: payment.failed
when: size(customer.open_cases) == 0
do: [{case: {what: bill, summary: "A payment failed"}}]
"""
REACHING = """
- policy: tell
  why: They should hear of it.
  on: invoice.issued
  do: [{call: {webhook: messages, reaches_customer: true}}]
- policy: tell-too
  why: They should hear of it, too.
  on: invoice.issued
  do: [{call: {webhook: messages, reaches_customer: true}}]
"""
CHAINED = """
- {policy: a, why: w, on: payment.failed, when: '!("a" in situations)', do: [{remember: a}, {set: {churn_risk: low}}]}
- {policy: b, why: w, on: payment.failed, when: '"a" in situations', do: [{forget: a}, {remember: b}]}
- {policy: c, why: w, on: situation.remembered, when: event.situation == "b", do: [{case: {what: bill, summary: s}}]}
- {policy: d, why: w, on: payment.received, when: size(customer.open_cases) > 0, do: [{set: {churn_risk: high}}]}
- {policy: e, why: w, on: customer.identified, when: customer.churn_risk == "high", do: [{remember: risk}]}
"""


def failed(one: Operator, who: str = "account:1") -> Event:
    return one.event("payment.failed", who, payment="p", amount=money(1))


def test_the_second_event_of_a_group_sees_what_was_done_about_the_first(tmp_path: Path) -> None:
    with operator(tmp_path, policies=ONCE) as one:
        one.take(*[failed(one) for _ in range(5)], failed(one, "account:2"))
        assert len(one.log("case.opened")) == 2, "one for each customer"
        assert asyncio.run(one.customers.rebuild(replace=True)) == []


def test_nobody_is_written_to_all_the_time_when_events_come_together(tmp_path: Path) -> None:
    with operator(tmp_path, policies=REACHING, contact_policy="reach: {times: 3, in: 7d}") as one:
        one.take(*[one.event("invoice.issued", invoice=f"i{n}", total=money(1)) for n in range(3)])
        assert len(one.deliveries()) == 3


def test_a_customer_merged_within_the_group_is_seen_with_what_was_done(tmp_path: Path) -> None:
    with operator(tmp_path, policies=ONCE) as one:
        both = one.event("customer.identified", "account:9", traits={})
        both_names = (*both.identifiers, *one.event("x", "email:a@b.example").identifiers)
        one.happens("customer.identified", "email:a@b.example", traits={})
        one.take(
            failed(one, "account:9"),
            Event(
                source=both.source,
                message_id="both",
                type=both.type,
                occurred=both.occurred,
                identifiers=both_names,
                properties=both.properties,
            ),
            failed(one, "email:a@b.example"),
        )
        assert len(one.log("case.opened")) == 1


KINDS = st.lists(st.tuples(st.sampled_from(["failed", "received"]), st.integers(1, 3)), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kinds=KINDS)
def test_together_is_as_one_by_one(tmp_path: Path, kinds: list[tuple[str, int]]) -> None:
    came_to = []
    for together in (True, False):
        with operator(tmp_path, policies=CHAINED) as one:
            events = [
                one.event(f"payment.{what}", f"account:{who}", payment=f"p{n}", amount=money(1))
                for n, (what, who) in enumerate(kinds)
            ]
            for group in [events] if together else [[event] for event in events]:
                one.take(*group)
            said = Counter((s.event.type, str(s.event.identifiers), s.event.message_id) for s in one.log())
            came_to.append((said, [one.situations(f"account:{who}") for who in {who for _, who in kinds}]))
            assert asyncio.run(one.customers.rebuild(replace=True)) == []
    assert came_to[0] == came_to[1]
