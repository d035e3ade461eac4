"""What a branch has found out holds in the steps behind it, as long as nobody learns something new on the way."""

import pytest

from tests.flows.island import found

STEPS = """\
flow: main
title: Welcome
queue: general
steps:
  look:
    look_up: billing.latest_invoice
    with: {account: "'7013550'"}
    into: invoice
    on_failure: {then: handover}
    then: which
  which:
    branch:
      - {when: has(invoice.change), then: changed}
      - {then: same}
  changed: {say: "It changed by {invoice.change}.", then: more}
  more: {say: "That is {invoice.change} in all.", then: same}
  same: {say: "Bye.", end: solved}
"""


def told(flow: str) -> list[str]:
    """What is wrong with the flow, without what is missing in translation."""
    return [problem.what for problem in found({"flows/main.yaml": flow}) if problem.level == "problem"]


def test_what_was_found_out_may_be_said() -> None:
    assert told(STEPS) == []


@pytest.mark.parametrize(
    "flow",
    [
        pytest.param(
            STEPS.replace("when: has(invoice.change)", "when: size(invoice.reasons) > 0"), id="not asked"
        ),
        pytest.param(STEPS.replace("{then: same}\n  changed", "{then: changed}\n  changed"), id="otherwise"),
        pytest.param(
            STEPS.replace("then: more}", "then: look}\n  other: {say: x, then: changed}")
            .replace("  more:", "  m:")
            .replace('say: "Bye."', 'say: "{invoice.change}"'),
            id="another way",
        ),
    ],
)
def test_what_was_not_found_out_on_every_way_must_be_guarded(flow: str) -> None:
    assert any("invoice.change may be absent" in what for what in told(flow))
