"""What a condition needs to hold: a property of the event that is a certain text.

Of a thousand conditions `event.reason == "…" && …` only those are worth asking that name the reason there is.
"""

from typing import NamedTuple

from warmline.conditions.tree import Call, Expr, Junction, Literal, Name, Select
from warmline.conditions.types import STRING, Record

EVENT = "event"


class Need(NamedTuple):
    """The property `name` of the event, which has a slot of the frame, is `text` wherever the condition holds."""

    slot: int
    name: str
    text: str


def needed(expr: Expr) -> Need | None:
    """The first that a checked expression needs; None where there is none.

    The event only: to look at the customer, somebody may have to read their profile.
    """
    operands = expr.operands if isinstance(expr, Junction) and expr.operator == "&&" else [expr]
    return next((need for operand in operands if (need := _equals(operand)) is not None), None)


def _equals(expr: Expr) -> Need | None:
    """What `event.property == "text"` says, either way round."""
    if not isinstance(expr, Call) or expr.function != "==":
        return None
    left, right = expr.arguments
    if isinstance(left, Literal):
        left, right = right, left
    if (
        isinstance(left, Select)
        and isinstance(left.operand, Name)
        and left.operand.name == EVENT
        and isinstance(left.operand.type, Record)
        and left.type == STRING
        and isinstance(right, Literal)
        and isinstance(right.value, str)
    ):
        return Need(left.operand.slot, left.field, right.value)
    return None
