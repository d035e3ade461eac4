"""Conditions that are too large, work too much, or meet values that are too deep, end with a clear error."""

import time
from typing import Any

import pytest

from warmline.conditions.condition import Condition, ConditionRefused, Expression
from warmline.conditions.environment import Environment
from warmline.conditions.errors import BadValue, EvaluationError, OutOfRange, TooLarge, TooMuchWork
from warmline.conditions.limits import DEEPEST, LONGEST_VALUE, MOST_CHARACTERS, MOST_WORK
from warmline.conditions.types import STRING, list_of


def value(text: str, **values: Any) -> Any:
    environment = Environment.of_values(values)
    return Expression(text, environment).value(environment.frame(values))


@pytest.mark.parametrize(
    "text",
    [
        "true || " * 2_000 + "true",
        "(" * (DEEPEST + 1) + "1" + ")" * (DEEPEST + 1),
        "[" * 500 + "]" * 500,
        "1" + " + 1" * (DEEPEST + 1),
        "!(" * 200 + "true" + ")" * 200,
        "x" + ".a" * 200,
        "true ? 1 : " * 100 + "1",
    ],
)
def test_what_is_too_large_is_refused(text: str) -> None:
    with pytest.raises(ConditionRefused) as refused:
        Expression(text, Environment.of_values({"x": 1}))
    assert isinstance(refused.value.refusals[0], TooLarge)
    assert "divide it" in refused.value.refusals[0].remedy


def test_what_is_as_large_as_may_be_is_taken() -> None:
    assert value("(" * (DEEPEST - 1) + "1" + ")" * (DEEPEST - 1)) == 1
    many = " && ".join(["x > 0"] * 900)
    assert len(many) < MOST_CHARACTERS
    assert value(many, x=1) is True
    assert value(many, x=0) is False


@pytest.mark.parametrize(
    "text",
    [
        "big.exists(a, big.exists(b, a + b < 0))",
        "big.all(a, big.all(b, big.all(c, true)))",
        "big.map(a, big.map(b, a)).size() > 0",
        "big.filter(a, big.exists_one(b, a == b)).size() > 0",
        "big.exists(a, big == big && a < 0)",
        "big.exists(a, 'x' in words && a < 0)",
        "big.exists(a, long.contains('nothing') || long.matches('n+othing'))",
        "big.map(a, long + long).size() == 0",
        "big.map(a, big + big).size() == 0",
        "big.exists(a, big.exists(b, a + b < 0)) || true",
        "true && (big.all(a, big.all(b, true)) || big.exists(a, 1 / a == 0))",
    ],
)
def test_work_is_bounded(text: str) -> None:
    values = {"big": list(range(3_000)), "long": "n" * 40_000, "words": ["a"] * 3_000}
    began = time.process_time()
    found = value(text, **values)
    assert isinstance(found, TooMuchWork), found
    assert f"{MOST_WORK:,}" in found.what
    assert time.process_time() - began < 5, "far more than it takes; without the bound it would be minutes"


def test_each_evaluation_has_its_own_work() -> None:
    environment = Environment({"words": list_of(STRING)})
    condition = Condition("words.exists(w, w == 'last')", environment)
    frame = environment.frame({"words": ["a"] * 20_000 + ["last"]})
    assert [condition.holds(frame) for _ in range(5)] == [True] * 5


def test_values_do_not_grow_without_end() -> None:
    found = value("s + s", s="x" * (LONGEST_VALUE // 2 + 1))
    assert isinstance(found, OutOfRange)
    assert value("size(s + s)", s="x" * (LONGEST_VALUE // 2)) == LONGEST_VALUE


def test_patterns_that_would_never_end_elsewhere() -> None:
    began = time.process_time()
    assert value("s.matches('^(a+)+$')", s="a" * 50_000 + "b") is False
    assert time.process_time() - began < 5
    assert isinstance(value("s.matches(p)", s="a", p="(" * 10), EvaluationError)
    assert isinstance(value("s.matches(p)", s="a", p="a" * 1_001), EvaluationError)
    assert isinstance(value("s.matches(p)", s="a", p="(a{1000}){1000}"), EvaluationError)


def test_values_that_are_nested_without_end() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    other: list[Any] = []
    for _ in range(100_000):
        other = [other]
    assert isinstance(value("a == b", a=deep, b=other), TooMuchWork)
    while deep:
        deep = deep.pop()  # taken apart by hand, as Python itself would have to nest for it
    while other:
        other = other.pop()


def test_half_characters_are_errors_and_not_faults() -> None:
    for text in ("s.matches('a')", "bytes(s) == b'a'"):
        assert isinstance(value(text, s="a\ud800"), BadValue)
    with pytest.raises(ConditionRefused):
        Expression("'\udcff' == 'a'", Environment({}))
    assert isinstance(value("{1: 2, 1u: 3}"), BadValue)


def test_choices_in_the_conditions_of_choices_are_checked_at_once() -> None:
    text = "x"
    for _ in range(DEEPEST // 2 - 2):
        text = f"(({text}) ? x : true)"
    begun = time.process_time()
    assert value(text, x=True) is True
    assert time.process_time() - begun < 5
