"""What is learned of pairs without labels: persons are told from those who only have something in common."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warmline.customers.matching import Kind
from warmline.customers.matching.comparisons import comparisons_of
from warmline.customers.matching.fields import Field
from warmline.customers.matching.mixture import KINS, Group, Mixture, Pattern, beginning, learn

_COMPARISONS = comparisons_of(
    [
        Field("given", Kind.GIVEN_NAME, "given name"),
        Field("surname", Kind.SURNAME, "surname"),
        Field("born", Kind.BIRTH_DATE, "birth date"),
        Field("street", Kind.STREET, "street"),
        Field("other", Kind.TEXT, "other"),
    ]
)
_CHANCE = [
    [0.01 if place < len(c.levels) - 1 else 1.0 for place in range(len(c.levels))] for c in _COMPARISONS
]
_SAME = tuple(0 for _ in _COMPARISONS)
_LAST = tuple(len(c.levels) - 1 for c in _COMPARISONS)
_NO_RARITY = (0.0,) * (1 + len(KINS))


def _kin(learned: Mixture, name: str) -> Group:
    return next(group for kin, group in zip(KINS, learned.kins, strict=True) if kin.name == name)


def _family() -> tuple[int, ...]:
    """Surname and street the same, given name and birth date different."""
    return (_LAST[0], 0, _LAST[2], 0, -1)


def test_families_are_not_taken_for_persons_where_there_are_more_of_them() -> None:
    patterns = [Pattern(_SAME, 10, _NO_RARITY), Pattern(_family(), 3000, _NO_RARITY)]
    learned = learn(_COMPARISONS, _CHANCE, patterns, 2000)
    pairs = 2000 * 1999 / 2
    assert learned.person.share * pairs == pytest.approx(10, abs=3)
    assert _kin(learned, "household").share * pairs == pytest.approx(3000, rel=0.1)


def test_doubtful_pairs_do_not_teach_what_a_person_is() -> None:
    doubtful = (0, _LAST[1], 4, -1, -1)  # a given name and nearly a year of birth
    patterns = [Pattern(_SAME, 300, _NO_RARITY), Pattern(doubtful, 3000, _NO_RARITY)]
    learned = learn(_COMPARISONS, _CHANCE, patterns, 4000)
    assert learned.person.levels[2][4] < 0.1
    assert learned.person.levels[1][-1] < 0.1


def test_namesakes_of_one_age_do_not_teach_that_birth_dates_are_written_a_year_off() -> None:
    near = next(i for i, level in enumerate(_COMPARISONS[2].levels) if level.most < 1)
    patterns = [Pattern((0, 0, near, 0, -1), 5000, _NO_RARITY), Pattern(_SAME, 1000, _NO_RARITY)]
    learned = learn(_COMPARISONS, _CHANCE, patterns, 4000)
    assert learned.person.levels[2][near] <= _COMPARISONS[2].levels[near].most


def test_namesakes_are_not_taken_for_persons_where_there_are_more_of_them() -> None:
    namesakes = (0, 0, _LAST[2], _LAST[3], -1)
    patterns = [Pattern(_SAME, 10, _NO_RARITY), Pattern(namesakes, 5000, _NO_RARITY)]
    learned = learn(_COMPARISONS, _CHANCE, patterns, 2000)
    assert learned.person.share * 2000 * 1999 / 2 == pytest.approx(10, abs=4)


def test_where_only_names_are_known_names_have_to_do() -> None:
    assert _kin(beginning(_COMPARISONS[:2], _CHANCE[:2], 50), "namesakes").share == 0


def test_a_column_that_says_nothing_of_persons_comes_to_weigh_nothing() -> None:
    other = _LAST[-1]
    patterns = [Pattern((*_SAME[:-1], 0), 10, _NO_RARITY), Pattern((*_SAME[:-1], other), 990, _NO_RARITY)]
    learned = learn(_COMPARISONS, _CHANCE, patterns, 2000)
    assert abs(learned.evidence(learned.person)[-1][other]) < 0.2


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.tuples(*(st.integers(-1, last) for last in _LAST)),
            st.integers(1, 10_000),
            st.floats(-30, 30),
        ),
        max_size=12,
    ),
    st.integers(2, 100_000),
)
def test_whatever_is_learned_are_shares_and_a_difference_never_speaks_for_a_person(
    seen: list[tuple[tuple[int, ...], int, float]], rows: int
) -> None:
    patterns = [Pattern(levels, pairs, (rare, rare, *_NO_RARITY[2:])) for levels, pairs, rare in seen]
    learned = learn(_COMPARISONS, _CHANCE, patterns, rows)
    for shares in (
        shares for group in (learned.person, *learned.kins, learned.strangers) for shares in group.levels
    ):
        assert sum(shares) == pytest.approx(1)
        assert all(0 < share < 1 for share in shares)
    assert 0 < learned.person.share <= 0.5
    assert all(bits[-1] <= 1e-9 for bits in learned.evidence(learned.person))
    assert _kin(learned, "household").levels[0] == learned.strangers.levels[0], (
        "given names tell the members of a household apart"
    )


def test_nothing_seen_leaves_what_was_believed() -> None:
    start, learned = beginning(_COMPARISONS, _CHANCE, 50), learn(_COMPARISONS, _CHANCE, [], 50)
    for before, after in zip(start.person.levels, learned.person.levels, strict=True):
        assert after == pytest.approx(before, abs=0.05)


def test_an_address_of_mail_has_one_owner_and_may_be_made_of_a_name() -> None:
    comparisons = comparisons_of(
        [
            Field("given", Kind.GIVEN_NAME, "given name"),
            Field("born", Kind.BIRTH_DATE, "birth date"),
            Field("mail", Kind.EMAIL, "email"),
        ]
    )
    chance = [[0.01] * (len(c.levels) - 1) + [1.0] for c in comparisons]
    similar = (0, len(comparisons[1].levels) - 1, 1)
    patterns = [Pattern((0, 0, 0), 50, _NO_RARITY), Pattern(similar, 5000, _NO_RARITY)]
    learned = learn(comparisons, chance, patterns, 3000)
    namesakes = _kin(learned, "namesakes").levels[2]
    assert learned.person.share * 3000 * 2999 / 2 == pytest.approx(50, rel=0.3)
    assert namesakes[1] > 0.5
    assert namesakes[0] < 0.05


def test_twins_are_not_one_person() -> None:
    twins = (_LAST[0], 0, 0, 0, -1)
    patterns = [
        Pattern(_SAME, 50, _NO_RARITY),
        Pattern(_family(), 4000, _NO_RARITY),
        Pattern(twins, 40, _NO_RARITY),
    ]
    learned = learn(_COMPARISONS, _CHANCE, patterns, 5000)
    assert learned.person.share * 5000 * 4999 / 2 == pytest.approx(50, rel=0.3)
