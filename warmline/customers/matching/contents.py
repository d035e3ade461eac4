"""What a column holds whose header says nothing, by its values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

import msgspec

from warmline.customers.matching import clean, dates, nicknames
from warmline.customers.matching.kinds import Kind
from warmline.customers.matching.words import COMMON_SURNAMES, GENDERS, IDEOGRAPHIC_SURNAMES

_SAMPLE = 4000
_WHOLE_NUMBER = re.compile(r"\d{1,2}(\.0)?")
# A generation: the dates of anything that is not births (orders, contracts) lie closer together.
_GENERATION = 20
_IDEOGRAPHS = re.compile("[\u4e00-\u9fff\u3040-\u30ff]")


class Shape(msgspec.Struct, frozen=True):
    """What the values of one column look like; shares are of the values that are there."""

    known: int
    distinct: int
    unique: bool
    climbing: bool
    letters: float
    numbers: float
    words: float
    spaced: bool
    sample: Sequence[str]

    def share(self, test: Callable[[str], bool]) -> float:
        """How many of the values pass a test, from 0 to 1."""
        return sum(map(test, self.sample)) / len(self.sample) if self.sample else 0.0

    @property
    def years(self) -> tuple[int, int]:
        """The years between which most of its dates lie; (0, 0) where there are none."""
        found = sorted(int(d[:4]) for v in self.sample if (d := dates.date(v)) is not None)
        return (found[len(found) // 10], found[-1 - len(found) // 10]) if found else (0, 0)


def shape_of(values: list[str | None]) -> Shape:
    """Measures a column: counts over all values, shares over an evenly spread sample."""
    tidy = {v: clean.text(v) for v in set(values)}
    there = [t for v in values if (t := tidy[v]) is not None]
    sample = there[:: max(1, len(there) // _SAMPLE)]

    def share(test: Callable[[str], bool]) -> float:
        return sum(map(test, sample)) / len(sample) if sample else 0.0

    numbers = share(lambda v: bool(re.fullmatch(r"-?\d+(\.\d+)?", v)))
    distinct = len(set(there))
    return Shape(
        known=len(there),
        distinct=distinct,
        unique=len(there) == len(values) and distinct == len(values),
        climbing=numbers == 1.0 and there == sorted(there, key=float),
        letters=share(lambda v: not any(c.isdigit() or c == "@" for c in v)),
        numbers=numbers,
        words=sum(len(v.split()) for v in sample) / len(sample) if sample else 0.0,
        spaced=share(lambda v: bool(_IDEOGRAPHS.search(v))) < 0.5,
        sample=sample,
    )


def kind_by_values(shape: Shape) -> tuple[Kind, str]:
    """The kind of a column and what gave it away; TEXT where nothing did."""
    if shape.share(lambda v: "@" in v) > 0.5:
        return Kind.EMAIL, "values hold an @"
    if shape.share(dates.is_date) > 0.8 and not shape.climbing:
        first, last = shape.years
        if last - first >= _GENERATION:
            return Kind.BIRTH_DATE, "values are dates over generations"
        return Kind.UNUSED, "values are dates, but not over generations"
    if shape.climbing or (shape.unique and (shape.words < 1.5 and shape.spaced and shape.letters < 0.5)):
        return Kind.UNUSED, "numbers the rows"
    if shape.distinct <= 6 and shape.share(lambda v: v in GENDERS) > 0.8:
        return Kind.GENDER, "values name a gender"
    if shape.share(_phone_like) > 0.6:
        return Kind.PHONE, "values look like phone numbers"
    if shape.letters > 0.8:
        return _words(shape)
    if shape.share(_address_like) > 0.6 and shape.distinct > 0.2 * shape.known:
        return Kind.STREET, "values are words beside a number"
    if shape.share(lambda v: bool(re.fullmatch(r"-?\d+\.\d*[1-9]\d*", v))) > 0.3:
        return Kind.UNUSED, "holds measurements"
    if _postcode_like(shape):
        return Kind.POSTCODE, "values are short codes of one form"
    return Kind.TEXT, "values are codes"


def date_parts(shapes: dict[str, Shape], year: str | None) -> dict[str, Kind]:
    """Which columns hold year, month and day of a birth date, where each has its own; {} where not.

    `year` is the column whose header says that it holds the year of birth, if one does.
    """
    years = [year] if year else [h for h, s in shapes.items() if _numbers_within(s, 1850, 2100, 20)]
    months = [h for h, s in shapes.items() if _numbers_within(s, 1, 12, 6)]
    days = [h for h, s in shapes.items() if _numbers_within(s, 1, 31, 13) and h not in months]
    if len(years) == len(months) == len(days) == 1:
        return {years[0]: Kind.BIRTH_YEAR, months[0]: Kind.BIRTH_MONTH, days[0]: Kind.BIRTH_DAY}
    return {}


def in_addresses(values: Sequence[str | None], addresses: Sequence[str | None]) -> float:
    """In how many rows a word of the value stands in the mail address, from 0 to 1."""
    pairs = [(clean.name(v), clean.email(a)) for v, a in zip(values, addresses, strict=True) if v and a]
    pairs = pairs[:: max(1, len(pairs) // _SAMPLE)]
    found = sum(
        any(len(word) > 2 and word in address.split("@")[0] for word in value.split())
        for value, address in pairs
        if value and address
    )
    return found / len(pairs) if pairs else 0.0


def _numbers_within(shape: Shape, least: int, most: int, different: int) -> bool:
    """Whether nearly all are whole numbers in a range, and many of the range occur."""

    def fits(value: str) -> bool:
        return bool(re.fullmatch(r"\d{1,4}(\.0)?", value)) and least <= int(float(value)) <= most

    return not shape.climbing and len(set(shape.sample)) >= different and shape.share(fits) > 0.97


def _words(shape: Shape) -> tuple[Kind, str]:
    if shape.share(_name_in_ideographs) > 0.5:
        return Kind.FULL_NAME, "values begin with common surnames"
    if shape.share(lambda v: nicknames.is_known(v.split()[0])) > 0.08:
        return (Kind.FULL_NAME if shape.words > 1.6 else Kind.GIVEN_NAME), "values are common given names"
    if shape.share(lambda v: not COMMON_SURNAMES.isdisjoint(v.split())) > 0.05:
        return (Kind.FULL_NAME if shape.words > 1.8 else Kind.SURNAME), "values are common surnames"
    return Kind.TEXT, "values are words"


def _name_in_ideographs(value: str) -> bool:
    _, _, surname = clean.NameParts.split(value)
    return len(value.replace(" ", "")) <= 6 and surname in IDEOGRAPHIC_SURNAMES


def _phone_like(value: str) -> bool:
    return bool(re.fullmatch(r"\+?[\d\s().-]{8,20}", value)) and 7 <= sum(c.isdigit() for c in value) <= 15


def _address_like(value: str) -> bool:
    """`12 Mill Lane`, `Hauptstr. 5`, `5 rue X, 75001 Paris`: words of some length, and a number."""
    words = re.findall(r"[^\W\d_]{3,}", value)
    return any(c.isdigit() for c in value) and sum(map(len, words)) >= 4


def _postcode_like(shape: Shape) -> bool:
    """Codes of four to ten characters, nearly all written in one of a few forms."""
    forms = Counter(re.sub(r"[a-z]", "a", re.sub(r"\d", "9", v)) for v in shape.sample)
    usual = [form for form, _ in forms.most_common(6 if shape.numbers < 0.5 else 1)]
    known = sum(forms[f] for f in usual if 4 <= len(f) <= 10 and "9" in f)
    return known > 0.9 * len(shape.sample) and shape.distinct > 6
