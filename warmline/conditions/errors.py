"""What can be wrong with a condition: refused when it is loaded, or failed while it is evaluated.

ConditionError
├── ConditionRefused         raised when a condition is loaded, with all its refusals (condition.py)
├── Refusal                  found when the condition is loaded; it never runs
│   ├── NotCel               it is not an expression of the language
│   ├── TooLarge             longer or deeper than a condition may be
│   ├── NotSupported         it is CEL, of a part that Warmline does not have
│   ├── UnknownName          no such variable, field, function or type
│   ├── WrongType            an operator or function does not take such values
│   ├── MayBeAbsent          a field that need not be there, without has()
│   └── BadConstant          a constant that can never be read: duration("1 day")
└── EvaluationError          a value: what an evaluation gives instead of true or false
    ├── NoSuchOverload       an operator or function does not take such values
    ├── NoSuchKey            a field or key that is not there
    ├── OutOfRange           an index or a number beyond its bounds
    ├── DivisionByZero
    ├── BadValue             text that is not what a conversion expects, a pattern that is none
    ├── Unreadable           a fact is not of the type it was declared with
    ├── OtherCurrency        an amount in another currency than the business counts in
    ├── TooMuchWork          more work than one evaluation may do
    └── Unforeseen           a fault of Warmline itself
"""

from typing import NamedTuple

from warmline.language.messages import Message, message


class Place(NamedTuple):
    """Where in an expression: line and column from 1, and how many characters are meant."""

    line: int
    column: int
    length: int


class ConditionError(Exception):
    """Something about a condition. `start` and `end` are offsets into its text, -1 where none is known."""

    def __init__(self, what: str | Message, start: int = -1, end: int = -1) -> None:
        super().__init__(what)
        self.said = Message(what) if isinstance(what, str) else what
        self.start = start
        self.end = end

    @property
    def what(self) -> str:
        """What is wrong, in English."""
        return str(self.said)

    def place(self, text: str) -> Place:
        """Where it is in `text`; its beginning where nothing more is known."""
        start = min(max(self.start, 0), len(text))
        before = text[:start]
        column = start - (before.rfind("\n") + 1) + 1
        return Place(before.count("\n") + 1, column, max(self.end - start, 1))

    def pointed(self, text: str) -> str:
        """The line of the expression with a mark under the place."""
        place = self.place(text)
        line = text.split("\n")[place.line - 1].replace("\t", " ")
        marks = "^" * max(1, min(place.length, len(line) - place.column + 1))
        return f"{line}\n{' ' * (place.column - 1)}{marks}"


class Refusal(ConditionError):
    """The condition is not loaded. `remedy` says what to do."""

    def __init__(self, what: str | Message, remedy: str, start: int = -1, end: int = -1) -> None:
        super().__init__(what, start, end)
        self.remedy = remedy


class NotCel(Refusal):
    """Not an expression of the language."""


class TooLarge(Refusal):
    """Longer or deeper than a condition may be."""


class NotSupported(Refusal):
    """CEL, of a part that Warmline does not have."""


class UnknownName(Refusal):
    """No such variable, field, function or type."""


class WrongType(Refusal):
    """An operator or function does not take such values, or the whole is not true or false."""


class MayBeAbsent(Refusal):
    """A field that need not be there is used without has()."""


class BadConstant(Refusal):
    """A constant that can never be read."""


class EvaluationError(ConditionError):
    """What an evaluation gives instead of a value. && and || absorb it, as the specification says."""


class NoSuchOverload(EvaluationError):
    """An operator or function does not take such values."""


class NoSuchKey(EvaluationError):
    """A field or key that is not there."""


class OutOfRange(EvaluationError):
    """An index, a number or a time beyond its bounds."""


class DivisionByZero(EvaluationError):
    """A whole number divided by zero."""


class BadValue(EvaluationError):
    """Text that is not what a conversion expects, or a pattern that is none."""


class Unreadable(EvaluationError):
    """A fact is not of the type it was declared with."""


class OtherCurrency(EvaluationError):
    """An amount in another currency than the business counts in."""


class TooMuchWork(EvaluationError):
    """More work than one evaluation may do. Nothing absorbs it."""


class Unforeseen(EvaluationError):
    """A fault of Warmline itself: it costs the one who evaluates, and nobody else."""

    @classmethod
    def of(cls, fault: Exception) -> "Unforeseen":
        """Says what kind of fault; its words may quote a customer."""
        return cls(message("a fault of Warmline (%(kind)s)", kind=type(fault).__name__))
