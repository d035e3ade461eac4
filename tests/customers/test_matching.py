"""What the matching of records promises: it understands unknown tables, and is right about people."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warmline.customers.matching import (
    InputNotFound,
    InputNotReadable,
    Kind,
    NoUsableColumns,
    Person,
    Table,
    TruthColumnMissing,
    clean,
    dates,
    match_file,
    propose,
)
from warmline.customers.matching.columns import find_columns
from warmline.customers.matching.grouping import connected, gather
from warmline.customers.matching.headers import kind_by_header
from warmline.customers.matching.model import Scored

ROOT = Path(__file__).parents[2]


def _bench() -> ModuleType:
    """The bench makes the files; it is a script, not a package."""
    spec = importlib.util.spec_from_file_location("bench_match", ROOT / "bench" / "match.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_match"] = module
    spec.loader.exec_module(module)
    return module


bench = _bench()


def _table(style: str, rows: int = 300, damaged: bool = False) -> Table:
    records = list(bench.make(style, rows, damaged, 3))
    headers = tuple(records[0])
    return Table(headers, tuple([r[h] or None for r in records] for h in headers))


def _kinds(table: Table) -> dict[str, Kind]:
    return {c.header: c.kind for c in find_columns(table, "cluster")}


# --- what a column means -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("given_name", Kind.GIVEN_NAME),
        ("FirstName", Kind.GIVEN_NAME),
        ("Vorname", Kind.GIVEN_NAME),
        ("Prénom", Kind.GIVEN_NAME),
        ("Nombre", Kind.GIVEN_NAME),
        ("ชื่อ", Kind.GIVEN_NAME),
        ("surname", Kind.SURNAME),
        ("LAST NAME", Kind.SURNAME),
        ("Nachname", Kind.SURNAME),
        ("นามสกุล", Kind.SURNAME),
        ("Apellidos", Kind.SURNAME),
        ("姓名", Kind.FULL_NAME),
        ("Họ và tên", Kind.FULL_NAME),
        ("客户姓名", Kind.FULL_NAME),
        ("dob", Kind.BIRTH_DATE),
        ("Date of Birth", Kind.BIRTH_DATE),
        ("Geburtsdatum", Kind.BIRTH_DATE),
        ("Ngày sinh", Kind.BIRTH_DATE),
        ("出生日期", Kind.BIRTH_DATE),
        ("วันเกิด", Kind.BIRTH_DATE),
        ("E-Mail", Kind.EMAIL),
        ("customer_email_address", Kind.EMAIL),
        ("手机号", Kind.PHONE),
        ("mobile_no", Kind.PHONE),
        ("soc_sec_id", Kind.NATIONAL_ID),
        ("zip_code", Kind.POSTCODE),
        ("PLZ", Kind.POSTCODE),
        ("suburb", Kind.CITY),
        ("street_number", Kind.HOUSE_NUMBER),
        ("address_1", Kind.STREET),
        ("Straße", Kind.STREET),
        ("birth_place", Kind.TEXT),
        ("rec_id", Kind.UNUSED),
        ("unique_id", Kind.UNUSED),
        ("customerId", Kind.UNUSED),
    ],
)
def test_headers_of_several_languages_are_understood(header: str, kind: Kind) -> None:
    assert kind_by_header(header) is kind


def test_columns_of_a_febrl_like_table_are_recognised_and_record_labels_are_no_evidence() -> None:
    kinds = _kinds(_table("febrl"))
    assert kinds["rec_id"] is Kind.UNUSED
    assert kinds["cluster"] is Kind.UNUSED
    assert kinds["given_name"] is Kind.GIVEN_NAME
    assert kinds["date_of_birth"] is Kind.BIRTH_DATE
    assert kinds["soc_sec_id"] is Kind.NATIONAL_ID


def test_labels_that_give_the_truth_away_are_refused_whatever_their_header() -> None:
    table = _table("febrl")
    disguised = Table(("reference", *table.headers[1:]), table.values)
    assert _kinds(disguised)["reference"] is Kind.UNUSED


def test_values_speak_where_headers_are_silent() -> None:
    kinds = list(_kinds(_table("nameless")).values())
    assert Kind.BIRTH_DATE in kinds
    assert Kind.EMAIL in kinds
    assert Kind.GIVEN_NAME in kinds


def test_a_header_that_the_values_contradict_is_not_believed() -> None:
    table = Table(
        ("email", "birth date"),
        (["Leeds", "Hull", "York", "Hull"], ["a@b.org", "c@d.org", "e@f.org", "a@b.org"]),
    )
    kinds = _kinds(table)
    assert kinds["email"] is not Kind.EMAIL
    assert kinds["birth date"] is Kind.EMAIL


# --- bringing values into one form ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ["1971-06-24", "24/06/1971", "24.6.1971", "19710624", "24 June 1971", "1971年6月24日", "24/06/2514"],
)
def test_dates_are_read_however_they_are_written(written: str) -> None:
    assert dates.date(written) == "19710624"


def test_a_column_tells_whether_its_months_come_first() -> None:
    assert dates.month_comes_first(["01/02/1990", "06/24/1971"])
    assert not dates.month_comes_first(["01/02/1990", "24/06/1971"])


@pytest.mark.parametrize(
    "written", ["Juan dela Cruz", "dela Cruz, Juan", "Mr. Juan S. dela Cruz", "JUAN DELA CRUZ"]
)
def test_whole_names_fall_apart_alike(written: str) -> None:
    given, _, surname = clean.NameParts.split(written)
    assert (given, surname) == ("juan", "dela cruz")


def test_chinese_names_fall_apart_after_the_family_name() -> None:
    assert clean.NameParts.split("王小明") == ("小明", None, "王")
    assert clean.NameParts.split("欧阳娜娜") == ("娜娜", None, "欧阳")


@pytest.mark.parametrize("nothing", ["", "  ", "nan", "NULL", "None", "N/A", "unknown", None])
def test_words_for_nothing_are_nothing(nothing: str | None) -> None:
    assert clean.text(nothing) is None


def test_phone_numbers_agree_with_and_without_country_code() -> None:
    assert (
        clean.phone("+44 20 7946 0958")
        == clean.phone("020 7946 0958")
        == clean.phone("00442079460958 ext. 12")
    )


@given(st.text(max_size=30))
def test_cleaning_twice_changes_nothing_more_and_never_fails(value: str) -> None:
    once = clean.text(value)
    assert clean.text(once) == once
    compared = clean.comparable(once)
    assert compared is None or compared.isascii()
    clean.NameParts.split(value)
    clean.phone(value)
    dates.date(value)


# --- people from pairs ---------------------------------------------------------------------------------


def _scored(weights: dict[tuple[int, int], float]) -> list[Scored]:
    return [Scored(a, b, w, ()) for (a, b), w in weights.items()]


def test_one_bad_link_does_not_tie_two_people_together() -> None:
    within = {(a, b): 9.0 for group in ((0, 1, 2), (3, 4, 5)) for a in group for b in group if a < b}
    weights = within | {(2, 3): 4.0}
    sets = connected(_scored(weights), 0.0)
    assert sets == [[0, 1, 2, 3, 4, 5]]
    assert sorted(gather(sets[0], weights, 0.0)) == [[0, 1, 2], [3, 4, 5]]


@settings(max_examples=50)
@given(
    st.dictionaries(
        st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda p: p[0] < p[1]),
        st.floats(-20, 20),
        max_size=30,
    )
)
def test_gathering_keeps_every_row_once(weights: dict[tuple[int, int], float]) -> None:
    for rows in connected(_scored(weights), 0.0):
        assert sorted(r for g in gather(rows, weights, 0.0) for r in g) == sorted(rows)


# --- right about people --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "damaged", "at_least"),
    [("febrl", False, 0.95), ("short", True, 0.80), ("voters", False, 0.90), ("thai", True, 0.80)],
)
def test_people_are_found_again(tmp_path: Path, style: str, damaged: bool, at_least: float) -> None:
    path = bench.write(tmp_path / "people.csv", style, 320, damaged, seed=11)
    result = match_file(path, truth="cluster")
    assert result.score is not None
    assert result.score.f1 >= at_least, result.score


def test_larger_tables_are_matched_under_blocking_rules(tmp_path: Path) -> None:
    path = bench.write(tmp_path / "people.csv", "german", 1600, False, seed=5)
    result = match_file(path, truth="cluster")
    assert result.score is not None
    assert result.score.f1 >= 0.95, result.score


def test_the_same_file_gives_the_same_answer_and_nothing_is_printed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = bench.write(tmp_path / "people.csv", "short", 120, True, seed=2)
    assert match_file(path) == match_file(path)
    assert capfd.readouterr() == ("", "")


def _customers() -> list[Person]:
    made = [
        Person(
            f"c{i}",
            given_name=r["first_name"] or None,
            surname=r["surname"] or None,
            birth_date=r["dob"] or None,
            city=r["city"] or None,
            email=r["email"] or None,
        )
        for i, r in enumerate(bench.make("short", 300, False, 4))
    ]
    known = Person(
        "known", "Oluwaseun", "Featherstone", birth_date="1971-04-09", city="Hull", email="of@mail.example"
    )
    turned = Person("turned", "Oluwaseun", "Fetherstone", birth_date="1971-09-04", city="Hull")
    return [*made, known, turned]


def test_customers_are_proposed_with_reasons_in_plain_words() -> None:
    found = {(p.left, p.right): p for p in propose(_customers())}
    proposal = found["known", "turned"]
    assert proposal.probability > 0.9
    assert "same given name" in proposal.reasons
    assert "surname nearly the same" in proposal.reasons
    assert "day and month of the birth date exchanged" in proposal.reasons


def test_nobody_is_proposed_where_nothing_is_known() -> None:
    assert list(propose([])) == []
    assert list(propose([Person("a"), Person("b")])) == []
    assert list(propose([Person("a", given_name="Ann")])) == []


def test_unseen_badly_damaged_records_reach_the_promise() -> None:
    folder = os.environ.get("WARMLINE_EXTERNAL_DATA")
    if not folder:
        pytest.skip("WARMLINE_EXTERNAL_DATA does not name a folder with people/fake_1000.csv")
    result = match_file(Path(folder) / "people" / "fake_1000.csv", truth="cluster")
    assert result.score is not None
    assert result.score.f1 >= 0.80, result.score


# --- what is wrong is said -----------------------------------------------------------------------------


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
    path.write_text("name,city\n")
    with pytest.raises(NoUsableColumns, match="'name' is empty"):
        match_file(path)
