"""Finding probable duplicates among records of people."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

from warmline.customers.matching.columns import find_columns
from warmline.customers.matching.errors import NoUsableColumns, TooFewRows
from warmline.customers.matching.fields import clean_table
from warmline.customers.matching.grouping import connected, gather
from warmline.customers.matching.kinds import Column, Kind, MatchResult, Pair, Person, Proposal, Score, Table
from warmline.customers.matching.model import Model, Scored, probability
from warmline.customers.matching.source import read_table
from warmline.language.messages import Message, message

# Log-odds (base 2) from which two groups of records are taken for one person. A little below even odds: two bad
# records of one person say less than nothing of each other, while what they share with others still ties them.
_LIKELY = -1.0
# Columns of nothing else are no table of people, or none in which anybody could be found again.
_TELLS_NOBODY_APART = frozenset({Kind.TEXT, Kind.GENDER, Kind.AGE, Kind.STATE, Kind.COUNTRY})
_PERSON_KINDS = {
    "given_name": Kind.GIVEN_NAME,
    "surname": Kind.SURNAME,
    "full_name": Kind.FULL_NAME,
    "birth_date": Kind.BIRTH_DATE,
    "street": Kind.STREET,
    "city": Kind.CITY,
    "postcode": Kind.POSTCODE,
    "email": Kind.EMAIL,
    "phone": Kind.PHONE,
}


def silent(_: str) -> None:
    """Progress that nobody listens to."""


def match_file(
    path: str | Path, *, truth: str | None = None, progress: Callable[[str], None] = silent
) -> MatchResult:
    """Finds out which columns of a CSV or Parquet file are what, and which rows are probably one person.

    `truth` names the column that says who is who; it is never used as evidence, only for the score.
    Raises the errors of `errors`.
    """
    table = read_table(path, truth)
    if table.rows < 2:
        raise TooFewRows(str(path), table.rows)
    return match(table, find_columns(table, truth), truth=truth, progress=progress)


def propose(people: Iterable[Person], *, progress: Callable[[str], None] = silent) -> Iterator[Proposal]:
    """Pairs of customers who are probably one person, the likeliest first, to be accepted or declined."""
    records = sorted(people, key=lambda p: p.customer_id)
    used = {n: k for n, k in _PERSON_KINDS.items() if len({getattr(p, n) for p in records} - {None, ""}) > 1}
    if len(records) < 2 or not used:
        return
    table = Table(tuple(used), tuple([getattr(p, name) for p in records] for name in used))
    columns = tuple(Column(name, kind, "by its field") for name, kind in used.items())
    for pair in match(table, columns, progress=progress).pairs:
        yield Proposal(
            records[pair.left].customer_id, records[pair.right].customer_id, pair.probability, pair.reasons
        )


def match(
    table: Table,
    columns: Sequence[Column],
    *,
    truth: str | None = None,
    progress: Callable[[str], None] = silent,
) -> MatchResult:
    """Matches a table whose columns are known."""
    cleaned = clean_table(table, columns)
    if all(field.kind in _TELLS_NOBODY_APART for field in cleaned.fields):
        raise NoUsableColumns([(c.header, c.why) for c in columns])
    model = Model(cleaned, progress)
    try:
        model.learn()
        scored = model.compare()
        progress(f"gathering {len(scored)} weighed pairs into people")
        people, weighed = _people(model, scored, cleaned.rows)
        pairs = tuple(_pairs(model, people, weighed))
    finally:
        model.close()
    score = None if truth is None else _score(people, table.values[table.headers.index(truth)])
    return MatchResult(cleaned.rows, tuple(columns), tuple(people), pairs, score)


def _people(
    model: Model, scored: Sequence[Scored], rows: int
) -> tuple[list[int], dict[tuple[int, int], Scored]]:
    """Which person each row belongs to, numbered by first appearance, and the pairs weighed on the way."""
    sets = connected(scored, _LIKELY)
    weighed = {(p.left, p.right): p for p in scored}
    if open_sets := [s for s in sets if len(s) > 2]:
        weighed |= {(p.left, p.right): p for p in model.compare_within(open_sets)}
    weights = {key: pair.weight for key, pair in weighed.items()}
    owner = list(range(rows))
    for members in sets:
        for group in gather(members, weights, _LIKELY):
            for row in group:
                owner[row] = group[0]
    numbers: dict[int, int] = {}
    return [numbers.setdefault(first, len(numbers)) for first in owner], weighed


def _pairs(model: Model, people: Sequence[int], weighed: dict[tuple[int, int], Scored]) -> list[Pair]:
    members: dict[int, list[int]] = defaultdict(list)
    for row, person in enumerate(people):
        members[person].append(row)
    found = [
        Pair(left, right, round(probability(pair.weight), 6), _reasons(model, pair))
        for rows in members.values()
        for left, right in combinations(rows, 2)
        if (pair := weighed.get((left, right))) is not None
    ]
    return sorted(found, key=lambda p: (-p.probability, p.left, p.right))


def _reasons(model: Model, pair: Scored) -> tuple[Message, ...]:
    """What speaks for the pair in plain words, best first by the order of the fields."""
    said: list[Message] = []
    for comparison, value in zip(model.comparisons, pair.levels, strict=True):
        if value < 0:
            continue
        level = comparison.levels[len(comparison.levels) - 1 - value]
        if level.words:
            said.append(message(level.words, field=comparison.field.called))
    return tuple(said)


def _score(people: Sequence[int], truth: Sequence[str | None]) -> Score:
    """Precision, recall and F1 over pairs of rows; rows without a truth are each a person of their own."""

    def pairs_in(counts: Counter[object]) -> int:
        return sum(n * (n - 1) // 2 for n in counts.values())

    known = [t if t and t.strip() else ("no truth", row) for row, t in enumerate(truth)]
    found, true = pairs_in(Counter(people)), pairs_in(Counter(known))
    both = pairs_in(Counter(zip(people, known, strict=True)))
    precision = both / found if found else 0.0
    recall = both / true if true else 0.0
    f1 = 2 * both / (found + true) if found + true else 0.0
    return Score(round(precision, 6), round(recall, 6), round(f1, 6), found, true)
