"""What may be told to a customer who is known so well, and which fields of a profile a text would tell."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from warmline.business.model import Business, Disclosure
from warmline.conditions.condition import Expression
from warmline.conditions.known import Find
from warmline.conditions.tree import Call, Expr, Has, Literal, Name, Select, parts

CUSTOMER, SITUATIONS = "customer", "situations"
INDEX = "[]"
"""What `customer["plan"]` calls."""


@dataclass(frozen=True, slots=True)
class Told:
    """What may be told to somebody who is known at `level`; `levels` are those of the fields of a profile."""

    level: Disclosure
    levels: Mapping[str, Disclosure]

    def masked(self, find: Find) -> Find:
        """Gives what may be told; the rest seems not to be there."""
        levels, level = self.levels, self.level
        return lambda name: find(name) if levels.get(name, Disclosure.STAFF) <= level else None

    def above(self, expressions: Iterable[Expression]) -> dict[str, Disclosure]:
        """The fields in some expressions that must not be told, each with the level that it needs."""
        found = {name: self.levels.get(name, Disclosure.STAFF) for name in fields_of(expressions)}
        return {name: needed for name, needed in sorted(found.items()) if needed > self.level}


def levels_of(business: Business) -> dict[str, Disclosure]:
    """The level that each field of a profile needs."""
    return {name: Disclosure[field.disclosure.upper()] for name, field in business.fields.items()}


def fields_of(expressions: Iterable[Expression]) -> frozenset[str]:
    """The fields of the customer that some expressions use, in whatever part."""
    return frozenset(name for one in expressions for name in _fields(one.tree))


def uses(expressions: Iterable[Expression], name: str) -> bool:
    """Whether some expressions use a variable, in whatever part."""
    return any(_mentions(one.tree, name) for one in expressions)


def _mentions(tree: Expr, name: str) -> bool:
    return (isinstance(tree, Name) and tree.name == name) or any(
        _mentions(part, name) for part in parts(tree)
    )


def _fields(tree: Expr) -> Iterator[str]:
    match tree:
        case (
            Select(operand=Name(name="customer"), field=field)
            | Has(operand=Name(name="customer"), field=field)
        ):
            yield field
        case Call(function=function, arguments=[Name(name="customer"), Literal(value=str(field))]) if (
            function == INDEX
        ):
            yield field
        case Name(name="situations"):
            yield SITUATIONS
        case _:
            for part in parts(tree):
                yield from _fields(part)
