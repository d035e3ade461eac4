"""A text for customers is said in their language, with the facts and the plural that belong there."""

from typing import Any

import pytest

from warmline.business.load import load_files
from warmline.business.located import Mapping, read_yaml
from warmline.business.model import BusinessError
from warmline.business.report import Report
from warmline.business.section import Section
from warmline.conditions.checked import Checked
from warmline.conditions.environment import Environment
from warmline.conditions.errors import EvaluationError
from warmline.conditions.said import Said, Wording
from warmline.conditions.types import DYN, INT, STRING
from warmline.language.formats import Formats

NOW = 1_795_300_000_000_000  # 2026-11-22 06:26:40 in Manila
FILES = {
    "business.yaml": """\
name: Isla Mobile
region: PH
timezone: Asia/Manila
currency: PHP
languages: [en, th, zh-Hant]
""",
    "identifiers.yaml": "identifiers: {account: {priority: 1}}\n",
    "profile.yaml": "fields: {}\n",
    "texts.yaml": """\
hello: "Hello {name}, it is {temperature} degrees."
bills: {one: "One bill is open, {name}.", other: "{count} bills are open, {name}.", count: open}
never: "Nobody translated this."
""",
    "locale/th.po": """\
msgid "Hello {name}, it is {temperature} degrees."
msgstr "สวัสดีค่ะ คุณ{name} อุณหภูมิ {temperature} องศาค่ะ"

msgid "One bill is open, {name}."
msgid_plural "{count} bills are open, {name}."
msgstr[0] "คุณ{name} มีใบแจ้งหนี้ค้างชำระ {count} ใบค่ะ"
""",
}
ENVIRONMENT = Environment({"name": STRING, "open": INT, "temperature": DYN})


def read(**changed: str | None) -> tuple[dict[str, Said], list[Wording]]:
    """The texts of the business, some of its files changed."""
    wordings: list[Wording] = []

    def section(folder: Any, business: Any, report: Report) -> dict[str, Said]:
        checked = Checked(business, report)
        node = read_yaml(folder.files["texts.yaml"], "texts.yaml", report)
        assert isinstance(node, Mapping)
        read = {name: checked.said(value, ENVIRONMENT, name) for name, value in node.items.items()}
        wordings.extend(checked.wordings)
        return {name: said for name, said in read.items() if said is not None}

    files: dict[str, str | None] = {**FILES, **changed}
    texts = Section("texts", ("texts.yaml",), section)
    business = load_files({name: text.encode() for name, text in files.items() if text is not None}, [texts])
    return texts.of(business), wordings


def frame(open: Any = 1) -> list[Any]:
    return ENVIRONMENT.frame({"name": "Maria", "open": open, "temperature": 31.5})


def say(said: Said, language: str, open: Any = 1) -> str:
    return said.text(frame(open), Formats(language, "Asia/Manila", NOW))


def test_in_the_language_of_the_reader() -> None:
    texts, _ = read()
    assert say(texts["hello"], "en") == "Hello Maria, it is 31.5 degrees."
    assert say(texts["hello"], "th") == "สวัสดีค่ะ คุณMaria อุณหภูมิ 31.5 องศาค่ะ"


def test_in_the_nearest_language_or_as_it_was_written() -> None:
    texts, _ = read()
    assert say(texts["hello"], "th-TH") == say(texts["hello"], "th")
    assert say(texts["hello"], "zh-Hant") == say(texts["hello"], "en")
    assert say(texts["never"], "th") == "Nobody translated this."


def test_plurals_of_the_language() -> None:
    texts, _ = read()
    assert [say(texts["bills"], "en", n) for n in (0, 1, 2, 1200)] == [
        "0 bills are open, Maria.",
        "One bill is open, Maria.",
        "2 bills are open, Maria.",
        "1,200 bills are open, Maria.",
    ]
    assert [say(texts["bills"], "th", n) for n in (1, 2)] == [
        "คุณMaria มีใบแจ้งหนี้ค้างชำระ 1 ใบค่ะ",
        "คุณMaria มีใบแจ้งหนี้ค้างชำระ 2 ใบค่ะ",
    ]


def test_a_count_that_is_none_is_an_error_of_the_facts() -> None:
    texts, _ = read()
    with pytest.raises(EvaluationError):
        say(texts["bills"], "en", "many")


def test_what_is_to_be_translated_is_known() -> None:
    _, wordings = read()
    assert wordings == [
        Wording("Hello {name}, it is {temperature} degrees.", "texts.yaml", 1, about="hello"),
        Wording("One bill is open, {name}.", "texts.yaml", 2, "{count} bills are open, {name}.", "bills"),
        Wording("Nobody translated this.", "texts.yaml", 3, about="never"),
    ]


@pytest.mark.parametrize(
    ("texts", "line", "what"),
    [
        ("hello: [a]", 1, "hello needs text, not a list"),
        ("hello:", 1, "hello needs text, not nothing"),
        ("hello: {one: a, other: b}", 1, 'hello has no "count"'),
        ('hello: {one: a, other: b, count: "open > 1"}', 1, "this is true or false"),
        ('hello: {one: a, other: "{cuont}", count: open}', 1, 'there is no variable "cuont"'),
    ],
)
def test_what_is_no_text_is_refused(texts: str, line: int, what: str) -> None:
    with pytest.raises(BusinessError) as refused:
        read(**{"texts.yaml": texts + "\n"})
    (problem,) = refused.value.problems
    assert (problem.file, problem.line) == ("texts.yaml", line)
    assert problem.what.startswith(what)


@pytest.mark.parametrize(
    ("file", "content", "line", "what"),
    [
        ("locale/th.po", 'msgid "a\n', 1, "is not a line of a catalogue"),
        ("locale/th.po", '\nmsgid "Nobody translated this."\nmsgstr "{name}"\n', 2, '"{name}" says {name}'),
        ("locale/vi.po", "", 0, '"vi" is not a language of this business'),
        ("locale/en.po", "", 0, "en is the language that texts are written in"),
    ],
)
def test_a_catalogue_is_checked_with_the_folder(file: str, content: str, line: int, what: str) -> None:
    with pytest.raises(BusinessError) as refused:
        read(**{file: content})
    (problem,) = refused.value.problems
    assert (problem.file, problem.line) == (file, line)
    assert problem.what.startswith(what)
    assert problem.remedy
