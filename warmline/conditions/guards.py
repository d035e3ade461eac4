"""What has() proves: which fields are surely there where a part of a condition is evaluated."""

from collections.abc import Callable

from warmline.conditions.tree import Call, Choice, Expr, Has, Junction, Literal, Name, Select

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
    true, false = _proved(expr, slot)
    return true if truth else false


def _proved(expr: Expr, slot: Slot) -> tuple[Facts, Facts]:
    """What an expression proves if it is true, and if it is false: both at once, so that each part is seen once."""
    match expr:
        case Has(operand=operand, field=field):
            way = key(operand, slot)
            return (NOTHING if way is None else frozenset([(*way, field)])), NOTHING
        case Call(function="!", arguments=[inner]):
            true, false = _proved(inner, slot)
            return false, true
        case Call(function="in", arguments=[Literal(value=str() as name), operand]):
            way = key(operand, slot)
            return (NOTHING if way is None else frozenset([(*way, name)])), NOTHING
        case Junction(operator=operator, operands=operands):
            found = [_proved(operand, slot) for operand in operands]
            trues, falses = [true for true, _ in found], [false for _, false in found]
            if operator == "&&":
                return NOTHING.union(*trues), falses[0].intersection(*falses[1:])
            return trues[0].intersection(*trues[1:]), NOTHING.union(*falses)
        case Choice(condition=condition, yes=yes, no=no):
            held, failed = _proved(condition, slot)
            first, second = _proved(yes, slot), _proved(no, slot)
            return (held | first[0]) & (failed | second[0]), (held | first[1]) & (failed | second[1])
    return NOTHING, NOTHING
