"""Why each policy of the sample holds or not for somebody of whom little is known, as a file for people to read.

    python -m tests.decisions.sample.why_not > tests/decisions/sample/why_not.yaml

What acts is judged by the example of its event in the reference.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

import yaml

from tests.decisions.sample.telling import MORNING
from tests.server import SAMPLE
from warmline.app.sections import SECTIONS
from warmline.business.load import load
from warmline.customers.profile import Shape
from warmline.decisions.explaining import Explaining
from warmline.decisions.judging import Frames, Lineup, judge
from warmline.decisions.model import Policy
from warmline.decisions.reading.section import DECISIONS
from warmline.events.catalogue import CATALOGUE
from warmline.events.model import Event
from warmline.language.formats import Formats

FILE = Path(__file__).parent / "why_not.yaml"
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
    """Why a policy does not hold for somebody of whom little is known, in words."""
    event = None
    if policy.on:
        type = policy.on[0]
        example = EXAMPLES.get(type) or CATALOGUE[type].example
        event = Event(source="test", message_id="1", type=type, occurred=MORNING, properties=dict(example))
    frames = Frames(BOOK.facts, MORNING, SOMEBODY.get, event)
    verdicts = judge(Lineup([policy]), frames)
    assert not verdicts.failed
    if verdicts.held:
        return HOLDS
    formats = Formats(BOOK.language, BOOK.timezone, MORNING)
    return Explaining(BOOK.wordings, frames, formats).not_held(policy).words


def written() -> Iterator[str]:
    """The lines of the file: all policies, in the order in which they are written."""
    yield "# Why each policy holds or not for somebody of whom little is known; why_not.py writes it."
    for file, policies in groupby(sorted(BOOK.policies.values(), key=_place), lambda one: _place(one)[0]):
        yield ""
        yield f"# {file}"
        for policy in policies:
            yield yaml.safe_dump({policy.name: why_not(policy)}, width=1_000, allow_unicode=True).rstrip()


def _place(policy: Policy) -> tuple[str, int]:
    file, _, line = policy.place.rpartition(":")
    return file, int(line)


if __name__ == "__main__":
    print("\n".join(written()))
