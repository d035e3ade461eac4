"""Warmline's own texts are complete in all its languages, and say the same things."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import warmline
from warmline.channels.chat.captions import CHAT, KIOSK
from warmline.flows.entries.hints import _SENTENCES
from warmline.flows.steps.identify import _ASKED
from warmline.language.braces import in_braces
from warmline.language.words import FOLDER, LANGUAGES, SOURCE, UnknownWords, Words, catalogue, nearest
from warmline.site.own_page import HEADINGS

TRANSLATED = [tag for tag in LANGUAGES if tag != SOURCE]


def test_there_is_one_catalogue_for_each_language() -> None:
    assert sorted(file.stem for file in FOLDER.glob("*.po")) == sorted(LANGUAGES)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_language_is_complete(tag: str) -> None:
    source, translated = catalogue(SOURCE), catalogue(tag)
    assert translated.faults == ()
    assert [entry.source for entry in translated.entries] == [entry.source for entry in source.entries]
    missing = [entry.source for entry in source.entries if translated.find(entry.source) is None]
    assert missing == []


def test_the_source_says_what_it_is_called() -> None:
    for entry in catalogue(SOURCE).entries:
        assert entry.forms == ((entry.source, entry.other) if entry.other else (entry.source,))


ROOMS = ("app", "channels", "conditions", "contacts", "flows", "language", "site")
"""The rooms that speak to customers; the desk has texts of its own."""
SAYS = {"tell_word", "tell_plural", "word", "plural"}
"""Functions that take one of Warmline's own texts."""
_IN_A_PAGE = re.compile(r"""words\.text\((?:'([^']*)'|"([^"]*)")""")


def calls() -> Iterator[ast.Call]:
    """All calls in these rooms."""
    for file in files("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                yield node


def files(pattern: str) -> Iterator[Path]:
    for room in ROOMS:
        yield from (Path(warmline.__file__).parent / room).rglob(pattern)


def in_pages() -> set[str]:
    """What pages say."""
    found = (_IN_A_PAGE.findall(file.read_text("utf-8")) for file in files("*.html"))
    return {one or other for page in found for one, other in page}


def written() -> set[str]:
    """All texts in the code."""
    found = set()
    for file in files("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        found |= {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    return found


def says(call: ast.Call) -> bool:
    """Whether a call says one of Warmline's own texts."""
    if not isinstance(call.func, ast.Attribute):
        return getattr(call.func, "id", "") in SAYS
    of = ast.unparse(call.func.value)
    return call.func.attr in SAYS or (
        call.func.attr == "text" and (of.endswith("words") or of.startswith("Words("))
    )


def test_what_is_said_is_there() -> None:
    known = {entry.source for entry in catalogue(SOURCE).entries}
    said = {
        call.args[0].value
        for call in calls()
        if call.args and isinstance(call.args[0], ast.Constant) and says(call)
    }
    tables: list[Mapping[Any, str]] = [
        _SENTENCES,
        {part: sentence for part, (_, sentence) in _ASKED.items()},
        CHAT,
        KIOSK,
        HEADINGS,
    ]
    said |= in_pages() | {text for table in tables for text in table.values()}
    assert len(said) > 100
    assert said - known == set()


def test_nothing_is_kept_that_nobody_says() -> None:
    known = {entry.source for entry in catalogue(SOURCE).entries}
    assert known - written() - in_pages() == set()


@pytest.mark.parametrize("tag", TRANSLATED)
def test_a_translation_names_the_same_things(tag: str) -> None:
    for entry in catalogue(tag).entries:
        wanted = {*in_braces(entry.source), *in_braces(entry.other)}
        for form in entry.forms:
            assert set(in_braces(form)) == wanted, entry.source


@pytest.mark.parametrize("tag", TRANSLATED)
def test_nothing_was_left_in_english(tag: str) -> None:
    same = {entry.source for entry in catalogue(tag).entries if entry.source in entry.forms}
    assert same <= {"OK", "star ", "hash ", "Space"}


@pytest.mark.parametrize("tag", ["th", "fil"])
def test_sentences_are_polite(tag: str) -> None:
    """Thai ends what is said to customers politely; Filipino says po, except on buttons and in headings."""
    particle = ("ค่ะ", "คะ") if tag == "th" else (" po", "opo")
    spoken = [
        entry
        for entry in catalogue(tag).entries
        if entry.source.endswith((".", "?")) and len(entry.source) > 30
    ]
    impolite = [entry.source for entry in spoken if not any(one in entry.forms[0] for one in particle)]
    assert set(impolite) <= {"From 1 to {most}, where {most} is very good."}


def test_values_are_filled_in() -> None:
    assert Words("en").text("{name} is here", name="Ana") == "Ana is here"
    assert Words("vi").text("{name} is here", name="Ana {x}") == "Ana {x} đang hỗ trợ quý khách"
    with pytest.raises(KeyError):
        Words("en").text("{name} is here")


def test_plurals_are_those_of_the_language() -> None:
    one, other = (
        "You are number {position} in the queue, about {minutes} minute.",
        "You are number {position} in the queue, about {minutes} minutes.",
    )
    assert Words("en").plural(one, other, 1, position=2, minutes=1).endswith("about 1 minute.")
    assert Words("en").plural(one, other, 4, position=2, minutes=4).endswith("about 4 minutes.")
    assert Words("zh-Hant").plural(one, other, 4, position=2, minutes=4) == "您排在第2位，大約需要等候4分鐘。"


def test_a_text_that_is_not_there_is_a_mistake_of_ours() -> None:
    with pytest.raises(UnknownWords):
        Words("th").text("Nobody ever says this")
    with pytest.raises(UnknownWords):
        Words("th").plural("Enter {n} digit.", "Enter {n} numbers.", 2, n=2)


def test_the_nearest_language_is_spoken() -> None:
    tags = ("th-TH", "zh-TW", "zh_HK", "zh", "zh-Hant-HK", "tl-PH", "EN-gb", "de", "")
    assert [nearest(tag) for tag in tags] == [
        "th",
        "zh-Hant",
        "zh-Hant",
        "zh-Hans",
        "zh-Hant",
        "fil",
        "en",
        "en",
        "en",
    ]
