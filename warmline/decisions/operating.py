"""An operation of the company's systems with what it is given, and texts that tell of its answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from warmline.conditions.condition import Expression
from warmline.conditions.environment import Environment, Frame
from warmline.conditions.errors import EvaluationError
from warmline.conditions.facts import Facts
from warmline.conditions.reading import Misfit
from warmline.conditions.said import Said
from warmline.connectors.model import Operation
from warmline.language.messages import message


@dataclass(frozen=True, slots=True)
class Operating:
    """Which operation, and the expressions of what it takes, by name."""

    operation: Operation
    given: tuple[tuple[str, Expression], ...]

    def arguments(self, frame: Frame) -> dict[str, Any]:
        """What it is given now, as JSON. Raises EvaluationError or Misfit where a value is missing or does not fit."""
        values: dict[str, Any] = {}
        for name, expression in self.given:
            value = expression.value(frame)
            if isinstance(value, EvaluationError):
                raise value
            values[name] = value
        written = self.operation.written(values)
        for name, part in self.operation.takes.parts.items():
            if written.get(name) == "" and not part.optional:  # such as the account of somebody who has none
                raise Misfit(message('there is no "%(name)s"', name=name))
        return written


@dataclass(frozen=True, slots=True)
class Doing:
    """How what an offer promises is carried out, and what the customer is told once it is done."""

    operating: Operating
    receipt: Said | None


def with_answer(environment: Environment, name: str, operation: Operation) -> Environment:
    """What is seen once an operation has answered: its answer stands under a name beside all else."""
    return environment.beside(name, operation.answer)


def answered(
    frame: Frame, environment: Environment, facts: Facts, operation: Operation, answer: Mapping[str, Any]
) -> Frame:
    """A frame of `environment` with an answer (JSON) put where `with_answer` has its place."""
    slot = environment.first_free
    return [*frame[:slot], facts.thing(operation.answer, answer.get), *frame[slot:]]
