"""Conditions, expressions and texts of a business folder: checked, with a problem for each that is refused."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from warmline.business.located import Node, Scalar
from warmline.business.model import Business
from warmline.business.report import Report
from warmline.business.window import window_microseconds
from warmline.conditions.condition import Condition, ConditionRefused, Expression
from warmline.conditions.environment import Environment
from warmline.conditions.errors import Refusal
from warmline.conditions.facts import Facts
from warmline.conditions.reading_said import read_said
from warmline.conditions.said import Said, Wording
from warmline.conditions.texts import Text
from warmline.conditions.types import Type

T = TypeVar("T")


class Checked:
    """Checks what is written against the business; what is refused stands in the report, with its place.

    Policies on the same event types share one environment, so that one frame of facts serves them all.
    """

    def __init__(self, business: Business, report: Report) -> None:
        self.business = business
        self.report = report
        self.facts = Facts(business)
        self.wordings: list[Wording] = []
        """The texts for customers that were read so far."""
        self._environments: dict[tuple[str, ...], Environment] = {}

    def environment(self, event_types: Sequence[str] = ()) -> Environment:
        """What conditions on these types of events see; without any, what conditions see when asked."""
        key = tuple(event_types)
        if key not in self._environments:
            self._environments[key] = self.facts.environment(key)
        return self._environments[key]

    def condition(self, text: str, environment: Environment, file: str, line: int) -> Condition | None:
        """A condition; None after reporting why not."""
        return self._read(lambda: Condition(text, environment), file, line)

    def expression(
        self,
        text: str,
        environment: Environment,
        file: str,
        line: int,
        *wanted: Type,
        given: Condition | None = None,
    ) -> Expression | None:
        """An expression of one of some types, evaluated when `given` holds; None after reporting why not."""
        return self._read(lambda: Expression(text, environment, *wanted, given=given), file, line)

    def text(
        self,
        written: str,
        environment: Environment,
        file: str,
        line: int,
        given: Condition | None = None,
    ) -> Text | None:
        """A text with expressions in braces, said when `given` holds; None after reporting why not."""
        return self._read(lambda: Text(written, environment, self.business.currency, given), file, line)

    def said(
        self,
        node: Node,
        environment: Environment,
        about: str = "",
        given: Condition | None = None,
    ) -> Said | None:
        """A text for customers, in all languages; None after reporting why not.

        It is a text, or `{one, other, count}` where it has a plural. `about` tells translators what it is. What was
        read is in `wordings`, to be translated.
        """
        said = read_said(node, environment, self, about, given)
        if said is not None:
            self.wordings.append(said.wording)
        return said

    def length(self, written: str, file: str, line: int) -> int | None:
        """A length of time such as 14d, in microseconds; None after reporting why not."""
        try:
            return window_microseconds(written)
        except ValueError as error:
            self.problem(file, line, str(error), "write minutes, hours, days or weeks: 30m, 12h, 14d, 2w")
            return None

    def problem(self, file: str, line: int, what: str, remedy: str) -> None:
        """Something for which the folder is refused."""
        self.report.problem(file, line, what, remedy)

    def _read(self, read: Callable[[], T], file: str, line: int) -> T | None:
        try:
            return read()
        except ConditionRefused as refused:
            for refusal in refused.refusals:
                at = line + refusal.place(refused.text).line - 1
                self.problem(file, at, refusal.what, refusal.remedy)
        except Refusal as refusal:
            self.problem(file, line, refusal.what, refusal.remedy)
        return None


def line_of_text(node: Node) -> int:
    """The line where the text of a value begins: one further down where it is written as a block."""
    if isinstance(node, Scalar) and "\n" in node.text.rstrip("\n"):
        return node.line + 1
    return node.line
