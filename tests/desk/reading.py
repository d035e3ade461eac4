"""What people read on a page, and what of it is English."""

import re
from collections.abc import Collection
from html.parser import HTMLParser

WORD = re.compile(r"[A-Za-z]{3,}")
ID = re.compile(r"@|[0-9a-f]{32}")
"""Addresses and ids."""
UNREAD = ("script", "style", "code", "pre", "bdi", "textarea", "noscript", "title")
"""Elements of which nothing is read, or which hold what people and programs wrote."""
SPOKEN = ("aria-label", "placeholder", "title", "alt")
"""Attributes that are read out or shown."""
EMPTY = {"input", "meta", "link", "br", "img", "hr", "wbr", "path", "use", "source"}


class Reader(HTMLParser):
    """The texts that people read on a page; `spoken` are those of attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.spoken: list[str] = []
        self._open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in EMPTY:
            foreign = tag != "html" and "lang" in given
            self._open.append(tag in UNREAD or foreign or given.get("dir") == "auto")
        self.spoken += [str(given[name]) for name in SPOKEN if given.get(name)]

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(self._open):
            self.texts.append(" ".join(data.split()))


def english(page: str, allowed: Collection[str]) -> list[str]:
    """The texts of a page with a word that is not among those that are allowed."""
    reader = Reader()
    reader.feed(page)
    return _strange([*reader.texts, *reader.spoken], allowed)


def english_in_its_own_words(page: str, allowed: Collection[str]) -> list[str]:
    """The same of what Warmline says in the middle of a page, without what is marked as somebody else's."""
    reader = Reader()
    reader.feed("<main" + page.partition("<main")[2].partition("</main>")[0])
    return _strange(reader.texts, allowed)


def _strange(texts: list[str], allowed: Collection[str]) -> list[str]:
    strange = {
        text
        for text in texts
        if any(word.lower() not in allowed for word in WORD.findall(text)) and not ID.search(text)
    }
    return sorted(strange)
