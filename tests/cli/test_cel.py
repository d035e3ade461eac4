"""`warmline cel`: the value as JSON, or what is wrong and where."""

import json
import subprocess
import sys
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tests.server import ROOT
from warmline.cli.errors import NOT_POSSIBLE, USAGE, CommandError
from warmline.cli.main import app


def cel(*words: str) -> Result:
    return CliRunner().invoke(app, ["cel", *words])


@pytest.mark.parametrize(
    ("expression", "bindings", "value"),
    [
        ("x + 1", {"x": 1}, 2),
        ("x / 2.0", {"x": 3.0}, 1.5),
        ("who.name + '!'", {"who": {"name": "Maria"}}, "Maria!"),
        ("list.filter(n, n > 1)", {"list": [1, 2, 3]}, [2, 3]),
        ("{'a': 1, 'b': null}", {}, {"a": 1, "b": None}),
        ("{1: 'a', true: 'b'}", {}, {"1": "a", "true": "b"}),
        ("timestamp('2025-11-12T08:10:00+08:00')", {}, "2025-11-12T00:10:00Z"),
        ("duration('90m')", {}, "5400s"),
        ("b'ab'", {}, "YWI="),
        ("type(3u)", {}, "uint"),
        ("3u", {}, 3),
        ("1.0 / 0.0", {}, "Infinity"),
        ("has(x.y)", {"x": {}}, False),
        ("none == null", {"none": None}, True),
    ],
)
def test_a_value_is_printed_as_json(expression: str, bindings: dict[str, Any], value: Any) -> None:
    done = cel(expression, "--bindings", json.dumps(bindings))
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == value
    assert done.stdout.count("\n") == 1


@pytest.mark.parametrize(
    ("expression", "bindings", "said"),
    [
        ("x +", "{}", "NotCel at 1:4"),
        ("y > 1", '{"yy": 1}', "UnknownName at 1:1"),
        ("1 / x", '{"x": 0}', "DivisionByZero at 1:1"),
        ("x.y", '{"x": {}}', "NoSuchKey at 1:1"),
        ("x > 'a'", '{"x": 1}', "NoSuchOverload at 1:1"),
        ("1 +\n 'a'", "{}", "WrongType at 1:1"),
        ("[1][x]", '{"x": 4}', "OutOfRange at 1:1"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(expression: str, bindings: str, said: str) -> None:
    done = cel(expression, "--bindings", bindings)
    assert done.exit_code == NOT_POSSIBLE
    assert done.stdout == ""
    first, shown, marks = done.stderr.splitlines()
    assert first.startswith(f"{said}: ")
    assert shown.strip() in expression
    assert "^" in marks


@pytest.mark.parametrize(
    "bindings",
    ["{", "[1]", '{"x": "\\ud800"}', '{"x": 9223372036854775808}', '{"x": ' + "[" * 99 + "]" * 99 + "}"],
)
def test_bindings_are_a_json_object(bindings: str) -> None:
    done = cel("1", "--bindings", bindings)
    assert isinstance(done.exception, CommandError)
    assert done.exception.code == USAGE
    assert "--bindings" in done.exception.line


def test_it_starts_without_the_server_and_without_a_business() -> None:
    told = (
        "import sys; from warmline.cli.main import app; app(['cel', '1'], standalone_mode=False);"
        "found = [name for name in ('litestar', 'duckdb', 'warmline.customers.service') if name in sys.modules];"
        "sys.exit(len(found))"
    )
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("1\n", "")
    assert done.returncode == 0
