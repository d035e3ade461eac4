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
_HEAD = 20_000
_PARQUET = b"PAR1"


def read_table(path: str | Path, truth: str | None = None) -> Table:
    """Reads CSV or Parquet, every value as text.

    CSV may be cut by comma, semicolon, tab or bar, and be in UTF-8, UTF-16 or Windows-1252.
    Rows keep the order of the file, so that row numbers mean something; rows that are too short are filled
    up, what is beyond the last header is left out. Raises InputNotFound, InputNotReadable, or
    TruthColumnMissing when `truth` names no column.
    """
    file = Path(path)
    if not file.exists():
        raise InputNotFound(str(path))
    if file.is_dir():
        raise InputNotReadable(str(path), "it is a folder; name one file in it")
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputNotReadable(str(path), error.strerror or str(error)) from None
    parquet = file.suffix.lower() in (".parquet", ".pq") or content.startswith(_PARQUET)
    headers, rows = _parquet(file) if parquet else _csv(file, content)
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


def _csv(file: Path, content: bytes) -> tuple[list[str], list[tuple[str | None, ...]]]:
    # Python's reader rather than DuckDB's: it never skips a line in search of a tidier table.
    decoded = _decoded(content)
    lines = decoded.splitlines(keepends=True)
    first = next((line for line in lines if line.strip()), "")
    if not first:
        raise InputNotReadable(str(file), "it is empty")
    if _binary(decoded):
        raise InputNotReadable(str(file), "it holds binary data")
    csv.field_size_limit(_LONGEST_VALUE)
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(lines, delimiter=delimiter)
    read: list[list[str]] = []
    try:
        read.extend(row for row in reader if any(value.strip() for value in row))
    except csv.Error:
        raise InputNotReadable(
            str(file),
            f"a value that ends at line {reader.line_num} is longer than {_LONGEST_VALUE:,} characters; "
            "perhaps a quotation mark was never closed",
        ) from None
    headers = _told_apart([h.strip() for h in read[0]])
    width = len(headers)
    return headers, [tuple((row + [""] * width)[:width]) for row in read[1:]]


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    head = content[:_HEAD]
    for offset, encoding in (
        (1, "utf-16-le"),
        (0, "utf-16-be"),
    ):  # without its mark: every other byte is nought
        if (
            len(head) > 3
            and head[offset::2].count(0) > 0.4 * len(head) / 2
            and not head[1 - offset :: 2].count(0)
        ):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _binary(decoded: str) -> bool:
    """Whether this is no text: control characters, or letters that no encoding knows."""
    head = decoded[:_HEAD]
    odd = sum(c == "\ufffd" or (c < " " and c not in "\t\r\n\f") for c in head)
    return "\0" in decoded or odd > 0.02 * len(head)


def _told_apart(headers: list[str]) -> list[str]:
    """Headers that come twice, or not at all, get a number."""
    seen: Counter[str] = Counter()
    told: list[str] = []
    for header in headers:
        seen[header] += 1
        told.append(f"{header} {seen[header]}".strip() if seen[header] > 1 or not header else header)
    return told
