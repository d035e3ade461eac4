"""What has() proves: which fields are surely there where a part of a condition is evaluated."""

from collections.abc import Callable

from warmline.decisions.conditions.tree import Call, Choice, Expr, Has, Junction, Literal, Name, Select

Key = tuple[object, ...]
"""A field by the way to it: the slot of the variable, then names and constant indices."""

Facts = frozenset[Key]
NOTHING: Facts = frozenset()

Slot = Callable[[Name], int]
"""The slot of a variable in the scope of the moment."""


def key(expr: Expr, slot: Slot) -> Key | None:
    """The way to what an expression names; None where it is not simply a field."""
    match expr:
        case Name():
            return (slot(expr),)
        case Select(operand=operand, field=field):
            way = key(operand, slot)
            return None if way is None else (*way, field)
        case Call(function="[]", arguments=[operand, Literal(value=value)]):
            way = key(operand, slot)
            if way is None:
                return None
            return (*way, value) if isinstance(value, str) else (*way, (type(value), value))
    return None


def when(expr: Expr, truth: bool, slot: Slot) -> Facts:
    """The fields that are surely there if an expression is true (or, with `truth` False, false)."""
    match expr:
        case Has(operand=operand, field=field):
            way = key(operand, slot)
            return frozenset([(*way, field)]) if truth and way is not None else NOTHING
        case Call(function="!", arguments=[inner]):
            return when(inner, not truth, slot)
        case Call(function="in", arguments=[Literal(value=str() as name), operand]):
            way = key(operand, slot)
            return frozenset([(*way, name)]) if truth and way is not None else NOTHING
        case Junction(operator=operator, operands=operands):
            found = [when(operand, truth, slot) for operand in operands]
            if (operator == "&&") == truth:
                return NOTHING.union(*found)
            return found[0].intersection(*found[1:])
        case Choice(condition=condition, yes=yes, no=no):
            first = when(condition, True, slot) | when(yes, truth, slot)
            return first & (when(condition, False, slot) | when(no, truth, slot))
    return NOTHING
