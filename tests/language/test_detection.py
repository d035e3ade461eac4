"""The language of short messages, in the six languages of the sample business and outside of them."""

import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
import yaml

from warmline.language.detection import ENOUGH, detect

LANGUAGES = ("en", "zh-Hans", "zh-Hant", "th", "vi", "fil")
MESSAGES = yaml.safe_load((Path(__file__).parent / "messages.yaml").read_text())
CASES = [(language, text) for language, texts in MESSAGES.items() for text in texts]


def test_every_language_of_the_business_has_its_messages() -> None:
    assert set(MESSAGES) == set(LANGUAGES)
    assert all(len(texts) >= 20 for texts in MESSAGES.values())


@pytest.mark.parametrize(("language", "text"), CASES, ids=str)
def test_a_short_message_is_known(language: str, text: str) -> None:
    found = detect(text, LANGUAGES)
    assert found.language == language
    assert found.confidence >= ENOUGH


@pytest.mark.parametrize("text", ["", " ", "12345", "👍🏽", "*0", "?!", "مرحبا كيف حالك", "Привет, как дела"])
def test_what_says_nothing_leaves_the_language_as_it_is(text: str) -> None:
    assert detect(text, LANGUAGES, "th") == ("th", 0.0)
    assert detect(text, LANGUAGES) == ("en", 0.0)


@pytest.mark.parametrize("text", ["你好", "我的SIM卡不能用", "可以"])
def test_what_both_forms_of_chinese_share_keeps_the_current_one(text: str) -> None:
    assert detect(text, LANGUAGES, "zh-Hant").language == "zh-Hant"
    assert detect(text, LANGUAGES, "zh-Hans").language == "zh-Hans"
    assert detect(text, LANGUAGES, "en").language == "zh-Hans"


def test_names_of_products_do_not_change_the_language() -> None:
    assert detect("Unlimited L 一个月多少钱", LANGUAGES).language == "zh-Hans"
    assert detect("แพ็กเกจ Unlimited M ราคาเท่าไหร่", LANGUAGES).language == "th"


@pytest.mark.parametrize("text", ["ok", "SIM", "OK!", "5G"])
def test_a_few_letters_do_not_change_the_language(text: str) -> None:
    assert detect(text, LANGUAGES, "th").confidence < ENOUGH
    assert detect(text, ("en", "zh-Hans"), "zh-Hans").confidence < ENOUGH


def test_letters_whose_marks_are_written_apart_are_the_same() -> None:
    text = unicodedata.normalize("NFD", "Hóa đơn cao quá")
    assert detect(text, LANGUAGES) == detect("Hóa đơn cao quá", LANGUAGES)


def test_a_language_that_the_business_does_not_speak_is_not_invented() -> None:
    assert detect("ค่าบริการเท่าไหร่", ("en", "vi"), "vi") == ("vi", 0.0)
    assert detect("怎么收费", ("en", "zh-Hant"), "en").language == "zh-Hant", "the only Chinese there is"
    assert detect("bill", ("zh-Hans", "th"), "th").confidence < ENOUGH


def test_languages_with_regions_are_told_as_the_business_writes_them() -> None:
    assert detect("Why is my bill so high?", ("es-MX", "en-GB")).language == "en-GB"
    assert detect("¿Por qué es tan alta mi factura?", ("en-GB", "es-MX")).language == "es-MX"


def test_a_long_message_is_looked_at_in_its_beginning_alone() -> None:
    assert detect("Why is my bill so high? " * 50 + "账单" * 100_000, LANGUAGES).language == "en"


def test_nothing_is_loaded_before_it_is_needed() -> None:
    program = (
        "import sys; import warmline.cli.main, warmline.language.detection, warmline.language.analysis; "
        "print([name for name in ('numpy', 'py3langid', 'tantivy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
