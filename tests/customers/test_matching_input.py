"""What the matching of records reads, and what it says of what it cannot read."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from warmline.customers.matching import (
    InputNotFound,
    InputNotReadable,
    NoUsableColumns,
    TooFewRows,
    TruthColumnMissing,
)
from warmline.customers.matching.service import match_file
from warmline.customers.matching.source import read_table


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputNotFound, match=r"nowhere\.csv"):
        match_file(tmp_path / "nowhere.csv")


def test_a_file_that_is_no_table_is_named(tmp_path: Path) -> None:
    path = tmp_path / "people.parquet"
    path.write_bytes(b"this is not parquet")
    with pytest.raises(InputNotReadable, match=r"people\.parquet"):
        match_file(path)


def test_a_missing_truth_column_is_answered_with_the_columns_there_are(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,city\nAnn,Hull\nBob,Leeds\n")
    with pytest.raises(TruthColumnMissing, match="'cluster'.*name, city"):
        match_file(path, truth="cluster")


def test_a_table_without_anything_about_people_says_what_it_found(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("id,colour\n1,red\n2,red\n3,red\n")
    with pytest.raises(NoUsableColumns, match="'colour' never varies"):
        match_file(path)
    path.write_text("name,city\n,\n,\n,Hull\n,Hull\n")
    with pytest.raises(NoUsableColumns, match="'name' is empty"):
        match_file(path)


def test_a_table_of_something_else_is_not_matched(tmp_path: Path) -> None:
    path = tmp_path / "things.csv"
    path.write_text("colour,size\nred,small\nblue,large\nblue,small\n")
    with pytest.raises(NoUsableColumns, match="'colour' values are words"):
        match_file(path)


@pytest.mark.parametrize(("text", "said"), [("name,city\n", "no rows"), ("name,city\nAnn,Hull\n", "one row")])
def test_fewer_than_two_rows_cannot_be_compared(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(text)
    with pytest.raises(TooFewRows, match=said):
        match_file(path)


@pytest.mark.parametrize("written", ["Cluster", "cluster_id", "clutser"])
def test_a_misspelt_truth_column_is_guessed(tmp_path: Path, written: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,city,cluster\nAnn,Hull,1\nBob,Leeds,2\n")
    with pytest.raises(TruthColumnMissing, match="Did you mean 'cluster'"):
        match_file(path, truth=written)


def test_a_folder_is_not_taken_for_a_file(tmp_path: Path) -> None:
    with pytest.raises(InputNotReadable, match="it is a folder"):
        match_file(tmp_path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (b"\n \n", "it is empty"),
        (bytes(range(256)) * 8, "binary data"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(1, 9)) * 40, "binary data"),
        (b'name,city\n"' + b"Ann,Hull\n" * 120_000, "quotation mark was never closed"),
        (b"PAR1" + bytes(500), "cannot be read as a table"),
    ],
    ids=["empty", "blank", "bytes", "picture", "open quotation", "broken parquet"],
)
def test_what_is_no_table_is_refused_with_the_reason(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes(content)
    with pytest.raises(InputNotReadable, match=said):
        match_file(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_files_are_read_in_whatever_encoding_they_come(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "people.csv"
    path.write_bytes("Prénom;Nom\nZoé;Lefèvre\nAnaïs;Noël\n".encode(encoding))
    table = read_table(path)
    assert table.headers == ("Prénom", "Nom")
    assert table.values == (["Zoé", "Anaïs"], ["Lefèvre", "Noël"])


def test_headers_that_come_twice_stay_apart(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,name,city,city\nAnn Lee,A,Hull,X\nAnn Lee,B,Hull,Y\nBob May,C,York,X\n")
    assert [c.header for c in match_file(path).columns] == ["name", "name 2", "city", "city 2"]


def test_a_letter_in_a_cell_does_not_take_hours(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    letter = "word " * 20_000
    path.write_text(
        "name,birth date,notes\n"
        + "".join(f"P{'abcdefghij'[i]} S,19{70 + i}-01-0{i % 9 + 1},{i}{letter}\n" for i in range(10))
    )
    started = time.monotonic()
    match_file(path)
    assert time.monotonic() - started < 20
