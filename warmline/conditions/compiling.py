"""From a checked tree to nested Python functions: each part becomes one that takes the frame and gives its value.

Where types are declared, an operator is one call of Python's own; where not, values are looked at. Measured
against the interpreters there are in docs/decisions/0009-conditions.md.
"""

from collections.abc import Callable
from typing import Any

from warmline.conditions.access import field_of, has_field, has_known, index
from warmline.conditions.environment import Frame
from warmline.conditions.errors import BadValue, NoSuchOverload
from warmline.conditions.functions import READ_AT_ONCE
from warmline.conditions.junctions import boolean, junction
from warmline.conditions.loops import loop
from warmline.conditions.operators import operation
from warmline.conditions.placing import placed, placed_field
from warmline.conditions.tree import (
    Call,
    Choice,
    Expr,
    Has,
    Junction,
    ListOf,
    Literal,
    Loop,
    MapOf,
    Name,
    Select,
    weight,
)
from warmline.conditions.types import BOOL, Record
from warmline.conditions.values import key_of, name_of
from warmline.language.messages import message

Run = Callable[[Frame], Any]


def compiled(expr: Expr) -> Run:
    """The function of a checked expression. It raises EvaluationError with the place of the part that failed."""
    match expr:
        case Literal(value=value):
            return lambda frame: value
        case Name(slot=slot, denoted=denoted):
            return (lambda frame: frame[slot]) if denoted is None else (lambda frame: denoted)
        case Select():
            return _select(expr)
        case Has(operand=Name(slot=slot, type=Record()), field=field):
            return has_known(slot, field)
        case Has(operand=operand, field=field):
            return placed(has_field(compiled(operand), field), expr)
        case Call():
            return _call(expr)
        case Junction(operator=operator, operands=operands):
            return junction(operator, [truth(operand) for operand in operands])
        case Choice(condition=condition, yes=yes, no=no):
            return _choice(truth(condition), compiled(yes), compiled(no))
        case ListOf(elements=elements):
            runs = tuple(compiled(element) for element in elements)
            return lambda frame: [run(frame) for run in runs]
        case MapOf():
            return _map(expr)
        case Loop():
            predicate = None if expr.predicate is None else truth(expr.predicate)
            result = None if expr.result is None else compiled(expr.result)
            steps = 1 + sum(weight(part) for part in (expr.predicate, expr.result) if part is not None)
            return placed(loop(expr.macro, compiled(expr.over), expr.slot, predicate, result, steps), expr)


def truth(expr: Expr) -> Run:
    """The function of an expression that must give true or false; it is asked to, where types do not say so."""
    run = compiled(expr)
    return run if expr.type == BOOL else placed(boolean(run), expr)


def _select(expr: Select) -> Run:
    if expr.denoted is not None:
        denoted = expr.denoted
        return lambda frame: denoted
    name = expr.field
    if isinstance(expr.operand.type, Record):
        if isinstance(expr.operand, Name):
            slot = expr.operand.slot
            return placed_field(slot, name, expr)
        operand = compiled(expr.operand)
        return placed(lambda frame: operand(frame)[name], expr)
    return placed(field_of(compiled(expr.operand), name), expr)


def _call(expr: Call) -> Run:
    match expr:
        case Call(function="dyn", arguments=[inner], method=False):
            return compiled(inner)
        case Call(function="[]", arguments=[holder, at]):
            return placed(index(compiled(holder), compiled(at)), expr)
        case Call(function=function, arguments=[Literal(value=str() as text)], method=False) if (
            function in READ_AT_ONCE and expr.chosen is not None
        ):
            value = expr.chosen(text)
            return lambda frame: value
    runs = [compiled(argument) for argument in expr.arguments]
    return operation(expr, runs)


def _choice(condition: Run, yes: Run, no: Run) -> Run:
    return lambda frame: yes(frame) if condition(frame) else no(frame)


def _map(expr: MapOf) -> Run:
    runs = tuple((compiled(key), compiled(value)) for key, value in expr.entries)

    def made(frame: Frame) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        for key_run, value_run in runs:
            key = key_run(frame)
            if name_of(key) not in ("string", "int", "uint", "bool"):
                raise NoSuchOverload(message("%(kind)s cannot be the key of a map", kind=name_of(key)))
            key = key_of(key)
            if key in found:
                raise BadValue("a key of the map stands twice")
            found[key] = value_run(frame)
        return found

    return placed(made, expr)
