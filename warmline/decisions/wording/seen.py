"""What one explanation sees: a condition in its parts, and the facts that each part is asked about."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from warmline.conditions.checking import check
from warmline.conditions.compiling import compiled, truth
from warmline.conditions.environment import Environment, Frame
from warmline.conditions.errors import EvaluationError, NoSuchKey, TooMuchWork
from warmline.conditions.limits import MOST_WORK
from warmline.conditions.parsing import parse
from warmline.conditions.tree import Expr, Has, Loop, Name, Select, parts
from warmline.decisions.wording.names import Names
from warmline.decisions.wording.shown import Kind, shown
from warmline.decisions.wording.source import Source
from warmline.language.formats import Formats
from warmline.language.messages import Value, worded

Run = Callable[[Frame], Any]


class Parts:
    """A condition of an environment, read again; its parts are compiled when somebody asks for them."""

    def __init__(self, text: str, environment: Environment) -> None:
        """`text` is that of a condition that was loaded, so that nothing is refused."""
        self.whole = parse(text)
        check(self.whole, text, environment)
        self.source = Source(text)
        self._truths: dict[int, Run] = {}
        self._values: dict[int, Run] = {}
        self._guarded: dict[int, Select] = {}

    def truth(self, part: Expr) -> Run:
        """The function of a part that is true or false."""
        run = self._truths.get(id(part))
        if run is None:
            run = self._truths[id(part)] = truth(part)
        return run

    def value(self, part: Expr) -> Run:
        """The function of any part."""
        run = self._values.get(id(part))
        if run is None:
            run = self._values[id(part)] = compiled(part)
        return run

    def guarded(self, has: Has) -> Select:
        """The field that `has()` asks for."""
        field = self._guarded.get(id(has))
        if field is None:
            field = Select(has.operand, has.field, start=has.start, end=has.end)
            self._guarded[id(has)] = field
        return field


class Seen:
    """The facts of a frame, seen through one condition."""

    def __init__(
        self,
        parts: Parts,
        frame: Frame,
        names: Names,
        formats: Formats,
        claimed: Callable[[Expr, bool, "Seen"], Value],
    ) -> None:
        """`claimed` says any part as a sentence, the way it is written or the other way round."""
        self.claimed = claimed
        self.parts = parts
        self.names = names
        self.formats = formats
        self._frame = frame
        self.entries: dict[int, str | None] = {}
        """The variables of the loops around, by slot, outermost first: the entry each stands for, None for any."""

    def truth(self, part: Expr) -> bool | EvaluationError:
        """Whether a part is true."""
        return self._run(self.parts.truth, part)  # type: ignore[no-any-return]

    def value(self, part: Expr) -> Any:
        """The value of a part, or the error; one where it depends on which entry of a loop is meant."""
        return self._run(self.parts.value, part)

    def quoted(self, part: Expr) -> str:
        """A part as it is written."""
        return self.parts.source.quoted(part)

    def shown(self, value: Any, kind: Kind = "plain") -> Value:
        """A value as it stands in a sentence."""
        return shown(value, kind, self.names.currency)

    def read(self, words: Value) -> str:
        """Words as the business reads them."""
        return worded(words, self.formats)

    @contextmanager
    def inside(self, loop: Loop) -> Iterator[None]:
        """In the body of a loop, of whichever entry."""
        self.entries[loop.slot] = None
        try:
            yield
        finally:
            del self.entries[loop.slot]

    def turn_to(self, loop: Loop, entry: Any, called: str) -> None:
        """In the body of a loop: now about this entry."""
        self._frame[loop.slot] = entry
        self.entries[loop.slot] = called

    def _run(self, function: Callable[[Expr], Run], part: Expr) -> Any:
        if self.is_of_any_entry(part):
            return NoSuchKey("it depends on the entry")
        self._frame[0] = MOST_WORK
        try:
            return function(part)(self._frame)
        except EvaluationError as error:
            return error.with_traceback(None)
        except RecursionError:
            return TooMuchWork("a value is nested too deeply to be looked into")

    def is_of_any_entry(self, part: Expr) -> bool:
        """Whether a part depends on the entry of a loop that stands for any."""
        if None not in self.entries.values():
            return False
        if isinstance(part, Name):
            return part.slot in self.entries and self.entries[part.slot] is None
        return any(self.is_of_any_entry(inner) for inner in parts(part))
