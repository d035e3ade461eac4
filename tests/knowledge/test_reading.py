"""Articles as they are read from the business folder, and everything that is refused, with its place."""

import pytest

from tests.knowledge.shelf import business, markdown, problems, sample
from warmline.business.model import Disclosure
from warmline.knowledge.reading import KNOWLEDGE, MOST_BYTES

EN = "knowledge/late-fees.en.md"
PAY_LATER = {"flows/pay-later.yaml": "flow: pay-later\nsteps: {only: {end: done}}\n"}
ALL = {f"knowledge/late-fees.{language}.md": markdown() for language in ("en", "fil", "zh-Hans")}


def test_an_article_with_everything() -> None:
    more = "summary: None at all.\ntopics: [bill, payment]\nasks:\n  - Is there a late fee?\n"
    more += "flow: pay-later\ndisclosure: verified\n"
    files = {**ALL, EN: markdown(more=more, text="There are *none*.\n\nReally."), **PAY_LATER}
    library = KNOWLEDGE.of(business(files))
    assert library.languages == ("en", "fil", "zh-Hans")
    (read,) = [one for one in library.articles if one.language == "en"]
    assert (read.name, read.title, read.summary) == ("late-fees", "Late fees", "None at all.")
    assert (read.topics, read.asks, read.flow) == (
        ("bill", "payment"),
        ("Is there a late fee?",),
        "pay-later",
    )
    assert read.disclosure is Disclosure.VERIFIED
    assert read.text == "There are *none*.\n\nReally."


def test_an_article_leads_to_a_flow_that_is_there() -> None:
    files = {**ALL, EN: markdown(more="flow: pay-latr\n"), **PAY_LATER}
    (found,) = problems(files)
    assert found.file == EN
    assert found.what == 'article "late-fees" leads to flow "pay-latr", which is not there'
    assert "pay-later" in found.remedy


def test_what_is_not_written_follows_from_the_text() -> None:
    library = KNOWLEDGE.of(business({**ALL, EN: markdown(text="There are *none*.\n\nReally.")}))
    read = library.articles[0]
    assert (read.summary, read.disclosure, read.asks) == ("There are none.", Disclosure.ANONYMOUS, ())


def test_articles_may_stand_in_folders() -> None:
    files = {name.replace("knowledge/", "knowledge/bills/"): text for name, text in ALL.items()}
    assert {one.name for one in KNOWLEDGE.of(business(files)).articles} == {"late-fees"}


def test_files_written_on_windows_are_read() -> None:
    files = {name: "\ufeff" + text.replace("\n", "\r\n") for name, text in ALL.items()}
    assert KNOWLEDGE.of(business(files)).articles[0].title == "Late fees"


def test_a_business_without_articles_is_sound() -> None:
    assert KNOWLEDGE.of(business({})).articles == ()


@pytest.mark.parametrize(
    ("name", "text", "line", "what", "remedy"),
    [
        ("late-fees.md", markdown(), 0, "does not say its language in its name", "call it late-fees.en.md"),
        ("late-fees.de.md", markdown(), 0, '"de" is not a language of this business', "known: en"),
        ("late-fees.zh-hans.md", markdown(), 0, '"zh-hans" is not a language', "write .zh-Hans.md"),
        ("Late Fees.en.md", markdown(), 0, '"Late Fees" is not a name for an article', "begin with a letter"),
        ("z/late-fees.fil.md", markdown(), 0, 'article "late-fees" stands twice in fil', "the other is"),
        ("x.en.md", "Just text.\n", 1, "has no title before the text", "begin with a line ---"),
        ("x.en.md", "---\ntitle: x\nJust text.\n", 1, "has no title before the text", "begin with"),
        (
            "x.en.md",
            markdown(title="a: b"),
            2,
            "has a colon where none can stand",
            'put the text in "quotes"',
        ),
        ("x.en.md", markdown(title='" "'), 2, "the title is empty", "write what the article answers"),
        ("x.en.md", "---\nsummary: x\n---\ntext\n", 2, 'article "x" has no "title"', "add title"),
        ("x.en.md", markdown(more="ask: y\n"), 3, '"ask" is not a key of article "x"', "did you mean asks?"),
        (
            "x.en.md",
            markdown(more="disclosure: verifed\n"),
            3,
            '"verifed" is not known',
            "did you mean verified?",
        ),
        (
            "x.en.md",
            markdown(more="flow: Pay now!\n"),
            3,
            '"Pay now!" is not a name of a flow',
            "write the name",
        ),
        ("x.en.md", markdown(more='asks:\n  - ok\n  - ""\n'), 5, "asks holds an empty question", "remove it"),
        ("x.en.md", markdown(text=""), 3, "has no text", "write the answer below"),
        ("x.en.md", markdown(text="a" * MOST_BYTES), 0, "is larger than 100,000 bytes", "split it"),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_to_do(
    name: str, text: str, line: int, what: str, remedy: str
) -> None:
    path = f"knowledge/{name}"
    told = [one for one in problems({**ALL, path: text}) if one.file == path and one.level == "problem"]
    assert [(one.line, one.what[: len(what)], one.remedy[: len(remedy)]) for one in told] == [
        (line, what, remedy)
    ]


def test_an_article_that_is_not_there_in_a_language_is_a_warning() -> None:
    (told,) = problems({EN: markdown()})
    assert (told.level, told.file) == ("warning", EN)
    assert told.what == 'article "late-fees" is not there in fil, zh-Hans'
    assert told.remedy == "add late-fees.fil.md"


def test_the_sample_has_every_article_in_every_language() -> None:
    found = sample()
    library = KNOWLEDGE.of(found)
    names = {one.name for one in library.articles}
    assert found.warnings == ()
    assert len(names) >= 22
    assert len(library.articles) == len(names) * len(library.languages)
    assert all(one.topics and one.asks for one in library.articles)
