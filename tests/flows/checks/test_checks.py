"""Each rule finds what it is there for, and leaves alone what is right.

A rule has a folder here with cases: files of a business that stand beside, or instead of, those of
tests/flows/island.py. `expected.txt` says what the rule finds in it; without one it finds nothing.
"""

from importlib import import_module
from pathlib import Path

import pytest

from tests.flows import island
from warmline.app.sections import SECTIONS
from warmline.business.load import load_files
from warmline.business.model import BusinessError
from warmline.business.report import Report
from warmline.connectors.reading import CONNECTORS
from warmline.flows import checks
from warmline.flows.checks.checking import Checking
from warmline.flows.checks.registry import RULES
from warmline.flows.reading.section import FLOWS

HERE = Path(__file__).parent
EXPECTED = "expected.txt"
BY_READING = HERE / "by_reading"
"""What is found while files are read, before the rules look at them."""
CASES = sorted(path.parent for path in HERE.glob("*/*/flows") if path.parents[1] != BY_READING)
READ = sorted(path.parent for path in BY_READING.glob("*/flows"))


def files(case: Path) -> dict[str, bytes]:
    """The files of a case on top of those that all share."""
    own = {
        path.relative_to(case).as_posix(): path.read_text()
        for path in case.rglob("*")
        if path.is_file() and path.name != EXPECTED
    }
    return island.files(own)


def found(case: Path) -> list[str]:
    """What the rule finds in a case, a line each."""
    business = load_files(files(case), [CONNECTORS, FLOWS])
    report = Report()
    RULES[case.parent.name](Checking.of(FLOWS.of(business), business, report))
    return [f"{one.place} {one.level} {one.what}" for one in report.sorted()]


def loaded(case: Path) -> set[str]:
    """What is found when a case is loaded as the application does it; missing translations only where that is meant."""
    try:
        problems = list(load_files(files(case), SECTIONS).warnings)
    except BusinessError as error:
        problems = error.problems
    assert all(one.remedy for one in problems)
    found = {f"{one.place} {one.level} {one.what}" for one in problems}
    return (
        found if case.name == "missing_translation" else {one for one in found if "no translation" not in one}
    )


def expected(case: Path) -> set[str]:
    """What is to be found in a case."""
    return set((case / EXPECTED).read_text().splitlines())


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_has_a_business_that_fails_and_one_that_passes(rule: str) -> None:
    cases = {case.name.partition("-")[0] for case in CASES if case.parent.name == rule}
    assert cases == {"fails", "passes"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_rule_finds_what_it_is_there_for(case: Path) -> None:
    says = case / EXPECTED
    assert found(case) == (says.read_text().splitlines() if says.exists() else [])
    assert says.exists() == case.name.startswith("fails")


@pytest.mark.parametrize("rule", RULES)
def test_a_business_that_fails_is_reported_when_it_is_loaded(rule: str) -> None:
    case = HERE / rule / "fails"
    assert expected(case) <= loaded(case)


@pytest.mark.parametrize("case", READ, ids=lambda case: case.name)
def test_what_is_found_while_reading(case: Path) -> None:
    assert expected(case) == loaded(case)


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_says_why_and_stands_in_the_reference(rule: str) -> None:
    page = (HERE.parents[2] / "docs" / "reference" / "checks.md").read_text()
    assert "Why: " in (import_module(f"{checks.__name__}.{rule}").__doc__ or "")
    assert f"`{rule}`" in page
