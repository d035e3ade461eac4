"""The texts of the desk: said in all six languages, with nothing left out and nothing that nobody says."""

import re

import pytest
from babel.messages.catalog import Message

from tests.desk.texts import catalogue, collected
from warmline.desk.language import Language
from warmline.desk.templates import render
from warmline.language.words import LANGUAGES, SOURCE

OTHERS = [language for language in LANGUAGES if language != SOURCE]
PLACES = re.compile(r"%\((\w+)\)s|\{(\w+)\}|%%")


def _all(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_has_exactly_the_texts_that_are_said(language: str) -> None:
    said = {text if isinstance(text, str) else text[0] for text in collected()}
    have = {one.id if isinstance(one.id, str) else one.id[0] for one in catalogue(language) if one.id}
    assert have == said, (
        "bring the catalogues up to date: python -m tests.desk.texts, then translate what is new"
    )


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated_with_its_values(language: str) -> None:
    wrong = []
    for one in catalogue(language):
        if not one.id:
            continue
        source = one.id if isinstance(one.id, str) else one.id[1]
        for text in _all(one):
            if not text or sorted(PLACES.findall(text)) != sorted(PLACES.findall(source)):
                wrong.append((source, text))
    assert wrong == []


@pytest.mark.parametrize("language", OTHERS)
def test_plurals_and_values_are_said_in_the_language(language: str) -> None:
    say = Language(language, "Asia/Manila", 0)
    one = say.plural("%(n)s message", "%(n)s messages", 3)
    assert "3" in one
    assert one != "3 messages"
    assert say.text("Recognised") != "Recognised"


def test_a_page_speaks_the_language_of_its_reader_in_what_it_includes_too() -> None:
    thai, english = Language("th", "Asia/Bangkok", 0), Language("en", "Asia/Bangkok", 0)
    assert "รออยู่" in render("contacts/waiting.html", waiting=2, say=thai)
    assert "waiting" in render("contacts/waiting.html", waiting=2, say=english)
    assert "waiting" in render("contacts/waiting.html", waiting=2, say=Language("de", "Europe/Berlin", 0))
