"""What is known is not asked: taken and said, at a level at which it may be told, and corrected by going back."""

import pytest

from tests.flows.island import Talk
from tests.flows.test_engine_laws import read
from warmline.business.model import Disclosure
from warmline.flows.inputs import Asked, Said

FLOWS = {
    "flows/main.yaml": """\
flow: main
steps:
  who:
    ask:
      what: who
      as: name
      say: "What is your name?"
      known: "has(customer.first_name) ? customer.first_name : ''"
      check: 'value != "X"'
    then: more
  more: {ask: {what: more, as: text, say: "What is it, {who}?"}, then: bye}
  bye: {end: done}
"""
}
PROFILE = {"first_name": "Maria"}


def test_what_is_known_is_taken_said_and_can_be_corrected() -> None:
    talk = Talk(read(FLOWS), level=Disclosure.RECOGNISED, channel="chat", profile=PROFILE)
    assert talk.hears == "I take what we know: Maria.\nWhat is it, Maria?"
    talk.give(Asked(what="back"))
    assert talk.hears == "What is your name?"
    talk.give(Said(text="Ana"))
    assert talk.hears == "What is it, Ana?"


def test_what_may_not_be_told_yet_or_does_not_fit_is_asked() -> None:
    for level, profile in (
        (Disclosure.ANONYMOUS, PROFILE),
        (Disclosure.VERIFIED, {}),
        (Disclosure.VERIFIED, {"first_name": "X"}),
    ):
        talk = Talk(read(FLOWS), level=level, channel="chat", profile=profile)
        assert talk.hears == "What is your name?"


def test_amounts_and_days_that_are_known_are_taken_as_such() -> None:
    flow = """\
flow: main
steps:
  how-much: {ask: {what: amount, as: amount, say: "How much?", known: customer.balance}, then: when}
  when: {ask: {what: day, as: date, say: "When?", known: customer.payday}, then: told}
  told: {ask: {what: fine, as: text, say: "{amount} on {day}. Fine?"}, then: bye}
  bye: {end: done}
"""
    profile = """\
fields:
  balance: {type: money, last: {customer.identified: traits.balance}, default: null, disclosure: verified}
  payday: {type: date, last: {customer.identified: traits.payday}, default: null, disclosure: verified}
"""
    files = {"flows/main.yaml": flow, "profile.yaml": profile}
    known = {"balance": {"amount": 129_000, "currency": "PHP"}, "payday": "2026-02-12"}
    talk = Talk(read(files), channel="chat", profile=known)
    assert talk.hears == (
        "I take what we know: ₱1,290.00.\nI take what we know: Feb 12, 2026.\n₱1,290.00 on Feb 12. Fine?"
    )
    talk.give(Asked(what="back"))
    assert talk.hears == "When?"
    nothing: dict[str, object] = {"balance": None, "payday": None}
    assert Talk(read(files), channel="chat", profile=nothing).hears == "How much?"


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("my bill for 701-3550 please", "7013550"),
        ("it is about 7013550.", "7013550"),
        ("บัญชี ๗๐๑๓๕๕๐ ครับ", "7013550"),
        ("I paid 150000 yesterday", ""),
        ("I paid 1,290.50 for it", ""),
        ("call me on 0917 555 0101", ""),
        ("call me on +63 917 555 0101", ""),
        ("7013550 or 7013551", ""),
        ("my card is 4111 1111 1111 1111", ""),
        ("I need 12345", ""),
    ],
)
def test_a_number_that_may_be_an_account_is_kept_in_mind(said: str, heard: str) -> None:
    menu = 'flow: main\nsteps: {a: {menu: {say: "What?", options: [{name: b, say: Bye, then: end}]}}}\n'
    talk = Talk(read({"flows/main.yaml": menu}), channel="chat")
    talk.give(Said(text=said))
    assert talk.session.heard == heard


@pytest.mark.parametrize("kind", ["text", "name", "phone", "digits", "amount"])
def test_an_answer_to_another_question_is_no_account(kind: str) -> None:
    ask = f'flow: main\nsteps: {{a: {{ask: {{what: x, as: {kind}, say: "What?"}}, then: a}}}}\n'
    talk = Talk(read({"flows/main.yaml": ask}), channel="chat")
    talk.give(Said(text="7013550"))
    assert talk.session.heard == ""
