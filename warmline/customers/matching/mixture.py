"""Learning, without labels, how pairs of records that are one person differ from all other pairs.

Fellegi and Sunter know two classes of pairs, and take the fields of strangers for independent. In a table of
people they are not: a family shares street, town and surname, neighbours share town and postcode, namesakes a
whole name, since names go together. Where duplicates are few, these are the largest classes of pairs that are
alike, and a model of two classes learns to find them instead. So there are classes for them here, too (`KINS`),
beside one person and strangers. They are told apart by expectation maximisation (Dempster,
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
    Kind.GIVEN_NAME: 0.15,
    Kind.MIDDLE_NAME: 0.35,
    Kind.BIRTH_DATE: 0.2,
    Kind.BIRTH_YEAR: 0.25,
    Kind.AGE: 0.3,
    Kind.GENDER: 0.12,
    Kind.EMAIL: 0.5,
    Kind.NATIONAL_ID: 0.3,
}
# The same of what is shared: women marry, people move.
_SHARED_MOST = {Kind.SURNAME: 0.15}
_MOST = 0.5
# So many pairs of one household are twins, or had the date of one copied to the other.
_TWINS = 0.01
# What neighbours have in common.
AREA = frozenset({Kind.CITY, Kind.POSTCODE, Kind.STATE, Kind.COUNTRY})
# What namesakes have in common: mail addresses are made of names.
NAME = frozenset({Kind.GIVEN_NAME, Kind.MIDDLE_NAME, Kind.SURNAME, Kind.GENDER, Kind.EMAIL})
# What tells namesakes apart. Where nothing does, a name has to do.
_OWN = frozenset({Kind.BIRTH_DATE, Kind.PHONE, Kind.NATIONAL_ID})

# The first guesses are worth so many pairs; of a column that nobody knows there is no guess to speak of.
_GUESS_PAIRS, _UNKNOWN_PAIRS = 20.0, 4.0
_UNKNOWN_SAME = 0.6
_RAREST = 1e-7
_STEPS = 60


class Kin(msgspec.Struct, frozen=True):
    """A class of pairs who are not one person, and yet alike in what they have in common.

    `rare` says whether to share a rare value makes them likelier: people who live together take a value
    from the many there are, as one person does; namesakes have come by it one by one.
    """

    name: str
    in_common: Callable[[Kind], bool]
    rare: bool


KINS = (
    Kin("household", lambda kind: kind not in PERSONAL, True),
    Kin("neighbours", lambda kind: kind in AREA, True),
    Kin("namesakes", lambda kind: kind in NAME, False),
)


class Pattern(msgspec.Struct, frozen=True):
    """Pairs that stand at the same degrees of likeness.

    `levels` are places in the levels of each comparison, best first, -1 for 'cannot tell'; `pairs` how many.
    `rarity` is what the rarity of the shared values adds (log2): for one person, then for each of `KINS`.
    """

    levels: tuple[int, ...]
    pairs: int
    rarity: tuple[float, ...]


class Group(msgspec.Struct, frozen=True):
    """One class of pairs: its share of all, and how often its pairs stand at each level of each field."""

    share: float
    levels: tuple[Shares, ...]


class Mixture(msgspec.Struct, frozen=True):
    """All classes of pairs: one person, each of `KINS`, and strangers."""

    person: Group
    kins: tuple[Group, ...]
    strangers: Group

    def evidence(self, group: Group) -> tuple[Shares, ...]:
        """What each level of each field says for a class against strangers, in bits."""
        return tuple(
            tuple(math.log2(s / u) for s, u in zip(own, chance, strict=True))
            for own, chance in zip(group.levels, self.strangers.levels, strict=True)
        )


def beginning(comparisons: Sequence[Comparison], chance: Sequence[Sequence[float]], rows: int) -> Mixture:
    """What is believed before any pair was seen. `chance` is how often random pairs stand at each level."""
    strangers = tuple(_whole([max(u, _RAREST) for u in us]) for us in chance)
    person = tuple(_guess(c, u) for c, u in zip(comparisons, strangers, strict=True))
    share = 1 / max(rows, 4)
    kinds = {c.field.kind for c in comparisons}
    # Where nothing tells namesakes apart, a name has to do.
    missing = {"namesakes": kinds.isdisjoint(_OWN)}
    kins = tuple(
        Group(
            0.0 if missing.get(kin.name) else share / 2,
            tuple(_alike(kin, c, m, u) for c, m, u in zip(comparisons, person, strangers, strict=True)),
        )
        for kin in KINS
    )
    return _complete(Group(share, person), kins, strangers)


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
        before = mixture.person.share
        mixture = _step(comparisons, chance, patterns, all_pairs, start, mixture)
        if abs(mixture.person.share - before) < 0.0005 * before:
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
    groups = (now.person, *now.kins)
    counted = [[[0.0] * len(c.levels) for c in comparisons] for _ in groups]
    evidence = [now.evidence(group) for group in groups]
    sums = [0.0] * len(groups)
    for pattern in patterns:
        weighed = [
            group.share * 2 ** min(extra + _bits(field, pattern.levels), 200.0)
            for group, extra, field in zip(groups, pattern.rarity, evidence, strict=True)
        ]
        total = sum(weighed) + now.strangers.share
        for number, weight in enumerate(weighed):
            part = pattern.pairs * weight / total
            if part < 1e-6:
                continue
            sums[number] += part
            # Doubtful pairs are many. Taken at their word they would teach that persons are like them, and draw
            # in more of their like; so a pair teaches what a person is as far as it is certain to be one.
            surely = part * weight / total if number == 0 else part
            for counts, level in zip(counted[number], pattern.levels, strict=True):
                if level >= 0:
                    counts[level] += surely
    share = min(max(sums[0], 1.0) / all_pairs, 0.5)
    person = tuple(
        _believable(comparison, _drawn(counts, guess, comparison), u)
        for comparison, counts, guess, u in zip(
            comparisons, counted[0], start.person.levels, now.strangers.levels, strict=True
        )
    )
    strangers = tuple(_without(us, m, share) for us, m in zip(chance, person, strict=True))
    person = tuple(_believable(c, m, u) for c, m, u in zip(comparisons, person, strangers, strict=True))
    kins = tuple(
        Group(
            max(found, 0.01) / all_pairs if first.share else 0.0,
            tuple(
                _alike(kin, comparison, _drawn(counts, guess, comparison), u)
                for comparison, counts, guess, u in zip(
                    comparisons, counted_here, first.levels, strangers, strict=True
                )
            ),
        )
        for kin, first, found, counted_here in zip(KINS, start.kins, sums[1:], counted[1:], strict=True)
    )
    return _complete(Group(share, person), kins, strangers)


def _complete(person: Group, kins: tuple[Group, ...], strangers: tuple[Shares, ...]) -> Mixture:
    """Strangers are all the other pairs: nearly all."""
    rest = 1 - person.share - sum(kin.share for kin in kins)
    return Mixture(person, kins, Group(max(rest, 1e-9), strangers))


def _bits(evidence: Sequence[Shares], levels: Sequence[int]) -> float:
    return sum(bits[level] for bits, level in zip(evidence, levels, strict=True) if level >= 0)


def _guess(comparison: Comparison, chance: Shares) -> Shares:
    """How often one person's records stand at each level, before any was seen."""
    guess = _whole([level.m for level in comparison.levels])
    if comparison.field.kind is not Kind.TEXT:
        return guess
    # It may say who somebody is, or which newsletter somebody reads.
    return tuple(_UNKNOWN_SAME * m + (1 - _UNKNOWN_SAME) * u for m, u in zip(guess, chance, strict=True))


def _alike(kin: Kin, comparison: Comparison, found: Shares, chance: Shares) -> Shares:
    """How alike a class is in a field: as found where it is in common, else as strangers are.

    So no class but one is about persons. An address of mail may be made of a name, but has one owner.
    """
    kind = comparison.field.kind
    if kin.name == "household" and kind is Kind.BIRTH_DATE:
        return _whole([max(chance[0], _TWINS), *chance[1:]])
    if not kin.in_common(kind):
        return chance
    return _whole([chance[0], *found[1:]]) if kind is Kind.EMAIL else found


def _drawn(counts: Sequence[float], guess: Shares, comparison: Comparison) -> Shares:
    """What was counted, drawn towards the guess where little was."""
    worth = _UNKNOWN_PAIRS if comparison.field.kind is Kind.TEXT else _GUESS_PAIRS
    return _whole([max(n + g * worth, 1e-9) for n, g in zip(counts, guess, strict=True)])


def _believable(comparison: Comparison, person: Shares, chance: Shares) -> Shares:
    """'Different' never counts for a match, and one person's records do not differ without end."""
    kind = comparison.field.kind
    last = (
        chance[-1]
        if kind is Kind.TEXT
        else min(chance[-1] * 0.7, PERSONAL.get(kind, _SHARED_MOST.get(kind, _MOST)))
    )
    most = [*(level.most for level in comparison.levels[:-1]), last]
    kept = [min(m, top) for m, top in zip(person, most, strict=True)]
    free = sum(m for m, top in zip(kept, most, strict=True) if m < top)
    spare = (1 - sum(kept)) / max(free, 1e-9)
    return tuple(m if m >= top else m * (1 + spare) for m, top in zip(kept, most, strict=True))


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
