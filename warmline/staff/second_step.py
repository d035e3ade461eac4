"""The second step at sign-in: a code of an authenticator app, set up by whoever wants it, reset by others."""

from collections.abc import Callable

import msgspec

from warmline.staff import lockout, one_time, repository
from warmline.staff import second_repository as kept
from warmline.staff.audit import Audit
from warmline.staff.errors import (
    AdministratorNeeded,
    LockedOut,
    MadeElsewhere,
    NothingBegun,
    UnknownAccount,
    WrongCode,
)
from warmline.staff.model import MINUTE, Account, email_key
from warmline.staff.proving import Proving
from warmline.staff.secret import secret_hash
from warmline.storage.port import Reader, Storage, Transaction
from warmline.web.access import Role
from warmline.web.principal import Principal

_SALT_BYTES = 16
SETTING_UP = 10 * MINUTE
"""How long the password counts by which it was begun: whoever finds the browser open later does not finish it."""


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """What an authenticator app has to be told: as text to type, and as the address in the picture."""

    secret: str
    address: str

    def __repr__(self) -> str:
        return "Offered()"


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Whether an account has a second step, and how many recovery codes are left."""

    is_on: bool
    codes_left: int


class SecondStep:
    """Sets second steps up and checks their codes. `key` is the installation's own, `business` names it."""

    def __init__(
        self,
        storage: Storage,
        clock: Callable[[], int],
        random: Callable[[int], bytes],
        proving: Proving,
        audit: Audit,
        key: bytes,
        business: Callable[[], str],
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._random = random
        self._proving = proving
        self._audit = audit
        self._key = key
        self._mark = one_time.mark_of(key)
        self._business = business

    def standing(self, reader: Reader, id: str) -> Standing:
        """How an account stands."""
        return Standing(is_on=kept.one(reader, id).is_on, codes_left=kept.codes_left(reader, id))

    # -- one's own

    async def begin(self, by: Principal, password: str) -> Offered:
        """Begin to set up one's own; one that is in use holds until the new one is confirmed.

        Raises NotAPerson, WrongPassword, LockedOut.
        """
        account, _ = await self._proving.password(by, password)
        salt = self._random(_SALT_BYTES)

        def command(tx: Transaction) -> None:
            second = kept.one(tx, account.id)
            kept.put(tx, account.id, msgspec.structs.replace(second, pending=salt), self._clock())

        await self._storage.run(command)
        return await self.offered(by)

    async def offered(self, by: Principal) -> Offered:
        """What was begun and is not confirmed yet. Raises NotAPerson, NothingBegun."""
        account, _ = await self._proving.account(by)
        second = await self._storage.read(lambda reader: kept.one(reader, account.id))
        if not self._is_begun(second):
            raise NothingBegun
        secret = one_time.secret_of(self._key, second.named or account.id, second.pending)
        return Offered(secret=secret, address=one_time.address_of(secret, account.email, self._business()))

    async def confirm(self, by: Principal, code: str, *, here: str = "") -> tuple[str, ...]:
        """Use what was begun from now on, as its first code shows that it works; the recovery codes, this once.

        Every session that began without it ends, but the one with the token `here`, in which it is set up.
        Raises NotAPerson, NothingBegun, WrongCode, LockedOut.
        """
        account, _ = await self._proving.account(by)
        codes = one_time.recovery_codes(self._random)

        def command(tx: Transaction) -> Exception | None:
            second, now = kept.one(tx, account.id), self._clock()
            if not self._is_begun(second):
                return NothingBegun()
            if locked := self._count(tx, account.id):
                return LockedOut(locked)
            named = second.named or account.id
            secret = one_time.secret_of(self._key, named, second.pending)
            step = one_time.step_of(secret, one_time.plain(code), now, 0)
            if step is None:
                return WrongCode()
            lockout.forget(tx, now, lockout.for_code(account.id))
            confirmed = kept.Second(
                salt=second.pending, confirmed=now, step=step, named=second.named, made_with=self._mark
            )
            kept.put(tx, account.id, confirmed, now)
            kept.replace_codes(tx, account.id, (one_time.recovery_hash(named, one) for one in codes))
            tx.run(repository.END_OTHER_SESSIONS, (account.id, secret_hash(here)))
            self._audit.write(tx, by, "second_step.on")
            return None

        if (refused := await self._storage.run(command)) is not None:
            raise refused
        return codes

    async def off(self, by: Principal, password: str) -> None:
        """Sign in without one from now on. Raises NotAPerson, WrongPassword, LockedOut."""
        account, _ = await self._proving.password(by, password)

        def command(tx: Transaction) -> None:
            self._remove(tx, account.id)
            self._audit.write(tx, by, "second_step.off")

        await self._storage.run(command)

    async def new_codes(self, by: Principal, password: str) -> tuple[str, ...]:
        """New recovery codes in the place of all others, this once.

        Raises NotAPerson, WrongPassword, LockedOut, NothingBegun.
        """
        account, _ = await self._proving.password(by, password)
        codes = one_time.recovery_codes(self._random)

        def command(tx: Transaction) -> bool:
            second = kept.one(tx, account.id)
            if not second.is_on:
                return False
            named = second.named or account.id
            kept.replace_codes(tx, account.id, (one_time.recovery_hash(named, one) for one in codes))
            self._audit.write(tx, by, "second_step.new_codes")
            return True

        if not await self._storage.run(command):
            raise NothingBegun
        return codes

    # -- somebody else's

    async def reset(self, by: Principal, id: str) -> Account:
        """Take the second step from an account that has lost it, and sign it out everywhere.

        A lead may do so for agents whose scopes lie within their own. Raises UnknownAccount, AdministratorNeeded.
        """

        def command(tx: Transaction) -> Account:
            account = repository.account(tx, id) or repository.account_named(tx, email_key(id))
            if account is None:
                raise UnknownAccount(id)
            if not may_reset(by, account):
                raise AdministratorNeeded
            self._remove(tx, account.id)
            tx.run(repository.END_SESSIONS, (account.id,))
            lockout.forget(tx, self._clock(), lockout.for_code(account.id))
            self._audit.write(tx, by, "second_step.reset", detail=account.id)
            return account

        return await self._storage.run(command)

    # -- at sign-in

    def is_needed(self, reader: Reader, account: Account) -> bool:
        """Whether signing in to an account takes a code."""
        return kept.one(reader, account.id).is_on

    def check(self, tx: Transaction, account: Account, code: str) -> Exception | None:
        """Check a code within the command of a sign-in; why it is refused. A code is good once.

        It is counted as a failure before it is compared, so that many at once cannot get past the lock.
        """
        if locked := self._count(tx, account.id):
            return LockedOut(locked)
        second, now, said = kept.one(tx, account.id), self._clock(), one_time.plain(code)
        named = second.named or account.id
        secret = one_time.secret_of(self._key, named, second.salt)
        step = one_time.step_of(secret, said, now, second.step)
        if step is not None:
            kept.put(tx, account.id, msgspec.structs.replace(second, step=step), second.confirmed)
        elif not kept.use_code(tx, account.id, one_time.recovery_hash(named, said), now):
            return WrongCode() if second.made_with in ("", self._mark) else MadeElsewhere()
        else:
            self._audit.write(tx, account.principal, "second_step.recovery_code_used")
        lockout.forget(tx, now, lockout.for_code(account.id))
        return None

    def _is_begun(self, second: kept.Second) -> bool:
        return bool(second.pending) and self._clock() - second.changed < SETTING_UP

    def _count(self, tx: Transaction, id: str) -> int:
        """Count a failure; seconds to wait, if it was not even one."""
        subject = lockout.for_code(id)
        if locked := lockout.seconds_locked(tx, self._clock(), subject):
            return locked
        lockout.count_failure(tx, self._clock(), subject)
        return 0

    def _remove(self, tx: Transaction, id: str) -> None:
        kept.put(tx, id, kept.Second(), self._clock())
        kept.replace_codes(tx, id, ())
        tx.run(kept.END_HALVES, (id,))


def may_reset(by: Principal, account: Account) -> bool:
    """Whether `by` may take the second step from an account."""
    if by.administrator:
        return True
    return by.role is Role.LEAD and account.role is Role.AGENT and account.scopes.within(by.scopes)
