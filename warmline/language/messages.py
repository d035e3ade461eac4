"""What is said to people by those who do not know their language: a pattern in English, with its values.

    message("%(name)s has this contact.", name="Ana")

It is English wherever nobody translates it: for programs, in the log, on the command line. Who knows the reader words
it anew, with the pattern in their language and the values as they write them.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any, Literal, TypeVar, Union

import msgspec
from babel import dates

from warmline.language.formats import Formats

T = TypeVar("T")
Kind = Literal["number", "money", "share", "day", "when", "clock", "length", "month", "weekday"]
"""How a value is written: money is in minor units, times are microseconds, a length is in seconds; months count from
1, weekdays from 0 for Monday."""


class Message(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="is", tag="message"):
    """A pattern in English with `%(name)s` for each of its values; without values it is taken as it stands."""

    pattern: str
    values: dict[str, "Value"] = {}

    def __str__(self) -> str:
        """In English."""
        return worded(self, _english())


class Shown(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="is", tag="shown"):
    """A value that is written in another way in each language."""

    kind: Kind
    value: int | float
    currency: str = ""


class Listed(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="is", tag="listed"):
    """Several things: all of them, any, or one after the other."""

    entries: list["Value"]
    word: Literal["and", "or", ""] = "and"


Value = Union[str, int, float, Message, Shown, Listed]  # noqa: UP007 - it is named before all of it is there
"""What stands in a message; texts are names and what people said, which nobody translates."""


def marked(texts: T) -> T:
    """Texts that are said later on, as they are: so that whoever collects what is to be translated finds them.

    >>> marked("done")
    'done'
    """
    return texts


def message(pattern: str, /, **values: Value) -> Message:
    """A message; whoever collects what is to be translated finds its pattern here."""
    return Message(pattern, values)


PATTERNS = marked({"": "%(list)s, %(last)s", "and": "%(list)s and %(last)s", "or": "%(list)s or %(last)s"})
"""By the word of a list: how its last entry is put behind the others, which have commas between them."""


def worded(value: Value, formats: Formats, translated: Callable[[str], str] = str) -> str:
    """A value in words for one reader."""
    match value:
        case str():
            return value
        case Message(pattern=pattern, values=values):
            found = translated(pattern) if pattern else ""
            if not values:
                return found
            return found % {name: worded(one, formats, translated) for name, one in values.items()}
        case Shown():
            return _shown(value, formats)
        case Listed(entries=entries, word=word):
            return _listed([worded(one, formats, translated) for one in entries], word, translated)
    return formats.number(value)


def _shown(one: Shown, formats: Formats) -> str:
    """A value as people of a language write it; exactly, where that cannot be done."""
    try:
        return _WAYS[one.kind](one, formats)
    except (ValueError, ArithmeticError, LookupError):
        return str(one.value)


def _listed(entries: list[str], word: str, translated: Callable[[str], str]) -> str:
    """`gold, silver or bronze`."""
    if len(entries) < 2:
        return "".join(entries)
    found = entries[0]
    for one in entries[1:-1]:
        found = translated(PATTERNS[""]) % {"list": found, "last": one}
    return translated(PATTERNS[word]) % {"list": found, "last": entries[-1]}


def _length(one: Shown, formats: Formats) -> str:
    return ("-" if one.value < 0 else "") + formats.duration(abs(one.value))


_WAYS: dict[str, Callable[[Any, Formats], str]] = {
    "number": lambda one, formats: formats.number(one.value),
    "money": lambda one, formats: formats.money(one.value, one.currency),
    "share": lambda one, formats: formats.percent(one.value),
    "day": lambda one, formats: formats.near_day(one.value),
    "when": lambda one, formats: formats.near_when(one.value),
    "clock": lambda one, formats: formats.clock(one.value),
    "length": _length,
    "month": lambda one, formats: str(dates.get_month_names("wide", locale=formats.locale)[one.value]),
    "weekday": lambda one, formats: str(dates.get_day_names("wide", locale=formats.locale)[one.value]),
}


@lru_cache(maxsize=1)
def _english() -> Formats:
    return Formats("en", "UTC", 0)


class Told(Exception):
    """An error in words for whoever it concerns: what went wrong, and in `remedy` what they can do about it."""

    remedy: str | Message = ""

    def __init__(self, said: str | Message = "", remedy: str | Message = "") -> None:
        self.said = said if isinstance(said, Message) else Message(said)
        if remedy:
            self.remedy = remedy
        super().__init__(str(self.said))
