"""The notation of a condition in one cell: `gold | silver`, `> 1000`, `3..5`, `unknown`.

cell     = anything | ["!="] choice {"|" choice}
choice   = "known" | "unknown" | value | value ".." value | compared {"&" compared}
compared = ("<" | "<=" | ">" | ">=" | "!=" | "=") value
anything = "" | "-"

A value in quotation marks is taken as it stands, whatever signs are in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

ANYTHING = ("", "-", "–", "—")
_OPERATORS = {
    "<=": "<=",
    "≤": "<=",
    "=<": "<=",
    ">=": ">=",
    "≥": ">=",
    "=>": ">=",
    "!=": "!=",
    "≠": "!=",
    "<>": "!=",
    "==": "==",
    "=": "==",
    "<": "<",
    ">": ">",
}
"""As people and spreadsheets write them, and as CEL does."""
_OPERATOR = re.compile("|".join(map(re.escape, sorted(_OPERATORS, key=len, reverse=True))))
_QUOTED = re.compile(rf'\s*(?:{_OPERATOR.pattern})?\s*"(?:[^"]|"")*"')
_RANGE = re.compile(r"(.*?)\s*\.\.\s*(.*)", re.DOTALL)


class BadCell(Exception):
    """A cell cannot be read, or does not fit its column. `remedy` says what to do."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.what, self.remedy = what, remedy


@dataclass(frozen=True, slots=True)
class Value:
    """One value as it is written; `quoted` says that it is a text whatever it looks like."""

    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Presence:
    """`known` or `unknown`."""

    known: bool


@dataclass(frozen=True, slots=True)
class Compared:
    """Comparisons that all must hold: `> 5 & < 10`; a value alone is compared by ==."""

    parts: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class Between:
    """From one value to another, both included."""

    low: Value
    high: Value


Choice = Presence | Compared | Between


@dataclass(frozen=True, slots=True)
class Cell:
    """Choices of which one must hold; `none` says that none may (`!= gold | silver`)."""

    choices: tuple[Choice, ...]
    none: bool = False


def read_cell(text: str) -> Cell | None:
    """What a cell asks; None where it asks nothing. BadCell."""
    if text in ANYTHING:
        return None
    choices = tuple(_choice(part) for part in _parts(text, "|"))
    excludes = [isinstance(one, Compared) and one.parts[0][0] == "!=" for one in choices]
    if len(choices) == 1 or not any(excludes):
        return Cell(choices)
    values = [_value_alone(one) for one in (_as_value(choices[0]), *choices[1:])]
    if any(value is None for value in values):
        remedy = "write != a | b for neither a nor b, and anything else in a column of its own"
        raise BadCell(f'"{text}" mixes != with something else', remedy)
    return Cell(tuple(Compared((("==", value),)) for value in values if value is not None), none=True)


def _as_value(choice: Choice) -> Choice:
    """`!= a` as `a`."""
    if isinstance(choice, Compared) and len(choice.parts) == 1 and choice.parts[0][0] == "!=":
        return Compared((("==", choice.parts[0][1]),))
    return choice


def _value_alone(choice: Choice) -> Value | None:
    if isinstance(choice, Compared) and len(choice.parts) == 1 and choice.parts[0][0] == "==":
        return choice.parts[0][1]
    return None


def _choice(text: str) -> Choice:
    if text in ("known", "unknown"):
        return Presence(text == "known")
    operator = _OPERATOR.match(text)
    if operator:
        ordering = _OPERATORS[operator[0]] in ("<", "<=", ">", ">=")
        parts = _parts(text, "&") if ordering else iter([text])
        return Compared(tuple(_compared(part) for part in parts))
    between = None if text.startswith('"') else _RANGE.fullmatch(text)
    if between:
        low, high = between.groups()
        if not low or not high:
            remedy = f"write >= {low}" if low else f"write <= {high}" if high else "write 3..5"
            raise BadCell(f'"{text}" has no {"end" if low else "beginning"}', remedy)
        return Between(_value(low), _value(high))
    return Compared((("==", _value(text)),))


def _compared(text: str) -> tuple[str, Value]:
    operator = _OPERATOR.match(text)
    if operator is None:
        raise BadCell(f'"{text}" is no comparison', "write one on each side of &: >= 5 & < 10")
    return _OPERATORS[operator[0]], _value(text[operator.end() :].strip())


def _value(text: str) -> Value:
    if not text:
        raise BadCell("a value is missing", 'write it; a text of nothing is ""')
    if not text.startswith('"'):
        return Value(text)
    if not _QUOTED.fullmatch(text):
        remedy = 'begin and end it with ", and write a " inside of it twice'
        raise BadCell(f"{text} is not quoted to its end", remedy)
    return Value(text[1:-1].replace('""', '"'), quoted=True)


def _parts(text: str, sign: str) -> Iterator[str]:
    """The parts of a text between signs, those in quoted values not counted."""
    begin = 0
    while True:
        quoted = _QUOTED.match(text, begin)
        end = text.find(sign, quoted.end() if quoted else begin)
        if end < 0:
            yield text[begin:].strip()
            return
        yield text[begin:end].strip()
        begin = end + 1
