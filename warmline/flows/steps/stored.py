"""Values of conditions as a session keeps them, JSON, and how they are read again."""

from dataclasses import dataclass
from typing import Any

from warmline.conditions import reading
from warmline.conditions.condition import Expression
from warmline.conditions.environment import Environment
from warmline.conditions.reading import Reading
from warmline.conditions.texts import is_amount
from warmline.conditions.times import write_timestamp
from warmline.conditions.types import BOOL, DOUBLE, DYN, INT, STRING, TIMESTAMP, FieldType, Read, Type
from warmline.conditions.values import Duration, Timestamp
from warmline.flows.run import Run
from warmline.language.formats import minor_digits

_READ: dict[Type, Read] = {
    STRING: reading.text,
    INT: reading.whole,
    DOUBLE: reading.number,
    BOOL: reading.truth,
}


@dataclass(frozen=True, slots=True)
class Stored:
    """An expression whose value is kept; `money` says that it is an amount."""

    expression: Expression
    money: bool

    @classmethod
    def of(cls, expression: Expression, environment: Environment) -> "Stored":
        """An expression of an environment."""
        return cls(expression, is_amount(expression.tree, environment))

    def field(self, values: Reading) -> FieldType:
        """How its value is read again."""
        kind = self.expression.type
        if self.money:
            return FieldType(DOUBLE, False, values.money)
        if kind == TIMESTAMP:
            return FieldType(kind, False, values.time)
        return (
            FieldType(kind, False, _READ[kind]) if kind in _READ else FieldType(DYN, False, values.anything)
        )

    def value(self, run: Run) -> Any:
        """Its value now, as JSON. Raises EvaluationError."""
        value = run.value(self.expression)
        if self.money and isinstance(value, float):
            return money(value, run.book.currency)
        return _plain(value)


def money(value: float, currency: str) -> dict[str, Any]:
    """An amount in major units, as events and sessions hold it."""
    return {"amount": round(value * 10 ** minor_digits(currency)), "currency": currency}


def _plain(value: Any) -> Any:
    if isinstance(value, Timestamp):
        return write_timestamp(value)
    if isinstance(value, Duration):
        return value / 1e9
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, bool | str | float) or value is None:
        return value
    return int(value) if isinstance(value, int) else str(value)
