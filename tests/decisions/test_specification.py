"""The CEL specification's own cases: what it says an expression is, or that it fails."""

import re
from collections import Counter
from typing import Any

import pytest

from tests.decisions.specification import Case, NotOurs, cases, missing, type_of, value_of
from tests.decisions.trees import shown
from warmline.conditions.checking import check
from warmline.conditions.compiling import compiled
from warmline.conditions.environment import Environment
from warmline.conditions.equality import equal
from warmline.conditions.errors import (
    ConditionError,
    EvaluationError,
    NotSupported,
    Refusal,
    UnknownName,
)
from warmline.conditions.parsing import parse
from warmline.conditions.types import DYN
from warmline.conditions.values import name_of

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())

OURS = {
    "basic": 41,
    "comparisons": 330,
    "conversions": 109,
    "fields": 44,
    "fp_math": 30,
    "integer_math": 64,
    "lists": 39,
    "logic": 30,
    "macros": 44,
    "parse": 150,
    "plumbing": 5,
    "string": 51,
    "timestamps": 75,
    "type_deductions": 10,
}
"""Groups of what conditions have, and how many cases of each are at least run."""

OTHERS = {
    "proto2": "protocol buffers",
    "proto3": "protocol buffers",
    "proto2_ext": "protocol buffers",
    "enums": "protocol buffers",
    "wrappers": "protocol buffers",
    "dynamic": "protocol buffers",
    "namespace": "names with dots",
    "optionals": "an extension",
    "macros2": "an extension",
    "bindings_ext": "an extension",
    "block_ext": "an extension",
    "encoders_ext": "an extension",
    "math_ext": "an extension",
    "network_ext": "an extension",
    "string_ext": "an extension",
}
"""Groups of what they do not have, and why not."""


def evaluated(case: Case) -> Any:
    """The value of a case, or the error; NotOurs if it is about something that conditions do not have."""
    given = case.given
    if given.get("container") or "qualified" in case.name or "optional" in case.expr:
        raise NotOurs("names with dots, and optional values")
    declared = {}
    for one in given.get("typeEnv", []):
        if "ident" not in one:
            raise NotOurs("functions of one's own")
        declared[one["name"]] = type_of(one["ident"]["type"])
    values = {name: value_of(one["value"]) for name, one in given.get("bindings", {}).items()}
    environment = Environment(dict.fromkeys(values, DYN) | declared)
    try:
        expr = parse(case.expr)
        refusals = check(expr, case.expr, environment)
        if given.get("disableCheck"):
            if any(isinstance(refusal, UnknownName) for refusal in refusals) and "evalError" not in given:
                raise NotOurs("names that nobody declared, in what is not checked")
            refusals = [refusal for refusal in refusals if isinstance(refusal, UnknownName)]
        if refusals:
            return refusals[0]
        if given.get("checkOnly"):
            return None
        return compiled(expr)(environment.frame(dict.fromkeys(declared) | values))
    except NotSupported as refusal:
        raise NotOurs(refusal.what) from None
    except ConditionError as error:
        return error


def expected(case: Case) -> Any:
    return value_of(case.given["value"]) if "value" in case.given else True


@pytest.mark.parametrize("group", OURS)
def test_cases_of_the_specification(group: str) -> None:
    wrong = []
    run = 0
    for case in cases("conformance"):
        if case.group != group:
            continue
        try:
            wanted, found = expected(case), evaluated(case)
        except NotOurs:
            continue
        run += 1
        if "evalError" in case.given:
            right = isinstance(found, ConditionError)
        elif case.given.get("checkOnly") or "value" not in case.given:
            right = not isinstance(found, Refusal)
        else:
            same = name_of(found) == name_of(wanted)
            right = same and (
                equal(found, wanted, lambda steps: None) or (found != found and wanted != wanted)
            )
        if not right:
            wrong.append(f"{case.name}: {case.expr!r} gives {found!r}, not {wanted!r}")
    assert wrong == []
    assert run >= OURS[group]


def test_every_group_is_run_or_left_out_with_a_reason() -> None:
    groups = Counter(case.group for case in cases("conformance"))
    assert set(groups) <= set(OURS) | set(OTHERS)


def test_what_is_not_supported_is_refused_and_not_evaluated_otherwise() -> None:
    """An expression of another part of CEL never gets a value that the specification does not give it."""
    wrong = []
    for case in cases("conformance"):
        if case.group in OTHERS and OTHERS[case.group] == "an extension" and "value" in case.given:
            try:
                wanted, found = expected(case), evaluated(case)
            except NotOurs:
                continue
            if not isinstance(found, Refusal) and not equal(found, wanted, lambda steps: None):
                wrong.append(f"{case.name}: {case.expr!r} gives {found!r}")
    assert wrong == []


NOT_WRITTEN = re.compile(r"\?|`|[\w.]\s*\{")
"""Optional syntax, names in backquotes, messages."""

LIMITED = re.compile(r"recursion|exceeds|limit")
"""cel-go was told to allow less than we do."""


def test_texts_are_read_as_the_specification_reads_them() -> None:
    """The trees of cel-go for its own test of parsing; those of macros differ, since ours are kept as written."""
    compared, wrong = 0, []
    for case in cases("parsing"):
        if not case.ast or NOT_WRITTEN.search(case.expr) or "__comprehension__" in case.ast:
            continue
        try:
            found = shown(parse(case.expr))
        except Refusal as refusal:
            found = repr(refusal)
        compared += 1
        wanted = re.sub(r"\^#\*expr\.\w+#|\s", "", case.ast)
        if re.sub(r"\s", "", found) != wanted:
            wrong.append(f"{case.expr!r}: {found} instead of {wanted}")
    assert wrong == []
    assert compared > 70


def test_what_is_no_expression_is_refused_with_its_place() -> None:
    refused, wrong = 0, []
    for case in cases("parsing"):
        if case.ast or NOT_WRITTEN.search(case.expr) or LIMITED.search(case.error):
            continue
        try:
            parse(case.expr)
            wrong.append(case.expr)
        except Refusal as refusal:
            assert refusal.remedy
            assert 0 <= refusal.start <= refusal.end <= len(case.expr) or not case.expr
            refused += 1
    assert wrong == []
    assert refused > 20


def test_errors_of_evaluation_say_where() -> None:
    placed = 0
    for case in cases("conformance"):
        if case.group in OURS and "evalError" in case.given:
            try:
                found = evaluated(case)
            except NotOurs:
                continue
            if isinstance(found, EvaluationError):
                assert 0 <= found.start < found.end <= len(case.expr), case.name
                assert found.what
                placed += 1
    assert placed > 60
