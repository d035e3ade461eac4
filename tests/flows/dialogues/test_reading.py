"""A dialogue that does not fit: what is wrong, in which line, and what to do."""

import pytest

from tests.flows.dialogues.shop import differences, read

HEAD = "- dialogue: one\n"


@pytest.mark.parametrize(
    ("text", "line", "what", "remedy"),
    [
        (HEAD + "  turns:\n    - heers: Hello\n", 3, '"heers" is no turn', "hears"),
        (HEAD + "  turns:\n    - {hears: Hello, keys: 1}\n", 3, "a turn is one thing", "keys"),
        (HEAD + "  turns:\n    - options: bill\n", 3, "options cannot be", "list"),
        (HEAD + "  as: {customer: mario}\n", 2, 'no person "mario"', "maria"),
        (HEAD + "  flow: bil\n", 2, 'no flow "bil"', "bill"),
        (HEAD + "  suggested: [bil]\n", 2, 'no flow "bil"', "bill"),
        (HEAD + "  languages: [en, zh]\n", 2, 'does not speak "zh"', "fil"),
        (HEAD + "  at: yesterday\n", 2, '"yesterday" is no time', "2026"),
        (HEAD + "  profile: {frist_name: Ana}\n", 2, 'no field "frist_name"', "first_name"),
        (HEAD + "  given: [{invoice.issued: {}, bill.paid: {}}]\n", 2, "an event is one type", "ago"),
        (HEAD + "  given: [{invoice.issued: {}, ago: long}]\n", 2, '"long" is no time', "2d"),
        (HEAD + "  turn: []\n", 2, '"turn" is not a key', "turns"),
    ],
)
def test_a_mistake_is_told(text: str, line: int, what: str, remedy: str) -> None:
    _, _, problems = read(text)
    (problem,) = problems
    assert (problem.file, problem.line) == ("dialogues/shop.yaml", line)
    assert what in problem.what
    assert remedy in problem.remedy


def test_keys_are_keys_and_no_numbers() -> None:
    _, (dialogue,), problems = read(HEAD + "  turns:\n    - keys: 007\n    - keys: 0\n    - says: 12\n")
    assert not problems
    assert [turn.value for turn in dialogue.turns] == ["007", "0", "12"]


def test_what_a_dialogue_says_comes_on_top_of_its_person() -> None:
    _, (dialogue,), _ = read(HEAD + "  as: {customer: maria}\n  profile: {first_name: Ana}\n")
    assert dialogue.profile["first_name"] == "Ana"
    assert dialogue.profile["account"] == "7013550"


def test_a_file_can_hold_one_dialogue() -> None:
    assert differences("dialogue: one\nturns: [{hears: What can I do}]\n") == []
