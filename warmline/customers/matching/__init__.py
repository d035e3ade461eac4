"""Probable duplicates among records of people, for a person to accept or decline.

The work itself is in `service`, which takes a second to load: a start should not wait for that.
"""

from warmline.customers.matching.errors import (
    InputNotFound,
    InputNotReadable,
    MatchingError,
    NoUsableColumns,
    TooFewRows,
    TruthColumnMissing,
)
from warmline.customers.matching.kinds import Column, Kind, MatchResult, Pair, Person, Proposal, Score, Table

__all__ = [
    "Column",
    "InputNotFound",
    "InputNotReadable",
    "Kind",
    "MatchResult",
    "MatchingError",
    "NoUsableColumns",
    "Pair",
    "Person",
    "Proposal",
    "Score",
    "Table",
    "TooFewRows",
    "TruthColumnMissing",
]
