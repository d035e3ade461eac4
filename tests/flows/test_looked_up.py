"""A flow knows of each answer what was asked for it: what is asked about now may be something else."""

from dataclasses import replace

import pytest

from tests.flows.island import INVOICE, NOW, Talk, book
from warmline.flows.inputs import Said
from warmline.flows.looked_up import looked_up
from warmline.flows.model import Book

OF_ANY = """\
flow: main
steps:
  which: {ask: {what: number, as: text, say: "Which account?"}, then: look}
  look:
    look_up: billing.latest_invoice
    with: {account: number}
    into: invoice
    on_failure: {say: "I cannot see it.", then: which}
    then: tell
  tell: {say: "It is {invoice.total}.", then: which}
"""


@pytest.fixture(scope="module")
def flows() -> Book:
    return book({"flows/main.yaml": OF_ANY})


def test_an_answer_stays_that_to_what_was_asked_when_the_next_question_fails(flows: Book) -> None:
    talk = Talk(flows, channel="chat")
    assert list(looked_up(talk.session)) == []
    talk.give(Said(text="7013550"))
    assert list(looked_up(talk.session)) == []  # nothing was answered yet
    talk.answer(**INVOICE)
    assert "1,290.00" in talk.hears
    talk.facts = replace(talk.facts, now=NOW + 60_000_000)
    talk.give(Said(text="7013568"))
    talk.answer("failed")
    (one,) = looked_up(talk.session)
    assert (one.operation, one.arguments) == ("billing.latest_invoice", {"account": "7013550"})
    assert (one.value["total"], one.at) == (INVOICE["total"], NOW)


def test_the_latest_answer_counts(flows: Book) -> None:
    talk = Talk(flows, channel="chat")
    for account, change in (("7013550", 0), ("7013568", 5)):
        talk.facts = replace(talk.facts, now=NOW + change)
        talk.give(Said(text=account))
        talk.answer(**INVOICE)
    (one,) = looked_up(talk.session)
    assert (one.arguments, one.at) == ({"account": "7013568"}, NOW + 5)
