"""The draft of a summary says what whoever comes next needs, in the words of the customer, and no secret."""

from typing import Any

from warmline.contacts.masking import HIDDEN
from warmline.contacts.model import By, Turn
from warmline.contacts.summary import drafted, gathered
from warmline.events.model import Event
from warmline.flows.prompts import Option, Prompt

MENU = Prompt(language="en", texts=("What is it?",), options=(Option(name="bill", label="My latest bill"),))


def said(number: int, by: By, text: str, prompt: Prompt | None = None) -> Turn:
    return Turn(
        number=number, at=number, by=by, text=text, prompt=prompt, name="Ana" if by == "agent" else ""
    )


def plain(message: str, **values: Any) -> str:
    return message % values if values else message


def spelled(name: str) -> str:
    return name.replace("_", " ")


TURNS = [
    said(1, "flow", "What is it?", MENU),
    said(2, "customer", "My latest bill"),
    said(3, "customer", "I was charged twice  for\nroaming"),
    said(4, "customer", HIDDEN),
    said(5, "agent", "Let me see."),
    said(6, "customer", "ok"),
]
DONE = Event(
    source="contacts",
    message_id="m",
    type="contact.looked_up",
    occurred=1,
    properties={"operation": "billing.invoice", "outcome": "failed"},
)


def test_it_says_what_is_known() -> None:
    found = gathered("bill_question", "Bill · explain", ["bill", "bill", "search"], TURNS, [DONE])
    assert drafted(found, plain, spelled).splitlines() == [
        "Wants: bill question.",
        "In their words: “I was charged twice for roaming”",
        "In self-service they were at: Bill · explain.",
        "Tried in self-service: bill, search.",
        "Looked up and done: billing.invoice: failed.",
        "Ana said last: “Let me see.”",
    ]


def test_what_was_chosen_is_not_in_their_own_words() -> None:
    assert gathered("", "", [], TURNS[:2]).said == ()
    assert gathered("", "", [], [TURNS[5]]).said == ("ok",)


def test_long_words_are_cut_and_only_the_latest_are_quoted() -> None:
    turns = [said(number, "customer", f"{number} " + "long " * 100) for number in range(1, 5)]
    found = gathered("", "", [], turns)
    assert [one[0] for one in found.said] == ["3", "4"]
    assert all(len(one) <= 240 and one.endswith("…") for one in found.said)


def test_where_nothing_was_said_it_says_so() -> None:
    assert drafted(gathered("", "", [], []), plain, spelled) == "Nothing was said yet."
