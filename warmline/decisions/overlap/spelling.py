"""One spelling for expressions that mean the same in the same place, with the types that their fields were read as.

Conditions on different types of events may read a field of the same name in different ways; then their spelling
differs, and nothing is concluded from one for the other.
"""

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


def spelled(expr: Expr) -> str:
    """The whole of a checked expression."""
    match expr:
        case Literal(value=value):
            return f"{type(value).__name__} {value!r}"
        case Name(name=name, whole=whole):
            return f".{name}" if whole else name
        case Select(operand=operand, field=field):
            return f"{spelled(operand)}.{field}:{expr.type}"
        case Has(operand=operand, field=field):
            return present(operand, field)
        case Call(function=function, arguments=arguments, method=method):
            inside = ", ".join(spelled(argument) for argument in arguments)
            return f"{'.' if method else ''}{function}({inside}):{expr.type}"
        case Junction(operator=operator, operands=operands):
            return "(" + f" {operator} ".join(spelled(operand) for operand in operands) + ")"
        case Choice(condition=condition, yes=yes, no=no):
            return f"({spelled(condition)} ? {spelled(yes)} : {spelled(no)})"
        case ListOf(elements=elements):
            return "[" + ", ".join(spelled(element) for element in elements) + "]"
        case MapOf(entries=entries):
            return "{" + ", ".join(f"{spelled(key)}: {spelled(value)}" for key, value in entries) + "}"
        case Loop(macro=macro, over=over, variable=variable, predicate=predicate, result=result):
            inside = ", ".join(spelled(part) for part in (predicate, result) if part is not None)
            return f"{spelled(over)}.{macro}({variable}: {inside})"


def present(operand: Expr, field: str) -> str:
    """The spelling of `has(operand.field)`."""
    return f"has({spelled(operand)}.{field})"
