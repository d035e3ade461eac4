"""The desk in Thai: on its pages no English is left but names, and what the business wrote itself."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.desk import conftest
from tests.desk.conftest import BILL, Visitor
from tests.desk.reading import WORD, english, english_in_its_own_words
from tests.server import Server
from warmline.app.sections import SECTIONS
from warmline.business.load import load
from warmline.events.catalogue import CATALOGUE
from warmline.flows.model import BUILT_IN
from warmline.flows.reading.section import FLOWS
from warmline.flows.steps.ask import Ask

NAMES = {
    "warmline",
    "enter",
    "shift",
    "esc",
    "api",
    "json",
    "csv",
    "url",
    "pdf",
    "sms",
    "yaml",
    "english",
    "routing",
}
PAGES = {
    "ana": ("/contacts", "/customers", "/notices", "/callbacks", "/experts", "/me/day", "/flows", "/me"),
    "lead": (
        "/",
        "/approvals",
        "/matches",
        "/policies",
        "/offers",
        "/signals",
        "/business",
        "/audit",
        "/system",
    ),
    "kim": ("/", "/rejects", "/policies", "/offers", "/flows", f"/events/{BILL}"),
}


def _of_the_business(desk: Server) -> set[str]:
    """Words of the business, of its customers and staff, and what the data calls things."""
    found = set(NAMES)
    for path in [*desk.business.rglob("*.*"), Path(conftest.__file__)]:
        if path.suffix in (".yaml", ".csv", ".md", ".py", ".po"):
            found |= {word.lower() for word in WORD.findall(path.read_text("utf-8"))}
    for kind, known in CATALOGUE.items():
        found |= {word.lower() for word in WORD.findall(f"{kind} {known.group}")}
    return found


@pytest.mark.parametrize("name", PAGES)
def test_no_english_is_left_on_the_pages_of_a_reader_of_thai(
    name: str, desk: Server, visit: Callable[[str], Visitor]
) -> None:
    reader, allowed = visit(name), _of_the_business(desk)
    reader.client.cookies.set("warmline_language", "th")
    left = {}
    for path in PAGES[name]:
        answer = reader.get(path)
        assert answer.status_code == 200, path
        if strange := english(answer.text, allowed):
            left[path] = strange
    assert left == {}


def test_pages_of_what_a_business_declares_tell_its_words_from_those_of_warmline(
    desk: Server, visit: Callable[[str], Visitor]
) -> None:
    """There every word could be one of the business, which is written in English: what is its own is marked."""
    reader = visit("lead")
    reader.client.cookies.set("warmline_language", "th")
    book = FLOWS.of(load(desk.business, SECTIONS))
    flows = [name for name in book.flows if name != BUILT_IN]
    asked = {
        word.lower()
        for flow in book.flows.values()
        for step in flow.steps.values()
        if isinstance(step, Ask)
        for word in WORD.findall(step.what)
    }
    left = {}
    for path in ("/business", "/flows", *(f"/flows/{name}" for name in flows)):
        if strange := english_in_its_own_words(reader.get(path).text, NAMES | asked):
            left[path] = strange
    assert left == {}


def test_what_was_wrong_is_told_in_thai_to_a_reader_of_thai_and_in_english_to_programs(
    visit: Callable[[str], Visitor],
) -> None:
    reader = visit("lead")
    reader.client.cookies.set("warmline_language", "th")
    page = reader.get("/contacts/c-nobody")
    assert page.status_code == 404
    assert "ไม่มีการติดต่อนี้ที่นี่" in page.text
    typed = reader.get("/customers/phone:12")
    assert "ไม่ใช่หมายเลขที่เป็นไปได้ใน PH" in typed.text
    told = reader.client.get("/api/customers/123456", headers={"accept": "application/json"})
    assert told.json()["detail"] == "There is no customer with the id 123456 here."
