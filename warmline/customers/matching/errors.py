"""What can go wrong when records are matched, told so that the reader can put it right."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

_SHOWN = 60


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


class TooFewRows(MatchingError):
    """There is nobody to compare anybody with."""

    def __init__(self, path: str, rows: int) -> None:
        held = "one row" if rows == 1 else "a header and no rows"
        super().__init__(f"{path} holds {held}. Two records are the least that can be compared.")


class TruthColumnMissing(MatchingError):
    """The column said to hold the truth is not in the file."""

    def __init__(self, truth: str, headers: Sequence[str]) -> None:
        plain = {_plain(header): header for header in headers}
        near = get_close_matches(_plain(truth), plain, 1, 0.6)
        meant = f" Did you mean '{shortened(plain[near[0]])}'?" if near else ""
        super().__init__(
            f"There is no column '{truth}' to score against.{meant} "
            f"The columns are: {', '.join(map(shortened, headers))}."
        )


class NoUsableColumns(MatchingError):
    """Nothing in the table tells one person from another; `findings` are columns and what they hold."""

    def __init__(self, findings: Sequence[tuple[str, str]]) -> None:
        super().__init__(
            "No column tells people apart. Found: "
            + "; ".join(f"'{shortened(header)}' {why}" for header, why in findings)
            + ". Needed is at least a name, a birth date, an email, a phone number or an address; "
            "a header such as 'surname' or 'birth date' helps to recognise it."
        )


def shortened(header: str) -> str:
    """A header short enough for a message."""
    return header if len(header) <= _SHOWN else header[: _SHOWN - 1] + "…"


def _plain(header: str) -> str:
    return "".join(c for c in header.casefold() if c.isalnum())
