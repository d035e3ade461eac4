"""Whatever is written, about whatever data: a value, an error of evaluation, or a refusal; never a fault of ours."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.decisions.expressions import expressions
from tests.decisions.test_facts import FACTS, NOW, nothing
from warmline.conditions.condition import Condition, ConditionRefused, Expression
from warmline.conditions.environment import Environment
from warmline.conditions.errors import EvaluationError
from warmline.conditions.json_values import from_json, to_json
from warmline.events.model import Event

SIGNS = [*"()[]{}.,:?!-+*/%<>'\"\\ \n", "==", "&&", "||", "in", "[0]"]
WORDS = [
    "has",
    "x",
    "x.y",
    "1",
    "2u",
    "1.5",
    "true",
    "null",
    "'a'",
    "b'a'",
    "size",
    "map(",
    "exists(y,",
    "all(",
]
CALLS = ["duration(", "timestamp(", "int(", "matches("]
words = st.sampled_from([*SIGNS, *WORDS, *CALLS])
texts = (
    st.text(max_size=20)
    | st.lists(words, max_size=12).map("".join)
    | st.lists(words, max_size=12).map(" ".join)
)
plain = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text(max_size=4)
data = st.recursive(
    plain,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2) | st.just("y"), inner, max_size=3)
    ),
    max_leaves=6,
)


def tried(text: str, values: dict[str, Any]) -> Any:
    environment = Environment.of_values(values)
    try:
        expression = Expression(text, environment)
    except ConditionRefused as refused:
        for refusal in refused.refusals:
            assert refusal.what
            assert refusal.remedy
            assert refusal.pointed(text)
            assert refusal.place(text).line >= 1
        return refused
    return expression.value(environment.frame(values))


@settings(max_examples=500)
@given(texts, data)
def test_any_text_about_any_data(text: str, value: Any) -> None:
    found = tried(text, {"x": from_json(value)})
    if not isinstance(found, ConditionRefused | EvaluationError):
        to_json(found)


@settings(max_examples=300)
@given(
    st.data(), st.dictionaries(st.sampled_from(["b1", "i1", "d1", "s1", "t1", "u1", "li", "ls", "m1"]), data)
)
def test_right_expressions_about_wrong_data(drawn: st.DataObject, given_values: dict[str, Any]) -> None:
    """Nothing is declared, so that all is found out by the values."""
    names = ["b1", "b2", "i1", "i2", "d1", "d2", "s1", "s2", "t1", "t2", "u1", "li", "ls", "m1"]
    values = {name: from_json(given_values.get(name)) for name in names}
    found = tried(f"({drawn.draw(expressions('bool', 2))}) || false", values)
    assert isinstance(found, bool | EvaluationError | ConditionRefused)
    if isinstance(found, EvaluationError):
        assert found.start >= 0


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from(["total", "due", "lines", "period", "own"]), data))
def test_events_that_are_not_as_declared(properties: dict[str, Any]) -> None:
    environment = FACTS.environment(["invoice.issued"])
    happened = Event(source="s", message_id="1", type="invoice.issued", occurred=NOW, properties=properties)
    frame = FACTS.frame(environment, NOW, nothing, happened)
    for text in (
        "event.total > 1.0",
        "has(event.due) && event.due < now",
        "has(event.lines) && event.lines.exists(l, l.what == 'a' && l.amount > 1.0)",
        "has(event.period) && event.period == 'a'",
        "'own' in event && event['own'] == 1",
    ):
        assert isinstance(Condition(text, environment).holds(frame), bool | EvaluationError), text
