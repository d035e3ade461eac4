"""What the HTTP routes of staff take and show."""

from datetime import UTC, datetime, timedelta
from typing import Annotated

import msgspec

from warmline.staff.model import Account, ApiToken, AuditEntry
from warmline.web.access import Role
from warmline.web.bodies import Sent, shown
from warmline.web.principal import Scopes

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class SignInBody(Sent, frozen=True, kw_only=True):
    """A sign-in name (email address) with its password; with the code of its second step, where it has one."""

    email: Annotated[str, msgspec.Meta(max_length=254)]
    password: Annotated[str, msgspec.Meta(max_length=1024)]
    code: Annotated[str, msgspec.Meta(max_length=64)] = ""


class PasswordBody(Sent, frozen=True, kw_only=True):
    """One's own password, and the one to be."""

    current: Annotated[str, msgspec.Meta(max_length=1024)]
    new: Annotated[str, msgspec.Meta(max_length=2048)]


class AccountBody(Sent, frozen=True, kw_only=True):
    """An account to be made. Without a password one is made up."""

    email: str
    name: str
    role: Role
    scopes: Scopes = Scopes()
    language: str = "en"
    password: str = ""


class UnlockBody(Sent, frozen=True, kw_only=True):
    """An address that has to wait too, if any."""

    address: Annotated[str, msgspec.Meta(max_length=100)] = ""


class TokenBody(Sent, frozen=True, kw_only=True):
    """An API token to be made, valid for so many days."""

    name: str
    role: Role
    scopes: Scopes = Scopes()
    days: int = 90


class AccountView(msgspec.Struct, frozen=True, kw_only=True):
    """An account as it is shown."""

    id: str
    email: str
    name: str
    role: Role
    scopes: Scopes
    language: str
    active: bool
    created: datetime


class NewAccountView(msgspec.Struct, frozen=True, kw_only=True):
    """An account with its password, shown this once."""

    account: AccountView
    password: str


class SessionView(msgspec.Struct, frozen=True, kw_only=True):
    """Who signed in. Unsafe requests with the session cookie carry `csrf_token` as `X-CSRF-Token`."""

    account: AccountView
    csrf_token: str


class MeView(msgspec.Struct, frozen=True, kw_only=True):
    """Who is asking; `csrf_token` is empty without a session."""

    kind: str
    id: str
    name: str
    role: Role
    scopes: Scopes
    language: str
    csrf_token: str


class TokenView(msgspec.Struct, frozen=True, kw_only=True):
    """An API token as it is shown: with how its secret begins, never the secret."""

    id: str
    name: str
    role: Role
    scopes: Scopes
    hint: str
    created: datetime
    expires: datetime
    revoked: bool
    used: datetime | None


class NewTokenView(msgspec.Struct, frozen=True, kw_only=True):
    """An API token with its secret, shown this once."""

    token: TokenView
    secret: str


class AuditView(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that somebody did or looked at."""

    sequence: int
    at: datetime
    kind: str
    staff: str
    name: str
    action: str
    customer: str
    detail: str


def account_view(account: Account) -> AccountView:
    """An account as it is shown."""
    return shown(AccountView, account, created=_time(account.created))


def token_view(token: ApiToken) -> TokenView:
    """A token as it is shown."""
    used = _time(token.used) if token.used else None
    return shown(TokenView, token, created=_time(token.created), expires=_time(token.expires), used=used)


def audit_view(entry: AuditEntry) -> AuditView:
    """An entry of the record as it is shown."""
    return shown(AuditView, entry, at=_time(entry.occurred))


def _time(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)
