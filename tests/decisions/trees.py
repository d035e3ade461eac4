"""A tree written as cel-go's debug output writes it, without kinds and white space."""

from typing import Any

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
)
from warmline.conditions.values import UInt

_OPERATORS = {
    **{sign: f"_{sign}_" for sign in ("+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=")},
    "in": "@in",
    "[]": "_[_]",
    "!": "!_",
    "neg": "-_",
}


def shown(expr: Expr) -> str:
    """The whole tree."""
    match expr:
        case Literal(value=value):
            return _literal(value)
        case Name(name=name, whole=whole):
            return f".{name}" if whole else name
        case Select(operand=operand, field=field):
            return f"{shown(operand)}.{field}"
        case Has(operand=operand, field=field):
            return f"{shown(operand)}.{field}~test-only~"
        case Call(function=function, arguments=arguments, method=True):
            return f"{shown(arguments[0])}.{function}{_arguments(arguments[1:])}"
        case Call(function=function, arguments=arguments):
            return _OPERATORS.get(function, function) + _arguments(arguments)
        case Junction(operator=operator, operands=operands):
            return _balanced(f"_{operator}_", [shown(operand) for operand in operands])
        case Choice(condition=condition, yes=yes, no=no):
            return "_?_:_" + _arguments([condition, yes, no])
        case ListOf(elements=elements):
            return "[" + ",".join(shown(element) for element in elements) + "]"
        case MapOf(entries=entries):
            return "{" + ",".join(f"{shown(key)}:{shown(value)}" for key, value in entries) + "}"
        case Loop():
            return f"loop:{expr.macro}"


def _arguments(arguments: list[Any]) -> str:
    return "(" + ",".join(shown(argument) for argument in arguments) + ")"


def _balanced(operator: str, operands: list[str]) -> str:
    """cel-go makes a balanced tree of a row of && or ||."""
    if len(operands) == 1:
        return operands[0]
    middle = (len(operands) + 1) // 2
    return f"{operator}({_balanced(operator, operands[:middle])},{_balanced(operator, operands[middle:])})"


def _literal(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, UInt):
        return f"{int(value)}u"
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if isinstance(value, bytes):
        return 'b"' + value.decode("utf-8", "replace") + '"'
    return _quoted(value) if isinstance(value, str) else str(value)


def _quoted(value: str) -> str:
    made = value.replace("\\", "\\\\").replace('"', '\\"')
    for char, escape in (
        ("\n", "n"),
        ("\t", "t"),
        ("\r", "r"),
        ("\a", "a"),
        ("\b", "b"),
        ("\f", "f"),
        ("\v", "v"),
    ):
        made = made.replace(char, "\\" + escape)
    return f'"{made}"'
