"""Policies that contradict each other are found and named: surely a problem, perhaps a warning, settled neither."""

import time

import pytest

from .shop import found, said


def policy(name: str, does: str, when: str = "", on: str = "invoice.issued", **more: str) -> str:
    rest = "".join(f"  {key}: {value}\n" for key, value in more.items())
    condition = f"  when: '{when}'\n" if when else ""
    return f"- policy: {name}\n  why: because\n  on: [{on}]\n{condition}{rest}  do: [{does}]\n"


def told(*policies: str, **tables: str) -> list[tuple[str, str]]:
    """`level place` and what of everything reported about these policies."""
    files = {"policies/p.yaml": "".join(policies)} | {
        f"policies/{name}.csv": text for name, text in tables.items()
    }
    return [(f"{one.level} {one.place}", one.what) for one in found(files)]


GOLD, SILVER = "set: {tier: gold}", "set: {tier: silver}"
SURE = [
    (
        "problem policies/p.yaml:5",
        'policy "b" sets tier to silver, "a" (policies/p.yaml:1) sets tier to gold, '
        "and they hold at once on invoice.issued",
    )
]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("", ""),
        ("", "event.total > 5.0"),
        ("event.total > 5.0", "event.total > 5.0"),
        ("event.total > 5.0 && customer.vip", "customer.vip && event.total > 3.0"),
        ('customer.tier == "new"', 'customer.tier in ["new", "old"]'),
    ],
)
def test_what_certainly_happens_at_once_is_a_problem(first: str, second: str) -> None:
    reported = told(policy("a", GOLD, first), policy("b", SILVER, second))
    line = 6 if first else 5
    assert reported == [(f"problem policies/p.yaml:{line}", SURE[0][1])]


def test_what_may_happen_at_once_is_a_warning() -> None:
    reported = told(policy("a", GOLD, "event.total > 5.0"), policy("b", SILVER, "customer.vip"))
    what = SURE[0][1].replace("hold at once", "may hold at once")
    assert reported == [("warning policies/p.yaml:6", what)]


def test_the_remedy_says_what_to_do() -> None:
    files = {"policies/p.yaml": policy("a", GOLD) + policy("b", SILVER)}
    ((_, remedy),) = said(found(files), "policies/p.yaml")
    assert remedy == "give one a higher priority, or let their conditions exclude each other"


def test_remembering_and_forgetting_the_same_situation() -> None:
    ((place, what),) = told(
        policy("a", "remember: {situation: late, for: 2d}"),
        policy("b", "forget: late"),
        policy("c", "forget: other"),
    )
    assert place == "problem policies/p.yaml:5"
    assert what.startswith(
        'policy "b" forgets late, "a" (policies/p.yaml:1) remembers late, and they hold at once'
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (policy("a", GOLD), policy("b", GOLD)),
        (policy("a", GOLD), policy("b", "set: {plan: silver}")),
        (policy("a", "remember: x"), policy("b", "remember: {situation: x, for: 1d}")),
        (policy("a", "remember: x"), policy("b", "forget: y")),
        (policy("a", GOLD), policy("b", SILVER, on="payment.received")),
        (policy("a", GOLD, "event.total > 5.0"), policy("b", SILVER, "event.total <= 5.0")),
        (policy("a", GOLD), policy("b", SILVER, priority="60")),
        (policy("a", "remember: x"), policy("b", "forget: x", after="14d")),
        (policy("a", GOLD, "customer.vip && !customer.vip"), policy("b", SILVER)),
        (
            policy("a", GOLD, "customer.vip && !customer.vip"),
            policy("b", SILVER, "customer.vip && !customer.vip"),
        ),
        (policy("a", "set: {age: 5}"), policy("b", "set: {age: 5.0}")),
    ],
)
def test_what_is_no_contradiction(first: str, second: str) -> None:
    assert told(first, second) == []


def test_policies_that_wait_alike_are_compared() -> None:
    since = "{wait: 1d, from: event.occurred}"
    assert len(told(policy("a", GOLD, after="1d"), policy("b", SILVER, after="1d"))) == 1
    assert len(told(policy("a", GOLD, after=since), policy("b", SILVER, after=since))) == 1
    assert told(policy("a", GOLD, after=since), policy("b", SILVER, after="1d")) == []


def test_no_priority_settles_what_waiting_policies_say() -> None:
    files = {
        "policies/p.yaml": policy("a", GOLD, after="1d") + policy("b", SILVER, after="1d", priority="60")
    }
    ((_, remedy),) = said(found(files), "policies/p.yaml")
    assert remedy == "let their conditions exclude each other"


def test_a_pair_is_reported_once_however_many_events_it_is_on() -> None:
    on = "invoice.issued, payment.received"
    assert len(told(policy("a", GOLD, on=on), policy("b", SILVER, on=on))) == 1


def test_a_policy_that_contradicts_itself() -> None:
    assert told(policy("a", "remember: x, forget: x")) == [
        ("problem policies/p.yaml:1", 'policy "a" contradicts itself: it remembers x, and it forgets x')
    ]
    assert told(policy("a", f"{GOLD}, {GOLD}")) == []


TABLE = "on,customer.tier,do: set plan,why\ninvoice.issued,new,a,x\ninvoice.issued,,b,x\n"


def test_rows_of_one_table_do_not_contradict_each_other_but_those_of_two_may() -> None:
    assert told(t=TABLE) == []
    assert [place for place, _ in told(t=TABLE.replace("why", "why,group").replace(",x", ",x,"))] == [
        "problem policies/t.csv:3"
    ]
    other = "on,customer.tier,do: set plan,why\ninvoice.issued,new,c,x\ninvoice.issued,old,b,x\n"
    assert [place for place, _ in told(t=TABLE, u=other)] == [
        "problem policies/u.csv:2",  # both first rows are for new customers
        "warning policies/u.csv:2",  # the row above may act before the one for everybody
    ]


def test_conditions_that_were_refused_are_not_compared() -> None:
    reported = told(policy("a", GOLD, "event.totl > 5"), policy("b", SILVER))
    assert [what for _, what in reported] == ["event has no field totl"]


def many(when: str, number: int = 3000) -> list[str]:
    return [policy(f"p{n}", f"set: {{tier: t{n}}}", when.format(n=n, m=n + 1)) for n in range(number)]


@pytest.mark.parametrize(
    "when",
    [
        'customer.tier == "p{n}"',
        "event.total >= {n}.0 && event.total < {m}.0",
        "",
        'customer.needs.exists(one, one == "x{n}")',
    ],
)
def test_thousands_of_policies_about_one_thing_are_compared_quickly(when: str) -> None:
    several = many(when)
    files = {f"policies/p{n}.yaml": "".join(several[n : n + 500]) for n in range(0, len(several), 500)}
    begun = time.process_time()
    reported = found(files)
    assert time.process_time() - begun < 20
    assert len(reported) == (0 if "tier ==" in when or ">=" in when else 11)
    if reported:
        assert any("not all were compared" in one.remedy for one in reported)
