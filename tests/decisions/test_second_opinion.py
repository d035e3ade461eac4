"""Google's implementation of CEL as the second opinion: the same expressions, the same values, the same failures."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from cel_expr_python import cel
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.decisions.expressions import ORDER, SAME, expressions, leaf, words
from warmline.conditions.condition import ConditionRefused, Expression
from warmline.conditions.environment import Environment
from warmline.conditions.equality import equal
from warmline.conditions.errors import BadConstant, EvaluationError, NoSuchOverload
from warmline.conditions.types import (
    BOOL,
    DOUBLE,
    DURATION,
    INT,
    STRING,
    TIMESTAMP,
    list_of,
    map_of,
)
from warmline.conditions.values import Duration, Timestamp, UInt, name_of

TYPES = {
    "b": (BOOL, cel.Type.BOOL),
    "i": (INT, cel.Type.INT),
    "d": (DOUBLE, cel.Type.DOUBLE),
    "s": (STRING, cel.Type.STRING),
    "t": (TIMESTAMP, cel.Type.TIMESTAMP),
    "u": (DURATION, cel.Type.DURATION),
    "li": (list_of(INT), cel.Type.List(cel.Type.INT)),
    "ls": (list_of(STRING), cel.Type.List(cel.Type.STRING)),
    "m": (map_of(STRING, INT), cel.Type.Map(cel.Type.STRING, cel.Type.INT)),
}
NAMES = {
    name: TYPES[name.rstrip("12")] for name in ("b1", "b2", "i1", "i2", "d1", "d2", "s1", "s2", "t1", "t2")
} | {"u1": TYPES["u"], "li": TYPES["li"], "ls": TYPES["ls"], "m1": TYPES["m"]}
OURS = Environment({name: ours for name, (ours, _) in NAMES.items()})
THEIRS = cel.NewEnv(variables={name: theirs for name, (_, theirs) in NAMES.items()})
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

moments = st.integers(-(10**15), 10**15).map(lambda micros: EPOCH + timedelta(microseconds=micros))
lengths = st.integers(-(10**12), 10**12).map(lambda micros: timedelta(microseconds=micros))
whole = st.integers(-(2**63), 2**63 - 1) | st.integers(-4, 12)
number = st.floats(allow_nan=False) | st.sampled_from([0.0, 1.0, 2.5])
facts = st.fixed_dictionaries(
    {
        **{name: st.booleans() for name in ("b1", "b2")},
        **dict.fromkeys(("i1", "i2"), whole),
        **dict.fromkeys(("d1", "d2"), number),
        **{name: words | st.text(max_size=5) for name in ("s1", "s2")},
        **dict.fromkeys(("t1", "t2"), moments),
        "u1": lengths,
        "li": st.lists(whole, max_size=4),
        "ls": st.lists(words, max_size=3),
        "m1": st.dictionaries(words, whole, max_size=3),
    }
)


def ours_of(value: Any) -> Any:
    """A Python value as a value of conditions."""
    if isinstance(value, datetime):
        return Timestamp((value - EPOCH) // timedelta(microseconds=1) * 1000)
    if isinstance(value, timedelta):
        return Duration(value // timedelta(microseconds=1) * 1000)
    return value


def theirs(text: str, values: dict[str, Any]) -> tuple[str, Any]:
    """(refused | failed | value, the value)"""
    try:
        compiled = THEIRS.compile(text)
    except RuntimeError as error:
        return "refused", str(error)
    found = compiled.eval(data=values)
    if found.type() == cel.Type.ERROR:
        return "failed", found.plain_value()
    plain = ours_of(found.plain_value())
    return "value", UInt(plain) if found.type() == cel.Type.UINT else plain


def ours(text: str, values: dict[str, Any]) -> tuple[str, Any]:
    """The same of ours, or `early`: a constant that can never be read is refused by us, and fails with them
    where it is reached."""
    try:
        expression = Expression(text, OURS)
    except ConditionRefused as refused:
        late = all(isinstance(refusal, BadConstant) for refusal in refused.refusals)
        return "early" if late else "refused", refused.refusals
    frame = OURS.frame({name: ours_of(value) for name, value in values.items()})
    found = expression.value(frame)
    return ("failed", found) if isinstance(found, EvaluationError) else ("value", found)


def agree(text: str, values: dict[str, Any]) -> None:
    (how, what), (wanted, reference) = ours(text, values), theirs(text, values)
    if how == "early":
        return
    assert how == wanted, f"{text} with {values}: {how} {what!r}, {wanted} {reference!r}"
    if how == "value":
        same = name_of(what) == name_of(reference) and equal(what, reference, lambda steps: None)
        assert same or (what != what and reference != reference), f"{text}: {what!r}, {reference!r}"


@settings(max_examples=100)
@given(st.data(), facts)
def test_the_same_conditions_hold(data: st.DataObject, values: dict[str, Any]) -> None:
    agree(data.draw(expressions("bool")), values)


@settings(max_examples=150)
@given(st.data(), facts)
def test_the_same_values_come_out(data: st.DataObject, values: dict[str, Any]) -> None:
    kind = data.draw(
        st.sampled_from(["int", "double", "string", "list(int)", "list(string)", "map(string,int)"])
    )
    agree(data.draw(expressions(kind)), values)


@settings(max_examples=100)
@given(st.data(), facts)
def test_what_passes_the_checker_never_fails_by_type(data: st.DataObject, values: dict[str, Any]) -> None:
    text = data.draw(expressions("bool"))
    how, what = ours(text, values)
    assert how != "refused", what
    if "dyn(" not in text:
        assert not isinstance(what, NoSuchOverload), text


APPLIED = re.compile(r"no matching overload for '(.+?)' applied to '(.+?)'")
NUMBERS = {
    (f"_{sign}_", kinds) for sign in ("<", "<=", ">", ">=") for kinds in ("(int, double)", "(double, int)")
}
"""What we take and they do not: numbers of two types in order, which the specification compares by value."""

any_leaf = st.sampled_from(["int", "double", "string", "bool", "timestamp", "duration", "list(int)"]).flatmap(
    leaf
)
signs = ORDER | SAME | st.sampled_from(["+", "-", "*", "/", "%", "&&", "||", "in"])
mixed = st.recursive(
    any_leaf,
    lambda inner: (
        st.tuples(inner, signs, inner).map(lambda p: f"({p[0]} {p[1]} {p[2]})")
        | inner.map(lambda one: f"!({one})")
        | inner.map(lambda one: f"-({one})")
        | st.tuples(inner, inner, inner).map(lambda p: f"({p[0]} ? {p[1]} : {p[2]})")
        | st.tuples(st.sampled_from(["size", "int", "double", "string", "bool"]), inner).map(
            lambda p: f"{p[0]}({p[1]})"
        )
    ),
    max_leaves=4,
)


@settings(max_examples=100)
@given(mixed, facts)
def test_what_they_refuse_by_type_we_refuse(text: str, values: dict[str, Any]) -> None:
    """And the other way round: the two checkers take the same expressions."""
    (how, what), (wanted, reference) = ours(text, values), theirs(text, values)
    if wanted == "refused" and how != "refused":
        assert set(APPLIED.findall(reference)) <= NUMBERS, text
        return
    if how == "refused" and wanted == "failed":
        assert "No matching overloads" in reference, (
            f"{text}: their checker takes what their evaluation does not"
        )
        return
    assert (how == "refused") == (wanted == "refused"), f"{text}: {how} {what}, {wanted} {reference}"


signed = st.sampled_from(["1", "-1", "b1", "i1", "(i1)", "a.b", "-i1", "!b1", "[1]", '"x"'])
rows = st.lists(
    st.tuples(signed, st.sampled_from(["+", "-", "*", "/", "<", "==", "&&", "||", "?", ":", " in "]))
)


@settings(max_examples=150)
@given(rows, signed)
def test_the_same_texts_are_expressions(row: list[tuple[str, str]], last: str) -> None:
    text = "".join(one + sign for one, sign in row) + last
    try:
        THEIRS.compile(text, disable_check=True)
        accepted = True
    except RuntimeError:
        accepted = False
    try:
        Expression(text, OURS)
        read = True
    except ConditionRefused as refused:
        read = type(refused.refusals[0]).__name__ not in ("NotCel", "TooLarge")
    assert read == accepted, text
