"""How something is written is shown before anybody gets it wrong, and said when they have."""

import pytest

from tests.flows.island import Talk
from tests.flows.test_engine_laws import read
from warmline.business.model import Disclosure
from warmline.flows.effects import Say
from warmline.flows.inputs import Said
from warmline.flows.prompts import Field


def talk(step: str) -> Talk:
    flow = f"flow: main\nsteps:\n  a: {{{step}, then: bye, else: bye}}\n  bye: {{end: done}}\n"
    return Talk(read({"flows/main.yaml": flow}), channel="chat", level=Disclosure.ANONYMOUS)


def field(one: Talk) -> Field:
    (said,) = [effect for effect in one.effects if isinstance(effect, Say)]
    assert said.prompt.field is not None
    return said.prompt.field


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ('as: account, example: "7013550"', "7013550"),
        ('as: postcode, example: "6000"', "6000"),
        ('as: text, example: "SM Cebu, second floor"', "SM Cebu, second floor"),
        ("as: date", "Feb 9, 2026"),
        ("as: phone", "+63 905 123 4567"),
        ("as: email", "maria@example.com"),
        ("as: account", ""),
        ("as: amount", ""),
        ('as: digits, secret: true, example: "4111"', ""),
    ],
)
def test_an_example_stands_beside_the_question(asked: str, shown: str) -> None:
    assert field(talk(f'ask: {{what: x, say: "What?", {asked}}}')).example == shown


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (
            'ask: {what: x, say: "What?", as: account, example: "7013550"}',
            "Please enter your account number, such as 7013550.",
        ),
        (
            'ask: {what: x, say: "What?", as: postcode, example: "6000"}',
            "Please enter a postcode, such as 6000.",
        ),
        ('ask: {what: x, say: "What?", as: account}', "I did not understand that."),
        (
            'identify: {by: [account], example: "7013550"}',
            "Please enter your account number, such as 7013550.",
        ),
        ("identify: {by: [account]}", "I did not understand that."),
    ],
)
def test_who_was_not_understood_is_told_how(step: str, said: str) -> None:
    one = talk(step)
    one.give(Said(text="?!"))
    assert one.hears.split("\n")[0] == said


def test_the_example_of_an_account_belongs_to_that_question_alone() -> None:
    one = talk('identify: {by: [account, person], example: "7013550"}')
    assert field(one).example == "7013550"
    one.give(Said(text="I do not have it"))
    assert (field(one).kind, field(one).example) == ("postcode", "")
