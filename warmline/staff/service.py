"""Everything that can be done with staff: their accounts here, sessions, tokens and the record beside it."""

from collections.abc import Callable

import msgspec
from argon2 import PasswordHasher

from warmline.staff import lockout, repository
from warmline.staff.audit import Audit, Known
from warmline.staff.errors import AccountExists, LastAdministrator, UnknownAccount
from warmline.staff.model import (
    Account,
    AccountChange,
    check_account,
    check_administrator,
    email_key,
    sign_in_name,
)
from warmline.staff.passwords import Passwords, check_password
from warmline.staff.proving import Proving
from warmline.staff.second_repository import END_HALVES
from warmline.staff.second_step import SecondStep
from warmline.staff.sessions import Sessions, Told
from warmline.staff.tokens import Tokens
from warmline.storage.port import Reader, Storage, Transaction
from warmline.web.access import Role
from warmline.web.paging import Page, key_of, limited, page
from warmline.web.principal import EVERYTHING, Principal, Scopes


class NewAccount(msgspec.Struct, frozen=True, kw_only=True):
    """An account just made, or with a password just made: it is not stored and cannot be shown again."""

    account: Account
    password: str

    def __repr__(self) -> str:
        return f"NewAccount({self.account.email})"


class StaffService:
    """The staff room. `clock` gives microseconds since 1970, `random` that many random bytes (`os.urandom`).

    `sessions`, `second_step`, `tokens` and `audit` are its parts. It is also what `warmline.web` identifies people by.
    `hasher` is there for tests, which need no strong hashes; `known` is what the record asks about customers.
    `seen` is told whenever somebody who is signed in does something; `came` and `went` within the command by which
    somebody signs in, or is signed in nowhere any more. `key` is the secret of this installation, without which second
    steps hold as long as this process, `business` its name for authenticator apps.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Callable[[], int],
        random: Callable[[int], bytes],
        *,
        hasher: PasswordHasher | None = None,
        known: Known | None = None,
        seen: Callable[[Principal], None] = lambda principal: None,
        came: Told = lambda tx, principal: None,
        went: Told = lambda tx, principal: None,
        key: bytes = b"",
        business: Callable[[], str] = lambda: "",
    ) -> None:
        self._seen = seen
        self._storage = storage
        self._clock = clock
        self._random = random
        self._passwords = Passwords(random, hasher)
        self.audit = Audit(storage, clock, known)
        proving = Proving(storage, clock, self._passwords, self.audit)
        self.second_step = SecondStep(
            storage, clock, random, proving, self.audit, key or random(32), business
        )
        self.sessions = Sessions(
            storage, clock, random, self._passwords, proving, self.second_step, self.audit, came, went
        )
        self.tokens = Tokens(storage, clock, random, self.audit)

    # -- who is asking (warmline.web.principal.Identify)

    async def by_session(self, token: str) -> Principal | None:
        """Who signed in with this session token."""
        principal = await self.sessions.identify(token)
        if principal is not None:
            self._seen(principal)
        return principal

    async def by_token(self, token: str) -> Principal | None:
        """Whom this API token belongs to."""
        return await self.tokens.identify(token)

    # -- accounts

    async def accounts(self, *, cursor: str = "", limit: int = 50) -> Page[Account]:
        """Accounts by sign-in name, the inactive ones too."""
        after = key_of(cursor, str) or ""
        limit = limited(limit)
        rows = await self._storage.read(lambda reader: repository.accounts(reader, after, limit + 1))
        return page(rows, limit, lambda account: account.email)

    async def account(self, id: str) -> Account:
        """The account with this id, or this sign-in name. Raises UnknownAccount."""
        return await self._storage.read(lambda reader: _find(reader, id))

    async def add(
        self,
        by: Principal,
        *,
        email: str,
        name: str,
        role: Role,
        scopes: Scopes = EVERYTHING,
        language: str = "en",
        password: str = "",
    ) -> NewAccount:
        """Make an account; without a password one is made up. What comes back holds it, for the only time.

        Raises InvalidAccount, WeakPassword, AccountExists, AdministratorNeeded.
        """
        check_administrator(by)
        email = sign_in_name(email)
        check_account(name, role, scopes, language)
        if password:
            check_password(password, email, name)
        password = password or self._passwords.generate()
        account = Account(
            id=self._random(16).hex(),
            email=email,
            name=name.strip(),
            role=role,
            scopes=scopes,
            language=language,
            created=self._clock(),
        )
        async with self._passwords.slots:
            hash = await self._passwords.hash(password)

        def command(tx: Transaction) -> None:
            if repository.account_named(tx, email) is not None:
                raise AccountExists(email)
            repository.add_account(tx, account, hash)
            lockout.forget(tx, self._clock(), lockout.for_name(email))
            self.audit.write(tx, by, "account.added", detail=f"{account.id} ({role.value})")

        await self._storage.run(command)
        return NewAccount(account=account, password=password)

    async def change(self, by: Principal, id: str, change: AccountChange) -> Account:
        """Change an account; from then on each request sees the change, and an inactive one is signed out.

        Raises UnknownAccount, InvalidAccount, LastAdministrator, AdministratorNeeded.
        """
        check_administrator(by)
        wanted = {
            key: value for key in change.__struct_fields__ if (value := getattr(change, key)) is not None
        }

        def command(tx: Transaction) -> Account:
            before = _find(tx, id)
            after = msgspec.structs.replace(before, **wanted)
            check_account(after.name, after.role, after.scopes, after.language)
            administers = after.role is Role.ADMINISTRATOR and after.active
            administered = before.role is Role.ADMINISTRATOR and before.active
            if administered and not administers and repository.other_administrators(tx, before.id) == 0:
                raise LastAdministrator
            repository.change_account(tx, after, self._clock())
            if not after.active:
                tx.run(repository.END_SESSIONS, (before.id,))
                tx.run(END_HALVES, (before.id,))
            self.audit.write(tx, by, "account.changed", detail=f"{before.id} {_difference(before, after)}")
            return after

        return await self._storage.run(command)

    async def reset_password(self, by: Principal, id: str) -> NewAccount:
        """Give an account a new, made-up password and sign it out everywhere; ends a lock-out too.

        Raises UnknownAccount, AdministratorNeeded.
        """
        check_administrator(by)
        password = self._passwords.generate()
        async with self._passwords.slots:
            hash = await self._passwords.hash(password)

        def command(tx: Transaction) -> Account:
            account = _find(tx, id)
            repository.set_password(tx, account.id, hash, self._clock())
            tx.run(repository.END_SESSIONS, (account.id,))
            tx.run(END_HALVES, (account.id,))
            lockout.forget(tx, self._clock(), lockout.for_name(account.email))
            self.audit.write(tx, by, "password.reset", detail=account.id)
            return account

        return NewAccount(account=await self._storage.run(command), password=password)

    async def unlock(self, by: Principal, email: str, *, address: str = "") -> None:
        """End the wait of a sign-in name, and of an address. Raises AdministratorNeeded."""
        check_administrator(by)
        subjects = [lockout.for_name(email_key(email))] + [lockout.for_address(address)] * bool(address)

        def command(tx: Transaction) -> None:
            lockout.forget(tx, self._clock(), *subjects)
            self.audit.write(tx, by, "account.unlocked", detail=address)

        await self._storage.run(command)


def _find(reader: Reader, id: str) -> Account:
    found = repository.account(reader, id) or repository.account_named(reader, email_key(id))
    if found is None:
        raise UnknownAccount(id)
    return found


def _difference(before: Account, after: Account) -> str:
    """What changed, in words for the record."""
    words = []
    for field in ("name", "role", "scopes", "language", "active"):
        old, new = getattr(before, field), getattr(after, field)
        if old != new and field == "scopes":
            words.append(f"scopes {msgspec.json.encode(new).decode()}")
        elif old != new:
            words.append(f"{field} {new if field == 'active' else str(new)}")
    return ", ".join(words) or "nothing"
