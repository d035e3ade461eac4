"""Why each policy of the sample holds or not for somebody of whom little is known, in words that people have read.

What acts is judged by the example of its event in the reference.
"""

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from tests.decisions.sample.telling import MORNING
from tests.server import SAMPLE
from warmline.app.sections import SECTIONS
from warmline.business.load import load
from warmline.customers.profile import Shape
from warmline.decisions.explaining import Explaining
from warmline.decisions.judging import Frames, judge
from warmline.decisions.model import Policy
from warmline.decisions.reading.section import DECISIONS
from warmline.events.catalogue import CATALOGUE
from warmline.events.model import Event
from warmline.language.formats import Formats

WORDS: dict[str, str] = yaml.safe_load((Path(__file__).parent / "why_not.yaml").read_text())
BUSINESS = load(SAMPLE, SECTIONS)
BOOK = DECISIONS.of(BUSINESS)
SOMEBODY = Shape(BUSINESS).values({}, MORNING) | {
    "brand": "isla",
    "value_tier": "silver",
    "customer_since": (date(2026, 6, 3) - timedelta(days=700)).isoformat(),
}
EXAMPLES = {"sim.blocked": {"service": "s-1", "reason": "other"}}
"""Events of the business's own."""
HOLDS = "it holds"


def why_not(policy: Policy) -> str:
    event = None
    if policy.on:
        type = policy.on[0]
        example = EXAMPLES.get(type) or CATALOGUE[type].example
        event = Event(source="test", message_id="1", type=type, occurred=MORNING, properties=dict(example))
    frames = Frames(BOOK.facts, MORNING, SOMEBODY.get, event)
    verdicts = judge([policy], frames)
    assert not verdicts.failed
    if verdicts.held:
        return HOLDS
    formats = Formats(BOOK.language, BOOK.timezone, MORNING)
    return Explaining(BOOK.wordings, frames, formats).not_held(policy).words


@pytest.mark.parametrize("policy", BOOK.policies.values(), ids=lambda policy: policy.name)
def test_why_not_is_told_as_it_was_reviewed(policy: Policy) -> None:
    assert why_not(policy) == WORDS[policy.name]


def test_nothing_else_was_reviewed() -> None:
    assert WORDS.keys() == BOOK.policies.keys()
