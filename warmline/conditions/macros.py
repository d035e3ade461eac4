"""The macros of CEL: has(), and the loops all, exists, exists_one, map and filter."""

from warmline.conditions.errors import NotCel
from warmline.conditions.tokens import Token
from warmline.conditions.tree import Expr, Has, Loop, Name, Select

LOOPS = {"all": (2,), "exists": (2,), "exists_one": (2,), "existsOne": (2,), "filter": (2,), "map": (2, 3)}
"""Names of loops, and how many arguments each takes."""


def macro(target: Expr | None, name: Token, arguments: list[Expr], end: int) -> Expr | None:
    """The part that a call of this shape stands for, None if it is an ordinary call. NotCel."""
    if target is None:
        return _has(name, arguments, end) if name.text == "has" and len(arguments) == 1 else None
    if len(arguments) not in LOOPS.get(name.text, ()):
        return None
    variable = arguments[0]
    if not isinstance(variable, Name) or variable.whole or variable.name == "__result__":
        raise NotCel(
            f"the first argument of {name.text}() names what the entries are called",
            f"write a simple name: {name.text}(entry, …)",
            variable.start,
            variable.end,
        )
    kind = {"existsOne": "exists_one"}.get(name.text, name.text)
    has_predicate = kind != "map" or len(arguments) == 3
    return Loop(
        kind,
        target,
        variable.name,
        arguments[1] if has_predicate else None,
        arguments[-1] if kind == "map" else None,
        start=target.start,
        end=end,
    )


def _has(name: Token, arguments: list[Expr], end: int) -> Expr:
    field = arguments[0]
    if not isinstance(field, Select):
        raise NotCel("has() asks whether a field is there", "write has(event.reason)", field.start, field.end)
    return Has(field.operand, field.field, start=name.start, end=end)
