"""CSV as spreadsheets write it: a header and rows of cells, each with its place.

The sign between cells is found by itself: a tab, a semicolon or a comma, or what a first line `sep=;` says. Quoted
cells may run over several lines; a row is named by its number in the spreadsheet and by its line in the file.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from warmline.business.folder import MAX_FILE_BYTES, Folder
from warmline.business.report import Report

MOST_ROWS = 100_000
MOST_COLUMNS = 200
OTHERS = (".xlsx", ".xls", ".xlsm", ".ods", ".numbers", ".tsv", ".tab")
"""What spreadsheets are saved as otherwise."""

_SEPARATOR_LINE = re.compile(r"sep=([,;\t])\r?\n")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Row:
    """Cells in the order of the columns. `line` is where it begins, `number` what the spreadsheet calls it."""

    line: int
    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file: the row of headers, and the rows below it that are not empty.

    `decimal` is the sign before the fraction of a number: spreadsheets that part cells by semicolons write 1,5.
    """

    file: str
    header: Row
    rows: tuple[Row, ...]
    decimal: str


class _Unreadable(Exception):
    def __init__(self, line: int, what: str, remedy: str) -> None:
        super().__init__(what)
        self.line, self.what, self.remedy = line, what, remedy


def read_sheet(folder: Folder, file: str, report: Report) -> Sheet | None:
    """The sheet that a file holds; None where it cannot be read at all. What is wrong stands in the report."""
    text = folder.text(file, report, MAX_FILE_BYTES)
    if text is None:
        return None
    try:
        return _read(text, file, report)
    except _Unreadable as error:
        report.problem(file, error.line, error.what, error.remedy)
    return None


def warn_of_spreadsheets(folder: Folder, report: Report) -> None:
    """A spreadsheet that was not saved as CSV would be passed over without a word."""
    for path in folder.matching("policies/**/*", "tables/*"):
        if path.lower().endswith(OTHERS) or (path.lower().endswith(".csv") and not path.endswith(".csv")):
            report.warning(
                path, 0, "is not a file that Warmline reads", "save it as CSV, its name ending in .csv"
            )


def letter(column: int) -> str:
    """What a spreadsheet calls the column, counted from 0: A, B … Z, AA."""
    name = ""
    while column >= 0:
        name = chr(ord("A") + column % 26) + name
        column = column // 26 - 1
    return name


def _read(text: str, file: str, report: Report) -> Sheet:
    bad = _UNPRINTABLE.search(text)
    if bad:
        line = text.count("\n", 0, bad.start()) + 1
        raise _Unreadable(line, f"holds the unprintable character U+{ord(bad[0]):04X}", "remove it")
    said = _SEPARATOR_LINE.match(text)
    skipped = 1 if said else 0
    body = text[said.end() :] if said else text
    separator = said[1] if said else _separator(body)
    records = _records(body, separator, skipped)
    header = next((row for row in records if any(row.cells)), None)
    if header is None:
        raise _Unreadable(0, "is empty", "begin it with a row of headers")
    header = Row(header.line, header.number, _without_empty_end(header.cells))
    if len(header.cells) > MOST_COLUMNS:
        what = f"has {len(header.cells)} columns, more than {MOST_COLUMNS}"
        raise _Unreadable(header.line, what, "divide it into several tables")
    rows = tuple(row for row in records if any(row.cells) and _fits(row, header, file, report))
    return Sheet(file, header, rows, "," if separator == ";" else ".")


def _records(body: str, separator: str, skipped: int) -> Iterator[Row]:
    """Every row of a file, the empty ones too. _Unreadable where quotes do not match or there are too many."""
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator, strict=True)
    number, begins = 0, 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _unreadable(str(error), begins + skipped, reader.line_num + skipped) from None
        number += 1
        if number > MOST_ROWS + 1:
            what = f"has more than {MOST_ROWS:,} rows"
            raise _Unreadable(begins + skipped, what, "divide it into several tables")
        yield Row(begins + skipped, number, tuple(cell.strip() for cell in cells))
        begins = reader.line_num + 1


def _unreadable(said: str, begins: int, line: int) -> _Unreadable:
    """What Python's reader says, in words for somebody who has only seen spreadsheets."""
    if "unexpected end" in said:
        remedy = "close it, and write quotation marks inside of a quoted cell twice"
        return _Unreadable(begins, "a quotation mark is not closed in this row", remedy)
    if "expected after" in said:
        remedy = "put the whole cell in quotation marks, and write those inside of it twice"
        return _Unreadable(line, "something follows the closing quotation mark of a cell", remedy)
    if "field larger" in said:
        remedy = "look for a quotation mark that is not closed"
        return _Unreadable(begins, f"a cell is longer than {csv.field_size_limit():,} characters", remedy)
    return _Unreadable(line, "is not readable as CSV", said)


def _fits(row: Row, header: Row, file: str, report: Report) -> bool:
    """Whether a row has as many cells as the header; empty ones beyond it are what spreadsheets leave behind."""
    cells = _without_empty_end(row.cells)
    wanted = len(header.cells)
    if len(row.cells) >= wanted >= len(cells):
        return True
    what = f"row {row.number} has {len(row.cells)} cells, and the header {wanted}"
    more = "put cells that hold the separating sign in quotation marks, or name the column"
    remedy = more if len(cells) > wanted else "an empty cell needs its separating sign, too"
    report.problem(file, row.line, what, remedy)
    return False


def _separator(body: str) -> str:
    """The sign that parts the cells of the first line that says anything, outside of quotes and brackets."""
    depth, quoted = 0, False
    for char in body.lstrip("\r\n"):
        if char == '"':
            quoted = not quoted
        elif quoted:
            continue
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif char in "\r\n":
            break
        elif char in "\t;" and depth <= 0:
            return char
    return ","


def _without_empty_end(cells: tuple[str, ...]) -> tuple[str, ...]:
    end = len(cells)
    while end and not cells[end - 1]:
        end -= 1
    return cells[:end]
