"""Who sees which customers."""

import sqlite3

from hypothesis import given
from hypothesis import strategies as st

from warmline.staff.model import Scopes, in_scope, where_in_scope

values = st.sampled_from(["", "a", "b", "c"])
allowed = st.lists(st.sampled_from(["a", "b", "c"]), max_size=3, unique=True).map(tuple)
scopes = st.builds(Scopes, brand=allowed, country=allowed, partner=allowed)


@given(scopes, values, values, values)
def test_every_restricted_dimension_must_contain_the_value(
    scopes: Scopes, brand: str, country: str, partner: str
) -> None:
    pairs = [(scopes.brand, brand), (scopes.country, country), (scopes.partner, partner)]
    assert in_scope(scopes, brand, country, partner) == all(value in some for some, value in pairs if some)


@given(values, values, values)
def test_without_restriction_everybody_is_visible(brand: str, country: str, partner: str) -> None:
    assert in_scope(Scopes(), brand, country, partner)


@given(scopes)
def test_a_customer_without_values_is_visible_to_the_unrestricted_only(scopes: Scopes) -> None:
    assert in_scope(scopes, "", "", "") == scopes.everything


@given(scopes, values, values, values)
def test_the_sql_says_the_same(scopes: Scopes, brand: str, country: str, partner: str) -> None:
    condition, parameters = where_in_scope(scopes)
    sql = (
        f"SELECT count(*) FROM (SELECT ? AS brand, ? AS country, ? AS partner) AS customer WHERE {condition}"
    )
    connection = sqlite3.connect(":memory:")
    found = connection.execute(sql, (brand, country, partner, *parameters)).fetchone()[0]
    connection.close()
    assert bool(found) == in_scope(scopes, brand, country, partner)
