"""What was learnt from labelled texts, asked about whatever people write."""

import pytest

from warmline.coaching.learnt.classifier import Classifier

UPSET = Classifier(("calm", "upset"), (0.0, 0.0), {"awfu": (-1.0, 1.0), "grea": (1.0, -1.0)})


def test_the_words_that_speak_most_for_a_label_are_told() -> None:
    assert UPSET.telling("It is awful, great", "upset") == "awful"
    assert UPSET.telling("It is awful, great", "calm") == "great"


@pytest.mark.parametrize("text", ["", "😀 😀", "Great work", "مرحبا بكم"])
def test_where_no_words_speak_for_a_label_none_are_told(text: str) -> None:
    assert UPSET.telling(text, "upset") == ""
