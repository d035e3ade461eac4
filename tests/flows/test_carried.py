"""Words that chose at a menu are tried at the next ones, within bounds: nobody says the same twice."""

import pytest

from tests.flows.island import Talk
from tests.flows.test_engine_laws import read
from warmline.business.model import Disclosure
from warmline.flows.effects import Record
from warmline.flows.inputs import Chose, Said

FLOWS = {
    "flows/main.yaml": """\
flow: main
steps:
  topics:
    menu:
      say: "What about?"
      options:
        - {name: bills, say: "Bills and payments", then: bills, asks: [bill, charge, pay]}
        - {name: round, say: "Round and round", then: topics, asks: [round]}
        - {name: mine, say: "What is mine", flow: mine, asks: [mine]}
        - {name: told, say: "Something short", flow: told, asks: [short]}
    then: topics
  bills:
    menu:
      say: "Which of it?"
      options:
        - {name: high, say: "Explain it", then: high, asks: [why, high]}
        - {name: later, say: "Pay", then: later, asks: [pay, later]}
        - {name: vip, say: "A special price", then: later, asks: [special], when: "!customer.vip"}
  high: {say: "It is high because.", then: again}
  later: {say: "You pay.", then: again}
  again: {menu: {say: "Anything else?", options: [{name: yes, say: "Yes", then: topics, asks: [why]}]}}
""",
    "flows/mine.yaml": """\
flow: mine
needs: verified
steps:
  which:
    menu:
      say: "Which of yours?"
      options:
        - {name: phone, say: "My phone", then: phone, asks: [phone]}
        - {name: plan, say: "My plan", then: plan, asks: [plan]}
  phone: {say: "Your phone.", then: end}
  plan: {say: "Your plan.", then: end}
""",
    "flows/told.yaml": 'flow: told\nsteps: {only: {say: "That is it.", then: end}}\n',
}


def talk(level: Disclosure = Disclosure.VERIFIED) -> Talk:
    return Talk(read(FLOWS), level=level, channel="chat")


def test_what_was_said_answers_the_next_menu_and_is_on_record_as_such() -> None:
    one = talk()
    one.give(Said(text="yes, why is my bill so high?"))
    assert one.hears == "It is high because.\nAnything else?", "and not the one behind the answer"
    choices = [
        record.properties
        for record in one.effects
        if isinstance(record, Record) and record.type == "contact.choice"
    ]
    assert [(said["choice"], said.get("carried")) for said in choices[:2]] == [
        ("bills", None),
        ("high", True),
    ]


@pytest.mark.parametrize(
    "text", ["my bill: why, and can I pay later?", "a charge", "Bills and payments", "bills an payments"]
)
def test_what_fits_two_options_or_none_or_is_only_the_label_chooses_nothing(text: str) -> None:
    one = talk()
    one.give(Said(text=text))
    assert one.hears == "Which of it?"


def test_an_option_that_is_not_there_for_them_is_not_chosen() -> None:
    one = talk()
    one.give(Said(text="a bill with a special price"))
    assert one.hears == "Which of it?"


def test_no_menu_is_answered_twice_with_the_same_words() -> None:
    for text in ("round", "tell me something short"):
        one = talk()
        one.give(Said(text=f"{text} please"))
        assert one.hears.endswith("What about?")
        assert one.recorded.count("contact.choice") == 1


def test_they_are_carried_through_finding_out_who_it_is() -> None:
    one = talk(Disclosure.ANONYMOUS)
    one.give(Said(text="mine, the phone I mean"))
    one.answer("refused", "not_found")
    one.give(Said(text="7013550"))
    one.answer()
    one.answer(to="…01")
    one.give(Said(text="123456"))
    one.answer()
    assert one.hears.startswith("Your phone.")


def test_they_are_forgotten_once_something_else_is_said() -> None:
    one = talk()
    one.give(Said(text="a charge"))
    one.give(Chose(option="later"))
    assert one.hears == "You pay.\nAnything else?"
    assert one.session.carried == []
