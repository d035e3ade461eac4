"""What the staff room can do, without HTTP."""

import asyncio
import os
from typing import Literal

import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st

from tests.staff.people import GOOD, Clock, add, sign_in
from warmline.staff import lockout, repository
from warmline.staff.errors import LockedOut, NotAPerson, SignInRefused, WeakPassword, WrongPassword
from warmline.staff.model import DAY, HOUR, LOCAL, MINUTE, SECOND, AccountChange
from warmline.staff.passwords import Passwords, check_password
from warmline.staff.service import StaffService
from warmline.storage.sqlite import SqliteStorage
from warmline.web.access import Role
from warmline.web.principal import Scopes


def test_sign_in_gives_a_session_of_which_only_the_hash_is_stored(
    service: StaffService, storage: SqliteStorage
) -> None:
    async def scenario() -> None:
        id = await add(service, scopes=Scopes(country=("PH",)))
        token = (await service.sessions.sign_in(" ANA@example.com ", GOOD, address="192.0.2.1")).token
        principal = await service.by_session(token)
        assert principal is not None
        assert (principal.id, principal.kind, principal.role) == (id, "staff", Role.AGENT)
        assert principal.scopes.country == ("PH",)
        stored = storage.read_now(lambda r: r.all("SELECT * FROM staff_session"))
        assert token not in str(stored)
        stored = storage.read_now(lambda r: r.all("SELECT password FROM staff_account"))
        assert stored[0][0].startswith("$argon2id$")

    asyncio.run(scenario())


def test_every_failure_reads_the_same(service: StaffService) -> None:
    async def scenario() -> None:
        await add(service)
        sleeping = await add(service, "bo")
        await service.change(LOCAL, sleeping, AccountChange(active=False))
        told = set()
        for email, password in (("ana", "wrong"), ("nobody", GOOD), ("bo", GOOD), ("bo", "wrong")):
            with pytest.raises(SignInRefused) as refused:
                await sign_in(service, email, password)
            told.add(str(refused.value))
        assert len(told) == 1

    asyncio.run(scenario())


def test_unknown_names_cost_the_same_work(storage: SqliteStorage, clock: Clock) -> None:
    """The structure, not the stopwatch: exactly one comparison of hashes, whoever is asked for."""

    compared: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: str, password: str) -> Literal[True]:  # type: ignore[override]
            compared.append(hash)
            return super().verify(hash, password)

    hasher = Counting(time_cost=1, memory_cost=8, parallelism=1)
    service = StaffService(storage, clock, os.urandom, hasher=hasher)

    async def scenario() -> None:
        await add(service)
        inactive = await add(service, "bo")
        await service.change(LOCAL, inactive, AccountChange(active=False))
        for number, email in enumerate(("ana", "nobody", "bo")):
            with pytest.raises(SignInRefused):
                await sign_in(service, email, "wrong")
            assert len(compared) == number + 1
        parameters = {hash.rpartition("$")[0].rpartition("$")[0] for hash in compared}
        assert len(parameters) == 1

    asyncio.run(scenario())


@pytest.mark.parametrize("name", ["ana", "nobody"])
def test_a_name_is_locked_for_longer_and_longer(service: StaffService, clock: Clock, name: str) -> None:
    async def scenario() -> None:
        await add(service)
        for number in range(5):
            with pytest.raises(SignInRefused):
                await sign_in(service, name, "wrong", address=f"192.0.2.{number}")
        waits = []
        for _ in range(3):
            with pytest.raises(LockedOut) as locked:
                await sign_in(service, name, address="198.51.100.1")
            waits.append(locked.value.retry_after)
            clock.now += locked.value.retry_after * SECOND
            with pytest.raises(SignInRefused):
                await sign_in(service, name, "wrong", address=f"203.0.113.{len(waits)}")
        assert waits == [30, 60, 120]

    asyncio.run(scenario())


def test_an_address_is_locked_too_and_success_forgives(service: StaffService, clock: Clock) -> None:
    async def scenario() -> None:
        await add(service)
        for number in range(4):
            with pytest.raises(SignInRefused):
                await sign_in(service, f"guess{number}", "wrong")
        await sign_in(service)
        for number in range(5):
            with pytest.raises(SignInRefused):
                await sign_in(service, f"guess{number}", "wrong", address="2001:db8::1")
        with pytest.raises(LockedOut):
            await sign_in(service, address="2001:db8::2")
        await sign_in(service, address="2001:db8:0:1::2")
        clock.now += 31 * SECOND
        await sign_in(service, address="2001:db8::2")

    asyncio.run(scenario())


def test_many_attempts_at_once_do_not_get_past_the_lock(service: StaffService) -> None:
    async def scenario() -> None:
        await add(service)
        attempts = [sign_in(service, "ana", "wrong", address=f"192.0.2.{n}") for n in range(30)]
        outcomes = await asyncio.gather(*attempts, return_exceptions=True)
        assert sum(isinstance(one, SignInRefused) for one in outcomes) == 5
        assert sum(isinstance(one, LockedOut) for one in outcomes) == 25
        await service.unlock(LOCAL, "Ana@example.com")
        await sign_in(service, address="198.51.100.1")

    asyncio.run(scenario())


def test_sessions_end_idle_absolutely_and_by_signing_out(
    service: StaffService, storage: SqliteStorage, clock: Clock
) -> None:
    async def scenario() -> None:
        await add(service)
        idle = await sign_in(service)
        clock.now += 8 * HOUR - 1
        assert await service.by_session(idle) is not None
        await storage.run(lambda tx: None)
        clock.now += 8 * HOUR
        assert await service.by_session(idle) is None
        assert await service.by_session(idle) is None

        busy = await sign_in(service)
        began = clock.now
        while clock.now - began < DAY - HOUR:
            assert await service.by_session(busy) is not None
            await storage.run(lambda tx: None)  # being seen is written without anybody waiting for it
            clock.now += HOUR
        clock.now = began + DAY
        assert await service.by_session(busy) is None

        out = await sign_in(service)
        await service.sessions.sign_out(out)
        assert await service.by_session(out) is None
        assert await service.by_session("") is None

    asyncio.run(scenario())


def test_a_clock_that_was_set_back_ends_sessions_of_the_future(service: StaffService, clock: Clock) -> None:
    async def scenario() -> None:
        await add(service)
        token = await sign_in(service)
        clock.now -= 30 * SECOND
        assert await service.by_session(token) is not None
        clock.now -= DAY
        assert await service.by_session(token) is None

    asyncio.run(scenario())


def test_signing_in_again_replaces_the_session(service: StaffService) -> None:
    async def scenario() -> None:
        await add(service)
        first = await sign_in(service)
        second = await service.sessions.sign_in("ana@example.com", GOOD, address="192.0.2.1", previous=first)
        assert second.token != first
        assert await service.by_session(first) is None

    asyncio.run(scenario())


def test_changing_the_password_signs_out_everywhere(service: StaffService) -> None:
    async def scenario() -> None:
        await add(service)
        elsewhere, here = await sign_in(service), await sign_in(service)
        me = await service.by_session(here)
        assert me is not None
        with pytest.raises(WrongPassword):
            await service.sessions.change_password(me, "wrong", "a completely new one")
        with pytest.raises(WeakPassword):
            await service.sessions.change_password(me, GOOD, "short")
        with pytest.raises(NotAPerson):
            await service.sessions.change_password(LOCAL, GOOD, "a completely new one")
        changed = await service.sessions.change_password(me, GOOD, "a completely new one")
        assert await service.by_session(elsewhere) is None
        assert await service.by_session(here) is None
        assert await service.by_session(changed.token) == me
        with pytest.raises(SignInRefused):
            await sign_in(service)
        await sign_in(service, password="a completely new one")
        await service.sessions.sign_out_everywhere(me)
        assert await service.by_session(changed.token) is None

    asyncio.run(scenario())


def test_guessing_the_current_password_is_locked_like_signing_in(service: StaffService) -> None:
    async def scenario() -> None:
        await add(service)
        me = await service.by_session(await sign_in(service))
        assert me is not None
        for _ in range(5):
            with pytest.raises(WrongPassword):
                await service.sessions.change_password(me, "wrong", "a completely new one")
        with pytest.raises(LockedOut):
            await service.sessions.change_password(me, GOOD, "a completely new one")

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "password", ["", "short", "ana@example.com", "ana.reyes1", "Ana Reyes 1", "aaaaaaaaaaaa", "abcd" * 300]
)
def test_weak_passwords(password: str) -> None:
    with pytest.raises(WeakPassword):
        check_password(password, "ana@example.com", "Ana Reyes")


def test_good_passwords() -> None:
    for password in (GOOD, "ana likes mangoes", "รหัสผ่านที่ดีมาก", Passwords(os.urandom).generate()):
        check_password(password, "ana@example.com", "Ana Reyes")


@given(st.integers(min_value=0, max_value=200))
def test_waits_grow_and_are_bounded(failures: int) -> None:
    assert lockout.wait_after(failures) <= lockout.wait_after(failures + 1) <= HOUR
    assert (lockout.wait_after(failures) == 0) == (failures < 5)


def test_failures_are_forgotten_after_a_day(storage: SqliteStorage) -> None:
    def command(count: int, now: int) -> tuple[int, int, int] | None:
        for _ in range(count):
            storage.submit(lambda tx: lockout.count_failure(tx, now, "name:x")).result()
        return storage.read_now(lambda reader: repository.failure(reader, "name:x"))

    assert command(6, MINUTE) == (6, MINUTE, MINUTE + MINUTE)
    assert command(1, 2 * DAY) == (1, 2 * DAY, 2 * DAY)
