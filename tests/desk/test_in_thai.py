"""The desk in Thai: on its pages no English is left but names, and what the business wrote itself."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.desk import conftest
from tests.desk.conftest import BILL, Visitor
from tests.server import Server
from warmline.events.catalogue import CATALOGUE

WORD = re.compile(r"[A-Za-z]{3,}")
ID = re.compile(r"@|[0-9a-f]{32}")
"""Addresses and ids."""
UNREAD = ("script", "style", "code", "pre", "bdi", "textarea", "noscript", "title", "svg")
"""Elements of which nothing is read, or which hold what people and programs wrote."""
SPOKEN = ("aria-label", "placeholder", "title", "alt")
"""Attributes that are read out or shown."""
EMPTY = {"input", "meta", "link", "br", "img", "hr", "wbr", "path", "use", "source"}
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


class Reader(HTMLParser):
    """The texts that people read on a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in EMPTY:
            foreign = tag != "html" and "lang" in given
            self._open.append(tag in UNREAD or foreign or given.get("dir") == "auto")
        self.texts += [str(given[name]) for name in SPOKEN if given.get(name)]

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(self._open):
            self.texts.append(" ".join(data.split()))


def _of_the_business(desk: Server) -> set[str]:
    """Words of the business, of its customers and staff, and what the data calls things."""
    found = set(NAMES)
    for path in [*desk.business.rglob("*.*"), Path(conftest.__file__)]:
        if path.suffix in (".yaml", ".csv", ".md", ".py", ".po"):
            found |= {word.lower() for word in WORD.findall(path.read_text("utf-8"))}
    for kind, known in CATALOGUE.items():
        found |= {word.lower() for word in WORD.findall(f"{kind} {known.group}")}
    return found


def _english(page: str, allowed: set[str]) -> list[str]:
    reader = Reader()
    reader.feed(page)
    strange = {
        text
        for text in reader.texts
        if any(word.lower() not in allowed for word in WORD.findall(text)) and not ID.search(text)
    }
    return sorted(strange)


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
        if strange := _english(answer.text, allowed):
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
    told = reader.client.get("/api/customers/123456", headers={"accept": "application/json"})
    assert told.json()["detail"] == "There is no customer with the id 123456 here."
