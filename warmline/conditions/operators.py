"""One operator or function at work: by declared types where there are any, by those of the values otherwise."""

import operator
from collections.abc import Callable, Sequence
from types import BuiltinFunctionType, MethodDescriptorType
from typing import Any

from warmline.conditions.environment import Frame
from warmline.conditions.equality import equal, within
from warmline.conditions.errors import NoSuchOverload, OutOfRange
from warmline.conditions.functions import Do, Overload, by_class, overloads
from warmline.conditions.known import Known
from warmline.conditions.limits import LONGEST_VALUE
from warmline.conditions.placing import placed
from warmline.conditions.tree import Call, ListOf, Literal
from warmline.conditions.types import is_scalar
from warmline.conditions.values import TypeName, key_of, name_of
from warmline.conditions.work import scan, spend
from warmline.language.messages import message

Run = Callable[[Frame], Any]

_NEVER_FAILS = (BuiltinFunctionType, MethodDescriptorType)
"""Python's own functions do not fail with values of the types they were chosen for."""

_WITH_CONSTANT: dict[Do, Callable[[Run, Any], Run]] = {
    operator.lt: lambda run, constant: lambda frame: run(frame) < constant,
    operator.le: lambda run, constant: lambda frame: run(frame) <= constant,
    operator.gt: lambda run, constant: lambda frame: run(frame) > constant,
    operator.ge: lambda run, constant: lambda frame: run(frame) >= constant,
}
"""Comparisons with a constant, the commonest operators: the interpreter's own instruction instead of a call."""


def operation(call: Call, runs: Sequence[Run]) -> Run:
    """The function of a call whose arguments are `runs`."""
    if not call.method:
        match call.function:
            case "==" | "!=":
                return _equality(call, runs[0], runs[1])
            case "in":
                return _within(call, runs[0], runs[1])
            case "type":
                value = runs[0]
                return lambda frame: TypeName(name_of(value(frame)))
            case "+" if call.arguments[0].type.name == "list" and call.arguments[1].type.name == "list":
                return placed(_lists(runs[0], runs[1]), call)
    if call.chosen is None:
        return placed(_by_value(call, runs), call)
    ways = [way for way in overloads(call.function, call.method) if way.do is call.chosen]
    if any(way.scans for way in ways):
        return placed(_scanning(call.chosen, runs), call)
    direct = _direct(call, call.chosen, runs)
    return direct if isinstance(call.chosen, _NEVER_FAILS) else placed(direct, call)


def _direct(call: Call, do: Do, runs: Sequence[Run]) -> Run:
    """Types are declared: nothing needs to be asked."""
    if len(runs) == 1:
        only = runs[0]
        return lambda frame: do(only(frame))
    if len(runs) > 2:
        several = tuple(runs)
        return lambda frame: do(*(run(frame) for run in several))
    first, second = runs
    last = call.arguments[1]
    if isinstance(last, Literal):
        constant = last.value
        if do in _WITH_CONSTANT:
            return _WITH_CONSTANT[do](first, constant)
        return lambda frame: do(first(frame), constant)
    return lambda frame: do(first(frame), second(frame))


def _scanning(do: Do, runs: Sequence[Run]) -> Run:
    first, second = runs

    def done(frame: Frame) -> Any:
        text, other = first(frame), second(frame)
        scan(frame, len(text) + len(other))
        return do(text, other)

    return done


def _by_value(call: Call, runs: Sequence[Run]) -> Run:
    """Nothing is declared: the classes of the values choose. NoSuchOverload."""
    ways: dict[tuple[type, ...], Overload] = by_class(overloads(call.function, call.method))
    several = tuple(runs)
    name = {"neg": "-"}.get(call.function, call.function)
    adds_lists = call.function == "+" and not call.method

    def done(frame: Frame) -> Any:
        values = [run(frame) for run in several]
        way = ways.get(tuple(dict if isinstance(v, Known) else type(v) for v in values))
        if way is None:
            if adds_lists and isinstance(values[0], list) and isinstance(values[1], list):
                return _added(frame, values[0], values[1])
            kinds = ", ".join(name_of(value) for value in values)
            raise NoSuchOverload(message("%(name)s does not take (%(kinds)s)", name=name, kinds=kinds))
        if way.scans:
            scan(frame, len(values[0]) + len(values[1]))
        return way.do(*values)

    return done


def _added(frame: Frame, first: list[Any], second: list[Any]) -> list[Any]:
    length = len(first) + len(second)
    if length > LONGEST_VALUE:
        raise OutOfRange(message("the list would have more than %(most)s entries", most=LONGEST_VALUE))
    spend(frame, 1 + length // 8)
    return first + second


def _lists(first: Run, second: Run) -> Run:
    return lambda frame: _added(frame, first(frame), second(frame))


def _equality(call: Call, first: Run, second: Run) -> Run:
    left, right = call.arguments
    same = call.function == "=="
    if is_scalar(left.type) and left.type == right.type:
        if isinstance(right, Literal):
            constant = right.value
            if same:
                return lambda frame: first(frame) == constant
            return lambda frame: first(frame) != constant
        if same:
            return lambda frame: first(frame) == second(frame)
        return lambda frame: first(frame) != second(frame)

    def compared(frame: Frame) -> bool:
        one, other = first(frame), second(frame)
        return equal(one, other, lambda looked: spend(frame, 1 + looked)) is same

    return placed(compared, call)


def _within(call: Call, value: Run, holder: Run) -> Run:
    element, source = call.arguments
    if isinstance(source, ListOf) and source.type.parameters[0] == element.type and is_scalar(element.type):
        constants = [one.value for one in source.elements if isinstance(one, Literal)]
        if len(constants) == len(source.elements):
            known = frozenset(constants)
            return lambda frame: value(frame) in known

    def found(frame: Frame) -> bool:
        wanted, values = value(frame), holder(frame)
        if isinstance(values, list):
            return within(wanted, values, lambda looked: spend(frame, 1 + looked))
        if isinstance(values, Known):
            return values.has(wanted)
        if isinstance(values, dict):
            return not isinstance(wanted, list | dict) and key_of(wanted) in values
        raise NoSuchOverload(message("in does not look into %(kind)s", kind=name_of(values)))

    return placed(found, call)
