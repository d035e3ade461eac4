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
from msgspec.structs import replace

from warmline.customers.matching import (
    Kind,
    Person,
    Table,
    clean,
    dates,
)
from warmline.customers.matching.columns import find_columns
from warmline.customers.matching.fields import clean_table
from warmline.customers.matching.grouping import connected, gather
from warmline.customers.matching.headers import is_about_others, kind_by_header
from warmline.customers.matching.model import Scored
from warmline.customers.matching.service import match_file, propose

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


@pytest.mark.parametrize(
    ("header", "others"),
    [
        ("employer_street_name", True),
        ("Spouse Name", True),
        ("mother's maiden name", False),
        ("partner", False),
    ],
)
def test_columns_about_somebody_else_are_no_evidence(header: str, others: bool) -> None:
    assert is_about_others(header) is others


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


def _columns(**values: list[str]) -> dict[str, Kind]:
    """The kinds of columns under headers that say nothing."""
    return _kinds(Table(tuple(values), tuple(values.values())))


def _spread(first: int, years: int) -> list[str]:
    return [f"{first + i * 7 % years}-{i % 12 + 1:02d}-{i % 28 + 1:02d}" for i in range(80)]


def test_the_dates_of_a_generation_are_births_and_other_dates_are_not() -> None:
    kinds = _columns(a=_spread(2015, 8), b=_spread(1940, 60), c=_spread(2019, 3))
    assert kinds == {"a": Kind.UNUSED, "b": Kind.BIRTH_DATE, "c": Kind.UNUSED}


def test_contract_dates_alone_are_not_births() -> None:
    assert _columns(a=_spread(2015, 8)) == {"a": Kind.UNUSED}


def test_a_birth_date_in_three_columns_is_put_together() -> None:
    born = _spread(1930, 60)
    parts = [date.split("-") for date in born]
    kinds = _columns(
        x=[y for y, _, _ in parts], y=[str(int(m)) for _, m, _ in parts], z=[str(int(d)) for _, _, d in parts]
    )
    assert kinds == {"x": Kind.BIRTH_YEAR, "y": Kind.BIRTH_MONTH, "z": Kind.BIRTH_DAY}
    table = Table(("x", "y", "z"), tuple([p[i] for p in parts] for i in range(3)))
    cleaned = clean_table(table, find_columns(table))
    assert [f.kind for f in cleaned.fields] == [Kind.BIRTH_DATE]
    assert cleaned.columns[cleaned.fields[0].key] == [d.replace("-", "") for d in born]


def test_names_are_known_by_the_mail_addresses_made_of_them() -> None:
    family = ["Szabó", "Tóth", "Kovács", "Horváth", "Varga"]
    given = ["Zsófia", "Bence", "Ágnes", "Gergő"]
    people = [(family[i % 5], given[i % 4]) for i in range(60)]
    kinds = _columns(
        a=[f"{f} {g}" for f, g in people],
        b=[["Pest", "Buda", "Eger"][i % 3] for i in range(60)],
        c=[f"{clean.text(g)}.{clean.text(f)}{i}@mail.example" for i, (f, g) in enumerate(people)],
    )
    assert kinds == {"a": Kind.FULL_NAME, "b": Kind.TEXT, "c": Kind.EMAIL}


def test_streets_and_postcodes_are_known_by_their_form() -> None:
    kinds = _columns(
        a=[f"{i} {w} Lane" for i, w in enumerate(["Mill", "Church", "High", "King's"] * 15, 3)],
        b=[f"HU{i % 9 + 1} {i % 7}AB" for i in range(60)],
        c=[str(i % 40 * 137 % 5000) for i in range(60)],
    )
    assert kinds == {"a": Kind.STREET, "b": Kind.POSTCODE, "c": Kind.TEXT}


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


@pytest.mark.parametrize(
    ("written", "given", "surname"),
    [("佐々木希", "希", "佐々木"), ("김민준", "민준", "김"), ("中島翼", "翼", "中島")],
)
def test_a_space_in_a_name_of_ideographs_changes_nothing(written: str, given: str, surname: str) -> None:
    assert clean.NameParts.split(written) == (given, None, surname)
    assert clean.NameParts.split(f"{surname}\u3000{given}") == (given, None, surname)


def test_names_of_ideographs_are_known_by_their_family_names() -> None:
    names = [
        f"{family}{given}"
        for family in ("佐藤", "鈴木", "高橋", "田中")
        for given in ("健", "結衣", "大輔", "葵")
    ]
    assert _columns(x=names * 3) == {"x": Kind.FULL_NAME}


def test_a_whole_name_completes_the_part_that_has_a_column() -> None:
    table = Table(
        ("first_name", "name"),
        (["Ana", "Jose", "浩賢", None], ["Ana dela Cruz", "Rizal, Jose", "Lau Ho-yin", "Li Wei"]),
    )
    cleaned = clean_table(table, find_columns(table)).columns
    assert list(zip(cleaned["given"], cleaned["surname"], strict=True)) == [
        ("ana", "dela cruz"),
        ("jose", "rizal"),
        ("lau", "hoyin"),
        ("li", "wei"),
    ]


def test_further_names_are_one_field_however_many_columns_they_have() -> None:
    table = Table(
        ("first name", "middle initial", "last name", "middle name"),
        (["Ann", "Bob", "Cy"], ["M", None, "J"], ["Lee", "May", "Roe"], [None, "Otto", "Jim"]),
    )
    cleaned = clean_table(table, find_columns(table))
    assert cleaned.columns["middle"] == ["m", "otto", "j jim"]
    assert [f.kind for f in cleaned.fields].count(Kind.MIDDLE_NAME) == 1


def test_a_name_divided_in_the_wrong_place_is_the_same_name() -> None:
    people = [
        Person(
            f"c{i}",
            full_name=f"{'ABCDEFGH'[i % 8]}nna {'KLMNOPR'[i % 7]}orris",
            birth_date=f"19{50 + i}-03-1{i % 9}",
        )
        for i in range(40)
    ]
    again = Person("again", full_name="AnnaL orris", birth_date="1958-03-18")
    first = Person("first", full_name="Anna Lorris", birth_date="1958-03-18")
    assert people[8] == replace(first, customer_id="c8")
    [proposal] = propose([*people[:8], *people[9:], first, again])
    assert (proposal.left, proposal.right) == ("again", "first")
    assert "same name, divided differently" in map(str, proposal.reasons)


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
    reasons = list(map(str, proposal.reasons))
    assert "same given name" in reasons
    assert "surname nearly the same" in reasons
    assert "day and month of the birth date exchanged" in reasons


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
