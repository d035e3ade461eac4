"""A catalogue is brought up to date, and nothing of a translator's work is lost."""

from hypothesis import given
from hypothesis import strategies as st

from warmline.language.catalogue import read_catalogue
from warmline.language.updating import ToTranslate, updated

THAI = """\
# Translated by Somchai.
msgid ""
msgstr ""
"Language: th\\n"
"X-Team: the shop in Chiang Mai\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

# Said by phone, too.
msgid "Your bill is {invoice.total}."
msgstr "ยอดของคุณคือ {invoice.total} ค่ะ"

msgid "A gift for your birthday"
msgstr "ของขวัญวันเกิด"
"""


def test_a_new_catalogue_has_everything_to_do() -> None:
    texts = [
        ToTranslate("Your bill", about="option", places=[("flows/main.yaml", 12)]),
        ToTranslate("One bill", "{count} bills"),
    ]
    written = updated("", "th", texts)
    assert written == (
        'msgid ""\n'
        'msgstr ""\n'
        '"Language: th\\n"\n'
        '"Content-Type: text/plain; charset=UTF-8\\n"\n'
        '"Plural-Forms: nplurals=1; plural=0;\\n"\n'
        "\n"
        "#. option\n"
        "#: flows/main.yaml:12\n"
        'msgid "Your bill"\n'
        'msgstr ""\n'
        "\n"
        'msgid "One bill"\n'
        'msgid_plural "{count} bills"\n'
        'msgstr[0] ""\n'
    )
    assert len(read_catalogue(written, "th").entries) == 2


def test_what_is_translated_stays() -> None:
    texts = [ToTranslate("Your bill is {invoice.total}."), ToTranslate("A gift for your birthday")]
    written = updated(THAI, "th", [*texts, ToTranslate("Something new")])
    assert written.startswith(THAI.partition("\n\n")[0])
    assert "# Said by phone, too." in written
    read = read_catalogue(written, "th")
    assert read.text("A gift for your birthday") == "ของขวัญวันเกิด"
    assert read.find("Something new") is None


def test_a_changed_source_keeps_its_translation_for_a_person_to_look_at() -> None:
    written = updated(THAI, "th", [ToTranslate("Your bill is {invoice.total} now.")])
    (entry,) = read_catalogue(written, "th").entries
    assert entry.fuzzy and entry.forms == ("ยอดของคุณคือ {invoice.total} ค่ะ",)
    assert '#| msgid "Your bill is {invoice.total}."' in written
    assert read_catalogue(written, "th").text(entry.source) == entry.source


def test_what_is_no_longer_said_is_kept_aside_and_comes_back() -> None:
    without = updated(THAI, "th", [ToTranslate("Your bill is {invoice.total}.")])
    assert '#~ msgid "A gift for your birthday"\n#~ msgstr "ของขวัญวันเกิด"' in without
    again = updated(without, "th", [ToTranslate("Your bill is {invoice.total}.")])
    assert again == without
    back = updated(without, "th", [ToTranslate("A gift for your birthday")])
    assert read_catalogue(back, "th").text("A gift for your birthday") == "ของขวัญวันเกิด"
    assert "#~" in back, "the other is put aside now"


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="{}"),
    min_size=1,
    max_size=40,
).filter(lambda text: text.strip())


@given(st.dictionaries(TEXTS, TEXTS, max_size=6), st.lists(TEXTS, max_size=6, unique=True))
def test_no_translation_is_ever_lost(before: dict[str, str], now: list[str]) -> None:
    blank = updated("", "vi", [ToTranslate(source) for source in before])
    for source, translation in before.items():
        quoted = [text.replace("\\", "\\\\").replace('"', '\\"') for text in (source, translation)]
        blank = blank.replace(f'msgid "{quoted[0]}"\nmsgstr ""', f'msgid "{quoted[0]}"\nmsgstr "{quoted[1]}"')
    given = {entry.source: entry.forms for entry in read_catalogue(blank, "vi").entries}
    after = updated(blank, "vi", [ToTranslate(source) for source in now])
    read = {entry.source: entry for entry in read_catalogue(after, "vi").entries}
    assert set(read) == set(now)
    for source, forms in given.items():
        if source in now:
            assert read[source].forms == forms and not read[source].fuzzy
        elif forms:
            kept = [entry for entry in read.values() if entry.fuzzy and entry.forms == forms]
            assert kept or "#~ msgid" in after
    assert updated(after, "vi", [ToTranslate(source) for source in now]) == after
