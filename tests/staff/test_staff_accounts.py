"""Accounts, API tokens and the record, without HTTP."""

import asyncio

import pytest

from tests.staff.people import GOOD, Clock, add, sign_in
from warmline.staff.errors import (
    AccountExists,
    AdministratorNeeded,
    InvalidAccount,
    LastAdministrator,
    SignInRefused,
    UnknownAccount,
)
from warmline.staff.model import DAY, LOCAL, AccountChange
from warmline.staff.service import StaffService
from warmline.staff.unawaited import write_later
from warmline.storage.sqlite import SqliteStorage
from warmline.web.access import Role
from warmline.web.principal import Principal, Scopes


def test_administrators_change_accounts_and_one_always_remains(service: StaffService) -> None:
    async def scenario() -> None:
        boss = await add(service, "boss", Role.ADMINISTRATOR)
        ana = await add(service)
        token = await sign_in(service)
        by = await service.by_session(await sign_in(service, "boss"))
        assert by is not None
        await service.change(by, ana, AccountChange(role=Role.LEAD, scopes=Scopes(brand=("north",))))
        principal = await service.by_session(token)
        assert principal is not None and principal.role is Role.LEAD and principal.scopes.brand == ("north",)
        await service.change(by, "ana@example.com", AccountChange(active=False))
        assert await service.by_session(token) is None
        for change in (AccountChange(active=False), AccountChange(role=Role.AGENT)):
            with pytest.raises(LastAdministrator):
                await service.change(by, boss, change)
        with pytest.raises(AdministratorNeeded):
            await service.change(principal, boss, AccountChange(name="Ana"))
        with pytest.raises(UnknownAccount):
            await service.change(by, "nobody", AccountChange(name="Ana"))
        with pytest.raises(AccountExists):
            await add(service, "ANA")
        reset = await service.reset_password(by, ana)
        await service.change(by, ana, AccountChange(active=True))
        await sign_in(service, password=reset.password)
        assert [one.email for one in (await service.accounts()).items] == [
            "ana@example.com",
            "boss@example.com",
        ]
        first = await service.accounts(limit=1)
        second = await service.accounts(limit=1, cursor=first.next)
        assert [first.items[0].name, second.items[0].name, second.next] == ["Ana", "Boss", ""]

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "change",
    [
        {"email": "no-at"}, {"email": "two@at@x"}, {"email": "with space@x"}, {"name": " "},
        {"name": "x" * 121}, {"language": "??"}, {"scopes": Scopes(brand=(" ",))},
        {"role": Role.ADMINISTRATOR, "scopes": Scopes(brand=("north",))},
    ],
)  # fmt: skip
def test_what_makes_no_account(service: StaffService, change: dict[str, object]) -> None:
    fields: dict[str, object] = {"email": "a@demo", "name": "A", "role": Role.AGENT, "password": GOOD}
    with pytest.raises(InvalidAccount) as error:
        asyncio.run(service.add(LOCAL, **(fields | change)))  # type: ignore[arg-type]
    assert error.value.remedy


def test_tokens_are_shown_once_expire_and_can_be_revoked(
    service: StaffService, storage: SqliteStorage, clock: Clock
) -> None:
    async def scenario() -> None:
        new = await service.tokens.add(LOCAL, "export", Role.ANALYST, scopes=Scopes(country=("TH",)), days=2)
        assert new.secret.startswith("wlt_") and new.secret not in repr(new)
        assert new.secret not in str(storage.read_now(lambda r: r.all("SELECT * FROM staff_token")))
        principal = await service.by_token(new.secret)
        assert principal == Principal(
            kind="token", id=new.token.id, name="export", role=Role.ANALYST, scopes=Scopes(country=("TH",))
        )
        assert await service.by_token(new.secret + "x") is None
        assert await service.by_token(new.secret.removeprefix("wlt_")) is None
        assert await service.by_session(new.secret) is None
        await storage.run(lambda tx: None)
        assert (await service.tokens.list())[0].used == clock.now
        clock.now += 2 * DAY
        assert await service.by_token(new.secret) is None
        other = await service.tokens.add(LOCAL, "other", Role.AGENT)
        await service.tokens.revoke(LOCAL, other.token.id)
        assert await service.by_token(other.secret) is None
        with pytest.raises(AdministratorNeeded):
            await service.tokens.add(principal, "more", Role.ADMINISTRATOR)
        with pytest.raises(InvalidAccount):
            await service.tokens.add(LOCAL, "ever", Role.AGENT, days=0)

    asyncio.run(scenario())


def test_every_look_is_on_record(service: StaffService, storage: SqliteStorage) -> None:
    async def scenario() -> None:
        id = await add(service)
        me = await service.by_session(await sign_in(service))
        assert me is not None
        for number in range(5):
            await service.audit.looked_at(me, "c1", f"d{number}", detail="search")
        await service.audit.record(LOCAL, "customer.exported", "c1")
        await storage.run(lambda tx: service.audit.write(tx, me, "customer.merged", "c1"))
        looks = await service.audit.entries(customer="c1")
        assert [one.action for one in looks.items[:2]] == ["customer.merged", "customer.exported"]
        assert [one.name for one in looks.items[:3]] == ["Ana", "Command line", "Ana"]
        mine = await service.audit.entries(customer="c1", staff=id, limit=4)
        rest = await service.audit.entries(customer="c1", staff=id, limit=4, cursor=mine.next)
        assert (len(mine.items), len(rest.items), rest.next) == (4, 2, "")
        assert {one.sequence for one in mine.items}.isdisjoint(one.sequence for one in rest.items)
        actions = {one.action for one in (await service.audit.entries()).items}
        assert {"account.added", "signed_in", "customer.looked_at"} <= actions

    asyncio.run(scenario())


def test_no_secret_is_on_record(service: StaffService, storage: SqliteStorage) -> None:
    async def scenario() -> None:
        await add(service)
        with pytest.raises(SignInRefused):
            await service.sessions.sign_in("my secret password", "and@another.one", address="192.0.2.1")
        await sign_in(service)
        everything = [
            str(storage.read_now(lambda r, t=table: r.all(f"SELECT * FROM {t}")))  # type: ignore[misc]
            for table in ("staff_account", "staff_session", "staff_failure", "staff_token", "staff_audit")
        ]
        for secret in (GOOD, "my secret password", "and@another.one"):
            assert not any(secret in rows for rows in everything)

    asyncio.run(scenario())


def test_being_served_does_not_depend_on_being_written_down(
    storage: SqliteStorage, caplog: pytest.LogCaptureFixture
) -> None:
    storage.close()
    write_later(storage, lambda tx: 1)
    assert "last seen" in caplog.text
