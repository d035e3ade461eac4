"""The second step at sign-in: set up, asked for, locked, lost, taken away; what is stored of it."""

import asyncio
import os
from typing import Any

import pyotp
import pytest
from argon2 import PasswordHasher
from hypothesis import given
from hypothesis import strategies as st
from litestar import Litestar
from litestar.testing import TestClient

from tests.staff.people import GOOD, Clock, add, sign_in
from warmline.staff import one_time
from warmline.staff.errors import (
    AdministratorNeeded,
    CodeNeeded,
    LockedOut,
    NotAPerson,
    NothingBegun,
    SignInRefused,
    TookTooLong,
    WrongCode,
    WrongPassword,
)
from warmline.staff.model import DAY, LOCAL, MINUTE, SECOND, AccountChange
from warmline.staff.service import StaffService
from warmline.storage.sqlite import SqliteStorage
from warmline.web.access import Role
from warmline.web.principal import Principal, Scopes

PERIOD = one_time.PERIOD * SECOND
KEY = b"the key of this installation ..."


@pytest.fixture
def service(storage: SqliteStorage, clock: Clock, hasher: PasswordHasher) -> StaffService:
    return StaffService(storage, clock, os.urandom, hasher=hasher, key=KEY, business=lambda: "Isla")


class Phone:
    """An authenticator app that was told a secret, with a clock of its own."""

    def __init__(self, secret: str, clock: Clock) -> None:
        self._totp = pyotp.TOTP(secret)
        self._clock = clock

    def shows(self, later: int = 0) -> str:
        """The code, so many seconds later."""
        return self._totp.at(self._clock.now // SECOND + later)


async def who(service: StaffService, id: str) -> Principal:
    return (await service.account(id)).principal


async def on(service: StaffService, clock: Clock, id: str) -> tuple[Phone, tuple[str, ...]]:
    """Somebody sets a second step up; their phone, and the recovery codes."""
    by = await who(service, id)
    phone = Phone((await service.second_step.begin(by, GOOD)).secret, clock)
    codes = await service.second_step.confirm(by, phone.shows())
    clock.now += PERIOD
    return phone, codes


async def half(service: StaffService, name: str = "ana") -> str:
    """The password is right, and a code is asked for."""
    with pytest.raises(CodeNeeded) as needed:
        await sign_in(service, name)
    return needed.value.half


def test_who_has_one_needs_the_code_too(service: StaffService, clock: Clock) -> None:
    async def scenario() -> None:
        phone, _ = await on(service, clock, await add(service))
        with pytest.raises(SignInRefused):
            await sign_in(service, password="wrong")
        begun = await half(service)
        assert await service.by_session(begun) is None, "half of a sign-in opens nothing"
        with pytest.raises(WrongCode):
            await service.sessions.finish(begun, "000000", address="192.0.2.1")
        signed_in = await service.sessions.finish(begun, phone.shows(), address="192.0.2.1")
        principal = await service.by_session(signed_in.token)
        assert principal is not None and principal.name == "Ana"
        with pytest.raises(TookTooLong):
            await service.sessions.finish(begun, phone.shows(30), address="192.0.2.1")

    asyncio.run(scenario())


def test_what_was_begun_is_finished_soon_or_begun_anew(service: StaffService, clock: Clock) -> None:
    async def scenario() -> None:
        by = await who(service, await add(service))
        phone = Phone((await service.second_step.begin(by, GOOD)).secret, clock)
        clock.now += 10 * MINUTE
        with pytest.raises(NothingBegun):  # nobody reads the secret at a desk that was left
            await service.second_step.offered(by)
        with pytest.raises(NothingBegun):
            await service.second_step.confirm(by, phone.shows())
        phone = Phone((await service.second_step.begin(by, GOOD)).secret, clock)
        assert await service.second_step.confirm(by, phone.shows())

    asyncio.run(scenario())


def test_sessions_that_began_without_it_end(service: StaffService, clock: Clock) -> None:
    async def scenario() -> None:
        by = await who(service, await add(service))
        here, stolen = await sign_in(service), await sign_in(service)
        phone = Phone((await service.second_step.begin(by, GOOD)).secret, clock)
        await service.second_step.confirm(by, phone.shows(), here=here)
        assert await service.by_session(here) == by
        assert await service.by_session(stolen) is None

    asyncio.run(scenario())


def test_a_code_is_good_once_even_within_its_thirty_seconds(service: StaffService, clock: Clock) -> None:
    async def scenario() -> None:
        phone, _ = await on(service, clock, await add(service))
        code = phone.shows()
        await service.sessions.finish(await half(service), code, address="192.0.2.1")
        with pytest.raises(WrongCode):
            await service.sessions.finish(await half(service), code, address="192.0.2.1")
        clock.now += PERIOD
        await service.sessions.finish(await half(service), phone.shows(), address="192.0.2.1")

    asyncio.run(scenario())


@pytest.mark.parametrize(("late", "let_in"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_clocks_may_differ_by_half_a_minute(
    service: StaffService, clock: Clock, late: int, let_in: bool
) -> None:
    async def scenario() -> None:
        phone, _ = await on(service, clock, await add(service))
        clock.now += DAY
        begun = await half(service)
        if let_in:
            assert (await service.sessions.finish(begun, phone.shows(late), address="192.0.2.1")).token
        else:
            with pytest.raises(WrongCode):
                await service.sessions.finish(begun, phone.shows(late), address="192.0.2.1")

    asyncio.run(scenario())


def test_guessing_codes_is_locked_out_and_a_right_password_does_not_help(
    service: StaffService, clock: Clock
) -> None:
    async def scenario() -> None:
        phone, _ = await on(service, clock, await add(service))
        refused = []
        for number in range(7):
            begun = await half(service)
            with pytest.raises((WrongCode, LockedOut)) as error:
                await service.sessions.finish(begun, f"00000{number}", address=f"192.0.2.{number}")
            refused.append(error.type)
        assert refused == [WrongCode] * 5 + [LockedOut] * 2
        with pytest.raises(LockedOut):
            await service.sessions.finish(await half(service), phone.shows(), address="192.0.2.99")
        clock.now += MINUTE
        assert await service.sessions.finish(await half(service), phone.shows(), address="192.0.2.99")

    asyncio.run(scenario())


def test_many_guesses_at_once_do_not_get_past_the_lock(service: StaffService, clock: Clock) -> None:
    async def scenario() -> None:
        await on(service, clock, await add(service))
        begun = await half(service)
        tries = [
            service.sessions.finish(begun, f"{number:06}", address=f"192.0.2.{number}")
            for number in range(100, 130)
        ]
        became = await asyncio.gather(*tries, return_exceptions=True)
        assert sum(isinstance(one, WrongCode) for one in became) <= 5
        assert not any(hasattr(one, "token") for one in became)

    asyncio.run(scenario())


def test_a_recovery_code_lets_in_once(service: StaffService, clock: Clock) -> None:
    async def scenario() -> None:
        id = await add(service)
        _, codes = await on(service, clock, id)
        assert len(set(codes)) == one_time.RECOVERY_CODES
        typed = f" {codes[3].upper().replace('-', ' ')} "
        assert await service.sessions.finish(await half(service), typed, address="192.0.2.1")
        with pytest.raises(WrongCode):
            await service.sessions.finish(await half(service), codes[3], address="192.0.2.1")
        standing = await service._storage.read(lambda reader: service.second_step.standing(reader, id))
        assert (standing.is_on, standing.codes_left) == (True, len(codes) - 1)
        anew = await service.second_step.new_codes(await who(service, id), GOOD)
        with pytest.raises(WrongCode):
            await service.sessions.finish(await half(service), codes[0], address="192.0.2.1")
        assert await service.sessions.finish(await half(service), anew[0], address="192.0.2.1")

    asyncio.run(scenario())


def test_neither_secrets_nor_codes_are_stored_or_on_record(
    service: StaffService, storage: SqliteStorage, clock: Clock
) -> None:
    async def scenario() -> None:
        by = await who(service, await add(service))
        offered = await service.second_step.begin(by, GOOD)
        codes = await service.second_step.confirm(by, Phone(offered.secret, clock).shows())
        clock.now += PERIOD
        begun = await half(service)
        tables = ("staff_second", "staff_recovery", "staff_half", "staff_audit", "staff_failure")
        stored = str([storage.read_now(lambda r, t=table: r.all(f"SELECT * FROM {t}")) for table in tables])  # type: ignore[misc]
        for secret in (offered.secret, begun, *codes, *(code.replace("-", "") for code in codes)):
            assert secret not in stored
        assert offered.secret not in repr(offered)
        assert "second_step.on" in stored

    asyncio.run(scenario())


def test_the_address_names_account_and_business(service: StaffService, clock: Clock) -> None:
    async def scenario() -> None:
        offered = await service.second_step.begin(await who(service, await add(service)), GOOD)
        parsed = pyotp.parse_uri(offered.address)
        assert (parsed.name, parsed.issuer) == ("ana@example.com", "Warmline (Isla)")
        assert parsed.secret == offered.secret

    asyncio.run(scenario())


def test_the_old_one_holds_until_the_new_one_is_confirmed(service: StaffService, clock: Clock) -> None:
    async def scenario() -> None:
        id = await add(service)
        old, _ = await on(service, clock, id)
        by = await who(service, id)
        new = Phone((await service.second_step.begin(by, GOOD)).secret, clock)
        assert (await service.second_step.offered(by)).secret
        with pytest.raises(WrongCode):
            await service.sessions.finish(await half(service), new.shows(), address="192.0.2.1")
        assert await service.sessions.finish(await half(service), old.shows(), address="192.0.2.1")
        with pytest.raises(WrongCode):
            await service.second_step.confirm(by, "123 456")
        await service.second_step.confirm(by, new.shows())
        clock.now += PERIOD
        with pytest.raises(WrongCode):
            await service.sessions.finish(await half(service), old.shows(), address="192.0.2.1")
        assert await service.sessions.finish(await half(service), new.shows(), address="192.0.2.1")

    asyncio.run(scenario())


def test_setting_up_and_switching_off_take_the_password(service: StaffService, clock: Clock) -> None:
    async def scenario() -> None:
        id = await add(service)
        by = await who(service, id)
        for act in (service.second_step.begin, service.second_step.off, service.second_step.new_codes):
            with pytest.raises(WrongPassword):
                await act(by, "wrong")
        with pytest.raises(NothingBegun):
            await service.second_step.confirm(by, "123456")
        with pytest.raises(NotAPerson):
            await service.second_step.begin(LOCAL, GOOD)
        await on(service, clock, id)
        await service.second_step.off(by, GOOD)
        assert await sign_in(service)

    asyncio.run(scenario())


@pytest.mark.parametrize("what", ["too late", "password reset", "password changed", "switched off", "reset"])
def test_half_of_a_sign_in_does_not_outlive_what_it_stood_on(
    service: StaffService, clock: Clock, what: str
) -> None:
    async def scenario() -> None:
        id = await add(service)
        phone, _ = await on(service, clock, id)
        begun = await half(service)
        if what == "too late":
            clock.now += 11 * MINUTE
        elif what == "password reset":
            await service.reset_password(LOCAL, id)
        elif what == "password changed":
            await service.sessions.change_password(await who(service, id), GOOD, "another four words")
        elif what == "switched off":
            await service.change(LOCAL, id, AccountChange(active=False))
        else:
            await service.second_step.reset(LOCAL, id)
        with pytest.raises(TookTooLong):
            await service.sessions.finish(begun, phone.shows(), address="192.0.2.1")

    asyncio.run(scenario())


def test_who_may_take_it_from_whom(service: StaffService, clock: Clock) -> None:
    async def scenario() -> None:
        north = Scopes(brand=("north",))
        agent = await add(service, "ana", scopes=north)
        boss = await add(service, "boss", Role.ADMINISTRATOR)
        whole = await who(service, await add(service, "lead", Role.LEAD))
        own = await who(service, await add(service, "own", Role.LEAD, scopes=north))
        other = await who(service, await add(service, "other", Role.LEAD, scopes=Scopes(brand=("south",))))
        colleague = await who(service, await add(service, "bo"))
        await on(service, clock, agent)
        token = (
            await service.sessions.finish(
                await half(service),
                Phone(one_time.secret_of(KEY, agent, await salt(service, agent)), clock).shows(),
                address="192.0.2.1",
            )
        ).token
        for nobody, whose in ((other, agent), (colleague, agent), (whole, boss), (whole, whole.id)):
            with pytest.raises(AdministratorNeeded):
                await service.second_step.reset(nobody, whose)
        assert await service.by_session(token)
        await service.second_step.reset(own, agent)
        assert await service.by_session(token) is None, "whoever asks for it may not be them"
        assert await sign_in(service)
        await on(service, clock, agent)
        await service.second_step.reset(whole, agent)
        assert await sign_in(service)

    async def salt(service: StaffService, id: str) -> bytes:
        rows = await service._storage.read(
            lambda r: r.all("SELECT salt FROM staff_second WHERE account = ?", (id,))
        )
        return bytes(rows[0][0])

    asyncio.run(scenario())


def test_over_http_the_code_comes_with_the_password(
    service: StaffService, clock: Clock, app: Litestar, client: TestClient[Litestar]
) -> None:
    phone, _ = client.blocking_portal.call(_prepared, service, clock)

    def ask(**more: Any) -> Any:
        return client.post("/api/session", json={"email": "ana@example.com", "password": GOOD, **more})

    needed = ask()
    assert needed.status_code == 401 and "authenticator app" in needed.text
    assert "set-cookie" not in needed.headers
    assert ask(code="000000").status_code == 401
    assert ask(code=phone.shows()).status_code == 200


async def _prepared(service: StaffService, clock: Clock) -> tuple[Phone, tuple[str, ...]]:
    return await on(service, clock, await add(service))


@given(st.text(max_size=80))
def test_what_is_typed_is_compared_as_plain_letters(code: str) -> None:
    plain = one_time.plain(code)
    assert one_time.plain(plain) == plain and len(plain) <= 64
    assert plain == "" or (plain.isascii() and plain.isalnum())


@given(st.integers(0, 4_000_000_000), st.integers(-4, 4))
def test_a_code_is_taken_within_its_neighbouring_steps_only(seconds: int, steps: int) -> None:
    secret = one_time.secret_of(KEY, "ana", b"salt")
    now = (seconds + 200) * SECOND
    shown = pyotp.TOTP(secret).at(seconds + 200 + 30 * steps)
    near = {pyotp.TOTP(secret).at(seconds + 200 + 30 * one) for one in (-1, 0, 1)}
    found = one_time.step_of(secret, shown, now, 0)
    assert (found is not None) == (shown in near)


def test_a_code_that_comes_twice_in_a_row_is_good_twice() -> None:
    secret, step = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAGNOE", 60_000_000
    code = pyotp.TOTP(secret).generate_otp(step)
    assert code == pyotp.TOTP(secret).generate_otp(step + 1)
    assert one_time.step_of(secret, code, step * PERIOD, 0) == step
    assert one_time.step_of(secret, code, step * PERIOD, step) is None, "not twice at the same moment"
    assert one_time.step_of(secret, code, (step + 1) * PERIOD, step) == step + 1
    assert one_time.step_of(secret, code, (step + 1) * PERIOD, step + 1) is None
