"""Secrets and card numbers: masked in everything that is shown, absent from everything that is written."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.contacts.scripted import Script, Step
from tests.contacts.world import ANA, MARIA, run, world
from warmline.contacts import repository
from warmline.contacts.masking import masked
from warmline.contacts.vault import Vault
from warmline.customers.identifiers import luhn
from warmline.flows.effects import Say
from warmline.flows.inputs import Input, Said
from warmline.flows.prompts import Field, FieldKind
from warmline.flows.session import Session
from warmline.flows.world import World

CARD = "4111 1111 1111 1111"


def test_a_secret_reaches_the_system_it_is_for_and_nothing_else(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    secret, tried = "5105105105105100", "97531864209753186420"

    async def work() -> None:
        async with world(tmp_path) as at:
            name = (await at.talks.begin("chat", identifiers=MARIA)).contact.name
            await at.say(name, "card")
            await at.say(name, secret)
            assert at.systems.arguments == [{"card": secret}]
            await at.say(name, "card")
            await at.say(name, tried)
            assert [text for by, text in await at.said(name) if by == "customer"] == [
                "card",
                "•••",
                "card",
                "•••",
            ]
            assert secret not in repr(at.talking.vault)
            await at.talks.leave(name)
            assert at.talking.vault.get(name, "card") is None

    run(work)
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert b"billing.pay" in written
    for one in (secret, tried):
        assert one.encode() not in written
        assert one not in caplog.text


def test_card_numbers_are_masked_wherever_they_are_typed(tmp_path: Path) -> None:
    async def work() -> None:
        async with world(tmp_path) as at:
            name = (await at.talks.begin("chat")).contact.name
            await at.say(name, f"my card is {CARD}, help")
            assert (await at.said(name))[1:] == [
                ("customer", "my card is •••• 1111, help"),
                ("flow", "You said my card is •••• 1111, help."),
            ]

    run(work)
    written = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert CARD.encode() not in written and b"4111" not in written


@pytest.mark.parametrize(("kind", "kept"), [("digits", False), ("account", True)])
def test_a_card_number_where_a_number_is_asked_is_kept_for_accounts_alone(
    tmp_path: Path, kind: FieldKind, kept: bool
) -> None:
    number = CARD.replace(" ", "")

    class Asks(Script):
        def advance(self, session: Session, given: Input, world: World) -> Step:
            step = super().advance(session, given, world)
            if isinstance(given, Said):
                step.session.variables = {"main": {"number": given.text}}
            asks = [
                Say(prompt=replace(one.prompt, field=Field(kind=kind))) if isinstance(one, Say) else one
                for one in step.effects
            ]
            return Step(step.session, asks)

    async def work() -> None:
        async with world(tmp_path, dialogue=Asks()) as at:
            name = (await at.talks.begin("chat")).contact.name
            await at.say(name, number)
            story = await at.takeover.open(ANA, name)
            assert story.known == {"main": {"number": "•••• 1111"}}
            assert number not in repr(story.turns[1])
            record = await at.storage.read(lambda reader: repository.named(reader, name))
            assert record is not None and (number in repr(record.session.variables)) is kept

    run(work)


def with_check_digit(digits: str) -> str:
    return next(digits + str(last) for last in range(10) if luhn(digits + str(last)))


@given(
    st.from_regex(r"[1-9][0-9]{11,17}", fullmatch=True).map(with_check_digit),
    st.sampled_from(["", " ", "-", " - ", "."]),
    st.text(alphabet="ab ,é", max_size=5),
    st.text(alphabet="ab ,é", max_size=5),
)
def test_no_card_number_comes_through(number: str, between: str, before: str, after: str) -> None:
    written = before + between.join(number[n : n + 4] for n in range(0, len(number), 4)) + after
    left = "".join(character for character in masked(written) if character.isdigit())
    assert len(left) <= 8 or not any(
        luhn(left[at : at + size]) for size in range(13, 20) for at in range(len(left) - size + 1)
    )
    assert number not in masked(written).replace(" ", "").replace("-", "").replace(".", "")


@given(st.text(alphabet="0123456789 -abc", max_size=40))
def test_what_holds_no_card_number_stays_as_it_is(text: str) -> None:
    digits = "".join(character for character in text if character.isdigit())
    could_be = any(
        luhn(digits[at : at + size]) for size in range(13, 20) for at in range(max(0, len(digits) - size + 1))
    )
    if not could_be:
        assert masked(text) == text


def test_secrets_are_held_for_minutes() -> None:
    now = 0.0
    vault = Vault(lambda: now, seconds=60, capacity=2)
    vault.keep("c", "pin", "1234")
    assert vault.get("c", "pin") == "1234"
    now = 59.0
    assert vault.get("c", "pin") == "1234"
    now = 60.0
    assert vault.get("c", "pin") is None
    for n in range(3):
        vault.keep(f"c{n}", "pin", "1")
    assert [vault.get(f"c{n}", "pin") for n in range(3)] == [None, "1", "1"]
