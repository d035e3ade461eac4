"""Reading a file of people as a table of text."""

from __future__ import annotations

from pathlib import Path

import duckdb

from warmline.customers.matching.errors import InputNotFound, InputNotReadable, TruthColumnMissing
from warmline.customers.matching.kinds import Table


def read_table(path: str | Path, truth: str | None = None) -> Table:
    """Reads CSV (any delimiter and quoting that DuckDB can tell) or Parquet, every value as text.

    Raises InputNotFound, InputNotReadable, or TruthColumnMissing when `truth` names no column.
    """
    file = Path(path)
    if not file.is_file():
        raise InputNotFound(str(path))
    connection = duckdb.connect(":memory:", config={"threads": 1})
    try:
        if file.suffix.lower() in (".parquet", ".pq"):
            relation = connection.read_parquet(str(file))
        else:
            relation = connection.read_csv(str(file), header=True, all_varchar=True)
        headers = tuple(relation.columns)
        # One thread and no sorting: rows keep the order of the file, so that row numbers mean something.
        listed = ", ".join(f'CAST("{h.replace(chr(34), chr(34) * 2)}" AS VARCHAR)' for h in headers)
        rows = relation.project(listed).fetchall()
    except duckdb.Error as error:
        raise InputNotReadable(str(path), str(error).splitlines()[0]) from None
    finally:
        connection.close()
    if truth is not None and truth not in headers:
        raise TruthColumnMissing(truth, list(headers))
    values = tuple(list(column) for column in zip(*rows, strict=True)) if rows else tuple([] for _ in headers)
    return Table(headers, values)
