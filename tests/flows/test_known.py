"""What is known is not asked: taken and said, at a level at which it may be told, and corrected by going back."""

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
