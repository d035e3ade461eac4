"""Whatever is written and whatever the facts are: there are words for it, and they name what really decided."""

import time
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.decisions.expressions import expressions
from tests.decisions.test_anything import data
from tests.decisions.test_facts import BUSINESS, FACTS, NOW, SHAPE
from tests.decisions.test_second_opinion import OURS, facts, ours_of
from tests.decisions.trees import shown
from warmline.conditions.condition import Condition, ConditionRefused
from warmline.conditions.environment import Environment
from warmline.conditions.errors import EvaluationError
from warmline.conditions.json_values import from_json
from warmline.conditions.parsing import parse
from warmline.conditions.tree import Expr, parts
from warmline.decisions.wording.names import Names
from warmline.decisions.wording.source import Source
from warmline.decisions.wording.wordings import Why, Wordings
from warmline.language.formats import Formats

NAMES = Names.of(BUSINESS)
WORDINGS = Wordings(NAMES)
FORMATS = Formats("en-GB", BUSINESS.timezone, NOW)


def checked(found: Why) -> None:
    """It can be shown in a list, and stored."""
    assert found.words.strip()
    assert "\n" not in found.words
    assert msgspec.json.decode(msgspec.json.encode(found), type=Why) == found


@settings(max_examples=500)
@given(expressions("bool", 3), facts)
def test_what_is_named_is_what_decided(text: str, values: dict[str, Any]) -> None:
    """Each part that is named gives, by itself, what the whole gives."""
    try:
        condition = Condition(text, OURS)
    except ConditionRefused:
        return
    frame = OURS.frame({name: ours_of(value) for name, value in values.items()})
    held = condition.holds(frame)
    found = WORDINGS.why(condition, OURS, frame, FORMATS)
    checked(found)
    assert condition.holds(frame) is held or isinstance(held, EvaluationError)
    assert WORDINGS.why(condition, OURS, frame, FORMATS) == found
    assert Wordings(NAMES).why(condition, OURS, frame, FORMATS) == found
    if isinstance(held, bool):
        assert found.parts
        assert all(Condition(part, OURS).holds(frame) is held for part in found.parts)


@settings(max_examples=300)
@given(expressions("bool", 3), st.dictionaries(st.sampled_from(list(OURS.variables)), data))
def test_facts_of_which_nothing_is_declared(text: str, given_values: dict[str, Any]) -> None:
    values = {name: from_json(given_values.get(name)) for name in OURS.variables}
    environment = Environment.of_values(values)
    try:
        condition = Condition(text, environment)
    except ConditionRefused:
        return
    checked(WORDINGS.why(condition, environment, environment.frame(values), FORMATS))


@given(expressions("bool", 4))
def test_a_quoted_part_reads_as_that_part(text: str) -> None:
    source = Source(text)

    def all_of(expr: Expr) -> None:
        assert shown(parse(source.quoted(expr))) == shown(expr)
        for part in parts(expr):
            all_of(part)

    all_of(parse(text))


def test_a_thousand_conditions_are_explained_in_well_under_a_second() -> None:
    environment = FACTS.environment([])
    frame = FACTS.frame(environment, NOW, SHAPE.values({}, NOW).get)
    conditions = [
        Condition(f"customer.contacts_7d > {n} && size(customer.open_cases) == 0", environment)
        for n in range(1, 1001)
    ]
    began = time.process_time()
    for condition in conditions:
        WORDINGS.why(condition, environment, frame, FORMATS)
    assert time.process_time() - began < 10
