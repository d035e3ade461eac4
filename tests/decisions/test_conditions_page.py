"""The page about conditions: its examples are conditions, and what it says is said is said."""

import re

import pytest

from tests.server import ROOT, SAMPLE
from warmline.business.load import load
from warmline.conditions.condition import Condition, ConditionRefused
from warmline.conditions.errors import EvaluationError
from warmline.conditions.facts import Facts

PAGE = (ROOT / "docs" / "concepts" / "conditions.md").read_text()
ENVIRONMENT = Facts(load(SAMPLE)).environment(["invoice.issued"])
FAILED = Facts(load(SAMPLE)).environment(["payment.failed"])

EXAMPLES = [
    line for block in re.findall(r"```cel\n(.*?)```", PAGE, re.DOTALL) for line in block.strip().splitlines()
]
REFUSED = re.findall(
    r"^\| `(.+?)` \| (.+; .+?) \|$",
    PAGE.partition("## What is refused")[2].partition("\n## ")[0],
    re.MULTILINE,
)


@pytest.mark.parametrize("text", EXAMPLES)
def test_examples_are_conditions(text: str) -> None:
    Condition(text, FAILED if "event.reason" in text else ENVIRONMENT)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 4
    assert len(REFUSED) >= 6


@pytest.mark.parametrize(("text", "said"), REFUSED)
def test_refusals_are_said_as_the_page_says(text: str, said: str) -> None:
    with pytest.raises(ConditionRefused) as refused:
        Condition(text, ENVIRONMENT)
    assert said in [f"{one.what}; {one.remedy}" for one in refused.value.refusals]


def test_every_error_of_evaluation_is_on_the_page() -> None:
    listed = set(re.findall(r"^\| `(\w+)` \| .+ \|$", PAGE, re.MULTILINE))
    assert {kind.__name__ for kind in EvaluationError.__subclasses__()} <= listed
