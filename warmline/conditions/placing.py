"""Notes on an error of an evaluation which part of the expression it came from."""

from collections.abc import Callable
from typing import Any

from warmline.conditions.environment import Frame
from warmline.conditions.errors import EvaluationError
from warmline.conditions.tree import Part

Run = Callable[[Frame], Any]


def placed(run: Run, part: Part) -> Run:
    """The same function; its errors have the place of `part`, unless a part inside has noted its own."""
    start, end = part.start, part.end

    def noted(frame: Frame) -> Any:
        try:
            return run(frame)
        except EvaluationError as error:
            if error.start < 0:
                error.start, error.end = start, end
            raise

    return noted


def placed_field(slot: int, name: str, part: Part) -> Run:
    """The field of a variable: what conditions do most, so in one function."""
    start, end = part.start, part.end

    def field(frame: Frame) -> Any:
        try:
            return frame[slot][name]
        except EvaluationError as error:
            error.start, error.end = start, end
            raise

    return field
