"""A double tap answers once: what nobody has seen yet is not answered by what they said before."""

from pathlib import Path

import pytest

from tests.contacts.world import MARIA, run, world
from tests.flows import island
from warmline.business.load import load_files
from warmline.channels.line.model import Entry
from warmline.channels.line.service import Line
from warmline.connectors.reading import CONNECTORS
from warmline.contacts.dialogue import Flows
from warmline.contacts.errors import BadInput
from warmline.contacts.model import Channel, Given
from warmline.flows.inputs import Chose, Keyed, Said
from warmline.flows.reading.section import FLOWS

MAIN = """\
flow: main
title: Welcome
steps:
  sure:
    menu:
      say: "Shall I look?"
      options: [{name: "yes", say: "Yes", then: pay}, {name: "no", say: "No", then: bye}]
  pay:
    menu:
      say: "Shall I pay?"
      options: [{name: "yes", say: "Yes", then: card}, {name: "no", say: "No", then: bye}]
  card: {ask: {what: card, as: digits, secret: true, say: "Your card?"}, then: note}
  note: {ask: {what: note, as: text, say: "A note?"}, then: bye}
  bye: {say: "Bye.", then: end}
"""


def flows() -> Flows:
    return Flows(load_files(island.files({"flows/main.yaml": MAIN}), [CONNECTORS, FLOWS]))


@pytest.mark.parametrize("first", [Chose(option="yes"), Said(text="yes"), Keyed(keys="1")])
@pytest.mark.parametrize("second", ["the same", "another"])
def test_a_second_yes_does_not_answer_what_was_asked_meanwhile(
    tmp_path: Path, first: Given, second: str
) -> None:
    async def work() -> None:
        async with world(tmp_path, dialogue=flows()) as at:
            begun = await at.talks.begin("chat", language="en", identifiers=MARIA)
            name, token = begun.contact.name, begun.token
            again = first if second == "the same" else Said(text="no")
            told = await at.talks.exchange(name, token, first, "k1", after=1)
            assert told.turns[-1].text == "Shall I pay?"
            late = await at.talks.exchange(name, token, again, "k2", after=told.contact.turns, seen=1)
            if second == "the same":
                assert (late.turns, late.contact.turns) == ([], told.contact.turns)
                assert (await at.talks.exchange(name, token, again, "k2", after=3)).turns == []
            else:
                assert "Bye." in [turn.text for turn in late.turns], "another answer is one, however fast"

    run(work)


@pytest.mark.parametrize("channel", ["phone", "text"])
@pytest.mark.parametrize("entry", ["1", "yes"])
def test_a_caller_who_says_yes_twice_has_said_it_once(tmp_path: Path, channel: Channel, entry: str) -> None:
    async def work() -> None:
        async with world(tmp_path, dialogue=flows()) as at:
            name = (await at.talks.begin(channel, language="en", identifiers=MARIA)).contact.name
            line = Line(at.talks, lambda: at.business, lambda number: number)
            first = await line.enter(name, Entry(key="k1", entry=entry, after=1))
            assert "Shall I pay?" in first.turns[-1].text
            again = await line.enter(name, Entry(key="k2", entry=entry, after=1))
            assert again.count == first.count, "they had not heard what was asked meanwhile"
            heard = await line.enter(name, Entry(key="k3", entry=entry, after=first.count))
            assert "Your card?" in heard.turns[-1].text

    run(work)


def test_whoever_has_seen_the_question_may_say_the_same_again(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path, dialogue=flows()) as at:
            begun = await at.talks.begin("chat", language="en", identifiers=MARIA)
            name, token = begun.contact.name, begun.token
            await at.talks.exchange(name, token, Said(text="yes"), "k1", after=1)
            told = await at.talks.exchange(name, token, Said(text="yes"), "k2", after=3)
            assert told.turns[-1].text == "Your card?"

    run(work)


def test_nobody_is_held_up_whose_channel_does_not_say_what_was_seen(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path, dialogue=flows()) as at:
            begun = await at.talks.begin("phone", language="en", identifiers=MARIA)
            for number in range(2):
                await at.talks.take(begun.contact.name, Keyed(keys="1"), f"k{number}")
            assert (await at.said(begun.contact.name))[-1][1] == "Your card?"

    run(work)


def test_a_secret_that_comes_twice_never_becomes_a_note(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path, dialogue=flows()) as at:
            begun = await at.talks.begin("chat", language="en", identifiers=MARIA)
            name, token = begun.contact.name, begun.token
            await at.talks.exchange(name, token, Said(text="yes"), "k1", after=1)
            told = await at.talks.exchange(name, token, Said(text="yes"), "k2", after=3)
            seen = told.contact.turns
            told = await at.talks.exchange(name, token, Said(text="97531864"), "k3", after=seen)
            assert told.turns[-1].text == "A note?"
            late = await at.talks.exchange(name, token, Said(text="9753 1864"), "k4", after=seen)
            assert late.contact.turns == told.contact.turns
            assert "1864" not in str(await at.said(name))

    run(work)


@pytest.mark.parametrize("given", [Said(text="hi \ud83d"), Chose(option="\udc00"), Keyed(keys="1\ud800")])
def test_half_a_character_is_told_as_such(tmp_path: Path, given: Given) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = (await at.talks.begin("chat", identifiers=MARIA)).contact.name
            with pytest.raises(BadInput, match="half a character"):
                await at.talks.take(name, given, "k")
            with pytest.raises(BadInput, match="Character 2 is half"):
                await at.talks.take(name, Said(text="hi"), "k\ud800")

    run(work)
