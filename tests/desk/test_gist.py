"""Every type of the catalogue has a gist, and no properties, however odd, break one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.desk.gist import GISTS, gist, tone
from warmline.desk.language import Language
from warmline.events.catalogue import CATALOGUE

SAY = Language("en", "Asia/Manila", 1_790_000_000_000_000)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_type_says_what_happened(name: str) -> None:
    text = gist(SAY, name, CATALOGUE[name].example)
    assert name in GISTS, f"write a gist for {name}"
    assert 5 < len(text) < 160
    assert "None" not in text
    assert "{" not in text


def test_a_bill_is_compared_with_the_one_before() -> None:
    total = {"amount": 129000, "currency": "PHP"}
    facts = {"invoice": "i", "total": total, "_before": {"amount": 65000, "currency": "PHP"}}
    assert gist(SAY, "invoice.issued", facts) == "Bill of ₱1,290.00, ₱640.00 more than the one before"
    assert gist(SAY, "invoice.issued", facts | {"_before": total}) == "Bill of ₱1,290.00, as the one before"
    dollars = {"amount": 1, "currency": "USD"}
    assert gist(SAY, "invoice.issued", facts | {"_before": dollars}) == "Bill of ₱1,290.00"


def test_unknown_types_show_their_first_values() -> None:
    assert gist(SAY, "coffee.brewed", {"cups": 2, "by": "Ana", "list": [1]}) == "cups: 2, by: Ana"


@given(st.sampled_from(sorted(CATALOGUE)), st.data())
def test_odd_properties_break_nothing(name: str, data: st.DataObject) -> None:
    names = list(CATALOGUE[name].example)
    odd = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(names, JSON)))
    gist(SAY, name, odd)
    tone(name, odd)
