"""Frustration and wishes to buy keep being noticed in conversations that were written to try the detectors out."""

from pathlib import Path

import pytest

from warmline.coaching.evaluation import Figures, figures, judge
from warmline.coaching.labelled import read
from warmline.coaching.rules import usual_rules

CONVERSATIONS = Path(__file__).parent / "data" / "conversations.csv"
PRECISION, RECALL = 0.8, 0.8


@pytest.fixture(scope="module")
def found() -> dict[tuple[str, str], Figures]:
    rules = usual_rules()
    said = read(CONVERSATIONS.read_bytes(), CONVERSATIONS.name)
    every = figures(one for conversation in said for one in judge(conversation, rules))
    return {(one.signal, one.language): one for one in every}


@pytest.mark.parametrize("language", ["en", "zh-Hans", "th", "vi", "fil"])
@pytest.mark.parametrize("signal", ["frustration", "buying"])
def test_in_each_language(found: dict[tuple[str, str], Figures], signal: str, language: str) -> None:
    one = found[signal, language]
    assert (one.recall or 0) >= RECALL
    assert (one.precision or 0) >= PRECISION
