"""The second step after a restore: accounts may have other ids there, and another installation has another key."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from tests.staff.people import GOOD, Clock, add, sign_in
from tests.staff.test_second_step import KEY, Phone, half, on, who
from warmline.staff import carrying_over
from warmline.staff.errors import MadeElsewhere, WrongCode
from warmline.staff.model import DAY, LOCAL
from warmline.staff.schema import MIGRATIONS
from warmline.staff.service import StaffService
from warmline.storage.port import Transaction
from warmline.storage.sqlite import SqliteStorage


class SameLog:
    """Two logs that never grew apart."""

    same_up_to = 0

    def customer(self, id: str) -> str:
        return id


class Machine:
    """An installation with a key of its own."""

    def __init__(self, folder: Path, clock: Clock, hasher: PasswordHasher, key: bytes) -> None:
        folder.mkdir()
        self.storage = SqliteStorage(folder / "warmline.db", {"staff": MIGRATIONS})
        self.service = StaffService(self.storage, clock, os.urandom, hasher=hasher, key=key)


@pytest.fixture
def machines(tmp_path: Path, clock: Clock, hasher: PasswordHasher) -> Iterator[tuple[Machine, Machine]]:
    """One that runs, and one with the data of a backup that was made on it, or on another."""
    here = Machine(tmp_path / "here", clock, hasher, KEY)
    there = Machine(tmp_path / "there", clock, hasher, KEY)
    yield here, there
    here.storage.close()
    there.storage.close()


def on_the_data_of(there: Machine, clock: Clock, hasher: PasswordHasher, key: bytes = KEY) -> StaffService:
    """An installation with a key, after a restore has brought these data."""
    return StaffService(there.storage, clock, os.urandom, hasher=hasher, key=key)


async def set_up(machine: Machine, clock: Clock) -> tuple[Phone, tuple[str, ...]]:
    """Ana has an account with a second step: her phone, and the recovery codes."""
    return await on(machine.service, clock, await add(machine.service))


def carried(here: Machine, there: Machine) -> None:
    """What a restore of the data there takes over from those that run here."""

    def command(tx: Transaction) -> None:
        here.storage.read_now(lambda running: carrying_over.carry_over(running, tx, SameLog()))

    asyncio.run(there.storage.run(command))


def test_a_second_step_stays_with_whoever_has_another_id_in_the_backup(
    machines: tuple[Machine, Machine], clock: Clock, hasher: PasswordHasher
) -> None:
    here, there = machines

    async def before() -> tuple[Phone, tuple[str, ...]]:
        await add(there.service)
        clock.now += DAY
        return await set_up(here, clock)

    phone, codes = asyncio.run(before())
    carried(here, there)
    restored = on_the_data_of(there, clock, hasher)

    async def after() -> None:
        id = (await restored.account("ana@example.com")).id
        assert id != (await here.service.account("ana@example.com")).id
        begun = await half(restored)  # the password alone is not enough
        assert await restored.sessions.finish(begun, phone.shows(), address="192.0.2.1")
        assert await restored.sessions.finish(await half(restored), codes[0], address="192.0.2.1")
        with pytest.raises(WrongCode):
            await restored.sessions.finish(await half(restored), codes[0], address="192.0.2.1")
        anew = await restored.second_step.new_codes(await who(restored, id), GOOD)
        assert await restored.sessions.finish(await half(restored), anew[1], address="192.0.2.1")
        again, others = await on(restored, clock, id)
        assert await restored.sessions.finish(await half(restored), again.shows(), address="192.0.2.1")
        assert await restored.sessions.finish(await half(restored), others[0], address="192.0.2.1")

    asyncio.run(after())


def test_one_that_was_taken_away_here_does_not_come_back_under_another_id(
    machines: tuple[Machine, Machine], clock: Clock, hasher: PasswordHasher
) -> None:
    here, there = machines

    async def before() -> None:
        await set_up(there, clock)
        clock.now += DAY
        id = await add(here.service)
        await on(here.service, clock, id)
        await here.service.second_step.reset(LOCAL, id)

    asyncio.run(before())
    carried(here, there)
    assert asyncio.run(sign_in(on_the_data_of(there, clock, hasher)))


def test_where_the_key_is_another_one_it_is_said_and_recovery_codes_let_in(
    machines: tuple[Machine, Machine], clock: Clock, hasher: PasswordHasher
) -> None:
    _, there = machines
    phone, codes = asyncio.run(set_up(there, clock))
    restored = on_the_data_of(there, clock, hasher, key=b"another key, of another machine.")

    async def after() -> None:
        with pytest.raises(MadeElsewhere, match="set up on another installation") as refused:
            await restored.sessions.finish(await half(restored), phone.shows(), address="192.0.2.1")
        assert "recovery code" in refused.value.remedy
        assert await restored.sessions.finish(await half(restored), codes[0], address="192.0.2.1")
        id = (await restored.account("ana@example.com")).id
        again, _ = await on(restored, clock, id)
        assert await restored.sessions.finish(await half(restored), again.shows(), address="192.0.2.1")
        with pytest.raises(WrongCode) as wrong:
            await restored.sessions.finish(await half(restored), "000000", address="192.0.2.1")
        assert not isinstance(wrong.value, MadeElsewhere)

    asyncio.run(after())
