"""The vocabulary of the room: what a column can mean, and what a match gives back."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from warmline.language.messages import Message


class Kind(StrEnum):
    """What a column of a table of people holds."""

    GIVEN_NAME = "given name"
    MIDDLE_NAME = "middle name"
    SURNAME = "surname"
    FULL_NAME = "full name"
    BIRTH_DATE = "birth date"
    BIRTH_YEAR = "birth year"
    BIRTH_MONTH = "birth month"
    BIRTH_DAY = "birth day"
    AGE = "age"
    EMAIL = "email"
    PHONE = "phone"
    HOUSE_NUMBER = "house number"
    STREET = "street"
    CITY = "city"
    POSTCODE = "postcode"
    STATE = "state"
    COUNTRY = "country"
    NATIONAL_ID = "national id"
    GENDER = "gender"
    TEXT = "text"
    UNUSED = "unused"


class Column(msgspec.Struct, frozen=True):
    """A column of the input and what it was taken for; `why` says what gave it away."""

    header: str
    kind: Kind
    why: str


class Pair(msgspec.Struct, frozen=True):
    """Two records that are probably one person.

    `left` and `right` are row numbers counted from 0, `left < right`. `probability` is the model's for this
    pair alone; it can be low where the two are held together by other records of the same person.
    """

    left: int
    right: int
    probability: float
    reasons: tuple[Message, ...]


class Score(msgspec.Struct, frozen=True):
    """Agreement with the truth, over pairs of rows."""

    precision: float
    recall: float
    f1: float
    pairs_found: int
    pairs_true: int


class MatchResult(msgspec.Struct, frozen=True):
    """Everything one run found out. `people[i]` is the number of the person that row `i` belongs to."""

    rows: int
    columns: tuple[Column, ...]
    people: tuple[int, ...]
    pairs: tuple[Pair, ...]
    score: Score | None


class Person(msgspec.Struct, frozen=True):
    """A record straight from Warmline's customers; whatever is not known stays out."""

    customer_id: str
    given_name: str | None = None
    surname: str | None = None
    full_name: str | None = None
    birth_date: str | None = None
    street: str | None = None
    city: str | None = None
    postcode: str | None = None
    email: str | None = None
    phone: str | None = None


class Proposal(msgspec.Struct, frozen=True):
    """Two customers that a person should look at, with the reasons in plain words."""

    left: str
    right: str
    probability: float
    reasons: tuple[Message, ...]


class Table(msgspec.Struct, frozen=True):
    """A table of text: one list of values for each header, all of the same length."""

    headers: tuple[str, ...]
    values: tuple[Sequence[str | None], ...]

    @property
    def rows(self) -> int:
        return len(self.values[0]) if self.values else 0
