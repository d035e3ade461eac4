"""What two texts have in common: the same words, and forms of one word."""

from hypothesis import given
from hypothesis import strategies as st

from warmline.coaching.acknowledging.content import Content, content_of

NOTHING: frozenset[str] = frozenset()
TERMS = st.lists(st.text("aábcd好账", min_size=1, max_size=7), max_size=8).map(tuple)


def of(*terms: str) -> Content:
    return Content(NOTHING, NOTHING, NOTHING, NOTHING, terms)


def test_forms_of_one_word_are_shared() -> None:
    told = content_of("The courier delivered nothing", "en")
    assert "courier" in told.shares(of("couriers")).terms
    assert told.shares(of("course", "bread")).terms == ()


@given(TERMS, TERMS)
def test_what_is_shared_does_not_depend_on_what_else_is_said(
    own: tuple[str, ...], other: tuple[str, ...]
) -> None:
    one_by_one = [term for term in own if any(of(term).shares(of(one)).terms for one in other)]
    assert [*of(*own).shares(of(*other)).terms] == one_by_one
    assert of(*own).shares(of(*own)).terms == own
