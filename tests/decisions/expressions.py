"""Random expressions that are right by their types, over variables of each type, as hypothesis strategies."""

from functools import cache
from typing import Any

from hypothesis import strategies as st

VARIABLES = {
    "bool": ["b1", "b2"],
    "int": ["i1", "i2"],
    "double": ["d1", "d2"],
    "string": ["s1", "s2"],
    "timestamp": ["t1", "t2"],
    "duration": ["u1"],
    "list(int)": ["li"],
    "list(string)": ["ls"],
    "map(string,int)": ["m1"],
}
SCALARS = ("bool", "int", "double", "string", "timestamp", "duration")
ORDER = st.sampled_from(["<", "<=", ">", ">="])
SAME = st.sampled_from(["==", "!="])

small = st.integers(-3, 12)
ints = small | st.sampled_from([2**63 - 1, -(2**63), 10**9])
doubles = st.sampled_from([0.0, 1.0, -1.5, 2.25, 1e300, 3.0, 0.1])
words = st.sampled_from(["", "a", "ab", "gold", "late é", "x.y", "12"])

_LITERALS: dict[str, Any] = {
    "bool": st.sampled_from(["true", "false"]),
    "int": ints.map(str),
    "double": doubles.map(lambda value: repr(value) if value < 1e10 else "1e300"),
    "string": words.map(lambda word: f'"{word}"'),
    "timestamp": st.sampled_from(
        ['timestamp("2024-02-29T23:59:59Z")', 'timestamp("1969-07-20T20:17:40+08:00")', "timestamp(86400)"]
    ),
    "duration": st.sampled_from(
        ['duration("90s")', 'duration("1h30m")', 'duration("-36h")', 'duration("0s")']
    ),
    "list(int)": st.sampled_from(["[]", "[1, 2, 3]", "[0]", "[2, 2]"]),
    "list(string)": st.sampled_from(["[]", '["a", "ab"]', '["gold"]']),
    "map(string,int)": st.sampled_from(["{}", '{"a": 1, "b": 2}', '{"gold": 7}']),
}


def leaf(kind: str) -> Any:
    return st.sampled_from(VARIABLES[kind]) | _LITERALS[kind]


def _template(shape: str, *parts: Any) -> Any:
    return st.tuples(*parts).map(lambda found: shape.format(*found))


@cache
def expressions(kind: str = "bool", depth: int = 3) -> Any:
    """An expression of a type. Its evaluation may fail: division by zero, overflow, keys that are not there."""
    if depth == 0:
        return leaf(kind)

    def of(other: str) -> Any:
        return expressions(other, depth - 1)

    def loop(macro: str, body: str) -> Any:
        return _template("({0})." + macro + "(x, (x {1} {2})" + body + ")", of("list(int)"), ORDER, of("int"))

    def pick(*kinds: str) -> Any:
        return st.sampled_from(kinds)

    def two(shape: str, sort: str) -> Any:
        return _template(shape, of(sort), of(sort))

    choice = _template("({0} ? {1} : {2})", of("bool"), of(kind), of(kind))
    ways: dict[str, Any] = {
        "bool": lambda: [
            two("({0} && {1})", "bool"),
            two("({0} || {1})", "bool"),
            _template("({0} && {1} && {2})", of("bool"), of("bool"), of("bool")),
            _template("({0} || {1} || {2})", of("bool"), of("bool"), of("bool")),
            _template("!({0})", of("bool")),
            *[_template("({0} {1} {2})", of(sort), SAME, of(sort)) for sort in VARIABLES],
            *[_template("({0} {1} {2})", of(sort), ORDER, of(sort)) for sort in SCALARS],
            _template("(dyn({0}) {1} {2})", of("int"), ORDER, of("double")),
            _template("(dyn({0}) {1} {2})", of("int"), SAME, of("double")),
            _template("(dyn({0}) {1} dyn({2}))", pick("i1", "d1", "s1", "li"), SAME, of("string")),
            _template("({0} in {1})", of("int"), of("list(int)")),
            _template("({0} in {1})", of("string"), of("list(string)")),
            _template("({0} in {1})", of("string"), of("map(string,int)")),
            two("({0}).contains({1})", "string"),
            two("({0}).startsWith({1})", "string"),
            two("({0}).endsWith({1})", "string"),
            _template('({0}).matches("{1}")', of("string"), pick("a+", "^a$", "[a-z]+é?", "")),
            _template("has(({0}).a)", of("map(string,int)")),
            loop("exists", ""),
            loop("all", ""),
            loop("exists_one", ""),
            loop("exists", " && 10 / x > 1"),
            loop("all", " || 10 / x > 1"),
        ],
        "int": lambda: [
            *[two("({0} " + sign + " {1})", "int") for sign in "+-*/%"],
            _template("-({0})", of("int")),
            _template("size({0})", of("string")),
            _template("({0}).size()", of("list(int)")),
            _template("({0})[{1}]", of("list(int)"), small),
            _template('({0})["a"]', of("map(string,int)")),
            _template("({0}).a", of("map(string,int)")),
            _template("int({0})", of("double")),
            _template("int({0})", st.sampled_from(VARIABLES["string"])),
            _template("int({0})", of("timestamp")),
            _template("({0}).getHours()", of("timestamp")),
            _template('({0}).getDate("Asia/Manila")', of("timestamp")),
            _template("({0}).getDayOfWeek()", of("timestamp")),
            _template("({0}).getMinutes()", of("duration")),
        ],
        "double": lambda: [
            *[two("({0} " + sign + " {1})", "double") for sign in "+-*/"],
            _template("double({0})", of("int")),
        ],
        "string": lambda: [
            two("({0} + {1})", "string"),
            _template("string({0})", of("int")),
            _template("string({0})", of("bool")),
            _template("string({0})", of("timestamp")),
            _template("string({0})", of("duration")),
        ],
        "timestamp": lambda: [
            _template("({0} + {1})", of("timestamp"), of("duration")),
            _template("({0} - {1})", of("timestamp"), of("duration")),
        ],
        "duration": lambda: [
            two("({0} + {1})", "duration"),
            two("({0} - {1})", "duration"),
            two("({0} - {1})", "timestamp"),
        ],
        "list(int)": lambda: [
            two("({0} + {1})", "list(int)"),
            _template("[{0}, {1}]", of("int"), of("int")),
            _template("({0}).filter(x, x {1} {2})", of("list(int)"), ORDER, of("int")),
            _template("({0}).map(x, x * {1})", of("list(int)"), of("int")),
            _template("({0}).map(x, x > 1, x + {1})", of("list(int)"), of("int")),
        ],
        "list(string)": lambda: [
            two("({0} + {1})", "list(string)"),
            _template("[{0}, {1}]", of("string"), of("string")),
            _template("({0}).map(x, string(x))", of("list(int)")),
        ],
        "map(string,int)": lambda: [_template('{{"a": {0}, "b": {1}}}', of("int"), of("int"))],
    }
    return st.one_of(leaf(kind), choice, *ways[kind]())
