"""How long texts take to speak, roughly."""

from hypothesis import given
from hypothesis import strategies as st

from warmline.language.speech import seconds
from warmline.language.words import LANGUAGES, catalogue


def test_a_hundred_and_fifty_words_of_english_take_about_a_minute() -> None:
    assert 55 < seconds("seven " * 150, "en") < 65


def test_the_same_takes_about_as_long_in_each_language() -> None:
    """What Warmline says itself: each language may take half as long again, or two thirds of it, on the whole."""
    sources = [entry.source for entry in catalogue("en").entries]
    total = {tag: sum(seconds(catalogue(tag).text(source), tag) for source in sources) for tag in LANGUAGES}
    assert all(0.66 < took / total["en"] < 1.5 for took in total.values()), total


def test_digits_and_facts_take_their_time() -> None:
    assert seconds("7013550", "en") > seconds("account", "en")
    assert seconds("{invoice.total}", "en") == seconds("{x}", "en") == 1.0


@given(st.text(alphabet=st.characters(exclude_characters="{}")), st.text(alphabet="ab .,"))
def test_more_takes_longer(text: str, more: str) -> None:
    assert seconds(text + more, "th") >= seconds(text, "th")
