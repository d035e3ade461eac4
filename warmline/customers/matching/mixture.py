"""Learning, without labels, how pairs of records that are one person differ from all other pairs.

Fellegi and Sunter know two classes of pairs, and take the fields of strangers for independent. In a table of
people they are not: a family shares street, town and surname, neighbours share town and postcode, namesakes a
whole name, since names go together. Where duplicates are few, these are the largest classes of pairs that are
alike, and a model of two classes learns to find them instead. So there are five classes here: one person, one
household, one neighbourhood, one name, strangers. They are told apart by expectation maximisation (Dempster,
Laird and Rubin, 1977) that starts from what is known of such records anyway, and is held to it by as many
made-up pairs as the guess is worth (a Dirichlet prior): three duplicates in a file teach little, three
thousand teach everything.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import msgspec

from warmline.customers.matching.comparisons import Comparison
from warmline.customers.matching.kinds import Kind

Shares = tuple[float, ...]

# What belongs to a person alone; the other fields are shared by those who live together. The number is the
# most that records of one person may differ in it outright: if learning says more, it has taken others for
# that person.
PERSONAL = {
    Kind.GIVEN_NAME: 0.3,
    Kind.MIDDLE_NAME: 0.35,
    Kind.BIRTH_DATE: 0.25,
    Kind.BIRTH_YEAR: 0.25,
    Kind.AGE: 0.3,
    Kind.GENDER: 0.12,
    Kind.EMAIL: 0.5,
    Kind.NATIONAL_ID: 0.3,
}
# What neighbours share.
AREA = frozenset({Kind.CITY, Kind.POSTCODE, Kind.STATE, Kind.COUNTRY})
# What namesakes share.
NAME = frozenset({Kind.GIVEN_NAME, Kind.MIDDLE_NAME, Kind.SURNAME, Kind.GENDER})
# What tells namesakes apart. Where nothing does, a name has to do.
_OWN = frozenset({Kind.BIRTH_DATE, Kind.EMAIL, Kind.PHONE, Kind.NATIONAL_ID})

# The first guesses are worth so many pairs; of a column that nobody knows there is no guess to speak of.
_GUESS_PAIRS, _UNKNOWN_PAIRS = 20.0, 4.0
_UNKNOWN_SAME = 0.6
_RAREST = 1e-7
_STEPS = 60


class Pattern(msgspec.Struct, frozen=True):
    """Pairs that stand at the same degrees of likeness.

    `levels` are places in the levels of each comparison, best first, -1 for 'cannot tell'; `pairs` how many.
    `rarity` is what the rarity of the shared values adds (log2): of all fields, of those that a household
    shares, of those that neighbours share. To namesakes it adds nothing: a rare name has few.
    """

    levels: tuple[int, ...]
    pairs: int
    rarity: tuple[float, float, float]


class Mixture(msgspec.Struct, frozen=True):
    """The classes of pairs: how many are of each, and how often its pairs stand at each level of each field."""

    person_share: float
    household_share: float
    neighbour_share: float
    namesake_share: float
    person: tuple[Shares, ...]
    household: tuple[Shares, ...]
    neighbours: tuple[Shares, ...]
    namesakes: tuple[Shares, ...]
    strangers: tuple[Shares, ...]

    @property
    def stranger_share(self) -> float:
        """The share of pairs that have nothing to do with each other: nearly all."""
        others = self.person_share + self.household_share + self.neighbour_share + self.namesake_share
        return max(1 - others, 1e-9)

    def evidence(self, shares: tuple[Shares, ...]) -> tuple[Shares, ...]:
        """What each level of each field says for a class against strangers, in bits."""
        return tuple(
            tuple(math.log2(s / u) for s, u in zip(own, chance, strict=True))
            for own, chance in zip(shares, self.strangers, strict=True)
        )


def beginning(comparisons: Sequence[Comparison], chance: Sequence[Sequence[float]], rows: int) -> Mixture:
    """What is believed before any pair was seen. `chance` is how often random pairs stand at each level."""
    strangers = tuple(_whole([max(u, _RAREST) for u in us]) for us in chance)
    person = tuple(_guess(c, u) for c, u in zip(comparisons, strangers, strict=True))
    share = 1 / max(rows, 4)
    named_apart = any(c.field.kind in _OWN for c in comparisons)

    def others(in_common: Callable[[Kind], bool]) -> tuple[Shares, ...]:
        return tuple(
            _others(c, m, u, in_common) for c, m, u in zip(comparisons, person, strangers, strict=True)
        )

    return Mixture(
        person_share=share,
        household_share=share / 2,
        neighbour_share=share,
        namesake_share=share / 2 if named_apart else 0.0,
        person=person,
        household=others(shared),
        neighbours=others(near),
        namesakes=others(named),
        strangers=strangers,
    )


def shared(kind: Kind) -> bool:
    """Whether people of one household have it in common."""
    return kind not in PERSONAL


def near(kind: Kind) -> bool:
    """Whether neighbours have it in common."""
    return kind in AREA


def named(kind: Kind) -> bool:
    """Whether namesakes have it in common."""
    return kind in NAME


def learn(
    comparisons: Sequence[Comparison],
    chance: Sequence[Sequence[float]],
    patterns: Sequence[Pattern],
    rows: int,
) -> Mixture:
    """The mixture that explains the pairs best, starting from `beginning`."""
    all_pairs = max(rows * (rows - 1) / 2, 1.0)
    start = mixture = beginning(comparisons, chance, rows)
    for _ in range(_STEPS):
        before = mixture.person_share
        mixture = _step(comparisons, chance, patterns, all_pairs, start, mixture)
        if abs(mixture.person_share - before) < 0.0005 * before:
            break
    return mixture


def _step(
    comparisons: Sequence[Comparison],
    chance: Sequence[Sequence[float]],
    patterns: Sequence[Pattern],
    all_pairs: float,
    start: Mixture,
    now: Mixture,
) -> Mixture:
    """One round: pairs are shared out among the classes, and the classes counted again."""
    counted = [[[0.0] * len(c.levels) for c in comparisons] for _ in range(4)]
    evidence = [now.evidence(shares) for shares in (now.person, now.household, now.neighbours, now.namesakes)]
    shares = (now.person_share, now.household_share, now.neighbour_share, now.namesake_share)
    sums = [0.0] * 4
    for pattern in patterns:
        weighed = [
            share * 2 ** min(extra + _bits(field, pattern.levels), 200.0)
            for share, extra, field in zip(shares, (*pattern.rarity, 0.0), evidence, strict=True)
        ]
        total = sum(weighed) + now.stranger_share
        for number, weight in enumerate(weighed):
            part = pattern.pairs * weight / total
            if part < 1e-6:
                continue
            sums[number] += part
            for counts, level in zip(counted[number], pattern.levels, strict=True):
                if level >= 0:
                    counts[level] += part
    person_share = min(max(sums[0], 1.0) / all_pairs, 0.5)
    person = tuple(
        _believable(comparison, _drawn(counts, guess, comparison), u)
        for comparison, counts, guess, u in zip(
            comparisons, counted[0], start.person, now.strangers, strict=True
        )
    )
    strangers = tuple(_without(us, m, person_share) for us, m in zip(chance, person, strict=True))
    return Mixture(
        person_share=person_share,
        household_share=max(sums[1], 0.01) / all_pairs,
        neighbour_share=max(sums[2], 0.01) / all_pairs,
        namesake_share=max(sums[3], 0.01) / all_pairs if start.namesake_share else 0.0,
        person=person,
        household=_shared_out(comparisons, counted[1], start.household, strangers, shared),
        neighbours=_shared_out(comparisons, counted[2], start.neighbours, strangers, near),
        namesakes=_shared_out(comparisons, counted[3], start.namesakes, strangers, named),
        strangers=strangers,
    )


def _bits(evidence: Sequence[Shares], levels: Sequence[int]) -> float:
    return sum(bits[level] for bits, level in zip(evidence, levels, strict=True) if level >= 0)


def _guess(comparison: Comparison, chance: Shares) -> Shares:
    """How often one person's records stand at each level, before any was seen."""
    guess = _whole([level.m for level in comparison.levels])
    if comparison.field.kind is not Kind.TEXT:
        return guess
    # It may say who somebody is, or which newsletter somebody reads.
    return tuple(_UNKNOWN_SAME * m + (1 - _UNKNOWN_SAME) * u for m, u in zip(guess, chance, strict=True))


def _others(
    comparison: Comparison, person: Shares, chance: Shares, in_common: Callable[[Kind], bool]
) -> Shares:
    """The same for people who live together or near each other."""
    if comparison.field.kind is Kind.TEXT:
        return tuple((m + u) / 2 for m, u in zip(person, chance, strict=True))
    return person if in_common(comparison.field.kind) else chance


def _shared_out(
    comparisons: Sequence[Comparison],
    counted: Sequence[Sequence[float]],
    guesses: Sequence[Shares],
    strangers: Sequence[Shares],
    in_common: Callable[[Kind], bool],
) -> tuple[Shares, ...]:
    """What is not in common stays as among strangers, so that no class but one is about persons."""
    return tuple(
        _drawn(counts, guess, comparison) if in_common(comparison.field.kind) else chance
        for comparison, counts, guess, chance in zip(comparisons, counted, guesses, strangers, strict=True)
    )


def _drawn(counts: Sequence[float], guess: Shares, comparison: Comparison) -> Shares:
    """What was counted, drawn towards the guess where little was."""
    worth = _UNKNOWN_PAIRS if comparison.field.kind is Kind.TEXT else _GUESS_PAIRS
    return _whole([max(n + g * worth, 1e-9) for n, g in zip(counts, guess, strict=True)])


def _believable(comparison: Comparison, person: Shares, chance: Shares) -> Shares:
    """'Different' never counts for a match, and one person's records do not differ without end."""
    kind = comparison.field.kind
    most = chance[-1] if kind is Kind.TEXT else min(chance[-1] * 0.7, PERSONAL.get(kind, 0.5))
    if person[-1] <= most:
        return person
    scale = (1 - most) / max(1 - person[-1], 1e-9)
    return (*(m * scale for m in person[:-1]), most)


def _without(random_pairs: Sequence[float], person: Shares, person_share: float) -> Shares:
    """Random pairs of a small table hold true duplicates, which pass for chance: they are taken out again."""
    return _whole(
        [
            max((u - person_share * m) / (1 - person_share), u * 0.02, _RAREST)
            for u, m in zip(random_pairs, person, strict=True)
        ]
    )


def _whole(shares: Sequence[float]) -> Shares:
    total = sum(shares)
    return tuple(share / total for share in shares)
