"""Texts with facts in them: `Your bill is {event.total}.`, each part in braces an expression that is checked."""

from collections.abc import Iterator
from typing import Any

from warmline.conditions.condition import Condition, Expression
from warmline.conditions.environment import Environment, Frame
from warmline.conditions.errors import BadValue, EvaluationError, NotCel
from warmline.conditions.reading import is_money
from warmline.conditions.tree import Choice, Expr, Name, Select
from warmline.conditions.types import Record
from warmline.conditions.values import Duration, Timestamp
from warmline.language.braces import Unbalanced, split
from warmline.language.formats import Formats, minor_digits
from warmline.language.words import Words

LONGEST = 4_000
"""Characters of a text: a fact that is longer, or a list of thousands, is cut."""


class Text:
    """A text and the expressions in it. `{{` and `}}` stand for braces."""

    __slots__ = ("_parts", "currency", "written")

    def __init__(
        self, written: str, environment: Environment, currency: str, given: Condition | None = None
    ) -> None:
        """ConditionRefused or NotCel for the first expression that is wrong; `given` holds when it is said."""
        self.written = written
        self.currency = currency
        self._parts: list[str | tuple[Expression, bool]] = []
        for part, is_expression in _split(written):
            if is_expression:
                expression = Expression(part, environment, given=given)
                self._parts.append((expression, is_amount(expression.tree, environment)))
            else:
                self._parts.append(part)

    @property
    def fixed(self) -> str | None:
        """The text as it is always said, where no facts are in it."""
        if len(self._parts) > 1:
            return None
        part = self._parts[0] if self._parts else ""
        return part if isinstance(part, str) else None

    @property
    def expressions(self) -> list[Expression]:
        """What it says of the facts, in order."""
        return [part[0] for part in self._parts if not isinstance(part, str)]

    def said(self, frame: Frame, formats: Formats) -> str:
        """The text for these facts, as the reader of `formats` writes numbers and times. Raises EvaluationError."""
        said = "".join(
            [
                part if isinstance(part, str) else self._value(part[0], part[1], frame, formats)
                for part in self._parts
            ]
        )
        return said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"

    def _value(self, expression: Expression, money: bool, frame: Frame, formats: Formats) -> str:
        value = expression.value(frame)
        if isinstance(value, EvaluationError):
            raise value
        try:
            if money and isinstance(value, float):
                return formats.money(round(value * 10 ** minor_digits(self.currency)), self.currency)
            return shown(value, formats)
        except (ArithmeticError, ValueError, RecursionError):
            raise BadValue("a value is of a size that nobody can write") from None


def shown(value: Any, formats: Formats) -> str:
    """A value of conditions as people write it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return Words(formats.tag).text("yes" if value else "no")
    if isinstance(value, Timestamp):
        return _when(value // 1_000, formats)
    if isinstance(value, Duration):
        return formats.duration(abs(value) / 1e9)
    if isinstance(value, int | float):
        return formats.number(value)
    if isinstance(value, list):
        return formats.together([shown(one, formats) for one in value])
    return str(value)


def _when(at: int, formats: Formats) -> str:
    """A moment in microseconds; where a day begins, as the day: days of events and profiles are read so."""
    moment = formats.moment(at)
    is_day = (moment.hour, moment.minute, moment.second) == (0, 0, 0)
    return formats.near_day(moment.date()) if is_day else formats.near_when(at)


def _split(written: str) -> Iterator[tuple[str, bool]]:
    """The plain parts and the expressions of a text, in order. NotCel where braces do not close."""
    try:
        yield from split(written)
    except Unbalanced as error:
        raise NotCel(error.what, error.remedy, error.start, error.end) from None


def is_amount(tree: Expr, environment: Environment) -> bool:
    """Whether an expression is a field or a variable that was declared as money, or one of several such."""
    if isinstance(tree, Choice):
        return is_amount(tree.yes, environment) or is_amount(tree.no, environment)
    if isinstance(tree, Name):
        return tree.slot == environment.slots.get(tree.name) and tree.name in environment.money
    if not isinstance(tree, Select) or not isinstance(tree.operand.type, Record):
        return False
    declared = tree.operand.type.fields.get(tree.field)
    return declared is not None and is_money(declared)
