"""Choosing which pairs of records are worth comparing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import duckdb

from warmline.customers.matching.fields import Cleaned, Values
from warmline.customers.matching.kinds import Kind

# Up to this many rows every record is compared with every other: half a minute's work, and nothing is missed.
ALL_PAIRS_UP_TO = 1500
_PAIRS_PER_ROW = 160
_SINGLE_PER_ROW = 40


def sound(value: str | None) -> str | None:
    """A coarse key for a name: first letter and the consonants after it, look-alike ones merged."""
    if not value:
        return None
    merged = value.replace("ph", "f").replace("ck", "k").translate(str.maketrans("czqvjy", "sskfgi"))
    kept = [merged[0]]
    for letter in merged[1:]:
        if letter not in "aeiouhw " and letter != kept[-1]:
            kept.append(letter)
    return "".join(kept)[:5]


def blocking_keys(cleaned: Cleaned) -> dict[str, Values]:
    """Columns of the form `key_...`: records that agree on one may be worth comparing."""
    keys: dict[str, Values] = {}
    columns = cleaned.columns
    for field in cleaned.fields:
        values = columns[field.key]
        match field.kind:
            case Kind.GENDER | Kind.COUNTRY | Kind.AGE | Kind.STATE | Kind.MIDDLE_NAME:
                continue
            case Kind.GIVEN_NAME:
                keys["key_given"] = [sound(v) for v in columns["given_root"]]
            case Kind.SURNAME:
                keys["key_surname"] = [sound(v) for v in values]
            case Kind.BIRTH_DATE:
                keys[f"key_{field.key}"] = values
                keys[f"key_{field.key}_month"] = [v and v[:6] for v in values]
                keys[f"key_{field.key}_turned"] = [
                    v and v[:4] + "".join(sorted((v[4:6], v[6:]))) for v in values
                ]
                keys[f"key_{field.key}_day"] = [v and v[4:] for v in values]
            case Kind.EMAIL:
                keys[f"key_{field.key}"] = values
                keys[f"key_{field.key}_local"] = columns[f"{field.key}_local"]
            case Kind.PHONE | Kind.NATIONAL_ID:
                keys[f"key_{field.key}"] = values
                keys[f"key_{field.key}_head"] = [v and v[: len(v) // 2 + 1] + "." for v in values]
                keys[f"key_{field.key}_tail"] = [v and "." + v[len(v) // 2 - 1 :] for v in values]
            case Kind.STREET | Kind.CITY | Kind.TEXT:
                keys[f"key_{field.key}"] = [v and v.replace(" ", "")[:7] for v in values]
            case _:
                keys[f"key_{field.key}"] = values
    if "given" in columns and "surname" in columns:
        keys["key_letters"] = [
            "".join(sorted((a + b).replace(" ", ""))) if a and b else None
            for a, b in zip(columns["given"], columns["surname"], strict=True)
        ]
        keys["key_names"] = [
            " ".join(sorted((a, b))) if a and b else None
            for a, b in zip(columns["given"], columns["surname"], strict=True)
        ]
    return keys


def _pairs_under(connection: duckdb.DuckDBPyConnection, keys: Sequence[str]) -> int:
    """How many pairs agree on all of the keys."""
    known = " AND ".join(f"{key} IS NOT NULL" for key in keys)
    found = connection.execute(
        f"SELECT coalesce(sum(n * (n - 1) / 2), 0)::BIGINT FROM "
        f"(SELECT count(*) AS n FROM people WHERE {known} GROUP BY {', '.join(keys)})"
    ).fetchall()
    return int(found[0][0])


def _rule(keys: Sequence[str]) -> str:
    return " AND ".join(f"l.{key} = r.{key}" for key in keys)


def candidate_rules(connection: duckdb.DuckDBPyConnection, keys: Sequence[str], rows: int) -> list[str]:
    """The rules that say which pairs are compared: cheap keys alone, others two by two, cheapest first.

    No rule and no sum of rules may bring more pairs than the rows allow for, so that a column with few
    values cannot make the run explode.
    """
    if rows <= ALL_PAIRS_UP_TO:
        return ["1=1"]
    left = _PAIRS_PER_ROW * rows
    single = {key: _pairs_under(connection, [key]) for key in keys}
    chosen = [key for key in keys if 0 < single[key] <= _SINGLE_PER_ROW * rows]
    sized: list[tuple[int, tuple[str, ...]]] = [(single[key], (key,)) for key in chosen]
    wide = [key for key in keys if single[key] > _SINGLE_PER_ROW * rows]
    for pair in combinations(wide, 2):
        if not _overlapping(*pair) and (count := _pairs_under(connection, pair)) > 0:
            sized.append((count, pair))
    rules: list[str] = []
    for count, used in sorted(sized):
        if count <= left:
            left -= count
            rules.append(_rule(used))
    return rules or [_rule(sorted(keys, key=lambda k: single[k])[:3])]


def _overlapping(one: str, other: str) -> bool:
    """Whether two keys come from the same field."""
    return one.startswith(other) or other.startswith(one)
