"""The condition of a row: what each of its cells asks, and a whole condition where it has one, as one CEL text."""

from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

from warmline.conditions.checked import Checked
from warmline.conditions.condition import Condition, ConditionRefused
from warmline.conditions.environment import Environment
from warmline.conditions.errors import Refusal
from warmline.conditions.parsing import parse
from warmline.conditions.tree import Choice, Junction
from warmline.decisions.tables.cells import BadCell, read_cell
from warmline.decisions.tables.headings import Heading, Headings
from warmline.decisions.tables.questions import Question, enclosed, question
from warmline.decisions.tables.sheet import Row, Sheet

WHEN = "when"


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a row's condition, and the column that it came from."""

    text: str
    heading: Heading


class _Refused(Protocol):
    remedy: str

    @property
    def what(self) -> str: ...


class RowConditions:
    """Reads the conditions of the rows of one sheet; a header is understood once for each environment."""

    def __init__(self, sheet: Sheet, headings: Headings, checked: Checked) -> None:
        self._sheet = sheet
        self._headings = headings
        self._checked = checked
        self._zone = ZoneInfo(checked.business.timezone)
        self._questions: dict[tuple[int, Environment], Question | None] = {}

    def read(self, row: Row, environment: Environment) -> tuple[Condition | None, bool]:
        """The condition of a row, None where it always holds; and whether it was sound. What is not is reported."""
        written = [self._asked(row, heading, environment) for heading in self._headings.asking]
        whole = self._whole(row)
        if any(several is None for several in (*written, whole)):
            return None, False
        parts: dict[str, _Part] = {}
        for several in (*written, whole):
            for part in several or ():
                parts.setdefault(part.text, part)
        return self._condition(row, list(parts.values()), environment)

    def _asked(self, row: Row, heading: Heading, environment: Environment) -> list[_Part] | None:
        """What one cell asks; nothing where it is empty, None after reporting what is wrong with it."""
        text = row.cells[heading.column]
        asked = self._question(heading, environment)
        try:
            cell = read_cell(text)
            if cell is None:
                return []
            return None if asked is None else [_Part(text, heading) for text in asked.must(cell)]
        except BadCell as bad:
            self._refuse(row, heading, bad)
            return None

    def _whole(self, row: Row) -> list[_Part] | None:
        """The condition of the column `when`, in parentheses where it needs them beside others."""
        text = self._headings.cell(row, WHEN)
        if not text:
            return []
        heading = self._headings.named[WHEN]
        try:
            tree = parse(text)
        except Refusal as refusal:
            self._refuse(row, heading, refusal)
            return None
        loose = isinstance(tree, Choice) or (isinstance(tree, Junction) and tree.operator == "||")
        return [_Part(enclosed(text) if loose else text, heading)]

    def _question(self, heading: Heading, environment: Environment) -> Question | None:
        key = (heading.column, environment)
        if key not in self._questions:
            try:
                self._questions[key] = question(heading.text, environment, self._zone, self._sheet.decimal)
            except (Refusal, BadCell) as refused:
                self._questions[key] = None
                header = self._sheet.header
                what = f"{heading.shown()}: {refused.what}"
                self._checked.problem(self._sheet.file, header.line, what, refused.remedy)
        return self._questions[key]

    def _condition(
        self, row: Row, parts: list[_Part], environment: Environment
    ) -> tuple[Condition | None, bool]:
        if not parts:
            return None, True
        try:
            return Condition(" && ".join(part.text for part in parts), environment), True
        except ConditionRefused as refused:
            for refusal in refused.refusals:
                self._refuse(row, _at(parts, refusal.start), refusal)
        return None, False

    def _refuse(self, row: Row, heading: Heading, refused: _Refused) -> None:
        what = f"row {row.number}, {heading.shown()}: {refused.what}"
        self._checked.problem(self._sheet.file, row.line, what, refused.remedy)


def _at(parts: list[_Part], offset: int) -> Heading:
    """The column of the part that an offset into the whole text lies in."""
    end = 0
    for part in parts:
        end += len(part.text) + len(" && ")
        if offset < end:
            break
    return part.heading
