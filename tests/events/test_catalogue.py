"""Every event type has a meaning, documented properties, an example; damage is refused by name."""

import copy
import timeit
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warmline.events import catalogue
from warmline.events.catalogue import CATALOGUE, EventType, problem
from warmline.events.reference import page

TYPES = [pytest.param(known, id=name) for name, known in CATALOGUE.items()]
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "events.md"


def test_no_type_is_declared_twice() -> None:
    declared = [name for module in catalogue.GROUPS.values() for name in module.EVENTS]
    assert len(declared) == len(set(declared)) == len(CATALOGUE)


@pytest.mark.parametrize("known", TYPES)
def test_type_is_documented_with_a_valid_example(known: EventType) -> None:
    assert known.summary.endswith(".") and "\n" not in known.summary
    assert known.fields and all(field.doc.endswith((".", "…", ")")) for field in known.fields), known.fields
    assert problem(known.name, known.example) == ""
    required = {field.name for field in known.fields if field.required}
    assert required <= set(known.example)


@pytest.mark.parametrize("known", TYPES)
def test_damaged_example_is_refused_by_the_name_of_the_property(known: EventType) -> None:
    for field in known.fields:
        damaged = copy.deepcopy(known.example)
        damaged[field.name] = {"unexpected": [object]} if field.kind != "map" else 17
        assert f'"{field.name}"' in problem(known.name, damaged)
        if field.required:
            del damaged[field.name]
            assert f'"{field.name}" is missing; expected {field.expected}' in problem(known.name, damaged)


@pytest.mark.parametrize("known", TYPES)
def test_more_properties_are_welcome_and_null_means_unknown(known: EventType) -> None:
    more = known.example | {"more": {"of": ["this"]}}
    more |= {
        field.name: None for field in known.fields if not field.required and field.name not in known.example
    }
    nullable = [
        field.name for field in known.fields if not field.required and field.name in ("of", "direction")
    ]
    assert problem(known.name, {key: value for key, value in more.items() if key not in nullable}) == ""


def test_messages_say_what_where_and_what_to_do() -> None:
    invoice = CATALOGUE["invoice.issued"].example
    without = {key: value for key, value in invoice.items() if key != "total"}
    money = '{"amount": integer minor units, "currency": ISO 4217}'
    assert problem("invoice.issued", without) == (
        f'invoice.issued: property "total" is missing; expected {money}'
    )
    assert problem("invoice.issued", invoice | {"total": 1290}) == (
        f'invoice.issued: property "total" should be {money}, and is a whole number'
    )
    assert problem("invoice.issued", invoice | {"total": {"currency": "PHP"}}) == (
        f'invoice.issued: property "total" has no "amount" (it should be {money})'
    )
    half = problem("invoice.issued", invoice | {"total": {"amount": 12.5, "currency": "PHP"}})
    assert '"total.amount"' in half and money in half
    assert "one of inbound, outbound" in problem("contact.started", {"contact": "c", "direction": "in"})
    assert "not empty" in problem("contact.started", {"contact": ""})


def test_unknown_types_are_welcome() -> None:
    assert problem("fridge.opened", {"door": 2}) == ""


def test_both_spellings_of_traits_are_known() -> None:
    segment: dict[str, Any] = {
        "firstName": "Maria",
        "birthday": "1990-04-23",
        "address": {"postalCode": "6000"},
    }
    assert problem("customer.identified", {"traits": segment | {"shoe": 38}}) == ""
    assert "firstName" in problem("customer.identified", {"traits": {"firstName": 3}})


def test_reference_page_is_up_to_date() -> None:
    assert PAGE.read_text() == page(), "run: python -m warmline.events.reference > docs/reference/events.md"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(known=st.sampled_from(list(CATALOGUE.values())), data=st.data())
def test_no_json_makes_it_raise(known: EventType, data: st.DataObject) -> None:
    names = st.sampled_from([field.name for field in known.fields]) | st.text(max_size=8)
    properties: dict[str, Any] = data.draw(st.dictionaries(names, JSON | st.just(known.example), max_size=6))
    assert isinstance(problem(known.name, properties), str)
    mixed: dict[str, Any] = known.example | properties
    assert isinstance(problem(known.name, mixed), str)


def test_deep_nesting_does_not_make_it_raise() -> None:
    deep: object = {}
    for _ in range(100_000):
        deep = [deep]
    several: list[dict[str, Any]] = [
        {"traits": deep},
        {"traits": {"more": deep}},
        {"groupId": "g", "traits": {"x": deep}},
    ]
    for properties in several:
        for name in ("customer.identified", "customer.grouped"):
            assert isinstance(problem(name, properties), str)


def test_struct_and_wire_agree_for_every_example() -> None:
    for known in CATALOGUE.values():
        again: dict[str, object] = msgspec.to_builtins(msgspec.convert(known.example, known.properties))
        assert problem(known.name, again) == ""


if __name__ == "__main__":
    for one in CATALOGUE.values():
        check = partial(problem, one.name, one.example)
        seconds = min(timeit.repeat(check, number=20_000, repeat=3))
        print(f"{one.name:24} {seconds / 20_000 * 1e6:.2f} µs")
