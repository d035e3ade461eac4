"""Looking again later: timers and quiet hours, when the policies or the clocks have changed meanwhile."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.decisions.deciding import DAY, HOUR, money, operator

QUIET = 'quiet: {from: "21:00", to: "08:00"}'
TELL = "{call: {webhook: messages, reaches_customer: true}}"


def policy(do: str, on: str = "invoice.issued") -> str:
    return f"{{policy: p, why: w, on: {on}, do: {do}}}"


def test_what_waits_for_the_morning_is_what_reaches_however_the_policy_was_changed(tmp_path: Path) -> None:
    files = {"contact-policy.yaml": QUIET}
    with operator(tmp_path, policies=policy(f"[{{remember: a}}, {TELL}]"), contact_policy=QUIET) as one:
        one.happens("invoice.issued", invoice="i", total=money(1))
        assert one.deliveries() == []
        one.use({**files, "policies/all.yaml": policy(f"[{TELL}, {{remember: b}}]")})
        one.passes(4 * HOUR)
        assert len(one.deliveries()) == 1
        assert one.situations() == ["a"], "what nobody hears was done at night, by the policy of then"


def test_a_policy_that_is_about_other_events_now_looks_at_none_of_the_old(tmp_path: Path) -> None:
    waiting = "{policy: p, why: w, on: invoice.issued, after: 1d, do: [{remember: a}]}"
    with operator(tmp_path, policies=waiting) as one:
        one.happens("invoice.issued", invoice="i", total=money(1))
        one.use({"policies/all.yaml": policy("[{remember: b}]", "parcel.delivered")})
        one.passes(2 * DAY)
        assert len(one.log("policy.due")) == 1
        assert one.situations() == []


def test_an_hour_that_comes_twice_loses_nothing(tmp_path: Path) -> None:
    quiet = """quiet: {from: "22:00", to: "02:30", time_zone: '"Europe/Berlin"'}"""
    with operator(tmp_path, policies=policy(f"[{TELL}]"), contact_policy=quiet) as one:
        one.now = (
            int(datetime(2026, 10, 25, 1, 10, tzinfo=UTC).timestamp()) * 1_000_000
        )  # 02:10 for the second time
        one.happens("invoice.issued", invoice="i", total=money(1))
        one.passes(5 * 60 * 1_000_000)
        assert one.deliveries() == []
        one.passes(HOUR)
        assert len(one.deliveries()) == 1


@pytest.mark.parametrize("long_ago", ["0001-01-01T00:00:00Z", "2020-01-01T00:00:00Z"])
def test_a_time_that_has_passed_is_looked_at_now(tmp_path: Path, long_ago: str) -> None:
    policies = """
    policy: p
    why: w
    on: custom.thing
    after: {wait: 3d, from: timestamp(event.x)}
    do: [{remember: a}]
    """
    with operator(tmp_path, policies=policies) as one:
        one.happens("custom.thing", x=long_ago)
        one.passes(1)
        (due,) = one.log("policy.due")
        assert due.event.occurred == one.log("custom.thing")[0].event.received
        assert one.situations() == ["a"]


def test_a_time_that_cannot_be_told_disables_the_policy_once(tmp_path: Path) -> None:
    policies = """
    policy: p
    why: w
    on: custom.thing
    after: {wait: 3d, from: timestamp(event.x)}
    do: [{remember: a}]
    """
    with operator(tmp_path, policies=policies) as one:
        for n in range(9):
            one.happens("custom.thing", f"account:{n}", x="no time")
        one.happens("custom.thing", x="2026-01-01T00:00:00Z")
        assert one.said("policy.disabled") == []
        for n in range(30):
            one.happens("custom.thing", f"account:{n}", x="no time")
        (said,) = one.said("policy.disabled")
        assert said["why"] == "BadValue in timestamp(event.x)"


def test_a_question_answered_without_a_failure_counts_though_the_condition_does_not_hold(
    tmp_path: Path,
) -> None:
    odd = "{policy: odd, why: w, on: {asked: any}, when: double(customer.churn_risk) > 1.0, do: [{offer: o}]}"
    with operator(tmp_path, policies=odd, offers="{offer: o, title: O, value: 1}") as one:
        for n in range(12):
            one.happens(
                "customer.identified", f"account:{n}", traits={"churn_risk": "odd" if n % 2 else "0.5"}
            )
        for n in (*range(12), *range(12), *range(12)):
            one.asks(who=f"account:{n}")
        assert one.said("policy.disabled") == []
