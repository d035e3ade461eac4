"""What the company would like to begin with: asked at a menu, of whoever is known, never in the middle of anything."""

from dataclasses import replace
from typing import Any

import pytest

from tests.flows.island import INVOICE, Talk, book, world
from tests.flows.test_engine import FLOWS
from warmline.business.model import Disclosure
from warmline.flows.inputs import Chose, Left, Result, Said, Suggested, TakenOver
from warmline.flows.model import Book
from warmline.flows.world import Suggestion

PLANS = Suggestion("s-1", "plans")
QUESTION = "Before that, shall we take care of this: Plans?"
MENU = "What can I do for you?"


@pytest.fixture(scope="module")
def island() -> Book:
    return book(FLOWS)


def talk(island: Book, *suggestions: Suggestion, **more: Any) -> Talk:
    return Talk(island, suggestions=suggestions, **more)


def arrives(one: Talk, value: dict[str, Any]) -> None:
    """What is waited for from outside comes."""
    waiting = one.session.waiting
    assert waiting is not None
    one.give(Result(id=waiting.id, outcome="ok", value=value))


def test_it_is_asked_before_the_menu_and_begins_on_a_yes(island: Book) -> None:
    one = talk(island, PLANS)
    assert one.hears == f"Good day.\n{QUESTION}" and one.options == ["yes", "no"]
    one.give(Chose(option="yes"))
    said = {"flow": "plans", "suggestion": "s-1", "answer": "begun"}
    assert one.record("contact.suggested") == said
    assert one.wanted.operation == "billing.plans"
    one.answer(names=["Isla 999"])
    assert "Isla 999" in one.hears
    one.give(Said(text="the first"))
    assert one.hears == MENU, "the menu is behind it"


@pytest.mark.parametrize(
    ("given", "answer", "hears"),
    [
        (Chose(option="no"), "declined", MENU),
        (Said(text="not now thanks, tell me about my invoice"), "ignored", ""),
    ],
)
def test_whoever_wants_something_else_gets_it(island: Book, given: Any, answer: str, hears: str) -> None:
    one = talk(island, PLANS)
    one.give(given)
    assert one.record("contact.suggested")["answer"] == answer
    assert one.hears == hears
    if not hears:
        assert one.wanted.operation == "billing.latest_invoice", "their words have chosen at the menu"


def test_what_is_not_understood_leads_to_the_menu_in_the_end(island: Book) -> None:
    one = talk(island, PLANS)
    for _ in range(3):
        one.give(Said(text="hm"))
    assert one.hears == MENU and one.record("contact.suggested")["answer"] == "ignored"


def test_it_is_asked_once_in_a_contact_and_the_next_one_behind_it(island: Book) -> None:
    one = talk(island, PLANS, Suggestion("s-2", "bill"))
    one.give(Chose(option="no"))
    assert one.hears == "Before that, shall we take care of this: Bills?"
    one.give(Chose(option="no"))
    assert one.hears == MENU
    one.give(Suggested())
    assert one.hears == ""


@pytest.mark.parametrize("flow", ["main", "gone", "warmline"])
def test_a_flow_that_is_under_way_or_not_there_is_not_suggested(island: Book, flow: str) -> None:
    assert talk(island, Suggestion("s-1", flow)).hears == f"Good day.\n{MENU}"
    both = talk(island, Suggestion("s-1", flow), PLANS)
    assert both.hears.endswith(QUESTION), "and stands in nothing's way"


def test_nobody_is_told_who_has_not_shown_who_they_are(island: Book) -> None:
    assert talk(island, PLANS, level=Disclosure.ANONYMOUS).hears == f"Good day.\n{MENU}"
    assert talk(island, PLANS, level=Disclosure.RECOGNISED).hears.endswith(QUESTION)


def test_what_comes_up_is_asked_at_a_menu_at_once_and_interrupts_nothing_else(island: Book) -> None:
    one = talk(island)
    one.facts = replace(one.facts, suggestions=lambda: (PLANS,))
    one.give(Suggested())
    assert one.hears == QUESTION

    busy = talk(island)
    busy.facts = replace(busy.facts, suggestions=lambda: (PLANS,))
    busy.give(Chose(option="bill"))
    busy.give(Suggested())
    assert busy.hears == "", "a look-up is under way"
    arrives(busy, INVOICE)
    busy.give(Suggested())
    assert busy.hears == "", "an amount is asked for"
    busy.give(Said(text="500"))
    busy.give(Suggested())
    assert busy.hears == "", "a payment is to be confirmed"
    busy.give(Chose(option="yes"))
    busy.give(Suggested())
    assert busy.hears == "", "a payment is under way"
    arrives(busy, {"payment": "P-1", "total": {"amount": 50_000, "currency": "PHP"}})
    assert busy.hears.endswith(QUESTION), "the task is done, and the menu comes next"


def test_a_person_is_not_interrupted_and_the_question_is_on_record_as_ignored(island: Book) -> None:
    one = talk(island, PLANS)
    one.give(TakenOver())
    assert one.record("contact.suggested")["answer"] == "ignored"
    one.give(Suggested())
    assert one.hears == ""


def test_whoever_leaves_the_question_has_nothing_to_go_on_with_but_the_menu(island: Book) -> None:
    one = talk(island, PLANS)
    one.give(Left())
    assert one.record("contact.suggested")["answer"] == "ignored"
    assert [place.flow for place in one.session.stack] == ["main"]


def test_somebody_else_is_not_asked_what_was_meant_for_the_one_before(island: Book) -> None:
    one = talk(island, PLANS)
    one.facts = replace(world({}), who="account 2", another=True)
    one.give(Chose(option="yes"))
    assert "contact.suggested" not in one.recorded
    assert one.hears == f"Good day.\n{MENU}"
