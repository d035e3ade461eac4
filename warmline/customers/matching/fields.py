"""Turning a table with known columns into the cleaned fields that records are compared on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

import msgspec

from warmline.customers.matching import clean, dates
from warmline.customers.matching.kinds import Column, Kind, Table
from warmline.customers.matching.nicknames import root_of
from warmline.language.messages import Message, Value

Values = list[str | None]
# What tells people apart comes early; edit distances of whole letters to the editor would take hours.
_LONGEST = 120


class Field(msgspec.Struct, frozen=True):
    """One thing records are compared on: its column in the cleaned table, its kind, and what to call it."""

    key: str
    kind: Kind
    called: Value


class Cleaned(msgspec.Struct, frozen=True):
    """The cleaned table: what is compared (`fields`) and all columns by name, helpers included."""

    fields: tuple[Field, ...]
    columns: dict[str, Values]
    rows: int


_CLEANERS: dict[Kind, Callable[[str | None], str | None]] = {
    Kind.EMAIL: clean.email,
    Kind.PHONE: clean.phone,
    Kind.HOUSE_NUMBER: clean.code,
    Kind.STREET: clean.place,
    Kind.CITY: clean.place,
    Kind.POSTCODE: clean.code,
    Kind.STATE: clean.place,
    Kind.COUNTRY: clean.place,
    Kind.NATIONAL_ID: clean.code,
    Kind.GENDER: clean.text,
    Kind.BIRTH_YEAR: dates.year,
    Kind.AGE: clean.digits,
    Kind.TEXT: clean.place,
}


def clean_table(table: Table, columns: Sequence[Column]) -> Cleaned:
    """Cleans every used column and gives the fields to compare, in the order of the table."""
    raw = dict(zip(table.headers, table.values, strict=True))
    fields: list[Field] = []
    cleaned: dict[str, Values] = {}
    _names(raw, columns, fields, cleaned)
    for column in _with_whole_dates(columns, raw):
        values = raw[column.header]
        if column.kind is Kind.BIRTH_DATE:
            month_first = dates.month_comes_first(values)
            made = _each(values, lambda v, first=month_first: dates.date(v, first))  # type: ignore[misc]
        elif column.kind in _CLEANERS:
            made = _each(values, _CLEANERS[column.kind])
        else:
            continue
        key = f"f{len(fields)}_{column.kind.replace(' ', '_')}"
        if len({v for v in made if v is not None}) < 2:
            continue
        fields.append(Field(key, column.kind, _called(column)))
        cleaned[key] = made
        if column.kind is Kind.EMAIL:
            cleaned[f"{key}_local"] = [v.split("@")[0] or None if v and "@" in v else None for v in made]
        if column.kind is Kind.STREET:
            cleaned[f"{key}_sorted"] = [v and " ".join(sorted(v.split())) for v in made]
    return Cleaned(tuple(fields), cleaned, table.rows)


def _with_whole_dates(columns: Sequence[Column], raw: dict[str, Sequence[str | None]]) -> Sequence[Column]:
    """Puts year, month and day of birth together where each has a column; the date takes the year's place."""
    parts = {c.kind: c.header for c in columns if c.kind in _DATE_PARTS}
    if len(parts) < len(_DATE_PARTS):
        return columns
    written = zip(*(raw[parts[kind]] for kind in _DATE_PARTS), strict=True)
    whole = ["-".join(re.sub(r"\.0$", "", p) for p in date if p) if all(date) else None for date in written]
    raw[parts[Kind.BIRTH_YEAR]] = whole
    return [Column(c.header, Kind.BIRTH_DATE, c.why) if c.kind is Kind.BIRTH_YEAR else c for c in columns]


_DATE_PARTS = (Kind.BIRTH_YEAR, Kind.BIRTH_MONTH, Kind.BIRTH_DAY)


def _called(column: Column) -> Value:
    return column.header if column.kind is Kind.TEXT else Message(column.kind.value)


def _each(values: Iterable[str | None], tidy: Callable[[str | None], str | None]) -> Values:
    """Cleans each distinct value once."""
    known: dict[str | None, str | None] = {None: None}
    made: Values = []
    for value in values:
        if value not in known:
            made_tidy = clean.comparable(tidy(value))
            known[value] = made_tidy and made_tidy[:_LONGEST]
        made.append(known[value])
    return made


def _names(
    raw: dict[str, Sequence[str | None]],
    columns: Sequence[Column],
    fields: list[Field],
    cleaned: dict[str, Values],
) -> None:
    """Given, middle and surname, from their own columns or, where these are silent, from the whole name."""
    by_kind = {c.kind: c for c in reversed(columns)}
    rows = len(next(iter(raw.values())))
    parts: dict[Kind, Values] = {
        kind: [clean.name(v) for v in raw[by_kind[kind].header]] if kind in by_kind else [None] * rows
        for kind in (Kind.GIVEN_NAME, Kind.MIDDLE_NAME, Kind.SURNAME)
    }
    further = [raw[c.header] for c in columns if c.kind is Kind.MIDDLE_NAME]
    if len(further) > 1:  # a middle name here and an initial there, a second surname beside it
        told = ([name for v in values if (name := clean.name(v))] for values in zip(*further, strict=True))
        parts[Kind.MIDDLE_NAME] = [" ".join(dict.fromkeys(names)) or None for names in told]
    if Kind.FULL_NAME in by_kind:
        for row, value in enumerate(raw[by_kind[Kind.FULL_NAME].header]):
            given, middle, surname = _filled(value, parts[Kind.GIVEN_NAME][row], parts[Kind.SURNAME][row])
            parts[Kind.GIVEN_NAME][row] = given
            parts[Kind.MIDDLE_NAME][row] = parts[Kind.MIDDLE_NAME][row] or middle
            parts[Kind.SURNAME][row] = surname
    if any(parts[Kind.GIVEN_NAME]) or any(parts[Kind.SURNAME]):
        cleaned["given_root"] = _each(parts[Kind.GIVEN_NAME], root_of)
        cleaned["given"] = _each(parts[Kind.GIVEN_NAME], clean.text)
        cleaned["surname"] = _each(parts[Kind.SURNAME], clean.text)
        for key, kind in (("given", Kind.GIVEN_NAME), ("surname", Kind.SURNAME)):
            if any(cleaned[key]):
                fields.append(Field(key, kind, Message(kind.value)))
    if any(parts[Kind.MIDDLE_NAME]):
        cleaned["middle"] = _each(parts[Kind.MIDDLE_NAME], clean.text)
        fields.append(Field("middle", Kind.MIDDLE_NAME, Message(Kind.MIDDLE_NAME.value)))


def _filled(
    whole: str | None, given: str | None, surname: str | None
) -> tuple[str | None, str | None, str | None]:
    """What a whole name adds to the parts that are known: a part that stands in it leaves the other."""
    if given and surname:
        return given, None, surname
    words = (clean.name(whole) or "").split()
    known = (given or surname or "").split()
    rest = [word for word in words if word not in known]
    if known and rest and len(rest) < len(words):
        return given or " ".join(rest), None, surname or " ".join(rest)
    split = clean.NameParts.split(whole)
    if known and words and "".join(known).isascii() != "".join(words).isascii():
        return split  # the part is in another script, so that nobody can tell which of the words it is
    return given or split[0], split[1], surname or split[2]
