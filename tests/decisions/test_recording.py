"""Decisions on record: what was answered can be read back from the log as it was."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.decisions.deciding import operator
from warmline.decisions.answers import Decision
from warmline.decisions.recording import recorded
from warmline.events.model import Event
from warmline.log.model import Stored

POLICIES = """
- {policy: sorry, why: w, on: contact.rated, when: event.score < 3, do: [{remember: upset}, {notify: "{event.score}"}]}
- {policy: advice, why: w, on: {asked: any}, do: [{advise: {action: listen, say: "I listen."}}]}
- {policy: fibre, why: Fibre reached the street., on: {asked: any}, do: [{offer: fibre}]}
- {policy: gold, why: w, on: {asked: any}, when: customer.value_tier == "gold", do: [{offer: gold}]}
- {policy: family, why: w, on: {asked: any}, do: [{offer: gold}]}
"""
OFFERS = """
- {offer: fibre, title: Fibre 300, value: 100, propensity: 0.10, lever: 1.5, cost: 20}
- {offer: gold, title: Gold, value: 80, eligible: customer.value_tier == "gold"}
"""


def test_an_answer_is_read_back_as_it_was(tmp_path: Path) -> None:
    with operator(tmp_path, policies=POLICIES, offers=OFFERS) as one:
        one.happens("customer.identified", traits={"name": "Maria"})
        answered = one.asks("plan", contact={"contact": "c-1"}, explain=True)
        assert answered.chosen
        assert answered.held_back
        assert answered.not_held
        said = msgspec.structs.replace(answered, customer=None, tier="", explained=[])
        assert recorded(one.log("decision.made")[-1]) == said


def test_what_was_made_of_an_event_is_read_back(tmp_path: Path) -> None:
    with operator(tmp_path, policies=POLICIES, offers=OFFERS) as one:
        rated = one.happens("contact.rated", contact="c", score=1)
        decision = recorded(one.log("decision.made")[-1])
        assert decision is not None
        assert (decision.event, decision.event_type) == (rated.id, "contact.rated")
        assert [(done.policy, done.words) for done in decision.done] == [
            ("sorry", "remember upset"),
            ("sorry", "notify agents"),
        ]
        assert decision.business == one.business.version


@pytest.mark.parametrize(
    "said",
    [
        {"decision": "d", "business": "v", "chosen": [{"rank": "first"}]},
        {"decision": "d", "business": "v", "held_back": [{"kind": "offer"}]},
        {"decision": "d", "business": 7},
    ],
)
def test_a_decision_of_another_shape_is_none(said: dict[str, Any]) -> None:
    """An administrator may bring in a log that another system wrote."""
    event = Event(source="old", message_id="m", type="decision.made", occurred=1, properties=said)
    assert recorded(Stored(1, b"k" * 16, event)) is None


def test_the_least_that_a_decision_says_is_enough() -> None:
    event = Event(
        source="old",
        message_id="m",
        type="decision.made",
        occurred=1,
        properties={"decision": "d", "business": "v"},
    )
    stored = Stored(1, b"k" * 16, event)
    assert recorded(stored) == Decision(id=stored.id, business="v", at=1)
