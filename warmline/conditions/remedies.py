"""What to write instead, for the slips that people make with types."""

from collections.abc import Iterable, Sequence

from warmline.business.suggest import LISTED, nearest
from warmline.conditions.tree import Call, Expr, Literal
from warmline.conditions.types import (
    BOOL,
    DOUBLE,
    DURATION,
    INT,
    NULL,
    NUMBERS,
    STRING,
    TIMESTAMP,
    Record,
    Type,
)


def did_you_mean(word: str, known: Iterable[str], before: str = "") -> str:
    """A remedy for an unknown name; `before` stands in front of each name: `event.`."""
    names = sorted(known)
    guess = nearest(word, names) or _part_of(word, names)
    if guess:
        return f"did you mean {before}{guess}?"
    listed = ", ".join(before + name for name in names[:LISTED])
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return f"known: {listed or 'none'}{more}"


def _part_of(word: str, names: Iterable[str]) -> str:
    """The only name that has the word in it, as `value_tier` has `tier`; "" if there is none or are several."""
    found = [name for name in names if word in name.split("_")]
    return found[0] if len(found) == 1 else ""


def elsewhere(word: str, variables: dict[str, Type]) -> str:
    """The variable that has a field of this name, as `event.total`; "" if none has."""
    for name, kind in variables.items():
        if isinstance(kind, Record) and word in kind.fields:
            return f"{name}.{word}"
    return ""


def for_operator(operator: str, given: Sequence[Type], arguments: Sequence[Expr], source: str) -> str:
    """A remedy where an operator does not take two values of these types."""
    texts = [source[argument.start : argument.end] for argument in arguments]
    if len(given) == 1:
        return "write ! before true or false" if operator == "!" else "write - before a number"
    for index, (kind, other) in enumerate((tuple(given), tuple(reversed(given)))):
        argument, written, partner = arguments[index], texts[index], texts[1 - index]
        if kind == NULL:
            return f"write !has({partner})" if operator == "==" else f"write has({partner})"
        if kind.name == "list" and other.name != "list" and operator in ("==", "!="):
            return f"write {partner} in {written}"
        if kind == INT and other == DOUBLE:
            plain = isinstance(argument, Literal)
            return f"write {written}.0" if plain else f"write double({written})"
        if kind == STRING and other in NUMBERS:
            if isinstance(argument, Literal) and str(argument.value).replace(".", "", 1).isdigit():
                return f"leave out the quotes: {argument.value}"
            return f"write {other.name}({written}) if it is a number"
        if kind == STRING and other == TIMESTAMP:
            return f"write timestamp({written}) if it is a time"
        if kind == STRING and other == DURATION:
            return f"write duration({written}) if it is a duration"
        if kind in NUMBERS and other == DURATION:
            return 'write durations as duration("24h")'
        if kind == BOOL and other in NUMBERS:
            return "compare the number first, and put && between"
        if kind == STRING and other == BOOL and isinstance(argument, Literal):
            return "write true or false without quotes"
    return "compare values of the same type"


def for_result(kind: Type, expr: Expr, source: str) -> str:
    """A remedy where a condition is not true or false."""
    written = source[expr.start : expr.end]
    if kind in NUMBERS:
        return f"compare it: {written} > 0" if len(written) < 60 else "compare it with something"
    if kind == STRING:
        return f'compare it: {written} == "…"' if len(written) < 60 else "compare it with something"
    if kind.name in ("list", "map"):
        return f"ask for its size: size({written}) > 0" if len(written) < 60 else "ask for its size"
    return "compare it with something"


def for_call(call: Call, given: Sequence[Type], source: str) -> str:
    """A remedy where a function does not take these values."""
    if call.function in ("contains", "startsWith", "endsWith") and given and given[0].name == "list":
        element = source[call.arguments[1].start : call.arguments[1].end] if len(given) > 1 else "value"
        return f"write {element} in {source[call.arguments[0].start : call.arguments[0].end]}"
    return ""
