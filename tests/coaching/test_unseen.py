"""Frustration keeps being noticed in conversations that were written to try the detectors out, in every language."""

from pathlib import Path

import pytest

from warmline.coaching.evaluation import Figures, figures, judge
from warmline.coaching.labelled import read
from warmline.coaching.rules import usual_rules

CONVERSATIONS = Path(__file__).parent / "data" / "conversations.csv"
PRECISION, RECALL = 0.7, 0.7
"""Of single languages, which have few turns each; of all together more is asked."""


@pytest.fixture(scope="module")
def frustration() -> dict[str, Figures]:
    rules = usual_rules()
    said = read(CONVERSATIONS.read_bytes(), CONVERSATIONS.name)
    found = figures(one for conversation in said for one in judge(conversation, rules))
    return {one.language: one for one in found if one.signal == "frustration"}


@pytest.mark.parametrize("language", ["en", "zh-Hans", "th", "vi", "fil"])
def test_in_each_language(frustration: dict[str, Figures], language: str) -> None:
    found = frustration[language]
    assert (found.recall or 0) >= RECALL
    assert (found.precision or 0) >= PRECISION


def test_in_all_together(frustration: dict[str, Figures]) -> None:
    assert (frustration["all"].recall or 0) >= 0.8
    assert (frustration["all"].precision or 0) >= 0.8
