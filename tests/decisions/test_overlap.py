"""What is proved of two conditions is true of all facts: that they exclude each other, that one follows."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warmline.business.load import load_files
from warmline.conditions.condition import Condition
from warmline.conditions.facts import Facts
from warmline.decisions.overlap.pairs import pairs
from warmline.decisions.overlap.ways import Ways, exclude_each_other, follows, ways

from .conditions_of_shop import CONDITIONS, FACTS, PAIRS, moment
from .shop import FILES, NOW

OF_SHOP = Facts(load_files({name: text.encode() for name, text in FILES.items()}))
INVOICES = OF_SHOP.environment(["invoice.issued"])
SEVERAL = OF_SHOP.environment(["invoice.issued", "locker.opened"])


def both(one: str, other: str) -> tuple[Ways, Ways]:
    first, second = (ways(Condition(text, INVOICES), INVOICES) for text in (one, other))
    return first, second


def excluded(one: str, other: str) -> bool:
    first, second = both(one, other)
    assert exclude_each_other(second, first) is exclude_each_other(first, second)
    return exclude_each_other(first, second)


def holds(condition: Condition, facts: dict[str, Any], environment: Any) -> bool:
    customer, event = moment(facts)
    return condition.holds(OF_SHOP.frame(environment, NOW, customer.get, event)) is True


ENVIRONMENTS = st.sampled_from([INVOICES, SEVERAL])


@settings(max_examples=1000, deadline=None)
@given(PAIRS, ENVIRONMENTS, ENVIRONMENTS, st.lists(FACTS, min_size=20, max_size=30))
def test_what_is_proved_is_true_of_all_facts(
    pair: tuple[str, str], its: Any, others: Any, several: list[dict[str, Any]]
) -> None:
    first, second = Condition(pair[0], its), Condition(pair[1], others)
    possible, other_possible = ways(first, its), ways(second, others)
    excludes, implies = exclude_each_other(possible, other_possible), follows(possible, other_possible)
    for facts in several:
        if holds(first, facts, its):
            held = holds(second, facts, others)
            assert not (excludes and held), facts
            assert held or not implies, facts


@settings(max_examples=200, deadline=None)
@given(CONDITIONS, st.lists(FACTS, min_size=5, max_size=20))
def test_a_condition_follows_from_itself_and_excludes_its_opposite(
    text: str, several: list[dict[str, Any]]
) -> None:
    possible, opposite = both(text, f"!({text})")
    assert follows(possible, possible)
    if not possible:
        assert not any(holds(Condition(text, INVOICES), facts, INVOICES) for facts in several)
    if len(possible) < 8 and len(opposite) < 8:
        assert exclude_each_other(possible, opposite)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("event.total > 5.0", "event.total <= 5.0"),
        ("event.total > 5.0", "5.0 > event.total"),
        ("event.total >= 5.0", "event.total < 5"),
        ("event.total > 5.0 && event.total < 6.0", "event.total >= 6.0"),
        ('customer.tier == "gold"', 'customer.tier != "gold"'),
        ('customer.tier == "gold"', 'customer.tier in ["new", "silver"]'),
        ('customer.tier in ["gold", "silver"]', '!(customer.tier in ["gold", "silver"])'),
        ('customer.tier in ["gold", "silver"]', 'customer.tier != "gold" && customer.tier != "silver"'),
        ("has(customer.plan)", "!has(customer.plan)"),
        ('has(customer.plan) && customer.plan == "x"', "!has(customer.plan)"),
        ("has(customer.age) && customer.age > 60", "!has(customer.age) || customer.age <= 60"),
        ("customer.vip", "!customer.vip"),
        ("customer.vip", "customer.vip == false"),
        ("size(customer.open_cases) > 0", "size(customer.open_cases) == 0"),
        ("customer.open_cases.exists(c, c.open)", "!customer.open_cases.exists(c, c.open)"),
        ("true", "false"),
        (
            "has(customer.score) && event.total > customer.score",
            "has(customer.score) && customer.score >= event.total",
        ),
        (
            'event.occurred < timestamp("2026-01-01T00:00:00Z")',
            'event.occurred > timestamp("2026-01-01T08:00:00+08:00")',
        ),
        ('now - event.occurred > duration("24h")', 'now - event.occurred <= duration("1440m")'),
        ('event["paper"] == "yes"', 'event["paper"] == "no"'),
        ("customer.vip ? event.total > 5.0 : event.total > 9.0", "event.total < 5.0"),
        ("!(event.total > 5.0 || customer.vip)", "event.total > 6.0 && !customer.vip"),
        ('"slow" in customer.needs', '!("slow" in customer.needs)'),
    ],
)
def test_conditions_that_exclude_each_other(one: str, other: str) -> None:
    assert excluded(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("event.total > 5.0", "event.total < 9.0"),
        ("event.total >= 5.0", "event.total <= 5.0"),
        ("event.total > 5.0", "customer.contacts_7d < 5"),
        ('customer.tier == "gold"', 'customer.tier in ["gold", "silver"]'),
        ("!(event.total > 5.0)", "!(event.total <= 5.0)"),
        ('event["size"] > 1', 'event["size"] == "1"'),
        ("event.total != 5.0", "event.total != 6.0"),
        (
            "has(customer.score) && customer.score != event.total",
            "has(customer.score) && !(customer.score < event.total) && !(customer.score > event.total)",
        ),
        (f"customer.contacts_7d > {2**53}", f"customer.contacts_7d <= {2**53}.0"),
    ],
)
def test_conditions_of_which_nothing_is_proved(one: str, other: str) -> None:
    assert not excluded(one, other)


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        ("event.total > 7.0", "event.total > 5.0", True),
        ("event.total > 5.0", "event.total > 7.0", False),
        ("event.total > 5.0 && customer.vip", "customer.vip", True),
        ('customer.tier == "gold"', 'customer.tier in ["gold", "silver"]', True),
        ('customer.tier == "gold"', 'customer.tier != "new"', True),
        ("has(customer.age) && customer.age > 60", "has(customer.age)", True),
        ("has(customer.age)", "has(customer.age) && customer.age > 60", False),
        ("customer.vip", "customer.vip || event.total > 5.0", True),
        ("event.total >= 5.0", "event.total > 5.0", False),
        ("event.total != 5.0", "event.total > 5.0 || event.total < 5.0", False),
        ("event.total > 5.0", "true", True),
    ],
)
def test_what_follows_from_what(one: str, other: str, wanted: bool) -> None:
    assert follows(*both(one, other)) is wanted


def test_the_same_words_about_fields_read_in_two_ways_prove_nothing() -> None:
    one, other = (
        OF_SHOP.environment(types) for types in (["contact.rated"], ["contact.rated", "customer.linked"])
    )
    low, high = "has(event.score) && event.score < 3", "has(event.score) && event.score > 3"
    assert exclude_each_other(ways(Condition(low, one), one), ways(Condition(high, one), one))
    assert not exclude_each_other(ways(Condition(low, one), one), ways(Condition(high, other), other))


def test_a_condition_with_very_many_ways_is_taken_as_a_whole() -> None:
    halves = " && ".join(f'(event.total == {n}.0 || event["p{n}"] == {n})' for n in range(40))
    first, second = both(halves, f"!({halves})")
    assert len(first) <= 32 and len(second) <= 32
    assert follows(first, first)
    assert not exclude_each_other(first, second)


def test_choices_in_choices_are_not_gone_through_again_and_again() -> None:
    text = "customer.vip"
    for _ in range(30):
        text = f"(({text}) ? customer.vip : true)"
    (way,) = ways(Condition(text, INVOICES), INVOICES)
    assert len(way) == 1


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(CONDITIONS, st.sampled_from("ab")), min_size=25, max_size=50))
def test_no_pair_that_may_hold_at_once_is_passed_over(several: list[tuple[str, str]]) -> None:
    possible = [ways(Condition(text, INVOICES), INVOICES) for text, _ in several]
    labels = [label for _, label in several]
    found = set(pairs(possible, labels))
    for first in range(len(several)):
        for second in range(first + 1, len(several)):
            if labels[first] != labels[second] and not exclude_each_other(possible[first], possible[second]):
                assert (first, second) in found


def test_conditions_that_plainly_differ_are_not_compared() -> None:
    texts = [
        f'customer.tier == "t{n % 100}" && event.total >= {n}.0 && event.total < {n + 1}.0'
        for n in range(1000)
    ]
    possible = [ways(Condition(text, INVOICES), INVOICES) for text in texts]
    labels = [str(n) for n in range(1000)]
    assert len(list(pairs(possible, labels))) <= 100 * 45
    ranges = [
        [{key: domain for key, domain in way.items() if "total" in key} for way in one] for one in possible
    ]
    assert len(list(pairs(ranges, labels))) <= 1000
