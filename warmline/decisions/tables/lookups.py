"""Value tables: a CSV file in `tables/` gives a number or a text, by the first row that holds."""

import re
from pathlib import PurePosixPath

from warmline.business.folder import Folder
from warmline.conditions.checked import Checked
from warmline.conditions.condition import Expression
from warmline.conditions.types import DOUBLE, INT, STRING, Type
from warmline.decisions.actions.names import HOW, NAME
from warmline.decisions.model import Lookup, LookupRow
from warmline.decisions.tables.conditions import WHEN, RowConditions
from warmline.decisions.tables.headings import Headings, read_headings
from warmline.decisions.tables.kinds import text
from warmline.decisions.tables.numbers import is_number, number
from warmline.decisions.tables.reach import Standing, lost_rows
from warmline.decisions.tables.sheet import Row, Sheet, read_sheet

PATTERN = "tables/*.csv"
GIVES_NUMBER, GIVES_TEXT = "gives: number", "gives: text"
COLUMNS = (WHEN, GIVES_NUMBER, GIVES_TEXT)

VALUE_TIER = "value_tier"
"""The table that says how much a customer matters to the business, in a word."""
AUTHORITY = "authority"
"""The table that says how much people at the front may give a customer without asking, in major units."""
GIVES = {VALUE_TIER: GIVES_TEXT, AUTHORITY: GIVES_NUMBER}
"""What the tables give that have a meaning of their own."""


def read_lookups(folder: Folder, checked: Checked) -> dict[str, Lookup]:
    """All value tables, by name."""
    found: dict[str, Lookup] = {}
    for path in folder.matching(PATTERN):
        sheet = read_sheet(folder, path, checked.report)
        name = PurePosixPath(path).stem
        if not NAME.fullmatch(name):
            checked.problem(path, 0, f'"{name}" is not a name for a table', HOW)
        elif sheet is not None and (headings := read_headings(sheet, COLUMNS, checked)):
            found[name] = _lookup(name, sheet, headings, checked)
    return found


def _lookup(name: str, sheet: Sheet, headings: Headings, checked: Checked) -> Lookup:
    given = [one for one in (GIVES_NUMBER, GIVES_TEXT) if one in headings.named]
    wanted = GIVES.get(name)
    rows: list[LookupRow] = []
    if len(given) != 1:
        what = "says twice what it gives" if given else "does not say what it gives"
        remedy = f"head one column with {wanted or f'{GIVES_NUMBER}, or with {GIVES_TEXT}'}"
        checked.problem(sheet.file, sheet.header.line, what, remedy)
    elif wanted and given[0] != wanted:
        what = f"the table {name} gives a {wanted.rpartition(' ')[2]}"
        checked.problem(sheet.file, sheet.header.line, what, f"head the column with {wanted}")
    else:
        rows = _rows(sheet, headings, given[0], checked)
    return Lookup(name=name, file=sheet.file, rows=tuple(rows))


def _rows(sheet: Sheet, headings: Headings, gives: str, checked: Checked) -> list[LookupRow]:
    environment = checked.environment()
    conditions = RowConditions(sheet, headings, checked)
    found: list[LookupRow] = []
    all_sound = True
    for row in sheet.rows:
        when, sound = conditions.read(row, environment)
        value = _value(row, sheet, headings, gives, checked)
        if sound and value is not None:
            found.append(LookupRow(when=when, gives=value, line=row.line))
        else:
            all_sound = False
    if all_sound:
        _warn(found, sheet, checked)
    return found


def _value(row: Row, sheet: Sheet, headings: Headings, gives: str, checked: Checked) -> Expression | None:
    """What a row gives: a text as it stands, a number as the sheet writes them, or an expression of one."""
    written = headings.cell(row, gives)
    if not written:
        what = f"row {row.number} gives nothing"
        checked.problem(
            sheet.file, row.line, what, "write a number" if gives == GIVES_NUMBER else "write a text"
        )
        return None
    wanted: tuple[Type, ...] = (STRING,)
    if gives == GIVES_NUMBER:
        wanted = (DOUBLE, INT)
        expression = number(written, DOUBLE, sheet.decimal) if is_number(written, sheet.decimal) else written
    else:
        expression = text(_unquoted(written))
    return checked.expression(expression, checked.environment(), sheet.file, row.line, *wanted)


def _unquoted(written: str) -> str:
    quoted = re.fullmatch(r'"((?:[^"]|"")*)"', written)
    return quoted[1].replace('""', '"') if quoted else written


def _warn(rows: list[LookupRow], sheet: Sheet, checked: Checked) -> None:
    """Rows that are never reached, and customers for whom there is none."""
    environment = checked.environment()
    for row, before in lost_rows([Standing(row.line, row.when, environment) for row in rows]):
        what, remedy = "this row can never hold", "two of its conditions exclude each other"
        if before is not None:
            what = f"this row is never reached: where it holds, the one in line {before.line} does"
            remedy = "put it above, or remove it"
        checked.report.warning(sheet.file, row.line, what, remedy)
    if all(row.when is not None for row in rows):
        what = "it gives nothing where no row holds"
        remedy = "end it with a row whose conditions are empty"
        checked.report.warning(sheet.file, rows[-1].line if rows else sheet.header.line, what, remedy)
