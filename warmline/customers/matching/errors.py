"""What can go wrong when records are matched, told so that the reader can put it right."""

from __future__ import annotations


class MatchingError(Exception):
    """Something about the input keeps it from being matched; the text says what, where and what to do."""


class InputNotFound(MatchingError):
    """There is no file at the path given."""

    def __init__(self, path: str) -> None:
        super().__init__(f"No file at {path}. Check the path; a CSV or Parquet file is expected.")


class InputNotReadable(MatchingError):
    """The file is there, but is not a table that can be read."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            f"{path} cannot be read as a table: {reason}. Expected is a CSV file with one header line, "
            "or a Parquet file (ending in .parquet)."
        )


class TruthColumnMissing(MatchingError):
    """The column said to hold the truth is not in the file."""

    def __init__(self, truth: str, headers: list[str]) -> None:
        super().__init__(
            f"There is no column '{truth}' to score against. The columns are: {', '.join(headers)}."
        )


class NoUsableColumns(MatchingError):
    """Nothing in the table tells one person from another."""

    def __init__(self, findings: list[str]) -> None:
        super().__init__(
            "No column tells people apart. Found: "
            + "; ".join(findings)
            + ". Needed is at least a name, a birth date, an email, a phone number or an address; "
            "a header such as 'surname' or 'birth date' helps to recognise it."
        )
