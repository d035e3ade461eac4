"""&& and || as CEL has them: an error on one side does not matter where the other side decides.

Source: cel-spec, "Logical Operators". Which side stands first makes no difference to the result.
"""

from collections.abc import Callable, Sequence
from typing import Any

from warmline.conditions.environment import Frame
from warmline.conditions.errors import EvaluationError, NoSuchOverload, TooMuchWork
from warmline.conditions.values import name_of
from warmline.language.messages import message

Run = Callable[[Frame], Any]


def boolean(run: Run) -> Run:
    """A value that must be true or false. NoSuchOverload."""

    def asked(frame: Frame) -> bool:
        value = run(frame)
        if value is True or value is False:
            return value
        raise NoSuchOverload(message("this is %(kind)s, not true or false", kind=name_of(value)))

    return asked


def junction(operator: str, runs: Sequence[Run]) -> Run:
    """All of them (&&), or one of them (||)."""
    if len(runs) == 2:
        return _and(runs[0], runs[1]) if operator == "&&" else _or(runs[0], runs[1])
    return _many(tuple(runs), operator == "||")


def _and(first: Run, second: Run) -> Run:
    def both(frame: Frame) -> Any:
        try:
            if not first(frame):
                return False
        except TooMuchWork:
            raise
        except EvaluationError:
            if second(frame):
                raise
            return False
        return second(frame)

    return both


def _or(first: Run, second: Run) -> Run:
    def either(frame: Frame) -> Any:
        try:
            if first(frame):
                return True
        except TooMuchWork:
            raise
        except EvaluationError:
            if second(frame):
                return True
            raise
        return second(frame)

    return either


def _many(runs: tuple[Run, ...], deciding: bool) -> Run:
    def decided(frame: Frame) -> Any:
        failed: EvaluationError | None = None
        for run in runs:
            try:
                if run(frame) is deciding:
                    return deciding
            except TooMuchWork:
                raise
            except EvaluationError as error:
                failed = failed or error
        if failed is not None:
            raise failed
        return not deciding

    return decided
