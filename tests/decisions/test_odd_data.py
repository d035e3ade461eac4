"""Whatever a policy meets in the data costs that policy at most: the event is taken in, and the others go on."""

from pathlib import Path
from typing import Any

import pytest

from tests.decisions.deciding import Operator, operator
from warmline.business.model import BusinessError
from warmline.conditions.condition import Condition
from warmline.conditions.environment import Environment
from warmline.conditions.errors import Unforeseen
from warmline.conditions.types import INT
from warmline.events.catalogue import problem

BESIDE = "- {policy: beside, why: w, on: custom.thing, do: [{remember: beside}]}"


@pytest.mark.parametrize(
    ("text", "odd", "said"),
    [
        ("{event.x}", 1e308, "1E308"),
        ("{event.x}", 10**30, "1E30"),
        ("{event.x * 10.0}", 1e308, "∞"),
        ("{timestamp(event.x)}", "9999-12-31T23:59:59Z", "Dec 31, 9999, 23:59"),
        ("{timestamp(event.x)}", "0001-01-01T00:00:00Z", "Jan 1, 1"),
    ],
)
def test_a_text_says_what_nobody_would_expect(tmp_path: Path, text: str, odd: Any, said: str) -> None:
    policies = f"- {{policy: p, why: w, on: custom.thing, do: [{{notify: '{text}'}}]}}\n{BESIDE}"
    with operator(tmp_path, policies=policies) as one:
        one.happens("custom.thing", x=odd)
        assert [notice["text"] for notice in one.said("staff.notified")] == [said]
        assert one.situations() == ["beside"]


def test_an_amount_that_nobody_can_write_costs_its_action(tmp_path: Path) -> None:
    policies = """
    - policy: p
      why: w
      on: invoice.issued
      when: has(customer.average_invoice)
      do: [{remember: first}, {notify: "{customer.average_invoice}"}, {remember: last}]
    """
    with operator(tmp_path, policies=policies) as one:
        one.happens("invoice.issued", invoice="i", total={"amount": 2**63 - 1, "currency": "PHP"})
        assert one.said("staff.notified")[0]["text"] == "9.22E16 PHP"
        assert sorted(one.situations()) == ["first", "last"]


def test_a_fault_of_ours_is_an_error_of_the_condition() -> None:
    environment = Environment({"x": INT})
    held = Condition("x > 1", environment).holds(environment.frame({"x": object()}))
    assert isinstance(held, Unforeseen), held


def test_what_a_policy_says_is_what_a_source_might_send(tmp_path: Path) -> None:
    policies = f"""
    - policy: p
      why: w
      on: custom.thing
      do: [{{notify: "{{event.x}}"}}, {{case: {{what: bill, summary: "{{event.x}}"}}}}]
    {BESIDE}
    """
    with operator(tmp_path, policies=policies) as one:
        one.happens("custom.thing", x="")
        one.happens("custom.thing", x="y" * 1_000_000)
        assert [
            problem(s.event.type, s.event.properties) for s in one.log() if s.event.source == "decisions"
        ] == [""] * 7
        assert one.said("decision.made")[0]["held_back"][0]["reason"]["code"] == "action_failed"
        assert len(one.said("staff.notified")[0]["text"]) == 4_000


def test_traits_of_a_kind_that_no_source_may_send_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BusinessError, match="no source may send"):
        Operator(
            tmp_path, {"policies/all.yaml": "{policy: p, why: w, on: custom.thing, do: [{set: {name: 5}}]}"}
        )
