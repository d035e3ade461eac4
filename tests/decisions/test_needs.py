"""Policies that need a property to be some text: asked together, they come to what each comes to alone."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.decisions.shop import NOW, rulebook
from warmline.decisions.judging import Frames, Lineup, judge
from warmline.decisions.model import Policy
from warmline.events.model import Event

CONDITIONS = (
    'event.reason == "bill"',
    '"cancel" == event.reason && customer.contacts_7d > 2',
    'event.reason == "cancel" && customer.tier == "gold"',
    'event.reason == "bill" || customer.tier == "gold"',
    'has(event.by) && event.by == "flow" && event.reason == "bill"',
    'has(event.by) && event.by == "person"',
    'event.by == "flow" && has(event.by)',
    'event.reason != "bill"',
    'customer.contacts_7d / customer.contacts_7d == 1 && event.reason == "bill"',
    'event.reason.startsWith("c")',
    'event["colour"] == "red"',
    "true",
)
TEXTS = st.sampled_from(["bill", "cancel", "flow", "person", ""])
ODD = st.one_of(TEXTS, st.none(), st.integers(), st.lists(TEXTS))
CUSTOMERS = st.fixed_dictionaries({"tier": TEXTS | st.just("gold"), "contacts_7d": st.integers(0, 4)})


BOOK = rulebook(
    {
        "policies/needs.yaml": "\n".join(
            f"- {{policy: p{number}, why: w, on: contact.reason, when: '{text}', do: [{{remember: s}}]}}"
            for number, text in enumerate(CONDITIONS)
        )
    }
)
POLICIES = list(BOOK.policies.values())


def judged(
    several: list[Policy], said: dict[str, Any], customer: dict[str, Any]
) -> tuple[list[str], list[tuple[str, str]]]:
    """Those that held, and those that failed, with what."""
    event = Event(source="s", message_id="m", type="contact.reason", occurred=NOW, properties=said)
    verdicts = judge(Lineup(several), Frames(BOOK.facts, NOW, customer.get, event))
    return [one.name for one in verdicts.held], [(one.name, str(error)) for one, error in verdicts.failed]


@given(
    st.lists(st.sampled_from(POLICIES), unique_by=lambda one: one.name),
    st.dictionaries(st.sampled_from(["reason", "by", "colour"]), ODD),
    CUSTOMERS,
)
def test_policies_that_need_the_same_property_come_to_what_each_comes_to_alone(
    several: list[Policy], said: dict[str, Any], customer: dict[str, Any]
) -> None:
    alone = [judged([one], said, customer) for one in several]
    held = [name for names, _ in alone for name in names]
    failed = [one for _, errors in alone for one in errors]
    assert judged(several, said, customer) == (held, failed)


def test_only_those_are_asked_that_name_what_was_said() -> None:
    event = Event(source="s", message_id="m", type="contact.reason", occurred=NOW, properties={"reason": "x"})
    frames = Frames(BOOK.facts, NOW, lambda name: None, event)
    many = [one for one in POLICIES if one.when is not None and one.when.need is not None]
    lineup = Lineup(many)
    assert lineup.environment is not None
    asked = [many[position].name for position, _ in lineup.worth_asking(frames.of(lineup.environment))]
    assert "p0" not in asked, "another reason is needed for it"
    assert len(asked) < len(many)
