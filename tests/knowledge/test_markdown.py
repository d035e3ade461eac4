"""Articles for the ear, and as HTML that does no harm on anybody's page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.knowledge.excerpt import LONGEST, cut, excerpt, split
from warmline.knowledge.markdown import html, passages, spoken

TEXT = """\
# Paying

Pay **by card** in the [app](https://isla-mobile.example/pay),
or dial `*100#`.

1. Open it.
2. Choose *Pay*.
"""


def test_what_is_spoken_has_no_signs_of_markdown() -> None:
    assert spoken(TEXT) == "Paying\nPay by card in the app, or dial *100#.\nOpen it.\nChoose Pay."


def test_html_of_ordinary_text() -> None:
    written = html(TEXT)
    assert "<strong>by card</strong>" in written
    assert '<a href="https://isla-mobile.example/pay" rel="noopener noreferrer">app</a>' in written
    assert "<li>Open it.</li>" in written


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "[x](//evil.example)",
        "[x](mailto:somebody@example.com)",
        "<javascript:alert(1)>",
        "![x](https://evil.example/pixel.png)",
        "![x](javascript:alert(1))",
        '[x](https://a.example "\\" onmouseover=alert(1)")',
        "[x]: javascript:alert(1)\n\n[x]",
    ],
)
def test_nothing_runs_and_nothing_is_fetched(text: str) -> None:
    written = html(text)
    for tag in ("<script", "<img", 'href="javascript', 'href="data', 'href="//', 'href="mailto', '" onmouse'):
        assert tag not in written.lower()


@given(st.text(max_size=300))
def test_any_text_can_be_spoken_and_shown(text: str) -> None:
    assert "<script" not in html(text).lower()
    assert all(passage == " ".join(passage.split()) and passage for passage in passages(text))


def test_sentences() -> None:
    assert split("Yes. It costs 1.50 pesos! Really?") == ["Yes.", "It costs 1.50 pesos!", "Really?"]
    assert split("可以。真的吗？好") == ["可以。", "真的吗？", "好"]


def test_the_excerpt_begins_where_it_speaks_of_what_was_asked() -> None:
    text = ["First we say hello. Then the fee is waived. It stays so.", "Something else."]
    assert excerpt(text, "summary", {"fee": 1.0}) == "Then the fee is waived. It stays so."
    assert excerpt(text, "summary", {"moon": 1.0}) == "summary"
    assert excerpt(text, text[0], {"moon": 1.0}) == text[0]


def test_the_first_sentence_is_said_unless_another_is_clearly_better() -> None:
    text = ["The fee is 5 pesos.", "The fee of a courier is 80 pesos."]
    assert excerpt(text, "", {"fee": 1.0}) == text[0]
    assert excerpt(text, "", {"fee": 1.0, "courier": 2.0}) == text[1]


def test_a_list_goes_on_after_its_colon_point_by_point() -> None:
    text = ["You can pay:", "By card. At once.", "In a shop. " + "Within the hour. " * 20]
    assert excerpt(text, "", {"pay": 1.0}) == "You can pay: By card. At once."


@given(st.lists(st.text(max_size=700), max_size=4), st.text(max_size=700))
def test_an_excerpt_is_short_enough_to_be_spoken(text: list[str], summary: str) -> None:
    weights = {term: 1.0 for passage in text for term in passage.casefold().split()}
    assert len(excerpt([" ".join(one.split()) for one in text], summary, weights)) <= LONGEST


def test_a_long_passage_is_cut_between_words() -> None:
    assert cut("word " * 200).endswith("word…")
    assert len(cut("字" * 500)) == LONGEST
