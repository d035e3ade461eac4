"""Why policies of the sample do not hold is told in words that people have read."""

import pytest
import yaml

from tests.decisions.sample.why_not import BOOK, FILE, why_not
from warmline.decisions.model import Policy

REVIEWED: dict[str, str] = yaml.safe_load(FILE.read_text())


@pytest.mark.parametrize("policy", BOOK.policies.values(), ids=lambda policy: policy.name)
def test_why_not_is_told_as_it_was_reviewed(policy: Policy) -> None:
    assert why_not(policy) == REVIEWED.get(policy.name), "run why_not.py, and read what has changed"


def test_nothing_else_was_reviewed() -> None:
    assert BOOK.policies.keys() == REVIEWED.keys()
