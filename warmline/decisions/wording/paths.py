"""The facts that a part of a condition turns on: the ways to them as CEL writes them, and their values as JSON."""

from collections.abc import Iterator
from typing import Any

from warmline.conditions.errors import EvaluationError, NoSuchKey
from warmline.conditions.json_values import to_json
from warmline.conditions.tree import Call, Expr, Has, Junction, Literal, Loop, Name, Select, parts
from warmline.conditions.types import Record
from warmline.decisions.wording.seen import Seen

MOST_ENTRIES = 10
"""Of a longer list only its size is a fact."""
LONGEST_TEXT = 200
MOST_OPERANDS = 32
"""Of a longer row of && or ||, nobody asks which guards which."""


def facts_of(expr: Expr, seen: Seen) -> dict[str, Any]:
    """The facts by the ways to them; null where one is not there."""
    found: dict[str, Any] = {}
    for path, part in _ways(expr, seen):
        if seen.is_of_any_entry(part):
            continue
        value = seen.value(part)
        if isinstance(value, NoSuchKey):
            found[path] = None
        elif isinstance(value, list) and not _is_short(part, value):
            found[f"size({path})"] = len(value)
        elif not isinstance(value, dict | EvaluationError):
            found[path] = to_json(value[:LONGEST_TEXT] if isinstance(value, str | bytes) else value)
    return found


def without_guards(junction: Junction, seen: Seen) -> list[Expr]:
    """The operands, without `has(x)` (in an ||, `!has(x)`) where another one asks for x itself."""
    if len(junction.operands) > MOST_OPERANDS:
        return junction.operands
    kept = []
    for place, operand in enumerate(junction.operands):
        guarded = _guarded(operand, junction.operator, seen)
        others = junction.operands[:place] + junction.operands[place + 1 :]
        if not guarded or not any(_asks_for(guarded, other, seen) for other in others):
            kept.append(operand)
    return kept or junction.operands


def _is_short(expr: Expr, value: list[Any]) -> bool:
    """Whether all of a list can be shown: a few plain values."""
    if any(isinstance(kind, Record) for kind in expr.type.parameters):
        return False
    return len(value) <= MOST_ENTRIES and not any(isinstance(one, list | dict) for one in value)


def _guarded(operand: Expr, operator: str, seen: Seen) -> str:
    """The way to what an operand guards, "" if it is no guard."""
    match operator, operand:
        case "&&", Has(operand=holder, field=field):
            return f"{way(holder, seen)}.{field}"
        case "||", Call(function="!", arguments=[Has(operand=holder, field=field)]):
            return f"{way(holder, seen)}.{field}"
    return ""


def _asks_for(guarded: str, operand: Expr, seen: Seen) -> bool:
    return any(
        (path + ".").removeprefix("size(").startswith((f"{guarded}.", f"{guarded}[", f"{guarded})"))
        for path, part in _ways(operand, seen)
        if not isinstance(part, Has)
    )


def _ways(expr: Expr, seen: Seen) -> Iterator[tuple[str, Expr]]:
    """The facts that are read, each whole: `event.total`, not the event."""
    if path := way(expr, seen):
        yield path, expr
    elif isinstance(expr, Call) and expr.function == "size" and (path := way(expr.arguments[0], seen)):
        yield f"size({path})", expr
    elif isinstance(expr, Has):
        yield f"{way(expr.operand, seen) or seen.quoted(expr.operand)}.{expr.field}", seen.parts.guarded(expr)
    elif isinstance(expr, Loop):
        yield from _ways(expr.over, seen)
        with seen.inside(expr):
            for part in (expr.predicate, expr.result):
                if part is not None:
                    yield from _ways(part, seen)
    else:
        for part in parts(expr):
            yield from _ways(part, seen)


def way(expr: Expr, seen: Seen) -> str:
    """How one gets to a fact, "" where an expression is no such way. Entries of loops have their place in the list."""
    match expr:
        case Name(denoted=None, slot=slot, name=name):
            return seen.entries.get(slot) or name
        case Select(denoted=None, operand=operand, field=field):
            path = way(operand, seen)
            return f"{path}.{field}" if path else ""
        case Call(function="[]", arguments=[operand, Literal() as at]):
            path = way(operand, seen)
            return f"{path}[{seen.quoted(at)}]" if path else ""
    return ""
