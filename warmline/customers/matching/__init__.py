"""Probable duplicates among records of people, for a person to accept or decline."""

from warmline.customers.matching.errors import (
    InputNotFound,
    InputNotReadable,
    MatchingError,
    NoUsableColumns,
    TooFewRows,
    TruthColumnMissing,
)
from warmline.customers.matching.kinds import Column, Kind, MatchResult, Pair, Person, Proposal, Score, Table
from warmline.customers.matching.service import match, match_file, propose

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
    "match",
    "match_file",
    "propose",
]
