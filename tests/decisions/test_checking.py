"""What a condition is refused for, where, and what is suggested; and that has() is understood."""

from typing import Any

import pytest

from warmline.conditions import errors
from warmline.conditions.condition import Condition, ConditionRefused
from warmline.conditions.environment import Environment
from warmline.conditions.errors import Refusal
from warmline.conditions.known import Known
from warmline.conditions.types import (
    BOOL,
    DOUBLE,
    DYN,
    INT,
    STRING,
    TIMESTAMP,
    FieldType,
    Record,
    Type,
    list_of,
)


def same(value: Any) -> Any:
    return value


def field(kind: Type, optional: bool = False) -> FieldType:
    return FieldType(kind, optional, same)


LINE = Record("a line", (), {"what": field(STRING), "amount": field(DOUBLE), "text": field(STRING, True)})
EVENT = Record(
    "event",
    (),
    {
        "total": field(DOUBLE),
        "count": field(INT),
        "reason": field(STRING, True),
        "due": field(TIMESTAMP, True),
        "lines": field(list_of(LINE), True),
        "tags": field(list_of(STRING)),
    },
    open=True,
)
CUSTOMER = Record(
    "customer", (), {"name": field(STRING), "sells": field(BOOL), "average": field(DOUBLE, True)}
)
ENVIRONMENT = Environment({"event": EVENT, "customer": CUSTOMER, "now": TIMESTAMP, "any": DYN})

REFUSED = [
    ("event.totl > 5.0", "UnknownName", 7, "did you mean event.total?"),
    ("customer.total > 5.0", "UnknownName", 10, "did you mean event.total?"),
    ("total > 5.0", "UnknownName", 1, "did you mean event.total?"),
    ("custmer.name == 'a'", "UnknownName", 1, "did you mean customer?"),
    ("event.own == 1", "UnknownName", 7, 'event["own"]'),
    ("event.tags.length > 1", "UnknownName", 12, "size(event.tags)"),
    ("size.x(1)", "UnknownName", 1, ""),
    ("event.tags.includes('a')", "UnknownName", 1, "known:"),
    ("startsWith(customer.name, 'a')", "UnknownName", 1, "customer.name.startsWith('a')"),
    ("customer.name", "WrongType", 1, "compare it"),
    ("event.total", "WrongType", 1, "event.total > 0"),
    ("size(event.tags)", "WrongType", 1, "compare it"),
    ("event.total > '5'", "WrongType", 1, "leave out the quotes: 5"),
    ("event.total == 5", "WrongType", 1, "write 5.0"),
    ("event.total * 2 > 1.0", "WrongType", 1, "write 2.0"),
    ("event.count * 1.5 > 1.0", "WrongType", 1, "double(event.count)"),
    ("customer.sells == 'true'", "WrongType", 1, "without quotes"),
    ("customer.name == null", "WrongType", 1, "!has(customer.name)"),
    ("event.tags == 'a'", "WrongType", 1, "'a' in event.tags"),
    ("event.tags.contains('a')", "WrongType", 1, "'a' in event.tags"),
    ("'a' in customer.name", "WrongType", 8, "contains"),
    ("now > '2025-01-01T00:00:00Z'", "WrongType", 1, "timestamp("),
    ("now - timestamp('2025-01-01T00:00:00Z') > 24", "WrongType", 1, 'duration("24h")'),
    ("customer.name && customer.sells", "WrongType", 1, "compare it"),
    ("event == customer", "WrongType", 1, "name a field"),
    ("customer.sells ? 1 : 'a'", "WrongType", 1, "same type"),
    ("event.tags.exists(t, t)", "WrongType", 22, "compare it"),
    ("customer.name.exists(t, true)", "WrongType", 1, "name a list"),
    ("event.tags['a'] == 'b'", "WrongType", 1, "list[0]"),
    ("event.reason == 'late'", "MayBeAbsent", 1, "has(event.reason) && …"),
    ("has(event.due) && event.reason == 'late'", "MayBeAbsent", 19, "has(event.reason)"),
    ("has(event.reason) || event.reason == 'late'", "MayBeAbsent", 22, "has(event.reason)"),
    ("!has(event.reason) && event.reason == 'late'", "MayBeAbsent", 23, "has(event.reason)"),
    ("has(event.lines) && event.lines.exists(l, l.text == 'x')", "MayBeAbsent", 43, "has(l.text)"),
    ("has(event.lines) && event.lines[0].text == 'x'", "MayBeAbsent", 21, "has(event.lines[0].text)"),
    ("event['reason'] == 'late'", "MayBeAbsent", 1, "has(event.reason)"),
    ("now - duration('14 days') > now - duration('1h')", "BadConstant", 16, "write 336h"),
    ("now > timestamp('2025-13-01T00:00:00Z')", "BadConstant", 17, ""),
    ("customer.name.matches('(')", "BadConstant", 23, ""),
    ("now.getHours('Manila') > 8", "BadConstant", 14, ""),
    ("event.total > 5.0 and customer.sells", "NotCel", 19, "write &&"),
    ("event.total = 5.0", "NotCel", 13, "write =="),
    ("customer.name == “gold”", "NotCel", 18, "straight quotes"),
    ("customer.name == 'gold", "NotCel", 18, "close it"),
    ("(event.total > 5.0", "NotCel", 19, ""),
    ("", "NotCel", 1, "a value"),
    ("event.?total", "NotSupported", 7, "has()"),
    ("Thing{a: 1}", "NotSupported", 6, "map"),
]


def refusals(text: str) -> list[Refusal]:
    with pytest.raises(ConditionRefused) as refused:
        Condition(text, ENVIRONMENT)
    return refused.value.refusals


@pytest.mark.parametrize(("text", "kind", "column", "remedy"), REFUSED, ids=lambda value: str(value))
def test_a_refusal_says_where_and_what_to_do(text: str, kind: str, column: int, remedy: str) -> None:
    first = refusals(text)[0]
    assert (type(first).__name__, first.place(text).column) == (kind, column), first.what
    assert first.what
    assert remedy in first.remedy


def test_every_kind_of_refusal_is_among_the_cases() -> None:
    kinds = {kind.__name__ for kind in Refusal.__subclasses__()}
    assert kinds - {kind for _, kind, _, _ in REFUSED} == {"TooLarge"}, "TooLarge has its own test"
    assert all(kind.__name__ in (errors.__doc__ or "") for kind in Refusal.__subclasses__())


def test_all_that_is_wrong_is_said_at_once() -> None:
    found = refusals("event.totl > 5.0 && event.reason == 'x' && customer.name > 3")
    assert [type(one).__name__ for one in found] == ["UnknownName", "MayBeAbsent", "WrongType"]


def test_lines_and_marks() -> None:
    text = "event.total > 5.0 &&\n  event.totl < 9.0"
    (found,) = refusals(text)
    assert found.place(text)[:2] == (2, 9)
    assert found.pointed(text) == "  event.totl < 9.0\n        ^^^^"


GUARDED = [
    "has(event.reason) && event.reason == 'late'",
    "event.reason == 'late' && has(event.reason)",
    "!has(event.reason) || event.reason == 'late'",
    "has(event.reason) ? event.reason == 'late' : false",
    "!has(event.reason) ? false : event.reason == 'late'",
    "!(!has(event.reason) || event.reason != 'late')",
    "has(event.reason) && has(event.due) && event.due < now && event.reason == 'late'",
    "(has(event.reason) && has(event.due)) ? event.reason == 'late' && event.due < now : true",
    "has(event.lines) && event.lines.exists(l, has(l.text) && l.text == 'x')",
    "has(event.lines) && event.lines.map(l, has(l.text), l.text) == ['x']",
    "has(event.reason) && event.tags.exists(t, t == event.reason)",
    "'reason' in event && event.reason == 'late'",
    "event['own'] == 1 && 'own' in event",
    "has(event.reason) && event['reason'] == 'late'",
    "any.thing.at['all'] > 3 || any == 'x'",
    "event.total > 5",
    "has(customer.average) && event.total > 1.5 * customer.average && size(event.tags) > 2",
]

FACTS = [
    {"event": {"total": 1.0, "count": 1, "tags": []}},
    {"event": {"total": 9.0, "count": 1, "tags": ["late"], "reason": "late", "own": 1}},
    {"event": {"total": 9.0, "count": 1, "tags": [], "lines": [{"what": "a", "amount": 1.0}], "due": 5}},
]


def frame(event: dict[str, Any]) -> list[Any]:
    stored = dict(event)
    if "lines" in stored:
        stored["lines"] = [Known(LINE, line.get, same) for line in stored["lines"]]
    customer = {"name": "Maria", "sells": True}
    return ENVIRONMENT.frame(
        {
            "event": Known(EVENT, stored.get, same),
            "customer": Known(CUSTOMER, customer.get, same),
            "now": 10,
            "any": {"thing": {"at": {"all": 4}}},
        }
    )


@pytest.mark.parametrize("text", GUARDED)
def test_what_is_guarded_is_taken_and_never_fails_for_what_is_absent(text: str) -> None:
    condition = Condition(text, ENVIRONMENT)
    for facts in FACTS:
        assert isinstance(condition.holds(frame(**facts)), bool), (text, facts)


def test_guards_decide_as_written() -> None:
    late = Condition("has(event.reason) && event.reason == 'late'", ENVIRONMENT)
    assert [late.holds(frame(**facts)) for facts in FACTS] == [False, True, False]
