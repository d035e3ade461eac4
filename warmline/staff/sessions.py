"""Signing in and out: sessions live on the server, the browser holds a random token."""

from collections.abc import Callable

from warmline.staff import lockout, repository
from warmline.staff import second_repository as kept
from warmline.staff.audit import Audit
from warmline.staff.errors import (
    CodeNeeded,
    LockedOut,
    NotAPerson,
    SignInRefused,
    TookTooLong,
    WrongCode,
    WrongPassword,
)
from warmline.staff.model import DAY, HOUR, MINUTE, Account, SignedIn, email_key
from warmline.staff.passwords import Passwords, check_password
from warmline.staff.proving import Proving
from warmline.staff.second_step import SecondStep
from warmline.staff.secret import secret_hash, secret_text
from warmline.staff.unawaited import write_later
from warmline.storage.port import Storage, Transaction
from warmline.storage.together import Together
from warmline.web.principal import Principal

IDLE = 8 * HOUR
ABSOLUTE = 24 * HOUR
HALF = 10 * MINUTE
"""How long somebody whose password was right has for the code."""

Told = Callable[[Transaction, Principal], None]


class Sessions:
    """Who is signed in."""

    def __init__(
        self,
        storage: Storage,
        clock: Callable[[], int],
        random: Callable[[int], bytes],
        passwords: Passwords,
        proving: Proving,
        second: SecondStep,
        audit: Audit,
        came: Told,
        went: Told,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._random = random
        self._passwords = passwords
        self._proving = proving
        self._second = second
        self._audit = audit
        self._came = came
        self._went = went
        self._sessions = Together(storage, repository.session)

    async def sign_in(
        self, email: str, password: str, *, address: str, previous: str = "", code: str = ""
    ) -> SignedIn:
        """Begin a session; `previous` is the token of the session that this browser had.

        An account with a second step needs its `code`, too: with this, or then with `finish`.

        Every attempt takes the same way, whether or not the account exists: count, compare, answer. The
        attempt is counted against the name before the password is compared, so that many at once
        cannot get past the lock. Raises SignInRefused, LockedOut, CodeNeeded, WrongCode.
        """
        email = email_key(email)
        name, place = lockout.for_name(email), lockout.for_address(address)
        async with self._passwords.slots:
            found = await self._storage.run(lambda tx: self._attempt(tx, email, name, place))
            if isinstance(found, int):
                raise LockedOut(found)
            account, hash = found
            right = await self._passwords.matches(hash, password)
            if account is None or not right or not account.active:
                await self._storage.run(lambda tx: self._failed(tx, account, place, address))
                raise SignInRefused
            renewed = await self._passwords.hash(password) if self._passwords.outdated(hash) else ""

        def command(tx: Transaction) -> SignedIn | Exception:
            current = repository.account(tx, account.id)
            if current is None or not current.active or repository.password(tx, account.id) != hash:
                return SignInRefused()
            lockout.forget(tx, self._clock(), name)
            if renewed:
                repository.renew_hash(tx, account.id, renewed)
            if self._second.is_needed(tx, current):
                if not code:
                    return CodeNeeded(self._begin_half(tx, current))
                if refused := self._check_code(tx, current, code, address):
                    return refused
            return self._let_in(tx, current, address, previous)

        return _signed_in(await self._storage.run(command))

    async def finish(self, half: str, code: str, *, address: str, previous: str = "") -> SignedIn:
        """Begin the session of somebody whose password was right, now that they have sent the code.

        Raises TookTooLong, WrongCode, LockedOut.
        """
        hash, place = secret_hash(half), lockout.for_address(address)

        def command(tx: Transaction) -> SignedIn | Exception:
            now, found = self._clock(), kept.half(tx, hash)
            account = repository.account(tx, found[0]) if found else None
            if found is None or account is None or not account.active or now - found[1] >= HALF:
                return TookTooLong()
            if locked := lockout.seconds_locked(tx, now, place):
                return LockedOut(locked)
            if self._second.is_needed(tx, account) and (
                refused := self._check_code(tx, account, code, address)
            ):
                return refused
            tx.run(kept.END_HALF, (hash, now - HALF))
            return self._let_in(tx, account, address, previous)

        return _signed_in(await self._storage.run(command))

    async def sign_out(self, token: str) -> None:
        """End the session with this token."""

        def command(tx: Transaction) -> None:
            found = repository.session(tx, secret_hash(token))
            if found is not None:
                tx.run(repository.END_SESSION, (secret_hash(token),))
                self._audit.write(tx, found[2].principal, "signed_out")
                if not repository.sessions_of(tx, found[2].id):
                    self._went(tx, found[2].principal)

        await self._storage.run(command)

    async def sign_out_everywhere(self, by: Principal) -> None:
        """End all sessions of whoever asks, this one too. Raises NotAPerson."""
        if by.kind != "staff":
            raise NotAPerson

        def command(tx: Transaction) -> None:
            tx.run(repository.END_SESSIONS, (by.id,))
            self._audit.write(tx, by, "signed_out_everywhere")
            self._went(tx, by)

        await self._storage.run(command)

    async def identify(self, token: str) -> Principal | None:
        """Who signed in with this token, or None if it is unknown or over. Keeps the session alive."""
        hash = secret_hash(token)
        found = await self._sessions.ask(hash)
        if found is None:
            return None
        created, seen, account = found
        now = self._clock()
        in_future = created > now + MINUTE  # the clock was set back by a lot: better sign in again
        if in_future or now - seen >= IDLE or now - created >= ABSOLUTE or not account.active:
            write_later(self._storage, lambda tx: tx.run(repository.END_SESSION, (hash,)))
            return None
        if now - seen > MINUTE:
            write_later(self._storage, lambda tx: tx.run(repository.SESSION_SEEN, (now, hash, now)))
        return account.principal

    async def change_password(self, by: Principal, current: str, new: str) -> SignedIn:
        """Change one's own password: every session ends, and a new one begins here.

        Raises WrongPassword, WeakPassword, LockedOut (guesses count as failed sign-ins), NotAPerson.
        """
        account, _ = await self._proving.account(by)
        check_password(new, account.email, account.name)
        account, hash = await self._proving.password(by, current)
        async with self._passwords.slots:
            changed = await self._passwords.hash(new)

        def command(tx: Transaction) -> SignedIn:
            if repository.password(tx, by.id) != hash:
                raise WrongPassword  # somebody changed it meanwhile
            repository.set_password(tx, by.id, changed, self._clock())
            tx.run(repository.END_SESSIONS, (by.id,))
            tx.run(kept.END_HALVES, (by.id,))
            self._audit.write(tx, by, "password.changed")
            return self._begin(tx, account)

        return await self._storage.run(command)

    # -- parts of commands

    def _attempt(
        self, tx: Transaction, email: str, name: str, place: str
    ) -> int | tuple[Account | None, str]:
        """Seconds to wait, or the account (if there is one) with the hash of its password (or nothing)."""
        if locked := lockout.seconds_locked(tx, self._clock(), name, place):
            return locked
        lockout.count_failure(tx, self._clock(), name)
        account = repository.account_named(tx, email)
        return account, repository.password(tx, account.id) if account else ""

    def _failed(self, tx: Transaction, account: Account | None, place: str, address: str) -> None:
        """Count against the address, and put it on record; what was typed as a name may be a password."""
        lockout.count_failure(tx, self._clock(), place)
        id = account.id if account else ""
        repository.add_audit(tx, self._clock(), "staff", id, "sign_in.refused", detail=address)

    def _check_code(self, tx: Transaction, account: Account, code: str, address: str) -> Exception | None:
        """Why a code is refused; a wrong one counts against the address, too."""
        refused = self._second.check(tx, account, code)
        if isinstance(refused, WrongCode):
            self._failed(tx, account, lockout.for_address(address), address)
        return refused

    def _begin_half(self, tx: Transaction, account: Account) -> str:
        """Remember that the password of an account was right; what its code is sent with."""
        half, now = secret_text(self._random(32)), self._clock()
        tx.run(kept.END_HALF, ("", now - HALF))
        tx.run(kept.ADD_HALF, (secret_hash(half), account.id, now))
        return half

    def _let_in(self, tx: Transaction, account: Account, address: str, previous: str) -> SignedIn:
        """All was right: what failed before is forgotten, and the session of before is over."""
        lockout.forget(tx, self._clock(), lockout.for_name(account.email), lockout.for_address(address))
        tx.run(repository.END_SESSION, (secret_hash(previous),))
        self._audit.write(tx, account.principal, "signed_in", detail=address)
        self._came(tx, account.principal)
        return self._begin(tx, account)

    def _begin(self, tx: Transaction, account: Account) -> SignedIn:
        token = secret_text(self._random(32))
        now = self._clock()
        tx.run(repository.ADD_SESSION, (secret_hash(token), account.id, now, now))
        tx.run(repository.END_OLD_SESSIONS, (now - DAY,))
        return SignedIn(token=token, account=account)


def _signed_in(became: SignedIn | Exception) -> SignedIn:
    """What became of an attempt; a refusal is raised once it is on record."""
    if isinstance(became, Exception):
        raise became
    return became
