"""A row of a table holds exactly when each of its cells does, by an evaluation in Python that knows no CEL."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warmline.conditions.errors import EvaluationError
from warmline.decisions.model import Policy
from warmline.decisions.rulebook import Rulebook
from warmline.events.model import Event

from .shop import NOW, rulebook

Holds = Callable[[Any], bool]
"""Whether a cell holds for a value; None is an absent one."""
MANILA = ZoneInfo("Asia/Manila")


@dataclass(frozen=True)
class Written:
    """A cell, and what it means."""

    text: str
    holds: Holds


@dataclass(frozen=True)
class Asked:
    """A column: its header, the fact that it asks, the values of that, and cells about such values."""

    header: str
    fact: str
    values: st.SearchStrategy[Any]
    cells: st.SearchStrategy[Written]


ORDER: dict[str, Callable[[Any, Any], bool]] = {
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
}
SIGNS = {"<=": ["<=", "≤", "=<"], ">=": [">=", "≥", "=>"], "<": ["<"], ">": [">"]}


def known(holds: Holds) -> Holds:
    """Holds only where there is a value."""
    return lambda value: value is not None and holds(value)


ANYTHING = st.sampled_from(["", "-", "–"]).map(lambda text: Written(text, lambda value: True))
PRESENCE = st.sampled_from(
    [Written("known", lambda value: value is not None), Written("unknown", lambda value: value is None)]
)


def one_of(cells: st.SearchStrategy[Written]) -> st.SearchStrategy[Written]:
    """`a | b`"""
    return st.lists(cells, min_size=2, max_size=3).map(
        lambda several: Written(
            " | ".join(one.text for one in several), lambda value: any(one.holds(value) for one in several)
        )
    )


def neither(values: st.SearchStrategy[Any], written: Callable[[Any], str]) -> st.SearchStrategy[Written]:
    """`!= a | b`"""
    return st.lists(values, min_size=1, max_size=3).map(
        lambda several: Written(
            "!= " + " | ".join(written(one) for one in several), known(lambda value: value not in several)
        )
    )


@st.composite
def compared(draw: st.DrawFn, values: st.SearchStrategy[Any], written: Callable[[Any], str]) -> Written:
    """`> 5`, `>= 5 & < 9`"""
    parts = draw(st.lists(st.tuples(st.sampled_from(sorted(ORDER)), values), min_size=1, max_size=2))
    texts = [
        f"{draw(st.sampled_from(SIGNS[sign]))}{draw(st.sampled_from(['', ' ']))}{written(v)}"
        for sign, v in parts
    ]
    return Written(" & ".join(texts), known(lambda value: all(ORDER[sign](value, v) for sign, v in parts)))


def ordered(values: st.SearchStrategy[Any], written: Callable[[Any], str]) -> st.SearchStrategy[Written]:
    """Cells about values that can be put in order, and are there or not."""
    alone = st.one_of(
        values.map(lambda one: Written(written(one), known(lambda value: value == one))),
        compared(values, written),
        st.tuples(values, values).map(
            lambda ends: Written(
                f"{written(ends[0])}..{written(ends[1])}", known(lambda value: ends[0] <= value <= ends[1])
            )
        ),
    )
    return st.one_of(alone, one_of(alone), neither(values, written))


WORDS = st.sampled_from(
    ["gold", "silver", "new", "007", "5", "yes", "known", "a | b", "> 5", 'say "hi"', "-", "3..5", ""]
)


def word(text: str) -> str:
    """A text in a cell, quoted where it would mean something else."""
    plain = text and text not in ("known", "-") and not set(text) & set('|>".')
    return text if plain else '"' + text.replace('"', '""') + '"'


TEXTS = st.one_of(
    WORDS.map(lambda one: Written(word(one), known(lambda value: value == one))),
    one_of(WORDS.map(lambda one: Written(word(one), known(lambda value: value == one)))),
    neither(WORDS, word),
)
TRUTHS = st.sampled_from(
    [("yes", True), ("no", False), ("TRUE", True), ("False", False), ("!= yes", False)]
).map(lambda pair: Written(pair[0], known(lambda value: value is pair[1])))
WHOLE = st.integers(-3, 6)
FRACTIONS = st.sampled_from([-2.5, -1.0, 0.0, 0.25, 1.0, 1.5, 2.0, 1000.0])
DAYS = st.dates(date(2000, 1, 1), date(2000, 1, 5))


@st.composite
def moments(draw: st.DrawFn) -> Written:
    """Days are all of the day where the business is."""
    day = draw(DAYS)
    at = datetime.combine(day, time(draw(st.integers(0, 23)), draw(st.integers(0, 59))), MANILA)
    whole = draw(st.booleans())
    begin = datetime.combine(day, time(), MANILA) if whole else at
    end = begin + timedelta(days=1) if whole else begin
    text = day.isoformat() if whole else draw(st.sampled_from(["%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S+08:00"]))
    text = text if whole else at.strftime(text)
    cases: list[tuple[str, Holds]] = [
        ("", lambda value: begin <= value < end if whole else value == begin),
        ("!= ", lambda value: not (begin <= value < end) if whole else value != begin),
        ("> ", lambda value: value >= end if whole else value > begin),
        (">= ", lambda value: value >= begin),
        ("< ", lambda value: value < begin),
        ("<= ", lambda value: value < end if whole else value <= begin),
    ]
    sign, holds = draw(st.sampled_from(cases))
    return Written(sign + text, known(holds))


def microseconds(at: datetime) -> int:
    return int(at.timestamp()) * 1_000_000


def length(hours: int) -> str:
    return f"{hours // 24}d" if hours % 24 == 0 and hours else f"{hours}h" if hours else "0s"


TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2000, 1, 6)).map(
    lambda at: at.replace(microsecond=0, tzinfo=UTC)
)
NEEDS = st.sampled_from(["large print", "slow", "sign"])
LISTED = st.one_of(
    NEEDS.map(lambda one: Written(one, lambda value: one in value)),
    st.lists(NEEDS, min_size=2, max_size=3).map(
        lambda several: Written(" | ".join(several), lambda value: any(one in value for one in several))
    ),
    st.lists(NEEDS, min_size=1, max_size=3).map(
        lambda several: Written(
            "!= " + " | ".join(several), lambda value: not any(one in value for one in several)
        )
    ),
)


def maybe(asked: Asked) -> Asked:
    """A column about a fact that may be absent."""
    either = st.one_of(
        asked.cells, PRESENCE, one_of(st.one_of(asked.cells.filter(lambda c: "!=" not in c.text), PRESENCE))
    )
    return Asked(asked.header, asked.fact, st.none() | asked.values, either)


COLUMNS = [
    Asked("customer.tier", "tier", WORDS, TEXTS),
    maybe(Asked("customer.plan", "plan", WORDS, TEXTS)),
    maybe(Asked("customer.age", "age", WHOLE, ordered(WHOLE, str))),
    maybe(Asked("customer.score", "score", FRACTIONS, ordered(FRACTIONS, repr))),
    Asked("customer.contacts_7d + 1", "contacts_7d + 1", WHOLE, ordered(WHOLE, str)),
    Asked("customer.vip", "vip", st.booleans(), TRUTHS),
    maybe(Asked("customer.no_selling", "no_selling", st.booleans(), TRUTHS)),
    maybe(
        Asked(
            "customer.birth_date",
            "birth_date",
            DAYS.map(lambda d: datetime.combine(d, time(), MANILA)),
            moments(),
        )
    ),
    maybe(Asked("customer.seen", "seen", TIMES, moments())),
    Asked("customer.needs", "needs", st.lists(NEEDS, max_size=3), LISTED),
    Asked("now - event.occurred", "since", st.integers(0, 50), ordered(st.integers(0, 50), length)),
    maybe(Asked('event["size"]', "size", FRACTIONS, ordered(FRACTIONS, repr))),
]


def stored(fact: str, value: Any) -> Any:
    """A value as a profile holds it."""
    if isinstance(value, datetime):
        return value.date().isoformat() if fact == "birth_date" else microseconds(value)
    return value


def found(facts: dict[str, Any]) -> tuple[dict[str, Any], Event]:
    """The profile and the event of these facts."""
    customer = {fact: stored(fact, value) for fact, value in facts.items()}
    customer["contacts_7d"] = customer.pop("contacts_7d + 1") - 1
    occurred = NOW - customer.pop("since") * 3_600_000_000
    size = customer.pop("size")
    properties = {"page": "/"} | ({} if size is None else {"size": size})
    return customer, Event(
        type="page.viewed", source="site", message_id="1", occurred=occurred, properties=properties
    )


def table(columns: list[str], several: list[list[str]], separator: str, end: str) -> str:
    """A decision table that asks `columns`, each row with a group of its own."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator=end)
    writer.writerow(["on", *columns, "group", "do: remember", "why"])
    writer.writerows(["page.viewed", *cells, "", "x", "because"] for cells in several)
    return text.getvalue()


def holds(book: Rulebook, policy: Policy, facts: dict[str, Any]) -> bool:
    customer, event = found(facts)
    held = (
        policy.when.holds(book.facts.frame(policy.environment, NOW, customer.get, event))
        if policy.when
        else True
    )
    assert not isinstance(held, EvaluationError), f"{held}: {policy.when and policy.when.text}"
    return held


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.header)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_cell_holds_for_the_values_it_names(column: Asked, data: st.DataObject) -> None:
    cells = data.draw(st.lists(column.cells, min_size=5, max_size=20))
    values = data.draw(st.lists(column.values, min_size=5, max_size=10))
    book = rulebook({"policies/t.csv": table([column.header], [[cell.text] for cell in cells], ",", "\n")})
    others = {"contacts_7d + 1": 1, "since": 0, "size": None}
    for cell, policy in zip(cells, book.policies.values(), strict=True):
        for value in values:
            held = holds(book, policy, {**others, column.fact: value})
            assert held is cell.holds(value), (
                f"{cell.text!r} of {value!r}: {policy.when and policy.when.text}"
            )


@settings(max_examples=100, deadline=None)
@given(
    columns=st.lists(st.sampled_from(COLUMNS), min_size=2, max_size=5, unique=True),
    separator=st.sampled_from(",;\t"),
    end=st.sampled_from(["\n", "\r\n"]),
    data=st.data(),
)
def test_a_row_holds_exactly_when_each_of_its_cells_does(
    columns: list[Asked], separator: str, end: str, data: st.DataObject
) -> None:
    row = st.tuples(*(ANYTHING | column.cells for column in columns))
    several = data.draw(st.lists(row, min_size=3, max_size=10))
    text = table(
        [one.header for one in columns], [[cell.text for cell in row] for row in several], separator, end
    )
    book = rulebook({"policies/t.csv": text})
    for facts in data.draw(
        st.lists(st.fixed_dictionaries({one.fact: one.values for one in COLUMNS}), max_size=5)
    ):
        for cells, policy in zip(several, book.policies.values(), strict=True):
            wanted = all(cell.holds(facts[one.fact]) for one, cell in zip(columns, cells, strict=True))
            assert holds(book, policy, facts) is wanted, f"{policy.when and policy.when.text}\n{facts}"
