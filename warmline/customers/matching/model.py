"""The Fellegi-Sunter model: learned without labels by splink, then used to weigh pairs of records."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Sequence
from typing import Any

import duckdb
import msgspec
from splink import DuckDBAPI, Linker, SettingsCreator

from warmline.customers.matching.blocking import blocking_keys, candidate_rules, training_rules
from warmline.customers.matching.comparisons import PERSONAL, Comparison, as_settings, comparisons_of
from warmline.customers.matching.fields import Cleaned

_SEED = 20
# The first guesses in `comparisons` weigh as much as this many matching pairs.
_GUESS_WEIGHT = 20.0
_RAREST = 1e-7
# Pairs below this log-odds (base 2) are never one person, whatever their neighbours say.
_KEPT = -6.0
# Some people have far more records than the mean; this many times the mean still counts as one person's.
_REPEATS = 2.5
Weights = dict[str, list[tuple[float, float]]]


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
        self._prior = 1 / max(cleaned.rows, 2)
        # Share of pairs that are two people of one household: alike in what households share, and only there.
        self._household = self._prior / 10
        self._weights: Weights | None = None
        self._commonness: list[str] = []

    def close(self) -> None:
        """Lets go of the database."""
        self._connection.close()

    def _linker(self, table: str, rules: Sequence[str]) -> Linker:
        logging.getLogger("splink").setLevel(logging.CRITICAL)
        settings = SettingsCreator(
            link_type="dedupe_only",
            unique_id_column_name="row",
            probability_two_random_records_match=self._prior,
            comparisons=[
                as_settings(c, self._weights[c.field.key] if self._weights else None)
                for c in self.comparisons
            ],
            blocking_rules_to_generate_predictions=[{"blocking_rule": rule} for rule in rules],
            retain_matching_columns=True,
            retain_intermediate_calculation_columns=True,
            em_convergence=0.001,
            max_iterations=40,
        )
        api = DuckDBAPI(connection=self._connection)
        linker = Linker(api.register(table), settings, log_level=None, validate_settings=False)
        for key in self._commonness:
            linker.table_management.register_term_frequency_lookup(api.register(f"common_{key}"), key)
        return linker

    def learn(self) -> None:
        """Learns how often each level occurs among strangers (u) and among records of one person (m).

        u comes from random pairs; m from expectation maximisation under several blocking rules. Both are
        then put right for what small tables do to them, see `_settled`.
        """
        rules = training_rules(self._connection, self.cleaned.fields, self.cleaned.rows)
        linker = self._linker("people", rules or ["1=1"])
        self._progress("learning how often strangers agree by chance")
        linker.training.estimate_u_using_random_sampling(max_pairs=1.5e6, seed=_SEED, num_chunks=1)
        for rule in rules:
            self._progress(f"learning how records of one person differ, where {rule}")
            linker.training.estimate_parameters_using_expectation_maximisation(
                rule,
                estimate_without_term_frequencies=True,
                populate_probability_two_random_records_match_from_trained_values=rule == "1=1",
                max_pairs=3e6,
                record_sample_proportion=1.0,
            )
        learned = linker.misc.save_model_to_json()
        self._prior = float(learned["probability_two_random_records_match"])
        self._weights = self._settled(learned["comparisons"])
        self._count_values(self._weights)

    def _count_values(self, weights: Weights) -> None:
        """How common each value is among strangers, for the levels whose weight depends on it.

        Counting rows alone would make a person with six records look like six people who share a birth date,
        so that what the duplicates of one record are expected to add is taken off first.
        """
        repeats = 1 + _REPEATS * self._prior * self.cleaned.rows
        for comparison in self.comparisons:
            if not any(level.frequency for level in comparison.levels):
                continue
            key = comparison.field.key
            chance = min(weights[key][0][1], 0.5 / self.cleaned.rows)
            self._connection.execute(
                f"CREATE TABLE common_{key} AS SELECT {key}, greatest(count(*) - ?, 0) / ? + ? AS tf_{key} "
                f"FROM people WHERE {key} IS NOT NULL GROUP BY {key}",
                [repeats, self.cleaned.rows, chance],
            )
            self._commonness.append(key)

    def _settled(self, learned: list[dict[str, Any]]) -> Weights:
        """The learned m and u, made safe.

        Few matching pairs teach little: m is drawn towards the first guess. Random pairs of a small table
        hold true duplicates, which pass for chance agreement: their share is taken out of u again. And
        'different' never counts for a match.
        """
        pairs = self.cleaned.rows * (self.cleaned.rows - 1) / 2
        expected = self._prior * pairs
        weights: Weights = {}
        for comparison, taught in zip(self.comparisons, learned, strict=True):
            levels = [x for x in taught["comparison_levels"] if not x.get("is_null_level")]
            ms: list[float] = []
            for level, entry in zip(comparison.levels, levels, strict=True):
                m = float(entry.get("m_probability") or level.m)
                ms.append((m * expected + level.m * _GUESS_WEIGHT) / (expected + _GUESS_WEIGHT))
            us = [float(entry.get("u_probability") or 0.0) for entry in levels]
            us = [
                max((u - self._prior * m) / (1 - self._prior), u * 0.02, _RAREST)
                for m, u in zip(ms, us, strict=True)
            ]
            total_m, total_u = sum(ms), sum(us)
            found = [(m / total_m, u / total_u) for m, u in zip(ms, us, strict=True)]
            last_m, last_u = found[-1]
            most = min(last_u * 0.7, PERSONAL.get(comparison.field.kind, 0.5))
            if last_m > most:
                found = [(m * (1 - most) / max(1 - last_m, 1e-9), u) for m, u in found]
                found[-1] = (most, last_u)
            weights[comparison.field.key] = found
        return weights

    def compare(self) -> list[Scored]:
        """Weighs all candidate pairs; those with any chance come back, the likeliest first."""
        rules = candidate_rules(self._connection, list(self._keys), self.cleaned.rows)
        self._progress(f"comparing records under {len(rules)} rules")
        table = self._predicted("people", rules, _KEPT)
        self._weigh_households(table)
        return self._scored(table, _KEPT)

    def compare_within(self, groups: Sequence[Sequence[int]]) -> list[Scored]:
        """Weighs every pair within each group of rows, however unlike."""
        self._connection.execute(
            "CREATE OR REPLACE TABLE grouped_people AS SELECT people.*, grouped FROM people JOIN "
            "(SELECT unnest(?::BIGINT[]) AS row, unnest(?::BIGINT[]) AS grouped) USING (row)",
            [[r for g in groups for r in g], [i for i, g in enumerate(groups) for _ in g]],
        )
        return self._scored(self._predicted("grouped_people", ["l.grouped = r.grouped"], None), None)

    def _predicted(self, table: str, rules: Sequence[str], least: float | None) -> str:
        """Compares pairs under the rules; gives a table that keeps personal and shared weight apart."""
        predicted = (
            self._linker(table, rules)
            .inference.predict(threshold_match_weight=least, warning_mode="never")
            .physical_name
        )
        personal, shared = ["0"], ["0"]
        for comparison in self.comparisons:
            key = comparison.field.key
            side = personal if comparison.field.kind in PERSONAL else shared
            side.append(f"mw_{key}")
            if any(level.frequency for level in comparison.levels):
                side.append(f"mw_tf_adj_{key}")
        gammas = ", ".join(f"gamma_{c.field.key}" for c in self.comparisons)
        self._connection.execute(
            f"CREATE OR REPLACE TABLE weighed_{table} AS SELECT row_l, row_r, "
            f"least(greatest({' + '.join(personal)}, -200), 200) AS personal, "
            f"least(greatest({' + '.join(shared)}, -200), 200) AS shared, {gammas} FROM {predicted}"
        )
        self._connection.execute(f"DROP TABLE {predicted}")
        return f"weighed_{table}"

    def _weigh_households(self, table: str) -> None:
        """Learns how many pairs are one person, and how many are two people of one household.

        Fellegi-Sunter takes street, town, phone and surname for independent, so that a family looks like one
        person. A third class of pairs, equal in what households share and strangers in all else, takes that
        weight away again exactly where a table has such pairs. Both shares are found by expectation
        maximisation with m and u held still.
        """
        pairs = self.cleaned.rows * (self.cleaned.rows - 1) / 2
        for _ in range(30):
            stranger = max(1 - self._prior - self._household, 1e-9)
            found = self._connection.execute(
                "SELECT sum(p / (p + h + ?)), sum(h / (p + h + ?)) FROM "
                f"(SELECT ? * pow(2, personal + shared) AS p, ? * pow(2, shared) AS h FROM {table})",
                [stranger, stranger, self._prior, self._household],
            ).fetchall()
            matches, households = found[0]
            if matches is None:
                return
            before = self._prior
            self._prior = max(float(matches), 1.0) / pairs
            self._household = max(float(households), 0.01) / pairs
            if abs(self._prior - before) < 0.001 * before:
                return

    def _scored(self, table: str, least: float | None) -> list[Scored]:
        gammas = ", ".join(f"gamma_{c.field.key}" for c in self.comparisons)
        stranger = max(1 - self._prior - self._household, 1e-9)
        found = self._connection.execute(
            f"SELECT row_l, row_r, weight, {gammas} FROM (SELECT *, log2(?) + personal + shared "
            f"- log2(? * pow(2, shared) + ?) AS weight FROM {table}) WHERE weight >= ? "
            "ORDER BY round(weight, 6) DESC, row_l, row_r",
            [self._prior, self._household, stranger, -1000.0 if least is None else least],
        ).fetchall()
        return [Scored(min(a, b), max(a, b), w, tuple(levels)) for a, b, w, *levels in found]


def probability(weight: float) -> float:
    """The probability that log-odds (base 2) stand for."""
    if weight < -60:
        return 0.0
    return 1 / (1 + math.pow(2.0, -weight))
