"""Replies that were written to try the rules out, not to make them, keep being judged as people judge them."""

from pathlib import Path

import pytest

from warmline.coaching.acknowledging.evaluating import Evaluation, evaluated, examples

REPLIES = Path(__file__).parents[1] / "data" / "replies.csv"
FLOOR = 0.85
LANGUAGES = ("en", "zh-Hans", "th", "vi", "fil")


@pytest.fixture(scope="module")
def judged() -> Evaluation:
    with REPLIES.open(encoding="utf-8", newline="") as lines:
        return evaluated(list(examples(lines)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_as_people_do(judged: Evaluation, language: str) -> None:
    result = judged.languages[language]
    assert result.examples >= 90
    assert result.accuracy >= FLOOR, [one for one in judged.wrong if one[0].language == language]


def test_a_solution_is_never_taken_for_an_acknowledgement(judged: Evaluation) -> None:
    assert judged.all.confusion["none"]["specific"] <= 0.05 * judged.all.examples / 3
