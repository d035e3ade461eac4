"""How well the articles of the sample answer what people really ask, in each language."""

from pathlib import Path

import pytest
import yaml

from tests.knowledge.shelf import sample
from warmline.knowledge.reading import KNOWLEDGE
from warmline.knowledge.search import Search

HERE = Path(__file__).parent
QUESTIONS = yaml.safe_load((HERE / "questions.yaml").read_text())
UNSEEN = yaml.safe_load((HERE / "unseen.yaml").read_text())
STRANGERS = yaml.safe_load((HERE / "strangers.yaml").read_text())
LANGUAGES = tuple(QUESTIONS)
FIRST, THREE = 0.8, 0.9


@pytest.fixture(scope="module")
def searched() -> Search:
    library = KNOWLEDGE.of(sample())
    assert set(library.languages) == set(LANGUAGES)
    return Search(library.articles, library.languages)


@pytest.mark.parametrize("asked", [QUESTIONS, UNSEEN], ids=["questions", "unseen"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_find_their_articles(
    searched: Search, language: str, asked: dict[str, dict[str, str]]
) -> None:
    assert len(asked[language]) >= 15
    first, three, wrong = [], [], []
    for text, expected in asked[language].items():
        findings = searched.search(text, language)
        found = [one.article.name for one in findings.found]
        if found[:1] != [expected]:
            first.append((text, found))
            wrong += [text] if findings.judgement == "sure" else []
        if expected not in found:
            three.append((text, found))
    assert len(first) <= (1 - FIRST) * len(asked[language]), first
    assert len(three) <= (1 - THREE) * len(asked[language]), three
    assert wrong == [], "sure of a wrong article"


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_about_something_else_are_never_answered_for_sure(searched: Search, language: str) -> None:
    judged = {text: searched.search(text, language).judgement for text in STRANGERS[language]}
    assert "sure" not in judged.values(), judged
    answered = sum(judgement != "none" for judgement in judged.values())
    assert answered <= len(judged) / 3, judged


@pytest.mark.parametrize("language", LANGUAGES)
def test_most_questions_are_judged_to_be_answered(searched: Search, language: str) -> None:
    judged = [searched.search(text, language).judgement for text in QUESTIONS[language]]
    assert judged.count("none") <= 0.15 * len(judged)
