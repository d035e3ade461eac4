"""What a business says about signals is read, and what is wrong in it is told with its line."""

from pathlib import Path

import pytest

from warmline.app.sections import SECTIONS
from warmline.business.load import load_files
from warmline.business.model import BusinessError
from warmline.coaching.memory import Memory
from warmline.coaching.model import KINDS, NOTHING, Noticed, Score
from warmline.coaching.moments import Moment
from warmline.coaching.noticing import Noticing
from warmline.coaching.reading import SIGNALS
from warmline.coaching.registry import DETECTORS
from warmline.coaching.rules import HALF_LIVES, MINUTE, Rules, usual_rules

DOCS = Path(__file__).parent.parent.parent / "docs" / "reference" / "signals.md"
BUSINESS = {
    "business.yaml": b"name: T\nregion: PH\ntimezone: Asia/Manila\ncurrency: PHP\nlanguages: [en]\n",
    "identifiers.yaml": b"identifiers: {account: {priority: 1}}\n",
    "profile.yaml": b'fields: {name: {default: "", last: {customer.identified: traits.name}}}\n',
}


def rules(text: str) -> Rules:
    return SIGNALS.of(load_files({**BUSINESS, "signals.yaml": text.encode()}, SECTIONS))


def said(some: Rules, *texts: str, apart: int = MINUTE) -> Noticing:
    looking = Noticing(some, NOTHING, Memory())
    for turn, text in enumerate(texts, 1):
        looking.look(Moment(what="said", at=turn * apart, turn=turn, text=text, language="en"))
    return looking


def test_thresholds_words_and_detectors_are_those_of_the_business() -> None:
    found = rules("""
signals:
  frustration: {threshold: 80, half_life: 20m}
  buying: {on: false}
off: [capitals]
words:
  en:
    frustration: {strong: ["my carrot is {colour}"]}
    classes: {colour: [blue, green]}
    remove: [am fed up, fed up]
""")
    assert found.kinds["frustration"].threshold == 80
    assert found.kinds["frustration"].half_life == 20 * MINUTE
    assert said(found, "My CARROT is green").noticed.score_at("frustration", MINUTE) == 60
    assert said(found, "i am fed up").noticed.score_at("frustration", MINUTE) == 0
    usual = usual_rules()
    usually = said(usual, "i am fed up").noticed.score_at("frustration", MINUTE)
    assert usually >= usual.kinds["frustration"].threshold
    assert said(found, "COULD YOU TELL ME MY BALANCE PLEASE").noticed.scores == {}
    assert said(found, "how much is the unlimited plan per month").noticed.scores == {}


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("signals:\n  anger: {threshold: 5}\n", 2, 'there is no kind "anger"'),
        ("signals:\n  churn: {threshold: 500}\n", 2, "500"),
        ("signals:\n  churn:\n    half_life: soon\n", 3, '"soon" is not a length of time'),
        ("off:\n  - shouting\n", 2, 'no detector "shouting"'),
        ("words:\n  en:\n    calm:\n      - fine\n      - (a|b\n", 5, "bracket that is not closed"),
        ("words:\n  en:\n    frustration:\n      weak: ['in {colours}']\n", 4, "{colours}"),
        ("words:\n  klingon-x: {calm: [a]}\n", 2, '"klingon-x" is not a language'),
        ("word: {}\n", 1, '"word" is not a key'),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, line: int, what: str) -> None:
    with pytest.raises(BusinessError) as error:
        rules(text)
    problems = error.value.problems
    assert any(what in one.what and one.line == line for one in problems), problems


def test_a_language_without_a_list_can_be_given_one() -> None:
    found = rules("words: {de: {frustration: {strong: [unverschämt]}}}\n")
    looking = Noticing(found, NOTHING, Memory())
    looking.look(Moment(what="said", at=1, turn=1, text="Das ist UNVERSCHÄMT", language="de"))
    assert looking.noticed.signals[0].kind == "frustration"


def test_a_score_fades_with_time_and_with_calm_turns() -> None:
    upset = "this is ridiculous"
    before = said(usual_rules(), upset).noticed.score_at("frustration", MINUTE)
    half = HALF_LIVES["frustration"]
    assert said(usual_rules(), upset).noticed.score_at("frustration", MINUTE + half) == round(before / 2)
    thanked = said(usual_rules(), upset, "ok thanks", apart=1).noticed.score_at("frustration", 2)
    quiet = said(usual_rules(), upset, "Monday", apart=1).noticed.score_at("frustration", 2)
    assert thanked < quiet < before


def test_a_signal_is_given_again_only_after_it_had_faded() -> None:
    upset = "this is ridiculous"
    assert len(said(usual_rules(), upset, upset).noticed.signals) == 1
    assert len(said(usual_rules(), upset, upset, apart=3 * HALF_LIVES["frustration"]).noticed.signals) == 2


def test_need_is_no_less_than_any_part_of_it() -> None:
    nobody = Noticed().need_at(0)
    assert (nobody.score, nobody.why) == (0, ())
    waits = Noticed().need_at(10 * MINUTE, waiting_since=1)
    assert waits.why == ("waiting",)
    score = Score(value=90.0, at=10 * MINUTE, half_life=MINUTE)
    upset = Noticed(scores={"frustration": score})
    assert upset.need_at(10 * MINUTE).score == 90
    both = upset.need_at(10 * MINUTE, waiting_since=1)
    assert both.score > 90
    assert both.why == ("frustration", "waiting")


def test_everything_is_documented() -> None:
    text = DOCS.read_text()
    assert [kind for kind in KINDS if f"| `{kind}` | {50} |" not in text] == []
    assert [code for code, one in DETECTORS.items() if f"| `{code}` | `{one.kind}` |" not in text] == []
    assert usual_rules().kinds["churn"].threshold == 50
