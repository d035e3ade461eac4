"""How alike two values of a field can be, from the same to different, as levels for splink."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from warmline.customers.matching.fields import Field
from warmline.customers.matching.kinds import Kind


class Level(msgspec.Struct, frozen=True):
    """One degree of likeness.

    `m` is how often one person's records stand at this degree, as a first guess before the data is seen.
    `words` say it to a person (%(field)s is the field); levels without words are no reason for a match.
    `frequency` marks the level whose weight depends on how common the value is. `most` is more than can be
    believed to be learned: where others are alike for a reason, they must not pass for persons.
    """

    sql: str
    m: float
    words: str = ""
    frequency: bool = False
    most: float = 1.0


class Comparison(msgspec.Struct, frozen=True):
    """The levels of one field, best first, ending with 'different'; `null` is the test for 'cannot tell'."""

    field: Field
    null: str
    levels: tuple[Level, ...]


_SWAPPED = (
    "jaro_winkler_similarity(given_l, surname_r, 0.9) >= 0.9 "
    "AND jaro_winkler_similarity(surname_l, given_r, 0.9) >= 0.9 "
    "AND given_l <> given_r AND surname_l <> surname_r"
)
_EXCHANGED = Level(_SWAPPED, 0.02, "given name and surname exchanged")
_WHOLE = [f"replace(given_{side} || surname_{side}, ' ', '')" for side in "lr"]
_RUN_TOGETHER = f"{_WHOLE[0]} = {_WHOLE[1]} AND given_l <> given_r AND surname_l <> surname_r"
_DIVIDED = Level(_RUN_TOGETHER, 0.01, "same name, divided differently")


def _edits(key: str, most: int) -> str:
    """At most so many edits, two exchanged neighbours counting as one.

    DuckDB's Damerau-Levenshtein is eight times slower than its Levenshtein, so the quick ones go first.
    """
    near = f"jaro_similarity({key}_l, {key}_r, 0.7) >= 0.7 AND levenshtein({key}_l, {key}_r) <= {2 * most}"
    return f"({near} AND damerau_levenshtein({key}_l, {key}_r) <= {most})"


def _alike(key: str, similarity: float, edits: int = 1, shortest: int = 4) -> str:
    return (
        f"jaro_winkler_similarity({key}_l, {key}_r, {similarity}) >= {similarity} OR "
        f"(least(length({key}_l), length({key}_r)) >= {shortest} AND {_edits(key, edits)})"
    )


def _date_levels(k: str) -> tuple[Level, ...]:
    def same(start: int, length: int) -> str:
        return f"substr({k}_l, {start}, {length}) = substr({k}_r, {start}, {length})"

    crossed = " AND ".join(f"substr({k}_l, {a}, 2) = substr({k}_r, {b}, 2)" for a, b in ((5, 7), (7, 5)))
    turned = f"({same(1, 4)} AND {crossed})"
    two_parts = f"({same(1, 6)}) OR ({same(5, 4)}) OR ({same(1, 4)} AND {same(7, 2)})"
    near = f"abs(try_cast(substr({k}_l, 1, 4) AS INTEGER) - try_cast(substr({k}_r, 1, 4) AS INTEGER)) <= 1"
    return (
        Level(f"{k}_l = {k}_r", 0.8, "same %(field)s", frequency=True),
        Level(turned, 0.01, "day and month of the %(field)s exchanged"),
        Level(_edits(k, 1), 0.09, "%(field)s one digit different"),
        Level(two_parts, 0.04, "%(field)s alike in two of day, month and year"),
        Level(f"levenshtein({k}_l, {k}_r) <= 2", 0.02, "%(field)s two digits different"),
        # Given names have their fashions: namesakes are often of one age.
        Level(near, 0.02, "%(field)s less than two years apart", most=0.06),
        Level("ELSE", 0.03),
    )


def _email_levels(k: str) -> tuple[Level, ...]:
    """Edits are measured against the part before the @, which alone tells a provider's customers apart.

    Any looser, and the addresses of namesakes and of families would count as evidence on top of their names.
    """
    left, right = (f"coalesce(length({k}_local_{side}), length({k}_{side}) * 0.6)" for side in "lr")
    length = f"least({left}, {right})"
    edits = f"jaro_similarity({k}_l, {k}_r, 0.7) >= 0.7 AND levenshtein({k}_l, {k}_r)"
    return (
        Level(f"{k}_l = {k}_r", 0.75, "same %(field)s", frequency=True),
        Level(f"{edits} <= greatest(1, {length} / 6)", 0.1, "%(field)s nearly the same"),
        Level(
            f"({k}_local_l = {k}_local_r AND {length} > 5) OR ({edits} <= least({length} / 4, 3))",
            0.05,
            "%(field)s similar",
        ),
        Level("ELSE", 0.1),
    )


def _levels(field: Field, others: Sequence[str]) -> tuple[Level, ...]:
    """`others` are the keys of further fields of the same kind, into which a value may have slipped."""
    k = field.key
    equal = f"{k}_l = {k}_r"
    match field.kind:
        case Kind.GIVEN_NAME:
            return (
                Level(equal, 0.72, "same %(field)s", frequency=True),
                *([_EXCHANGED, _DIVIDED] if "surname" in others else []),
                Level("given_root_l = given_root_r", 0.02, "%(field)s is a short form of the other"),
                Level(_alike(k, 0.92), 0.12, "%(field)s nearly the same"),
                Level(f"{_alike(k, 0.82, 2, 5)} OR (least(length({k}_l), length({k}_r)) = 1 "
                      f"AND substr({k}_l, 1, 1) = substr({k}_r, 1, 1))", 0.05, "%(field)s similar"),
                Level("ELSE", 0.07),
            )  # fmt: skip
        case Kind.SURNAME:
            return (
                Level(equal, 0.75, "same %(field)s", frequency=True),
                Level(_alike(k, 0.92), 0.13, "%(field)s nearly the same"),
                Level(_alike(k, 0.82, 2, 5), 0.04, "%(field)s similar"),
                Level("ELSE", 0.08),
            )
        case Kind.MIDDLE_NAME:
            initial = f"least(length({k}_l), length({k}_r)) = 1 AND substr({k}_l, 1, 1) = substr({k}_r, 1, 1)"
            return (
                Level(equal, 0.7, "same %(field)s", frequency=True),
                Level(f"{_alike(k, 0.9)} OR ({initial})", 0.15, "%(field)s nearly the same"),
                Level("ELSE", 0.15),
            )
        case Kind.BIRTH_DATE:
            return _date_levels(k)
        case Kind.BIRTH_YEAR | Kind.AGE:
            near = f"abs(try_cast({k}_l AS INTEGER) - try_cast({k}_r AS INTEGER)) <= 1"
            return (
                Level(equal, 0.8, "same %(field)s"),
                Level(near, 0.1, "%(field)s one apart"),
                Level("ELSE", 0.1),
            )
        case Kind.EMAIL:
            return _email_levels(k)
        case Kind.PHONE | Kind.NATIONAL_ID:
            return (
                Level(equal, 0.8, "same %(field)s", frequency=True),
                Level(_edits(k, 1), 0.07, "%(field)s one character different"),
                Level(_edits(k, 2), 0.03, "%(field)s two characters different"),
                Level("ELSE", 0.1),
            )
        case Kind.STREET:
            slipped = [f"({k}_l = {o}_r OR {o}_l = {k}_r)" for o in others if o != "surname"]
            return (
                Level(equal, 0.72, "same %(field)s", frequency=True),
                Level(_alike(k, 0.92, 2, 6), 0.12, "%(field)s nearly the same"),
                Level(
                    " OR ".join([_alike(k, 0.82, 3, 9), f"{k}_sorted_l = {k}_sorted_r", *slipped]),
                    0.06,
                    "%(field)s similar",
                ),
                Level("ELSE", 0.1),
            )
        case Kind.POSTCODE:
            return (
                Level(equal, 0.8, "same %(field)s", frequency=True),
                Level(_edits(k, 1), 0.1, "%(field)s one character different"),
                Level(f"substr({k}_l, 1, 3) = substr({k}_r, 1, 3)", 0.03, "%(field)s begins alike"),
                Level("ELSE", 0.07),
            )
        case Kind.GENDER | Kind.COUNTRY:
            return (Level(equal, 0.95, "same %(field)s"), Level("ELSE", 0.05))
        case _:
            return (
                Level(equal, 0.78, "same %(field)s", frequency=True),
                Level(_alike(k, 0.9, 1, 4), 0.1, "%(field)s nearly the same"),
                Level("ELSE", 0.12),
            )


def comparisons_of(fields: Sequence[Field]) -> tuple[Comparison, ...]:
    """The comparison of every field.

    A pair whose given name and surname are exchanged, or run into each other, says so once, under the given
    name; the surname then cannot tell.
    """
    keys = {f.key for f in fields}
    both_names = {"given", "surname"} <= keys
    made: list[Comparison] = []
    for field in fields:
        same_kind = [f.key for f in fields if f.kind is field.kind and f is not field]
        null = f"{field.key}_l IS NULL OR {field.key}_r IS NULL"
        if both_names and field.kind is Kind.SURNAME:
            null += f" OR coalesce(({_SWAPPED}) OR ({_RUN_TOGETHER}), FALSE)"
        made.append(Comparison(field, null, _levels(field, same_kind + (["surname"] if both_names else []))))
    return tuple(made)


def as_settings(
    comparison: Comparison, weights: Sequence[tuple[float, float]] | None = None
) -> dict[str, Any]:
    """The comparison as splink's settings have it; `weights` are (m, u) of each level, once known."""
    key = comparison.field.key
    levels: list[dict[str, Any]] = [
        {"sql_condition": comparison.null, "label_for_charts": "cannot tell", "is_null_level": True}
    ]
    for place, level in enumerate(comparison.levels):
        entry: dict[str, Any] = {
            "sql_condition": level.sql,
            "label_for_charts": str(place),
            "m_probability": level.m,
        }
        if weights is not None:
            entry["m_probability"], entry["u_probability"] = weights[place]
        if level.frequency:
            entry["tf_adjustment_column"] = key
        levels.append(entry)
    return {"output_column_name": key, "comparison_levels": levels}
