"""Reading a file of people as a table of text."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import duckdb

from warmline.customers.matching.errors import InputNotFound, InputNotReadable, TruthColumnMissing
from warmline.customers.matching.kinds import Table

_DELIMITERS = ",;\t|"
_LONGEST_VALUE = 1_000_000


def read_table(path: str | Path, truth: str | None = None) -> Table:
    """Reads CSV or Parquet, every value as text.

    CSV may be cut by comma, semicolon, tab or bar, and be in UTF-8, UTF-16 or Windows-1252.
    Rows keep the order of the file, so that row numbers mean something; rows that are too short are filled
    up, what is beyond the last header is left out. Raises InputNotFound, InputNotReadable, or
    TruthColumnMissing when `truth` names no column.
    """
    file = Path(path)
    if not file.is_file():
        raise InputNotFound(str(path))
    headers, rows = _parquet(file) if file.suffix.lower() in (".parquet", ".pq") else _csv(file)
    if truth is not None and truth not in headers:
        raise TruthColumnMissing(truth, headers)
    values = tuple(list(column) for column in zip(*rows, strict=True)) if rows else tuple([] for _ in headers)
    return Table(tuple(headers), values)


def _parquet(file: Path) -> tuple[list[str], list[tuple[str | None, ...]]]:
    connection = duckdb.connect(":memory:", config={"threads": 1})
    try:
        relation = connection.read_parquet(str(file))
        headers = [str(h) for h in relation.columns]
        quoted = (h.replace('"', '""') for h in headers)
        listed = ", ".join(f'CAST("{h}" AS VARCHAR)' for h in quoted)
        return headers, relation.project(listed).fetchall()
    except duckdb.Error as error:
        raise InputNotReadable(str(file), str(error).splitlines()[0]) from None
    finally:
        connection.close()


def _csv(file: Path) -> tuple[list[str], list[tuple[str | None, ...]]]:
    # Python's reader rather than DuckDB's: it never skips a line in search of a tidier table.
    content = _decoded(file.read_bytes())
    first = next((line for line in content.splitlines() if line.strip()), "")
    if not first or "\0" in content:
        raise InputNotReadable(str(file), "it is empty" if not first else "it holds binary data")
    csv.field_size_limit(_LONGEST_VALUE)
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        read = [row for row in csv.reader(content.splitlines(keepends=True), delimiter=delimiter) if row]
    except csv.Error as error:
        raise InputNotReadable(str(file), str(error)) from None
    headers = _told_apart([h.strip() for h in read[0]])
    width = len(headers)
    return headers, [tuple((row + [""] * width)[:width]) for row in read[1:]]


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _told_apart(headers: list[str]) -> list[str]:
    """Headers that come twice, or not at all, get a number."""
    seen: Counter[str] = Counter()
    told: list[str] = []
    for header in headers:
        seen[header] += 1
        told.append(f"{header} {seen[header]}".strip() if seen[header] > 1 or not header else header)
    return told
