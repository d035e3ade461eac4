"""Messages: patterns with values, the same after they were stored, English where nobody translates."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from warmline.language.formats import Formats
from warmline.language.messages import Listed, Message, Shown, Told, Value, message, worded

ENGLISH = Formats("en", "UTC", 0)
PLAIN: st.SearchStrategy[Value] = st.one_of(
    st.text(max_size=20),
    st.integers(-(10**9), 10**9),
    st.builds(Shown, kind=st.sampled_from(["number", "length", "when", "day"]), value=st.integers(0, 10**15)),
)
VALUES: st.SearchStrategy[Value] = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.builds(lambda one: message("(%(what)s)", what=one), inner),
        st.builds(Listed, st.lists(inner, max_size=4), st.sampled_from(["and", "or", ""])),
    ),
    max_leaves=8,
)


@given(VALUES)
def test_a_message_is_the_same_after_it_was_stored(value: Value) -> None:
    said = message("it is %(value)s", value=value)
    assert msgspec.json.decode(msgspec.json.encode(said), type=Message) == said


@given(VALUES)
def test_every_value_has_words(value: Value) -> None:
    assert worded(message("it is %(value)s", value=value), ENGLISH).startswith("it is ")


def test_a_message_is_said_with_the_pattern_of_another_language() -> None:
    thai = {"%(name)s has this contact.": "%(name)s ดูแลการติดต่อนี้อยู่"}
    said = message("%(name)s has this contact.", name="Ana")
    assert str(said) == "Ana has this contact."
    assert worded(said, ENGLISH, lambda text: thai.get(text, text)) == "Ana ดูแลการติดต่อนี้อยู่"


def test_a_text_without_values_is_taken_as_it_stands() -> None:
    assert str(Message("100% sure")) == "100% sure"


def test_an_error_is_english_and_carries_what_it_says() -> None:
    error = Told(message("%(n)s characters are too many.", n=12_345), "Send less.")
    assert str(error) == "12,345 characters are too many."
    assert error.remedy == "Send less."


def test_a_value_that_cannot_be_formatted_is_shown_exactly() -> None:
    assert worded(Shown("month", 13), ENGLISH) == "13"
