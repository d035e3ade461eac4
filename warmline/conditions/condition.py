"""A condition: an expression that was checked once and is evaluated many times.

environment = Environment({"x": INT})
condition = Condition("x > 1", environment)
condition.holds(environment.frame({"x": 2}))        # True, False, or an EvaluationError
"""

from collections.abc import Callable
from typing import Any

from warmline.conditions.checking import check
from warmline.conditions.compiling import compiled, truth
from warmline.conditions.environment import Environment, Frame
from warmline.conditions.errors import (
    ConditionError,
    EvaluationError,
    Refusal,
    TooMuchWork,
    Unforeseen,
    WrongType,
)
from warmline.conditions.limits import MOST_WORK
from warmline.conditions.needs import needed
from warmline.conditions.parsing import parse
from warmline.conditions.remedies import for_result
from warmline.conditions.tree import Expr
from warmline.conditions.types import BOOL, Type, fits, in_words


class ConditionRefused(ConditionError):
    """A condition was not loaded; `refusals` says why, in the order of its text."""

    def __init__(self, text: str, refusals: list[Refusal]) -> None:
        super().__init__(refusals[0].what, refusals[0].start, refusals[0].end)
        self.text = text
        self.refusals = refusals


class Condition:
    """A condition of an environment, ready for any frame of it.

    `run` is the bare function, for whoever asks many: it raises, and counts work down from `frame[0]`. `need` is
    what tells without asking that it does not hold.
    """

    __slots__ = ("need", "run", "text")

    def __init__(self, text: str, environment: Environment) -> None:
        """ConditionRefused with all that is wrong with it."""
        self.text = text
        tree = _checked(text, environment, BOOL)
        self.run: Callable[[Frame], bool] = truth(tree)
        self.need = needed(tree)

    def holds(self, frame: Frame) -> bool | EvaluationError:
        """Whether it holds; an error is a value that says what went wrong, and where in the text."""
        frame[0] = MOST_WORK
        try:
            return self.run(frame)
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not cost the event that is judged
            return as_value(error)


class Expression:
    """An expression of one of the types `wanted`, or of any; `tree` is what it was read as, `type` what it gives.

    `given` is a condition that holds whenever it is evaluated: what that guards need not be guarded again.
    """

    __slots__ = ("_run", "text", "tree")

    def __init__(
        self, text: str, environment: Environment, *wanted: Type, given: Condition | None = None
    ) -> None:
        """ConditionRefused with all that is wrong with it."""
        self.text = text
        self.tree = _checked(text, environment, *wanted, given=given)
        self._run = compiled(self.tree)

    @property
    def type(self) -> Type:
        """The type of its value; dyn where only the value tells."""
        return self.tree.type

    def value(self, frame: Frame) -> Any:
        """Its value, or the EvaluationError, as a value too."""
        frame[0] = MOST_WORK
        try:
            return self._run(frame)
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not cost the event that is judged
            return as_value(error)


def as_value(error: Exception) -> EvaluationError:
    """What went wrong in an evaluation, as a value."""
    if isinstance(error, EvaluationError):
        return _bare(error)
    if isinstance(error, RecursionError):
        return TooMuchWork("a value is nested too deeply to be looked into")
    return Unforeseen.of(error)


def _bare(error: EvaluationError) -> EvaluationError:
    """An error as a value: without the frames it came through, which would keep the facts in memory."""
    error.__context__ = None
    return error.with_traceback(None)


def _checked(text: str, environment: Environment, *wanted: Type, given: Condition | None = None) -> Expr:
    """The checked tree of an expression that gives the first of `wanted`, or one of the others."""
    try:
        expr = parse(text)
    except Refusal as refusal:
        raise ConditionRefused(text, [refusal]) from None
    refusals = check(expr, text, environment, None if given is None else parse(given.text))
    if wanted and not refusals and not any(fits(expr.type, one) for one in wanted):
        what = f"this is {in_words(expr.type)}, not {in_words(wanted[0])}"
        remedy = for_result(expr.type, expr, text) if wanted[0] is BOOL else f"write {in_words(wanted[0])}"
        refusals = [WrongType(what, remedy, expr.start, expr.end)]
    if refusals:
        raise ConditionRefused(text, refusals)
    return expr
