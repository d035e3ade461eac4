"""API tokens: keys for programs, each with a role, scopes and an end."""

from collections.abc import Callable

import msgspec

from warmline.language.messages import message
from warmline.staff import repository
from warmline.staff.audit import Audit
from warmline.staff.errors import InvalidAccount, UnknownToken
from warmline.staff.model import DAY, MINUTE, ApiToken, check_administrator, check_name, check_scopes
from warmline.staff.secret import TOKEN_PREFIX, secret_hash, secret_text
from warmline.staff.unawaited import write_later
from warmline.storage.port import Storage, Transaction
from warmline.web.access import Role
from warmline.web.principal import EVERYTHING, Principal, Scopes

LONGEST_DAYS = 3660


class NewToken(msgspec.Struct, frozen=True, kw_only=True):
    """An API token just made; `secret` is not stored and cannot be shown again."""

    token: ApiToken
    secret: str

    def __repr__(self) -> str:
        return f"NewToken({self.token.name})"


class Tokens:
    """The API tokens of this installation."""

    def __init__(
        self, storage: Storage, clock: Callable[[], int], random: Callable[[int], bytes], audit: Audit
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._random = random
        self._audit = audit

    async def add(
        self, by: Principal, name: str, role: Role, *, scopes: Scopes = EVERYTHING, days: int = 90
    ) -> NewToken:
        """Make a token that is valid for so many days. Raises InvalidAccount, AdministratorNeeded."""
        check_administrator(by)
        check_name(name)
        check_scopes(role, scopes)
        if not 1 <= days <= LONGEST_DAYS:
            raise InvalidAccount(
                message("A token cannot be valid for %(n)s days.", n=days),
                message("Use 1 to %(most)s.", most=LONGEST_DAYS),
            )
        secret = TOKEN_PREFIX + secret_text(self._random(32))
        now = self._clock()
        token = ApiToken(
            id=self._random(16).hex(),
            name=name.strip(),
            role=role,
            scopes=scopes,
            hint=secret[:8],
            created=now,
            expires=now + days * DAY,
        )

        def command(tx: Transaction) -> None:
            repository.add_token(tx, token, secret_hash(secret))
            self._audit.write(
                tx, by, "token.added", detail=f"{token.id} {token.name} ({role.value}, {days} days)"
            )

        await self._storage.run(command)
        return NewToken(token=token, secret=secret)

    async def list(self) -> list[ApiToken]:
        """All tokens, the newest first, those that ended too."""
        return await self._storage.read(repository.tokens)

    async def revoke(self, by: Principal, id: str) -> None:
        """End a token now. Raises UnknownToken, AdministratorNeeded."""
        check_administrator(by)

        def command(tx: Transaction) -> None:
            token = repository.token(tx, id)
            if token is None:
                raise UnknownToken(id)
            if not token.revoked:
                tx.run(repository.REVOKE_TOKEN, (id,))
                self._audit.write(tx, by, "token.revoked", detail=f"{id} {token.name}")

        await self._storage.run(command)

    async def identify(self, secret: str) -> Principal | None:
        """Whom a secret belongs to, or None if it is unknown, expired or revoked."""
        if not secret.startswith(TOKEN_PREFIX):
            return None
        hash = secret_hash(secret)
        token = await self._storage.read(lambda reader: repository.token_hashed(reader, hash))
        now = self._clock()
        if token is None or token.revoked or now >= token.expires:
            return None
        if now - token.used > MINUTE:
            write_later(self._storage, lambda tx: tx.run(repository.TOKEN_USED, (now, token.id, now)))
        return token.principal
