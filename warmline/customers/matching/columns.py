"""Finding out what each column of an unknown table of people holds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from warmline.customers.matching import clean, dates
from warmline.customers.matching.contents import Shape, date_parts, in_addresses, kind_by_values, shape_of
from warmline.customers.matching.headers import is_about_others, kind_by_header
from warmline.customers.matching.kinds import Column, Kind, Table

_RECORD_LABEL = re.compile(
    r"^[a-z]*[-_ ]?\d+[-_ ](org|dup[-_ ]?\d*)$|^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-", re.IGNORECASE
)


def find_columns(table: Table, truth: str | None = None) -> tuple[Column, ...]:
    """What each column means, by its header and by its values.

    A header is believed when the values do not speak against it. Columns that number the rows, hold the
    truth or never vary are UNUSED: they would tell who is who without being evidence about people.
    """
    shapes = {
        header: shape_of(list(values))
        for header, values in zip(table.headers, table.values, strict=True)
        if header != truth
    }
    found = [
        _column(header, shapes[header])
        if header != truth
        else Column(header, Kind.UNUSED, "holds the truth to score against")
        for header in table.headers
    ]
    values = dict(zip(table.headers, table.values, strict=True))
    return tuple(_settle(_named_by_mail(_dated(found, shapes), values, shapes), shapes))


def _column(header: str, shape: Shape) -> Column:
    if shape.distinct < 2:
        return Column(header, Kind.UNUSED, "never varies" if shape.distinct else "is empty")
    if shape.share(lambda v: bool(_RECORD_LABEL.match(v))) > 0.5:
        return Column(header, Kind.UNUSED, "labels the records")
    if is_about_others(header):
        return Column(header, Kind.UNUSED, "is about somebody else, by its header")
    hinted = kind_by_header(header)
    if hinted is Kind.UNUSED:
        return Column(header, Kind.UNUSED, "labels the records, by its header")
    if hinted is not None and (kind := _checked(hinted, shape)) is not None:
        why = "by its header" if kind is hinted else f"header says {hinted}, the values say otherwise"
        return Column(header, kind, why)
    return Column(header, *kind_by_values(shape))


def _checked(hinted: Kind, shape: Shape) -> Kind | None:
    """The hinted kind where the values bear it out, a related one where they nearly do, else None."""
    dated = shape.share(dates.is_date)
    yearly = shape.share(lambda v: bool(re.fullmatch(r"[12]\d{3}(\.0)?", v)))
    match hinted:
        case Kind.BIRTH_DATE | Kind.BIRTH_YEAR:
            if dated > 0.5:
                return Kind.BIRTH_DATE
            return Kind.BIRTH_YEAR if yearly > 0.5 else None
        case Kind.EMAIL:
            return hinted if shape.share(lambda v: "@" in v) > 0.3 else None
        case Kind.PHONE:
            return hinted if shape.share(lambda v: clean.phone(v) is not None) > 0.3 else None
        case Kind.AGE:
            return hinted if shape.numbers > 0.7 else None
        case Kind.GENDER:
            return hinted if shape.distinct <= 20 else None
        case Kind.GIVEN_NAME | Kind.SURNAME | Kind.FULL_NAME | Kind.MIDDLE_NAME:
            return hinted if shape.letters > 0.5 else None
        case Kind.NATIONAL_ID:
            return Kind.UNUSED if shape.unique else hinted
        case _:
            return hinted


def _dated(found: list[Column], shapes: dict[str, Shape]) -> list[Column]:
    """Finds the one birth date: by its header, else the earliest dates, else year, month and day apart."""
    born = [c for c in found if c.kind is Kind.BIRTH_DATE]
    if born:
        hinted = [c for c in born if kind_by_header(c.header) in (Kind.BIRTH_DATE, Kind.BIRTH_YEAR)]
        best = hinted[0] if hinted else min(born, key=lambda c: shapes[c.header].years)
        return [
            Column(c.header, Kind.UNUSED, "dates of something else than births")
            if c in born and c is not best
            else c
            for c in found
        ]
    unclaimed = {c.header: shapes[c.header] for c in found if c.kind in (Kind.TEXT, Kind.POSTCODE)}
    year = next((c.header for c in found if c.kind is Kind.BIRTH_YEAR), None)
    parts = date_parts(unclaimed, year)
    return [
        Column(c.header, parts[c.header], "stands beside the other parts of a date")
        if c.header in parts
        else c
        for c in found
    ]


def _named_by_mail(
    found: list[Column], values: dict[str, Sequence[str | None]], shapes: dict[str, Shape]
) -> list[Column]:
    """Finds names that no list of ours knows by the mail addresses that are made of them."""
    mail = next((c.header for c in found if c.kind is Kind.EMAIL), None)
    if mail is None:
        return found
    told: list[Column] = []
    taken = {c.kind for c in found}
    for column in found:
        shape = shapes.get(column.header)
        if column.kind is Kind.TEXT and shape and in_addresses(values[column.header], values[mail]) > 0.3:
            parts = [k for k in (Kind.GIVEN_NAME, Kind.SURNAME) if k not in taken]
            kind = parts[0] if parts and shape.words < 1.6 else Kind.FULL_NAME
            column = Column(column.header, kind, "mail addresses are made of it")
            taken.add(kind)
        told.append(column)
    return told


def _settle(found: list[Column], shapes: dict[str, Shape]) -> list[Column]:
    """Sorts out columns that depend on each other: whole names beside parts of names, dates beside ages."""
    kinds = {c.kind for c in found}
    settled: list[Column] = []
    seen: set[Kind] = set()
    for column in found:
        kind, why = column.kind, column.why
        shape = shapes.get(column.header)
        single = shape is not None and shape.spaced and shape.words < 1.4
        several = shape is not None and shape.words > 1.8
        if kind is Kind.FULL_NAME and single and Kind.SURNAME not in kinds and Kind.GIVEN_NAME in kinds:
            kind, why = Kind.SURNAME, "stands beside a given name"
        elif kind is Kind.FULL_NAME and single and Kind.GIVEN_NAME not in kinds and Kind.SURNAME in kinds:
            kind, why = Kind.GIVEN_NAME, "stands beside a surname"
        elif kind in _NAME_PARTS and several and not (kinds >= _NAME_PARTS or Kind.FULL_NAME in kinds):
            kind, why = Kind.FULL_NAME, "holds several words and has no counterpart"
        if kind in (Kind.AGE, Kind.BIRTH_YEAR) and Kind.BIRTH_DATE in kinds:
            kind, why = Kind.UNUSED, "follows from the birth date"
        if kind in _ONCE and kind in seen:
            if kind in (Kind.FULL_NAME, Kind.BIRTH_DATE):
                kind, why = Kind.UNUSED, f"a second {kind}"
            else:
                kind = Kind.TEXT
        seen.add(kind)
        settled.append(Column(column.header, kind, why))
    return settled


_NAME_PARTS = frozenset({Kind.GIVEN_NAME, Kind.SURNAME})
_ONCE = frozenset(
    {
        Kind.GIVEN_NAME,
        Kind.SURNAME,
        Kind.FULL_NAME,
        Kind.BIRTH_DATE,
        Kind.BIRTH_YEAR,
        Kind.AGE,
    }
    | {Kind.GENDER, Kind.STATE, Kind.HOUSE_NUMBER}
)
