"""Small words at a menu are no questions to the knowledge base, and an amount asks for nobody."""

import pytest

from tests.flows.island import Talk
from tests.flows.test_engine_laws import read
from warmline.flows.asked import asked_in
from warmline.flows.inputs import Input, Keyed, Said
from warmline.flows.small_talk import is_small_talk

FLOWS = {
    "flows/main.yaml": """\
flow: main
steps:
  topics:
    menu:
      say: "What can I do for you?"
      options: [{name: bill, say: "Your bill", then: pay}]
      otherwise: answer
  answer: {answer: {to: said}, then: topics}
  pay: {ask: {what: amount, as: amount, say: "How much?"}, then: paid}
  paid: {say: "You pay {amount}.", then: question}
  question: {answer: {say: "What would you like to know?"}, then: end}
"""
}
SMALL = [
    "no",
    "ok",
    "Hi!",
    "hello",
    "yes",
    "7",
    "?",
    "k",
    "um",
    "ครับ",
    "สวัสดีค่ะ",
    "xin chào",
    "你好",
    "好的",
    "opo",
    "😀",
]
LARGE = ["roaming", "SIM", "TV", "5G", "账单", "บิล", "why", "hóa đơn", "no signal", "hi, my bill is wrong"]


@pytest.mark.parametrize("said", SMALL)
def test_it_is_asked_again_and_not_looked_up(said: str) -> None:
    talk = Talk(read(FLOWS), channel="chat")
    talk.give(Said(text=said))
    assert talk.hears == "Please choose one of these.\nWhat can I do for you?"


@pytest.mark.parametrize("said", LARGE)
def test_whatever_may_be_a_question_is_looked_up(said: str) -> None:
    assert not is_small_talk(said)


def test_a_question_that_is_asked_for_is_more_than_ok() -> None:
    talk = Talk(read(FLOWS), channel="chat")
    talk.give(Said(text="your bill"))
    talk.give(Said(text="10*0.5"))
    assert talk.recorded == ["contact.no_match"], "it is no amount, and nobody was asked for"
    talk.give(Keyed(keys="10*05#"))
    assert talk.hears == "You pay ₱10.05.\nWhat would you like to know?"
    talk.give(Said(text="ok"))
    assert talk.recorded == ["contact.no_match"]


@pytest.mark.parametrize(
    ("given", "asks"),
    [
        (Keyed(keys="*0"), True),
        (Keyed(keys="12*0"), True),
        (Keyed(keys="10*05#"), False),
        (Said(text="*0"), True),
        (Said(text="0"), True),
        (Said(text="10*0.5"), False),
        (Said(text="my pin is 12*0"), False),
    ],
)
def test_a_person_is_asked_for_with_keys(given: Input, asks: bool) -> None:
    found = asked_in(given, ("en",))
    assert (found is not None and found.what == "person") == asks
