"""How somebody decides follows from what they asked for, and from nothing else."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from warmline.customers.deciding import LATEST, SIDES, evidence, first_side

ENTRIES = st.lists(
    st.fixed_dictionaries(
        {
            "asked": st.lists(st.sampled_from(SIDES), unique=True, max_size=3),
            "outcome": st.sampled_from(["accepted", "declined", "ignored"]),
            "first": st.sampled_from(SIDES),
        }
    ),
    max_size=25,
)
Entries = list[dict[str, Any]]


def asked(*sides: str, outcome: str = "declined", first: str = "price") -> dict[str, Any]:
    return {"asked": list(sides), "outcome": outcome, "first": first}


@given(ENTRIES)
def test_nothing_is_assumed_of_who_has_asked_for_nothing(entries: Entries) -> None:
    silent = [{**one, "asked": []} for one in entries]
    assert first_side(silent) == ""
    assert evidence(silent) == []
    assert first_side([*silent, *entries][: len(silent)]) == ""


@given(ENTRIES)
def test_what_comes_first_was_asked_for(entries: Entries) -> None:
    side = first_side(entries)
    assert side == "" or side in {one.side for one in evidence(entries)}


@given(ENTRIES, ENTRIES)
def test_what_was_shown_unasked_says_nothing(entries: Entries, others: Entries) -> None:
    shown = [{**one, "first": "others"} for one in entries]
    assert first_side(shown) == first_side(entries)


@given(ENTRIES, st.sampled_from(SIDES))
def test_who_decides_otherwise_now_is_shown_what_they_ask_for_now(entries: Entries, side: str) -> None:
    assert first_side([asked(side, outcome="accepted")] * LATEST + entries) == side


@given(ENTRIES)
def test_the_sides_count_alike(entries: Entries) -> None:
    turned = dict(zip(SIDES, (*SIDES[1:], SIDES[0]), strict=True))
    other = [{**one, "asked": [turned[side] for side in one["asked"]]} for one in entries]
    side = first_side(entries)
    assert first_side(other) == (turned[side] if side else "")


def test_what_was_asked_last_before_a_yes_counts_double() -> None:
    assert first_side([asked("price", "others", outcome="accepted")]) == "others"
    assert first_side([asked("price", "others")]) == "", "neither more than the other"
    assert [one.side for one in evidence([asked("others"), asked("others", "price")])] == ["others", "price"]


def test_odd_entries_are_passed_over() -> None:
    assert first_side([{"asked": "price"}, {"asked": ["taste"]}, {}, asked("advice")]) == "advice"
