"""What an operation is given: expressions by name, secrets by reference."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from warmline.business.suggest import suggest
from warmline.conditions.condition import Condition, Expression
from warmline.conditions.environment import Environment
from warmline.conditions.errors import ConditionError
from warmline.conditions.types import DOUBLE, INT, Type
from warmline.flows.operations import Operation
from warmline.flows.reading.place import StepPlace
from warmline.flows.run import Run

_SECRET = re.compile(r"secret\.([a-z][a-z0-9_]*)", re.ASCII)
_FIELD = re.compile(r"[a-z_][\w]*(\.[a-z_]\w*)+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Arguments:
    """The values of what is `asked`, and the names of what is `secret`."""

    asked: tuple[tuple[str, Expression], ...]
    secret: tuple[tuple[str, str], ...]

    def written(self, run: Run, operation: Operation) -> dict[str, Any]:
        """All of them now, as JSON. Raises EvaluationError or Misfit where one is missing or does not fit."""
        values: dict[str, Any] = {name: run.value(expression) for name, expression in self.asked}
        values |= {name: {"secret": secret} for name, secret in self.secret}
        return operation.written(values)


def read_arguments(written: Mapping[str, str], operation: Operation, place: StepPlace) -> Arguments:
    """The arguments at `with`, checked against what the operation takes.

    A field that may be absent need not be guarded here: without it, the operation fails.
    """
    takes = operation.arguments.fields
    asked, secret = [], []
    environment = place.environment()
    for name, text in written.items():
        if name not in takes:
            what = f'{operation.name} takes no "{name}"'
            place.refuse(("with", name), what, suggest(name, takes))
        elif found := _SECRET.fullmatch(text.strip()):
            if found[1] not in place.secrets:
                what = f'no secret "{found[1]}" was asked for on every way to here'
                place.refuse(
                    ("with", name), what, f"ask for it first: ask: {{what: {found[1]}, secret: true}}"
                )
            secret.append((name, found[1]))
        else:
            expression = _expression(place, name, text.strip(), environment, takes[name].type)
            if expression is not None:
                asked.append((name, expression))
    for name, field in takes.items():
        if name not in written and not field.optional:
            place.refuse(("with",), f'{operation.name} needs "{name}"', f"write with: {{{name}: …}}")
    return Arguments(tuple(asked), tuple(secret))


def _expression(
    place: StepPlace, name: str, text: str, environment: Environment, wanted: Type
) -> Expression | None:
    given = None
    if _FIELD.fullmatch(text):
        with suppress(ConditionError):  # what is wrong with it is reported below
            given = Condition(f"has({text})", environment)
    kinds = (wanted, INT) if wanted == DOUBLE else (wanted,)
    return place.expression("with", name, wanted=kinds, environment=environment, given=given)
