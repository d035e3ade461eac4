"""Every turn that a dialogue can have: as it comes, and as it does not, with the line where it stands."""

import json

import pytest

from tests.flows.dialogues.shop import OFFER, differences
from warmline.flows.dialogues.turns import EXPECTATIONS, INPUTS

ANONYMOUS = "- dialogue: anybody\n"
VERIFIED = f"- dialogue: Maria\n  as: {{customer: maria, level: verified}}\n  flow: bill\n  {OFFER}\n"
PAYS = [{"chooses": "yes"}, {"says": "1234"}, {"keys": "1"}]

CASES = [
    ("hears", ANONYMOUS, [], "What can I do", "Goodbye"),
    ("hears", ANONYMOUS, [{"chooses": "hours"}], ["from ten", "Bye"], ["Bye", "from ten"]),
    ("never", VERIFIED, [], "Paid", "1,290"),
    ("options", ANONYMOUS, [], ["bill", "hours", "ask"], ["hours", "bill"]),
    ("asked", VERIFIED, [{"chooses": "yes"}], "digits", "date"),
    (
        "article",
        ANONYMOUS + '  articles: [{name: esim, excerpt: "As a code."}]\n',
        [{"keys": 3}, {"says": "esim?"}],
        "esim",
        "sim",
    ),
    (
        "receipt",
        VERIFIED + "  answers: {billing.pay: {payment: p-1, total: 0}}\n",
        PAYS,
        {"Number": "p-1"},
        {"Number": "p-2"},
    ),
    ("looked_up", VERIFIED, [], {"billing.latest_invoice": {"account": "7013550"}}, "billing.plans"),
    (
        "did",
        VERIFIED + "  answers: {billing.pay: {payment: p-1, total: 0}}\n",
        PAYS,
        {"billing.pay": {"amount": 1290, "card": {"secret": "card"}}},
        {"billing.pay": {"amount": 1}},
    ),
    ("did", VERIFIED + "  answers: {billing.pay: unknown}\n", PAYS, "billing.pay", []),
    ("decided", VERIFIED, [{"chooses": "no"}], {"parts": "declined"}, {"parts": "accepted"}),
    (
        "handed_over",
        VERIFIED,
        [{"asks": "person"}],
        {"queue": "billing", "wants": "bill", "tried": ["bill"]},
        {"queue": "general"},
    ),
    ("handed_over", VERIFIED, [{"keys": "1"}], False, True),
    (
        "called_back",
        VERIFIED + "  closed: [billing]\n",
        [{"keys": "0"}, {"keys": "1"}],
        {"queue": "billing"},
        False,
    ),
    (
        "called_back",
        VERIFIED + "  wait: 12m\n",
        [{"keys": "0"}, {"keys": "1"}],
        {"queue": "billing"},
        False,
    ),
    ("waits", ANONYMOUS, [{"chooses": "ask"}], "main.question", "main.topics"),
    ("level", VERIFIED, [], "verified", "anonymous"),
    ("language", ANONYMOUS, [{"asks": {"language": "th"}}], "th", "en"),
    ("recorded", ANONYMOUS, [{"says": "qwrtz"}], {"contact.no_match": {"tries": 1}}, "contact.no_input"),
    ("ended", ANONYMOUS, [{"chooses": "hours"}], "solved", "abandoned"),
    ("ended", ANONYMOUS, [{"leaves": True}], "abandoned", "completed"),
]


def written(head: str, turns: list[dict[str, object]]) -> str:
    """A dialogue with these turns."""
    return f"{head}  turns:\n" + "".join(f"    - {json.dumps(turn)}\n" for turn in turns)


@pytest.mark.parametrize(("kind", "head", "before", "right", "wrong"), CASES)
def test_an_expectation_holds_or_is_told_with_its_line(
    kind: str, head: str, before: list[dict[str, object]], right: object, wrong: object
) -> None:
    assert differences(written(head, [*before, {kind: right}])) == []
    text = written(head, [*before, {kind: wrong}])
    (found,) = differences(text)
    assert found.line == len(text.splitlines())
    assert found.what
    assert str(found).startswith(f"dialogues/shop.yaml:{found.line}  {found.dialogue} (en)")


def test_each_expectation_is_tried() -> None:
    assert {case[0] for case in CASES} == set(EXPECTATIONS)


def test_each_thing_that_a_customer_can_do_moves_the_dialogue() -> None:
    text = (
        VERIFIED
        + """\
  answers: {billing.latest_invoice: [{late: {number: R-1, total: 1290, reasons: [], due: "2026-03-30"}}, failed]}
  turns:
    - looked_up: billing.latest_invoice
    - never: "1,290"
    - arrives: billing.latest_invoice
    - hears: "1,290"
    - says: "yes"
    - asked: digits
    - asks: back
    - hears: Pay in parts?
    - silent: true
    - recorded: contact.left_off
    - returns: phone
    - keys: 1
    - hears: Pay in parts?
    - taken_over: true
    - says: hello?
    - never: Pay in parts?
    - given_back: main
    - hears: What can I do for you?
    - chooses: hours
    - ended: solved
- dialogue: goes away
  turns:
    - leaves: true
    - ended: abandoned
"""
    )
    assert differences(text) == []
    assert all(f"- {kind}:" in text for kind in INPUTS)


def test_nothing_is_played_behind_an_answer_that_nobody_wrote() -> None:
    text = (
        VERIFIED + '  turns:\n    - chooses: "yes"\n    - says: "1234"\n    - keys: 1\n    - ended: solved\n'
    )
    (found,) = differences(text)
    assert found.line == 8
    assert "billing.pay" in found.what
    assert "answers: {billing.pay" in found.came


def test_an_answer_has_what_the_connector_declares() -> None:
    (found,) = differences(
        VERIFIED + "  answers: {billing.latest_invoice: {totle: 3}}\n  turns: [{ended: solved}]\n"
    )
    assert "totle" in found.what


def test_a_step_that_fails_is_a_difference_unless_it_is_expected() -> None:
    broken = {"flows/main.yaml": OWED}
    head = "- dialogue: told too much\n  as: {customer: maria, level: recognised}\n"
    found = differences(head, {**broken, "profile.yaml": PROFILE})
    assert any("main.a failed" in one.what for one in found)
    assert (
        differences(
            head + "  turns: [{recorded: contact.flow_failed}]\n", {**broken, "profile.yaml": PROFILE}
        )
        == []
    )


OWED = """\
flow: main
title: Welcome
queue: general
steps:
  a: {say: "You owe {customer.balance}.", then: b}
  b: {end: solved}
"""
PROFILE = """\
fields:
  account: {last: {customer.identified: traits.account}, default: "", disclosure: verified}
  first_name: {last: {customer.identified: traits.first_name}, default: "", disclosure: recognised}
  balance: {type: money, last: {customer.identified: traits.balance}, default: 0, disclosure: verified}
"""


def test_what_is_not_offered_cannot_be_chosen() -> None:
    (found,) = differences(ANONYMOUS + "  turns:\n    - chooses: hour\n    - options: [bill, hours, ask]\n")
    assert found.line == 3
    assert found.what == "chooses hour, which is not offered"
    assert found.came.startswith("offers bill, hours, ask")


def test_what_policies_want_to_begin_with_is_asked_before_the_menu_until_it_is_answered() -> None:
    text = (
        VERIFIED.replace("  flow: bill\n", "")
        + """\
  suggested: [bill]
  turns:
    - hears: "Before that, shall we take care of this: Bills?"
    - says: tell me when you open
    - recorded: {contact.suggested: {flow: bill, answer: ignored}}
    - leaves: true
    - returns: true
    - says: "no"
    - hears: "shall we take care of this: Bills?"
    - chooses: "no"
    - recorded: {contact.suggested: {flow: bill, answer: declined}}
    - hears: What can I do for you?
    - leaves: true
    - returns: true
    - says: "no"
    - never: shall we take care of this
- dialogue: nobody knows who it is
  suggested: [bill]
  turns:
    - never: shall we take care of this
    - hears: What can I do for you?
"""
    )
    assert differences(text) == []
