"""Searching: languages, slips, what may be said, and input that nobody foresaw."""

import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.knowledge.shelf import article, business, markdown, sample
from warmline.business.model import Disclosure
from warmline.knowledge.current import CurrentSearch
from warmline.knowledge.excerpt import LONGEST
from warmline.knowledge.model import Findings
from warmline.knowledge.reading import KNOWLEDGE
from warmline.knowledge.search import Search

LANGUAGES = ("en", "th", "zh-Hant", "vi")
SHELF = Search(
    [
        article("roaming", title="Roaming abroad", text="Calls in other countries cost more."),
        article("roaming", "th", title="โรมมิ่งต่างประเทศ", text="โทรในต่างประเทศแพงกว่า"),
        article("voicemail", title="Voicemail", text="Press 1 to hear your messages."),
        article("wifi", title="Wi-Fi calling", text="Calls go over your router."),
        article("secret", title="Discount codes for agents", disclosure=Disclosure.STAFF),
        article("offers", title="Retention bonus", text="Yours alone.", disclosure=Disclosure.VERIFIED),
        article("bill", "zh-Hant", title="帳單", text="帳單每個月寄出。"),
        article("contract", "vi", title="Hợp đồng", text="Hợp đồng kéo dài hai năm."),
    ],
    LANGUAGES,
)


@pytest.fixture(scope="module")
def searched() -> Search:
    library = KNOWLEDGE.of(sample())
    return Search(library.articles, library.languages)


def names(findings: Findings) -> list[str]:
    return [found.article.name for found in findings.found]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("voicemail", "en", "voicemail"),
        ("voicemial", "en", "voicemail"),
        ("roamin", "en", "roaming"),
        ("wifi", "en", "wifi"),
        ("帐单", "zh-Hant", "bill"),
        ("hop dong", "vi", "contract"),
        ("HỢP ĐỒNG", "vi", "contract"),
        ("โรมมิง", "th", "roaming"),
    ],
)
def test_slips_accents_and_scripts_are_forgiven(text: str, language: str, expected: str) -> None:
    assert names(SHELF.search(text, language))[:1] == [expected]


def test_an_answer_in_the_language_asked_for_is_not_foreign() -> None:
    (found,) = SHELF.search("roaming abroad", "en").found
    assert (found.article.language, found.foreign, found.judgement) == ("en", False, "sure")


def test_what_is_found_in_another_language_is_given_in_translation() -> None:
    found = SHELF.search("roaming abroad", "th").found[0]
    assert (found.article.language, found.article.title, found.foreign) == ("th", "โรมมิ่งต่างประเทศ", False)


def test_what_has_no_translation_is_marked() -> None:
    found = SHELF.search("voicemail", "th").found[0]
    assert (found.article.language, found.foreign) == ("en", True)
    assert SHELF.search("voicemail", "de").found[0].foreign, "a language without articles"


def test_nothing_is_said_to_somebody_who_is_not_known_well_enough() -> None:
    assert "secret" not in names(SHELF.search("discount codes", "en", allowed=Disclosure.VERIFIED))
    assert names(SHELF.search("discount codes", "en", allowed=Disclosure.STAFF))[0] == "secret"
    assert "offers" not in names(SHELF.search("retention bonus", "en"))
    assert names(SHELF.search("retention bonus", "en", allowed=Disclosure.VERIFIED)) == ["offers"]


def test_two_that_answer_as_well_make_neither_sure() -> None:
    twins = Search([article("one", title="Late fee"), article("two", title="Late fee")], ("en",))
    findings = twins.search("late fee", "en")
    assert sorted(names(findings)) == ["one", "two"]
    assert findings.judgement == "likely"


def test_as_many_as_are_wanted(searched: Search) -> None:
    assert len(searched.search("bill", "en", limit=1).found) == 1
    assert len(searched.search("bill", "en", limit=5).found) == 5


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "🎉🎉🎉",
        "?!…",
        'title:"x" AND (NOT [a TO b]) OR ~2 ^9 \\ + - && || ! { } * ?',
        "words:* stored:[* TO *]",
        "\x00\x01\u202e\ufeff\ud800",
        "فاتورتي مرتفعة جدا",
        "החשבון שלי גבוה",
        "bill " * 20_000,
        "字" * 100_000,
        "ก" * 100_000,
        "a" * 100_000,
        "<script>alert('bill')</script>",
    ],
    ids=lambda text: text[:20].encode("ascii", "backslashreplace").decode(),
)
def test_no_input_is_an_error(searched: Search, text: str) -> None:
    for language in ("en", "vi", "th", "zh-Hans", "xx", ""):
        searched.search(text, language)


@settings(max_examples=200)
@given(st.text(max_size=200), st.sampled_from(["en", "zh-Hans", "zh-Hant", "th", "vi", "fil"]))
def test_findings_are_in_order_and_fit_to_be_spoken(searched: Search, text: str, language: str) -> None:
    findings = searched.search(text, language)
    assert len(findings.found) <= 3
    assert len(set(names(findings))) == len(findings.found)
    assert findings.judgement == (findings.found[0].judgement if findings.found else "none")
    for found in findings.found:
        assert 0 < found.score <= 1
        assert 0 < len(found.excerpt) <= LONGEST
        assert found.foreign == (found.article.language != language)
    assert all(found.judgement != "sure" for found in findings.found[1:]), "one is sure, or none is"


def test_an_empty_shelf_answers_nothing() -> None:
    assert Search([], ("en", "th")).search("bill", "en") == Findings()


def test_an_index_in_a_folder_finds_the_same(tmp_path: Path, searched: Search) -> None:
    library = KNOWLEDGE.of(sample())
    for _ in range(2):  # the second is built where the first was left
        kept = Search(library.articles, library.languages, tmp_path)
        for text, language in (("roaming", "en"), ("漫遊", "zh-Hant"), ("quên mã pin", "vi")):
            assert kept.search(text, language) == searched.search(text, language)
    assert {place.name for place in tmp_path.iterdir()} == set(library.languages)


def with_article(title: str) -> CurrentSearch:
    return CurrentSearch(business({"knowledge/one.en.md": markdown(title, f"{title}.")}))


def test_a_business_that_changes_is_searched_anew() -> None:
    current = with_article("Apples")
    assert current.search("apples", "en").judgement == "sure"
    current.change(business({"knowledge/one.en.md": markdown("Pears", "Pears.")}))
    assert current.search("apples", "en").found == ()
    assert current.search("pears", "en").judgement == "sure"


def test_threads_search_while_the_business_changes() -> None:
    current = with_article("Apples")
    versions = [business({"knowledge/one.en.md": markdown("Apples", f"Apples {n}.")}) for n in range(3)]
    answers: list[str] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            answers.append(current.search("apples", "en").judgement)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for version in versions * 3:
        current.change(version)
    done.set()
    for thread in threads:
        thread.join()
    assert answers
    assert set(answers) == {"sure"}
