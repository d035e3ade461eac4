"""What a customer tried in a contact, and what they were told: drawn from the log alone."""

from typing import Any

import msgspec
import pytest

from tests.desk.test_story import SAY, book, event, said, story
from warmline.coaching.model import Signal
from warmline.contacts.model import Turn
from warmline.desk.story_reasons import questions_of, suggestions
from warmline.desk.story_tried import attempts
from warmline.desk.story_view import told
from warmline.events.model import Event
from warmline.flows.model import BUILT_IN
from warmline.flows.prompts import Option, Prompt
from warmline.knowledge.model import Findings

ASKED = (Option(name="yes", label="Yes"),)


def tells(*texts: str, options: tuple[Option, ...] = (), **more: Any) -> Prompt:
    return Prompt(language="en", texts=texts, options=options, **more)


def scene(*events: Event | tuple[str, str] | Prompt) -> tuple[list[Turn], list[tuple[int, Event]]]:
    """Events in order; a pair is a turn (who, what), a prompt is one of the flow."""
    turns: list[Turn] = []
    found = []
    for one in events:
        if isinstance(one, Prompt):
            turns.append(said(len(turns) + 1, "flow", " ".join(one.texts), one))
            found.append(event("contact.turn", by="flow"))
        elif isinstance(one, tuple):
            turns.append(said(len(turns) + 1, one[0], one[1]))
            found.append(event("contact.turn", by=one[0]))
        else:
            found.append(one)
    return turns, list(enumerate(found, 1))


TURNS, EVENTS = scene(
    event("contact.step", flow="bill", step="explain"),
    event("contact.looked_up", operation="billing.latest_invoice", outcome="ok"),
    tells("It is 1,290 pesos.", "Does that help?", options=ASKED),
    ("customer", "no"),
    event("contact.no_match", flow="bill", step="explain"),
    tells("Please choose one of these.", "Does that help?", options=ASKED),
    event("contact.step", flow=BUILT_IN, step="handover"),
    event("contact.step", flow="pay", step="amount"),
    tells("Paid.", receipt=(("Receipt", "R-1"),)),
    event("contact.step", flow="bill", step="remedy"),
    tells("It is 1,290 pesos."),
)


def test_each_flow_stands_once_with_what_came_of_it() -> None:
    bill, pay = attempts(SAY, book(), story(TURNS), EVENTS)
    assert (bill.flow, bill.times, bill.at) == ("bill", 2, "remedy")
    assert bill.trouble == {"not understood": 1}
    assert list(bill.results) == ["Looked up: billing, latest invoice"]
    assert (pay.flow, pay.times) == ("pay", 1)
    assert [one.text for one in pay.said] == ["Paid. Receipt: R-1"]


def test_told_is_what_was_stated_last_and_no_question() -> None:
    bill = attempts(SAY, book(), story(TURNS), EVENTS)[0]
    assert [(one.place, one.text) for one in bill.said] == [(11, "It is 1,290 pesos.")]


def noticed(number: int, turn: int) -> Signal:
    return Signal(number=number, kind="frustration", score=61, threshold=50, reasons=(), turn=turn, at=0)


def test_signals_stand_at_the_turns_in_which_they_were_noticed() -> None:
    silent = event("contact.signal", signal="frustration", number=2)
    turns, events = scene(("customer", "no"), ("customer", "NO!"), event("contact.signal", number=1), silent)
    items = told(SAY, book(), story(turns), events, signals=[noticed(1, 2), noticed(2, 0)])
    assert [[one.number for one in item.signals] for item in items] == [[], [1], [2]]
    assert items[2].turn is None


class _Nothing:
    def search(self, *arguments: object) -> Findings:
        return Findings()


@pytest.mark.parametrize("wants", ["", "bill"])
def test_without_anything_to_go_by_nothing_is_suggested(wants: str) -> None:
    told_so_far = story(TURNS)
    contact = msgspec.structs.replace(told_so_far.live.contact, wants=wants)
    live = msgspec.structs.replace(told_so_far.live, contact=contact)
    one = msgspec.structs.replace(told_so_far, live=live)
    found = suggestions(SAY, book(), _Nothing(), one, EVENTS)  # type: ignore[arg-type]
    assert [each.reason for each in found] == ([wants] if wants else [])


def test_a_customer_is_searched_for_by_their_latest_words_and_no_names_of_files() -> None:
    turns = [
        said(1, "flow", "Hello"),
        said(2, "customer", "my bill"),
        said(3, "customer", "1"),
        said(4, "customer", "bill.png"),
        said(5, "customer", "it doubled"),
    ]
    assert questions_of(story(turns), {4}) == ["it doubled", "my bill"]
