"""The Fellegi-Sunter model: pairs compared by splink, weighed by what was learned from them."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence
from itertools import combinations

import duckdb
import msgspec
from splink import DuckDBAPI, Linker, SettingsCreator

from warmline.customers.matching import mixture
from warmline.customers.matching.blocking import blocking_keys, candidate_rules
from warmline.customers.matching.comparisons import Comparison, as_settings, comparisons_of
from warmline.customers.matching.fields import Cleaned

_SEED = 20
# Pairs below this log-odds (base 2) are never one person, whatever is learned of the others.
_CONCEIVABLE = -10.0
# The same of what was learned.
_KEPT = -6.0
# Some people have far more records than the mean; this many times the mean still counts as one person's.
_REPEATS = 2.5


class Scored(msgspec.Struct, frozen=True):
    """A compared pair: row numbers, log-odds (base 2) of being one person, the level of each comparison."""

    left: int
    right: int
    weight: float
    levels: tuple[int, ...]


class Model:
    """A cleaned table with its comparisons, learned once and then asked for pairs."""

    def __init__(self, cleaned: Cleaned, progress: Callable[[str], None]) -> None:
        self.cleaned = cleaned
        self.comparisons: tuple[Comparison, ...] = comparisons_of(cleaned.fields)
        self._progress = progress
        self._keys = blocking_keys(cleaned)
        # One thread: sums of floating-point numbers come out the same in every run.
        self._connection = duckdb.connect(
            ":memory:",
            config={"threads": 1, "autoinstall_known_extensions": False, "autoload_known_extensions": False},
        )
        self._connection.execute("SET enable_progress_bar = false")  # it would write to stdout
        columns = {**cleaned.columns, **self._keys}
        listed = ", ".join(f"unnest(?::VARCHAR[]) AS {name}" for name in columns)
        self._connection.execute(
            f"CREATE TABLE people AS SELECT unnest(range({cleaned.rows})) AS row, {listed}",
            list(columns.values()),
        )
        self._mixture: mixture.Mixture | None = None
        self._commonness: list[str] = []
        self._names: list[Sequence[str]] = []

    def close(self) -> None:
        """Lets go of the database."""
        self._connection.close()

    def _linker(self, table: str, rules: Sequence[str]) -> Linker:
        logging.getLogger("splink").setLevel(logging.CRITICAL)
        known = self._mixture
        settings = SettingsCreator(
            link_type="dedupe_only",
            unique_id_column_name="row",
            probability_two_random_records_match=known.person_share if known else 1 / self.cleaned.rows,
            comparisons=[
                as_settings(c, list(zip(known.person[i], known.strangers[i], strict=True)) if known else None)
                for i, c in enumerate(self.comparisons)
            ],
            blocking_rules_to_generate_predictions=[{"blocking_rule": rule} for rule in rules],
            retain_matching_columns=True,
            retain_intermediate_calculation_columns=True,
        )
        api = DuckDBAPI(connection=self._connection)
        linker = Linker(api.register(table), settings, log_level=None, validate_settings=False)
        for key in self._commonness:
            linker.table_management.register_term_frequency_lookup(api.register(f"common_{key}"), key)
        return linker

    def learn(self) -> None:
        """Learns how often each level occurs among strangers, and among records of one person.

        The former comes from random pairs (splink), the latter from all pairs that could conceivably be
        one person (`mixture`).
        """
        self._progress("learning how often strangers agree by chance")
        linker = self._linker("people", ["1=1"])
        linker.training.estimate_u_using_random_sampling(max_pairs=1.5e6, seed=_SEED, num_chunks=1)
        chance = [
            [
                float(x.get("u_probability") or 0.0)
                for x in taught["comparison_levels"]
                if not x.get("is_null_level")
            ]
            for taught in linker.misc.save_model_to_json()["comparisons"]
        ]
        self._mixture = mixture.beginning(self.comparisons, chance, self.cleaned.rows)
        self._count_values()
        rules = candidate_rules(self._connection, list(self._keys), self.cleaned.rows)
        self._progress(f"comparing records under {len(rules)} rules")
        self._predict("people", rules, _CONCEIVABLE)
        self._progress("learning how records of one person differ")
        self._mixture = mixture.learn(self.comparisons, chance, self._patterns("people"), self.cleaned.rows)

    def _count_values(self) -> None:
        """How common each value is among strangers, for the levels whose weight depends on it.

        Counting rows alone would make a person with six records look like six people who share a birth date,
        so that what the duplicates of one record are expected to add is taken off first.
        """
        known = self._learned()
        repeats = 1 + _REPEATS * known.person_share * self.cleaned.rows
        for number, comparison in enumerate(self.comparisons):
            if not any(level.frequency for level in comparison.levels):
                continue
            key = comparison.field.key
            chance = min(known.strangers[number][0], 0.5 / self.cleaned.rows)
            self._connection.execute(
                f"CREATE TABLE common_{key} AS SELECT {key}, greatest(count(*) - ?, 0) / ? + ? AS tf_{key} "
                f"FROM people WHERE {key} IS NOT NULL GROUP BY {key}",
                [repeats, self.cleaned.rows, chance],
            )
            self._commonness.append(key)
        self._count_names(repeats)

    def _count_names(self, repeats: float) -> None:
        """How much more common whole names are than their parts say.

        Names go together: by language, by fashion, by the spelling of one inside the other. Taken for
        independent, namesakes would look like one person, and in a table of several peoples there are many.
        """
        parts = [key for key in ("given", "surname", "middle") if key in self._commonness]
        for used in [list(some) for size in (2, 3) for some in combinations(parts, size)]:
            product = " * ".join(f"tf_{key}" for key in used)
            joined = " ".join(f"JOIN common_{key} USING ({key})" for key in used)
            listed = ", ".join(used)
            self._connection.execute(
                f"CREATE TABLE common_{'_'.join(used)} AS SELECT {listed}, "
                f"log2(chance / (greatest(times - ?, 0) / ? + chance)) AS common FROM "
                f"(SELECT {listed}, times, {product} AS chance FROM "
                f"(SELECT {listed}, count(*) AS times FROM people GROUP BY {listed}) {joined})",
                [repeats, self.cleaned.rows],
            )
            self._names.append(used)

    def compare(self) -> list[Scored]:
        """Weighs all candidate pairs; those with any chance come back, the likeliest first."""
        return self._scored("people", _KEPT)

    def compare_within(self, groups: Sequence[Sequence[int]]) -> list[Scored]:
        """Weighs every pair within each group of rows, however unlike."""
        self._connection.execute(
            "CREATE OR REPLACE TABLE grouped AS SELECT people.*, grouped FROM people JOIN "
            "(SELECT unnest(?::BIGINT[]) AS row, unnest(?::BIGINT[]) AS grouped) USING (row)",
            [[r for g in groups for r in g], [i for i, g in enumerate(groups) for _ in g]],
        )
        self._predict("grouped", ["l.grouped = r.grouped"], None)
        return self._scored("grouped", None)

    def _learned(self) -> mixture.Mixture:
        if self._mixture is None:
            raise RuntimeError("a model is asked only after it has learned")
        return self._mixture

    def _predict(self, table: str, rules: Sequence[str], least: float | None) -> None:
        """Compares pairs under the rules, into `pairs_of_{table}`: levels, and what rarity adds to whom."""
        predicted = (
            self._linker(table, rules)
            .inference.predict(threshold_match_weight=least, warning_mode="never")
            .physical_name
        )
        rare = [
            (f"mw_tf_adj_{c.field.key}", c.field.kind)
            for c in self.comparisons
            if c.field.key in self._commonness
        ]
        sums = [
            " + ".join(["0", *(column for column, kind in rare if in_common(kind))])
            for in_common in (lambda kind: True, mixture.shared, mixture.near)
        ]
        gammas = ", ".join(f"gamma_{c.field.key}" for c in self.comparisons)
        whole = ", ".join(["0", *(f"common_{'_'.join(used)}.common" for used in self._names)])
        joined = " ".join(
            f"LEFT JOIN common_{'_'.join(used)} ON "
            + " AND ".join(f"{key}_l = {key}_r AND {key}_l = common_{'_'.join(used)}.{key}" for key in used)
            for used in self._names
        )
        self._connection.execute(
            f"CREATE OR REPLACE TABLE pairs_of_{table} AS SELECT row_l, row_r, {gammas}, "
            f"{sums[0]} + least({whole}) AS rare_person, {sums[1]} AS rare_household, "
            f"{sums[2]} AS rare_neighbours FROM {predicted} {joined}"
        )
        self._connection.execute(f"DROP TABLE {predicted}")

    def _patterns(self, table: str) -> list[mixture.Pattern]:
        gammas = ", ".join(f"gamma_{c.field.key}" for c in self.comparisons)
        rare = ", ".join(f"avg({name})" for name in ("rare_person", "rare_household", "rare_neighbours"))
        found = self._connection.execute(
            f"SELECT count(*), {rare}, {gammas} FROM pairs_of_{table} "
            f"GROUP BY {gammas}, round(rare_person / 3) ORDER BY ALL"
        ).fetchall()
        best = [len(c.levels) - 1 for c in self.comparisons]
        return [
            mixture.Pattern(
                tuple(top - value if value >= 0 else -1 for top, value in zip(best, levels, strict=True)),
                pairs,
                (person, household, neighbours),
            )
            for pairs, person, household, neighbours, *levels in found
        ]

    def _evidence(self, shares: tuple[mixture.Shares, ...]) -> str:
        """SQL for the sum of what the levels of a pair say for a class."""
        sides = ["0.0"]
        for comparison, bits in zip(self.comparisons, self._learned().evidence(shares), strict=True):
            top = len(bits) - 1
            cases = " ".join(f"WHEN {top - place} THEN {value!r}::DOUBLE" for place, value in enumerate(bits))
            sides.append(f"CASE gamma_{comparison.field.key} {cases} ELSE 0 END")
        return " + ".join(sides)

    def _scored(self, table: str, least: float | None) -> list[Scored]:
        known = self._learned()
        gammas = ", ".join(f"gamma_{c.field.key}" for c in self.comparisons)
        classes = (
            ("person", known.person, "rare_person"),
            ("household", known.household, "rare_household"),
            ("neighbours", known.neighbours, "rare_neighbours"),
            ("namesakes", known.namesakes, "0"),
        )
        sides = ", ".join(
            f"least(greatest({self._evidence(shares)} + {rare}, -200), 200) AS {name}"
            for name, shares, rare in classes
        )
        others = " + ".join(f"? * pow(2, {name})" for name, _, _ in classes[1:])
        found = self._connection.execute(
            f"SELECT row_l, row_r, log2(?) + person - log2({others} + ?) AS weight, {gammas} "
            f"FROM (SELECT *, {sides} FROM pairs_of_{table}) WHERE weight >= ? "
            "ORDER BY round(weight, 6) DESC, row_l, row_r",
            [
                known.person_share,
                known.household_share,
                known.neighbour_share,
                known.namesake_share,
                known.stranger_share,
                -1000.0 if least is None else least,
            ],
        ).fetchall()
        return [Scored(min(a, b), max(a, b), w, tuple(levels)) for a, b, w, *levels in found]


def probability(weight: float) -> float:
    """The probability that log-odds (base 2) stand for."""
    if weight < -60:
        return 0.0
    return 1 / (1 + math.pow(2.0, -weight))
