"""Recognising customers of a running projection: the one who is meant, nobody else, and nobody who is gone."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.business.sound_business import FILES
from warmline.business.load import load_files
from warmline.business.model import Business, BusinessError, Field, RecogniseBy
from warmline.customers.rebuild import rebuild
from warmline.customers.recognising.service import Recogniser
from warmline.events.model import Event, Identifier
from warmline.storage.port import Reader
from warmline.web.access import Role
from warmline.web.principal import Principal

from .world import BUSINESS, World, event, world

BY = Principal(kind="local", id="t", name="Test", role=Role.ADMINISTRATOR)
TODAY = date(2026, 11, 26)


def _last(path: str, type: str = "text") -> Field:
    return Field(type=type, last={"customer.identified": f"traits.{path}"}, disclosure="staff")


FIELDS = {
    "name": _last("name"),
    "latin_name": _last("latin_name"),
    "postcode": _last("postcode"),
    "birth_date": _last("birth_date", "date"),
}
DECLARED = msgspec.structs.replace(
    BUSINESS,
    version="two",
    languages=("en", "th", "zh-Hans"),
    identifiers={
        **BUSINESS.identifiers,
        "account": msgspec.structs.replace(BUSINESS.identifiers["account"], format="digits", check="luhn"),
    },
    fields=BUSINESS.fields | FIELDS,
    recognise_by=RecogniseBy(postcode="postcode", name=("name", "latin_name"), birth_date="birth_date"),
)


def person(
    number: int, account: str, name: str, postcode: str, born: str, *more: str, **traits: str
) -> Event:
    known = {"name": name, "postcode": postcode, "birth_date": born, **traits}
    return event(number, "customer.identified", [f"account:{account}", *more], traits=known)


MARIA = person(1, "7013550", "Maria Santos", "6000", "1985-03-12", "phone:+639175550101")
MARIE = person(2, "7013568", "Marie Santos", "6000", "1985-03-12", "phone:+639175550101")
SOMCHAI = person(3, "7013576", "สมชาย ประเสริฐ", "6045", "1979-11-02", latin_name="Somchai Prasert")
LI = person(4, "7013584", "李伟", "1000", "1990-07-30", latin_name="Li Wei")


class Asking:
    """Asks a world who somebody is."""

    def __init__(self, made: World) -> None:
        self.made = made
        self.recogniser = Recogniser(made.projection)

    def _read(self, query: Callable[[Reader], int | None]) -> str | None:
        """The account of whoever is found."""
        found = self.made.storage.read_now(query)
        if found is None:
            return None
        named = self.made.storage.read_now(lambda reader: self.recogniser.name_of(reader, found))
        assert named is not None and named.type == "account" and named.verified
        return named.value

    def person(
        self, postcode: str | Sequence[str], name: str | Sequence[str], born: str | Sequence[str]
    ) -> str | None:
        said = {
            key: [value] if isinstance(value, str) else list(value)
            for key, value in (("postcode", postcode), ("name", name), ("birth_date", born))
        }
        return self._read(lambda reader: self.recogniser.by_person(reader, today=TODAY, **said))

    def number(self, *alternatives: str) -> str | None:
        return self._read(lambda reader: self.recogniser.by_number(reader, alternatives))

    def channel(self, *identifiers: str, verified: bool = True) -> str | None:
        pairs = [text.split(":", 1) for text in identifiers]
        known = [Identifier(type, value, verified) for type, value in pairs]
        return self._read(lambda reader: self.recogniser.by_channel(reader, known))


def test_whoever_says_who_they_are_is_recognised_and_no_other(tmp_path: Path) -> None:
    with world(tmp_path, DECLARED) as made:
        made.take(MARIA, SOMCHAI, LI)
        ask = Asking(made)
        assert ask.person("6000", "Maria Santos", "1985-03-12") == "7013550"
        assert (
            ask.person(["600", "cebu 6000"], ["mario santo's", "Santos Maria"], "12 March 1985") == "7013550"
        )
        assert ask.person("6000", "Maria Santoz", "13/03/1985") == "7013550", "the date is near"
        assert ask.person("6010", "Maria Santos", "12/03/85") == "7013550", "the postcode is near"
        assert ask.person("6000", "Santos", "12/03/85") == "7013550", "the name is near"
        assert ask.person("๖๐๔๕", "Prasert Somchai", "2 พ.ย. 2522") == "7013576"
        assert ask.person("1000", "Lee Wei", "1990年7月30日") == "7013584"
        for wrong in (
            ("6000", "Maria Santos", "1985-08-19"),
            ("1234", "Maria Santos", "1985-03-12"),
            ("6000", "Juan Dizon", "1985-03-12"),
            ("6010", "Maria Santos", "1985-03-13"),
            ("6000", "Maria", "1985-03-13"),
            ("6045", "Maria Santos", "1979-11-02"),
            ("", "", ""),
        ):
            assert ask.person(*wrong) is None, wrong


def test_twins_are_told_apart_to_the_letter_or_not_at_all(tmp_path: Path) -> None:
    with world(tmp_path, DECLARED) as made:
        made.take(MARIA, MARIE)
        ask = Asking(made)
        assert ask.person("6000", "Maria Santos", "1985-03-12") == "7013550"
        assert ask.person("6000", "Marie Santos", "1985-03-12") == "7013568"
        assert ask.person("6000", "Maryam Santos", "1985-03-12") is None
        assert ask.person("6000", ["Maria Santos", "Marie Santos"], "1985-03-12") is None
        assert ask.person("6000", "Santos", "1985-03-12") is None


def test_a_number_names_one_customer_however_it_is_typed(tmp_path: Path) -> None:
    with world(tmp_path, DECLARED) as made:
        made.take(MARIA, SOMCHAI)
        ask = Asking(made)
        for said in ("7013550", "701 35 50", "7O1355O", "seven oh one three five five oh", "7013550#"):
            assert ask.number(said) == "7013550", said
        assert ask.number("7013551", "7013550") == "7013550"
        assert ask.number("7013550", "7013576") is None, "two people may be meant"
        assert ask.number("7013551") is None and ask.number() is None and ask.number("") is None


def test_a_channel_names_one_person_and_not_a_household_or_a_browser(tmp_path: Path) -> None:
    with world(tmp_path, DECLARED) as made:
        made.take(
            MARIA, event(9, "note", ["account:7013576", "phone:+639175550202"], claimed=["anonymous:a1"])
        )
        ask = Asking(made)
        assert ask.channel("phone:0917 555 0101") == "7013550"
        assert ask.channel("phone:09175550101", verified=False) is None, "somebody only says so"
        assert ask.channel("anonymous:a1") is None
        assert ask.channel("phone:09170000000") is None
        made.take(MARIE)
        assert ask.channel("phone:09175550101") is None, "two people have this phone"
        assert ask.channel("phone:09175550101", "account:7013568") == "7013568"


def test_what_is_known_changes_with_the_profile_and_goes_with_the_customer(tmp_path: Path) -> None:
    with world(tmp_path, DECLARED) as made:
        made.take(MARIA)
        ask = Asking(made)
        made.take(person(5, "7013550", "Maria Reyes", "8000", "1985-03-12"))
        assert ask.person("6000", "Maria Santos", "1985-03-12") is None
        assert ask.person("8000", "Maria Reyes", "1985-03-12") == "7013550"
        made.take(person(6, "7013576", "Maria Reyes", "8000", "1985-03-12"))
        assert ask.person("8000", "Maria Reyes", "1985-03-12") is None, "two of them"
        made.take(event(7, "note", ["account:7013550", "account:7013576"]))
        assert ask.person("8000", "Maria Reyes", "1985-03-12") == "7013550", "who turned out to be one"
        asyncio.run(made.customers().erase(BY, "account:7013550"))
        assert ask.person("8000", "Maria Reyes", "1985-03-12") is None
        rows = made.storage.read_now(lambda reader: reader.all("SELECT * FROM recognisable"))
        assert rows == []


def test_a_rebuild_finds_the_same(tmp_path: Path) -> None:
    with world(tmp_path, DECLARED) as made:
        made.take(MARIA, MARIE, SOMCHAI, LI)
        made.take(person(8, "7013568", "Marie Cruz", "6001", "1985-03-21"))
        for replace in (False, True):
            assert asyncio.run(rebuild(made.storage, made.projection, replace=replace)) == []
        assert Asking(made).person("6001", "Marie Cruz", "1985-03-21") == "7013568"


def test_customers_from_before_it_was_declared_are_found_once_they_are_folded_anew(tmp_path: Path) -> None:
    before = msgspec.structs.replace(DECLARED, version="old", recognise_by=None)
    with world(tmp_path, before) as made:
        made.take(MARIA)
        ask = Asking(made)
        assert ask.person("6000", "Maria Santos", "1985-03-12") is None
        made.projection.use(DECLARED)
        asyncio.run(made.customers().refresh())
        assert ask.person("6000", "Maria Santos", "1985-03-12") == "7013550"
        made.projection.use(before)
        asyncio.run(made.customers().refresh())
        assert made.storage.read_now(lambda reader: reader.all("SELECT * FROM recognisable")) == []


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{postcode: plan, name: [plan], birth_date: born}", 'has no field "born"'),
        ("{postcode: plan, name: [plann], birth_date: plan}", 'has no field "plann" .*did you mean plan'),
        ("{postcode: plan, name: [plan], birth_date: plan}", '"plan" is no date that one event gives'),
        ("{postcode: contacts_7d, name: plan, birth_date: plan}", '"contacts_7d" is no text'),
        ("{postcode: plan, name: [plan], birth_date: plan, number: [browser]}", '"browser" is weak'),
        ("{postcode: plan, name: [plan], birth_date: plan, number: [acount]}", "did you mean account"),
        ("{postcode: plan, name: [plan]}", 'has no "birth_date"'),
    ],
)
def test_what_cannot_recognise_anybody_is_refused(written: str, said: str) -> None:
    files: dict[str, Any] = {name: content.encode() for name, content in FILES.items()}
    files["business.yaml"] += f"recognise_by: {written}\n".encode()
    with pytest.raises(BusinessError, match=said):
        load_files(files)


def test_a_business_says_what_customers_are_recognised_by() -> None:
    sound: Business = load_files({name: content.encode() for name, content in FILES.items()})
    assert sound.recognise_by is None
