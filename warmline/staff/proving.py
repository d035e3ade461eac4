"""Somebody who is signed in shows once more that it is them: by their password."""

from collections.abc import Callable

from warmline.staff import lockout, repository
from warmline.staff.audit import Audit
from warmline.staff.errors import LockedOut, NotAPerson, WrongPassword
from warmline.staff.model import Account
from warmline.staff.passwords import Passwords
from warmline.storage.port import Reader, Storage, Transaction
from warmline.web.principal import Principal


class Proving:
    """Compares passwords of people who are signed in. `clock` gives microseconds since 1970."""

    def __init__(
        self, storage: Storage, clock: Callable[[], int], passwords: Passwords, audit: Audit
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._passwords = passwords
        self._audit = audit

    async def account(self, by: Principal) -> tuple[Account, str]:
        """The account of whoever asks with the hash of its password. Raises NotAPerson."""
        if by.kind != "staff":
            raise NotAPerson
        account, hash = await self._storage.read(lambda reader: _with_password(reader, by.id))
        if account is None:
            raise NotAPerson
        return account, hash

    async def password(self, by: Principal, current: str) -> tuple[Account, str]:
        """The same, once their password is right; wrong ones count as failed sign-ins.

        Raises NotAPerson, WrongPassword, LockedOut.
        """
        account, hash = await self.account(by)
        subject = lockout.for_name(account.email)
        async with self._passwords.slots:
            locked = await self._storage.run(lambda tx: self._count_unless_locked(tx, subject))
            if locked:
                raise LockedOut(locked)
            if not await self._passwords.matches(hash, current):
                await self._audit.record(by, "password.refused")
                raise WrongPassword
        await self._storage.run(lambda tx: lockout.forget(tx, self._clock(), subject))
        return account, hash

    def _count_unless_locked(self, tx: Transaction, subject: str) -> int:
        if locked := lockout.seconds_locked(tx, self._clock(), subject):
            return locked
        lockout.count_failure(tx, self._clock(), subject)
        return 0


def _with_password(reader: Reader, id: str) -> tuple[Account | None, str]:
    return repository.account(reader, id), repository.password(reader, id)
