"""A dialogue in several languages: written once, heard in each in its translation."""

from tests.flows.dialogues.shop import SHOP, differences

HOURS = """\
- dialogue: when
  languages: [en, fil]
  turns:
    - hears: What can I do for you?
    - says: Opening hours
    - hears: [We are open, Bye.]
    - ended: solved
"""


def test_lines_are_written_once_and_labels_are_said_as_they_are_read() -> None:
    assert differences(HOURS) == []


def test_a_text_that_is_said_as_it_was_written_is_told_with_the_language() -> None:
    locale = SHOP["locale/fil.po"].replace("Bukas kami mula alas diyes hanggang alas nuwebe.", "")
    (found,) = differences(HOURS, {"locale/fil.po": locale})
    assert (found.language, found.line) == ("fil", 5)
    assert '"We are open from ten to nine."' in found.what


def test_a_text_may_be_the_same_where_the_catalogue_says_so() -> None:
    locale = SHOP["locale/fil.po"].replace("Paalam.", "Bye.")
    assert differences(HOURS, {"locale/fil.po": locale}) == []


def test_what_differs_in_every_language_is_told_once() -> None:
    (found,) = differences(HOURS.replace("We are open", "We are closed"))
    assert found.language == "en"


def test_words_can_be_given_by_language() -> None:
    text = HOURS.replace("says: Opening hours", "says: {en: the opening hours please, fil: oras ng bukas po}")
    assert differences(text) == []
