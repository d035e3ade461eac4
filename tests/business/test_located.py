"""YAML is read as people mean it, and what cannot be read is a problem with its line."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.business.located import MAX_BYTES, Mapping, read_yaml
from warmline.business.report import Report


def plain(text: str) -> object:
    report = Report()
    node = read_yaml(text.encode(), "a.yaml", report)
    assert node is not None and report.sorted() == []
    return node.plain()


def problems(content: str | bytes) -> list[str]:
    report = Report()
    read_yaml(content.encode() if isinstance(content, str) else content, "a.yaml", report)
    return [f"{problem.line} {problem.what}" for problem in report.sorted()]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on: x", {"on": "x"}),
        ("NO: 1", {"NO": 1}),
        ("7: seven", {"7": "seven"}),
        ("[NO, no, yes, on, off, y]", ["NO", "no", "yes", "on", "off", "y"]),
        ("[true, False]", [True, False]),
        ("[null, ~, ]", [None, None]),
        ("a:", {"a": None}),
        ("[12, -3, 1.5, 0]", [12, -3, 1.5, 0]),
        (
            "[007, +639175550101, 1_000, 0x10, 1e5, .inf, 12:30]",
            ["007", "+639175550101", "1_000", "0x10", "1e5", ".inf", "12:30"],
        ),
        ("1234567890123456789012", "1234567890123456789012"),
        ("[2025-01-31, '1', !!str 5]", ["2025-01-31", "1", "5"]),
        ("a: &x {b: 1}\nc: *x", {"a": {"b": 1}, "c": {"b": 1}}),
        ("\ufeffa: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
        ("", None),
        ("# only a comment\n", None),
    ],
)
def test_values_are_what_people_mean(text: str, value: object) -> None:
    assert plain(text) == value


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("a: 1\nb: 2\na: 3\n", ['3 "a" stands twice']),
        ("a: 1\n\tb: 2\n", ["2 has a tab"]),
        ("a:\n\t- b\n", ["2 has a tab"]),
        (b"a: 1\nb: \xff\n", ["2 is not UTF-8 text"]),
        (b"a: 1\nb: \x00\n", ["2 holds the unprintable character U+0000"]),
        ("a: 1\nb: @x\n", ["2 has @ where a value begins"]),
        ("a: b: c\n", ["1 has a colon where none can stand"]),
        ("a: *nobody\n", ["1 *nobody refers to nothing"]),
        ("&a [*a]\n", ["1 *a refers to what it stands in"]),
        (
            "a: !!python/object/apply:os.system [ls]\n",
            ["1 has the tag tag:yaml.org,2002:python/object/apply:os.system"],
        ),
        ("a: 1\n---\nb: 2\n", ["2 holds a second document"]),
        ("b: &b {x: 1}\na:\n  <<: *b\n", ["3 has a merge key (<<)"]),
        ("{a: 1}: 2\n", ["1 has a map as a key"]),
        ("? \n: 2\n", ["1 has a value without a key"]),
        ("a: [1, 2\nb: 3\n", ["1 has a [ or { that is not closed, or no comma"]),
        ("a: 'x\n", ["1 has a quotation mark that is not closed"]),
        (" a: 1\nb: 2\n", ["2 is not indented like the lines before it, or has no colon"]),
        ("[" * 60 + "]" * 60, ["1 is nested more than 50 levels deep"]),
        ("- " * 20_000, ["1 is nested more than 50 levels deep"]),
        ("x" * (MAX_BYTES + 1), ["0 is larger than 1,000,000 bytes"]),
        ("[" + "a," * 100_001 + "]", ["1 holds more than 100,000 values"]),
    ],
)
def test_what_cannot_be_read_says_where(content: str | bytes, found: list[str]) -> None:
    assert problems(content)[-len(found) :] == found


def test_a_bomb_of_aliases_is_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    began = time.perf_counter()
    assert problems("\n".join(lines)) == ["5 holds more than 100,000 values"]
    assert time.perf_counter() - began < 2


def test_aliases_cannot_build_a_deep_tower() -> None:
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [*a{n - 1}]" for n in range(1, 200)]
    assert problems("\n".join(lines)) == ["49 is nested more than 50 levels deep"]


def test_every_value_knows_its_line() -> None:
    node = read_yaml(b"a: 1\nb:\n  c: [x,\n    y]\n  d:\n    e: z\n", "a.yaml", Report())
    assert isinstance(node, Mapping)
    assert [node.line_of(*path) for path in [("a",), ("b",), ("b", "c", 1), ("b", "d", "e"), ("b", "q")]] == [
        1,
        2,
        4,
        6,
        2,
    ]


@given(
    st.one_of(
        st.binary(max_size=200),
        st.text(alphabet="ab:-[]{}&*!|>'\"#%@`,?\n\t <~01", max_size=60).map(str.encode),
    )
)
def test_reading_never_fails_but_with_a_problem(content: bytes) -> None:
    report = Report()
    node = read_yaml(content, "a.yaml", report)
    assert node is not None or report.refused
    if node is not None:
        node.plain()
