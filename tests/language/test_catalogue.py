"""Catalogues give translations, fall back to the source, and say what is wrong with them by line."""

import pytest

from warmline.language.braces import Unbalanced, in_braces, split
from warmline.language.catalogue import CatalogueError, Entry, read_catalogue

THAI = """\
msgid ""
msgstr ""
"Language: th\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "Your bill"
msgstr "ใบแจ้งหนี้ของคุณ"

#, fuzzy
msgid "Your order"
msgstr "ใบแจ้งหนี้"

msgid "Your plan"
msgstr ""

msgctxt "as in: please give it back"
msgid "Back"
msgstr "คืน"

msgid "One bill is open."
msgid_plural "{count} bills are open."
msgstr[0] "มีใบแจ้งหนี้ค้างชำระ {count} ใบ"

#~ msgid "Gone"
#~ msgstr "หายไป"
"""
RUSSIAN = """\
msgid ""
msgstr ""
"Language: ru\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
"n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

msgid "One bill"
msgid_plural "{count} bills"
msgstr[0] "{count} счёт"
msgstr[1] "{count} счёта"
msgstr[2] "{count} счетов"
"""


def test_a_text_is_said_in_the_language_or_as_it_was_written() -> None:
    thai = read_catalogue(THAI, "th")
    assert thai.text("Your bill") == "ใบแจ้งหนี้ของคุณ"
    assert thai.text("Never translated") == "Never translated"


def test_what_is_empty_or_fuzzy_counts_as_missing() -> None:
    thai = read_catalogue(THAI, "th")
    assert thai.text("Your plan") == "Your plan"
    assert thai.text("Your order") == "Your order"
    assert thai.find("Your order") is None


def test_a_context_tells_the_same_word_apart() -> None:
    thai = read_catalogue(THAI, "th")
    assert thai.text("Back", "as in: please give it back") == "คืน"
    assert thai.text("Back") == "Back"


def test_what_is_no_longer_used_is_not_said() -> None:
    assert read_catalogue(THAI, "th").text("Gone") == "Gone"


def test_plurals_follow_the_rule_of_the_language() -> None:
    thai, russian = read_catalogue(THAI, "th"), read_catalogue(RUSSIAN, "ru")
    assert thai.plural("One bill is open.", "{count} bills are open.", 1) == "มีใบแจ้งหนี้ค้างชำระ {count} ใบ"
    said = [russian.plural("One bill", "{count} bills", n) for n in (1, 2, 5, 11, 21, 22)]
    assert [one.removeprefix("{count} ") for one in said] == [
        "счёт",
        "счёта",
        "счетов",
        "счетов",
        "счёт",
        "счёта",
    ]
    assert thai.plural("One day", "{count} days", 1) == "One day"
    assert thai.plural("One day", "{count} days", 0) == "{count} days"


def test_a_language_has_its_rule_without_a_header() -> None:
    filipino = read_catalogue(
        'msgid "One bill"\nmsgid_plural "{count} bills"\nmsgstr[0] "Isang bill"\nmsgstr[1] "{count} bill"\n',
        "fil",
    )
    assert [filipino.plural("One bill", "{count} bills", n) for n in (1, 2, 4)] == [
        "Isang bill",
        "{count} bill",
        "{count} bill",
    ]


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ('msgid "Your bill\nmsgstr "x"\n', 1, "is not a line of a catalogue"),
        ('msgid "Your bill"\nmsgstr "x" y\n', 2, "is not a line of a catalogue"),
        ('msgid "a"\nmsgstr "b"\nmsg "c"\n', 3, "is not a line of a catalogue"),
        ('msgid "a"\nmsgid "b"\nmsgstr "c"\n', 1, "missing msgstr for msgid 'a'"),
        ('msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=os.system(1);\\n"\n', 0, "cannot be read: "),
        ('msgid ""\nmsgstr "Plural-Forms: nplurals=many; plural=0;\\n"\n', 0, "cannot be read: "),
    ],
)
def test_a_broken_catalogue_is_refused_with_its_line(content: str, line: int, what: str) -> None:
    with pytest.raises(CatalogueError) as refused:
        read_catalogue(content, "th")
    assert refused.value.fault.line == line
    assert refused.value.fault.what.startswith(what)


@pytest.mark.parametrize(
    ("source", "translation", "what"),
    [
        ("Due {invoice.due}.", "ครบกำหนด {invoice.total}", "says {invoice.total}, which its source does not"),
        ("Due {invoice.due}.", "ครบกำหนด", "leaves out {invoice.due}"),
        ("Hello.", "สวัสดี {customer.name}", "says {customer.name}, which its source does not"),
        ("Due {invoice.due}.", "ครบกำหนด {invoice.due", "a brace is opened and never closed"),
        ("Due {invoice.due}.", "{ invoice.due } ครบกำหนด", ""),
        ('Due {invoice.due} {"a b"}.', '{"ab"} {invoice.due}', 'says {"ab"}, which its source does not'),
        ("A brace: {{", "วงเล็บ: {{", ""),
    ],
)
def test_a_translation_says_the_facts_of_its_source(source: str, translation: str, what: str) -> None:
    quoted = [text.replace('"', '\\"') for text in (source, translation)]
    faults = read_catalogue(f'msgid "{quoted[0]}"\nmsgstr "{quoted[1]}"\n', "th").faults
    assert bool(faults) == bool(what)
    assert all(fault.line == 1 and fault.what.endswith(what) and fault.remedy for fault in faults)


def test_what_stands_twice_is_a_fault_and_the_first_counts() -> None:
    read = read_catalogue('msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', "th")
    assert [(fault.line, fault.what) for fault in read.faults] == [(4, '"a" stands twice')]
    assert read.text("a") == "b"


def test_all_entries_are_there_for_whoever_writes_the_file_again() -> None:
    entries = read_catalogue(THAI, "th").entries
    assert [entry.source for entry in entries] == [
        "Your bill",
        "Your order",
        "Your plan",
        "Back",
        "One bill is open.",
    ]
    assert entries[1] == Entry("Your order", ("ใบแจ้งหนี้",), line=10, fuzzy=True)


def test_braces() -> None:
    assert list(split("a {b.c} {{d}}")) == [("a ", False), ("b.c", True), (" {d}", False)]
    assert in_braces('{ {"a": "}"}["a"] } {x}') == ['{"a":"}"}["a"]', "x"]
    with pytest.raises(Unbalanced):
        in_braces("a } b")
