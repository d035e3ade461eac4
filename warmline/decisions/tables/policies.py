"""Decision tables: a CSV file below `policies/` holds policies, one in each row."""

import re
from pathlib import PurePosixPath

from warmline.business.folder import Folder
from warmline.business.suggest import suggest
from warmline.conditions.checked import Checked
from warmline.conditions.environment import Environment
from warmline.conditions.types import TIMESTAMP
from warmline.decisions.actions.base import Place
from warmline.decisions.actions.names import HOW, NAME
from warmline.decisions.actions.registry import ACTIONS, PROPOSALS
from warmline.decisions.model import DAY, Delay, Policy
from warmline.decisions.reading.policies import check_event_type, digest, done
from warmline.decisions.tables.actions import actions
from warmline.decisions.tables.conditions import WHEN, RowConditions
from warmline.decisions.tables.headings import Headings, read_headings
from warmline.decisions.tables.reach import Standing, lost_rows
from warmline.decisions.tables.sheet import Row, Sheet, read_sheet

PATTERN = "policies/**/*.csv"
COLUMNS = ("policy", "group", "on", WHEN, "do", "why", "priority", "after", "within")
"""The names of columns; the header of one of actions begins with `do:`. Others ask something."""
REQUIRED = ("on", "why")

_ASKED = re.compile(r"asked\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_AFTER = re.compile(r"(\S+)(?:\s+from\s+(.+))?", re.IGNORECASE | re.DOTALL)
_WHOLE = re.compile(r"-?\d{1,9}", re.ASCII)


def read_decision_tables(folder: Folder, checked: Checked) -> list[Policy]:
    """The policies of all decision tables, in the order of files and rows."""
    found: list[Policy] = []
    for path in folder.matching(PATTERN):
        sheet = read_sheet(folder, path, checked.report)
        if sheet is not None:
            found += _Table(sheet, checked).read()
    return found


class _Table:
    """One decision table while it is read."""

    def __init__(self, sheet: Sheet, checked: Checked) -> None:
        self._sheet = sheet
        self._checked = checked
        self._stem = re.sub(r"[^a-z0-9_]+", "-", PurePosixPath(sheet.file).stem.lower()).strip("-")

    def read(self) -> list[Policy]:
        """Its policies; what is wrong is reported, row by row."""
        headings = read_headings(self._sheet, COLUMNS, self._checked)
        if headings is None or not self._is_complete(headings):
            return []
        conditions = RowConditions(self._sheet, headings, self._checked)
        read = [self._policy(row, headings, conditions) for row in self._sheet.rows]
        found = [policy for policy in read if policy is not None]
        self._warn_of_lost_rows(found)
        return found

    def _is_complete(self, headings: Headings) -> bool:
        """Whether its columns say all that policies need; what is missing is reported."""
        file, line = self._sheet.file, self._sheet.header.line
        before = self._checked.report.refused
        for name in REQUIRED:
            if name not in headings.named:
                self._checked.problem(file, line, f'has no column "{name}"', "add one; see the reference")
        if not headings.doing:
            remedy = "add one, such as do: remember, or do: offer"
            self._checked.problem(file, line, "has no column that says what is done", remedy)
        for one in headings.doing:
            if one.kind not in (*ACTIONS, *PROPOSALS):
                what = f'{one.heading.shown()}: "{one.kind}" is not an action'
                self._checked.problem(file, line, what, suggest(one.kind, (*ACTIONS, *PROPOSALS)))
        if not self._sheet.rows:
            self._checked.report.warning(file, line, "has no rows", "add one, or remove the file")
        return self._checked.report.refused == before

    def _policy(self, row: Row, headings: Headings, conditions: RowConditions) -> Policy | None:
        def cell(name: str) -> str:
            return headings.cell(row, name)

        name = cell("policy") or f"{self._stem}-{row.number}"
        if not NAME.fullmatch(name):
            self._refuse(row, "policy", f'"{name}" is not a name for a policy', HOW)
        if not cell("why"):
            self._refuse(row, "why", "it does not say why", "say it in plain words")
        on, asked = self._occasion(row, cell("on"))
        environment = self._checked.environment(on)
        when, sound = conditions.read(row, environment)
        place = Place(name, self._checked, environment, when)
        nodes = actions(self._sheet, row, headings.doing, self._checked.business, self._checked.report)
        do, proposes = done(nodes, bool(asked), place)
        after = self._delay(row, cell("after"), bool(asked), environment)
        if not sound or not (on or asked):
            return None
        return Policy(
            name=name,
            why=cell("why"),
            place=f"{self._sheet.file}:{row.line}",
            environment=environment,
            do=tuple(do),
            proposes=tuple(proposes),
            on=on,
            asked=asked,
            when=when,
            after=after,
            within=self._length(row, cell("within")) or DAY,
            priority=self._priority(row, cell("priority")),
            first_of="" if cell("after") else self._competes(cell("group"), "group" in headings.named),
            digest=digest([name, dict(zip(self._sheet.header.cells, row.cells, strict=False))]),
        )

    def _competes(self, group: str, grouped: bool) -> str:
        """The rows of which only the first that holds acts: the table, or those of one group; "" for a row alone."""
        if not grouped:
            return self._sheet.file
        return f"{self._sheet.file} {group}" if group else ""

    def _occasion(self, row: Row, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The event types, or the situations."""
        found = _ASKED.fullmatch(text)
        names = tuple(part.strip() for part in (found[1] if found else text).split("|"))
        if names in ((), ("",)):
            remedy = "name event types: invoice.issued | payment.failed, or asked: and a situation"
            self._refuse(row, "on", "it happens on nothing", remedy)
            return (), ()
        for name in names:
            if not found:
                check_event_type(name, self._sheet.file, row.line, self._checked)
            elif not NAME.fullmatch(name):
                self._refuse(row, "on", f'"{name}" is not a name for a situation', HOW)
        return ((), names) if found else (names, ())

    def _delay(self, row: Row, text: str, asked: bool, environment: Environment) -> Delay | None:
        if not text:
            return None
        if asked:
            remedy = "leave it empty; only policies on events can wait"
            self._refuse(row, "after", "a question is answered at once", remedy)
            return None
        found = _AFTER.fullmatch(text)
        wait = self._length(row, found[1] if found else text)
        since = None
        if found and found[2]:
            file, line = self._sheet.file, row.line
            since = self._checked.expression(found[2], environment, file, line, TIMESTAMP)
            if since is None:
                return None
        return None if wait is None else Delay(wait=wait, since=since)

    def _length(self, row: Row, text: str) -> int | None:
        return self._checked.length(text, self._sheet.file, row.line) if text else None

    def _priority(self, row: Row, text: str) -> int:
        if not text:
            return 50
        if not _WHOLE.fullmatch(text):
            self._refuse(row, "priority", f'"{text}" is not a whole number', "write digits, 50 is usual")
            return 50
        return int(text)

    def _warn_of_lost_rows(self, found: list[Policy]) -> None:
        """Warn of each row that leaves nothing to do, in its table or group, whenever it holds."""
        groups: dict[str, list[Policy]] = {}
        for policy in sorted(found, key=lambda policy: -policy.priority):
            if policy.first_of:
                groups.setdefault(policy.first_of, []).append(policy)
        for group in groups.values():
            rows = {policy.where[1]: policy for policy in group}
            for row, before in lost_rows([_standing(policy) for policy in group]):
                name, remedy = rows[row.line].name, "two of its conditions exclude each other"
                what = f'policy "{name}" can never hold'
                if before is not None:
                    what = (
                        f'policy "{name}" never acts: where it holds, "{rows[before.line].name}" holds first'
                    )
                    remedy = f"put it above line {before.line}, or let that one hold less often"
                self._checked.report.warning(self._sheet.file, row.line, what, remedy)

    def _refuse(self, row: Row, column: str, what: str, remedy: str) -> None:
        shown = f'row {row.number}, column "{column}": {what}'
        self._checked.problem(self._sheet.file, row.line, shown, remedy)


def _standing(policy: Policy) -> Standing:
    asked_on = frozenset((*policy.on, *policy.asked))
    return Standing(policy.where[1], policy.when, policy.environment, asked_on)
