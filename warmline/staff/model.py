"""Accounts, API tokens and the record of who did what, with the rules that they obey."""

import re
from collections.abc import Iterable

import msgspec

from warmline.language.messages import message
from warmline.staff.errors import AdministratorNeeded, InvalidAccount
from warmline.web.access import Role
from warmline.web.principal import LOCAL, Principal, Scopes, in_scope

SECOND = 1_000_000
"""Microseconds: all times are whole microseconds since 1970-01-01 UTC."""
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works with Warmline. `email` is the sign-in name, in lower case."""

    id: str
    email: str
    name: str
    role: Role
    scopes: Scopes = Scopes()
    language: str = "en"
    active: bool = True
    created: int = 0

    @property
    def principal(self) -> Principal:
        """This account as who is asking."""
        return Principal(
            kind="staff",
            id=self.id,
            name=self.name,
            role=self.role,
            scopes=self.scopes,
            language=self.language,
        )


class AccountChange(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True
):
    """What an administrator changes of an account; what is None stays."""

    name: str | None = None
    role: Role | None = None
    scopes: Scopes | None = None
    language: str | None = None
    active: bool | None = None


class ApiToken(msgspec.Struct, frozen=True, kw_only=True):
    """A key for a program. `hint` is how its secret begins, which is not stored; `used` may be 0."""

    id: str
    name: str
    role: Role
    scopes: Scopes = Scopes()
    hint: str = ""
    created: int = 0
    expires: int = 0
    revoked: bool = False
    used: int = 0

    @property
    def principal(self) -> Principal:
        """This token as who is asking."""
        return Principal(kind="token", id=self.id, name=self.name, role=self.role, scopes=self.scopes)


class SignedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A new session: its secret token for the cookie, and whose it is."""

    token: str
    account: Account

    def __repr__(self) -> str:
        return f"SignedIn({self.account.email})"


class AuditEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that somebody did or looked at. `staff` is the id of an account or token, or `local`."""

    sequence: int
    occurred: int
    kind: str
    staff: str
    name: str
    action: str
    customer: str = ""
    detail: str = ""


LOOKED_AT = "customer.looked_at"
EXPORTED = "log.exported"


def sign_in_name(email: str) -> str:
    """An email address as the sign-in name of an account. Raises InvalidAccount."""
    name = email_key(email)
    local, _, domain = name.partition("@")
    if (
        not local
        or not domain
        or "@" in domain
        or len(name) > 254
        or any(c.isspace() or c < " " for c in name)
    ):
        raise InvalidAccount(
            message("'%(email)s' is not an email address.", email=email), "Use one like ana@example.com."
        )
    return name


def email_key(email: str) -> str:
    """How an email address is compared: without spaces around it, in lower case."""
    return email.strip().lower()


def check_account(name: str, role: Role, scopes: Scopes, language: str) -> None:
    """Raise InvalidAccount if these do not make an account."""
    check_name(name)
    check_scopes(role, scopes)
    if not _LANGUAGE.match(language):
        raise InvalidAccount(
            message("'%(language)s' is not a language.", language=language),
            "Use a tag like en, th or zh-Hant (BCP 47).",
        )


def check_name(name: str) -> None:
    """Raise InvalidAccount if nobody could be called this."""
    if not name.strip() or len(name) > 120 or not name.isprintable():
        raise InvalidAccount("The name is empty or too long.", "Use 1 to 120 letters.")


def check_scopes(role: Role, scopes: Scopes) -> None:
    """Raise InvalidAccount for scopes that cannot hold: an administrator could lift them at once."""
    if role is Role.ADMINISTRATOR and not scopes.everything:
        raise InvalidAccount(
            "An administrator cannot be restricted to scopes.",
            "Choose another role, or leave the scopes empty.",
        )
    if any(not value.strip() for value in (*scopes.brand, *scopes.country, *scopes.partner)):
        raise InvalidAccount("A scope is an empty text.", "Leave the list empty to allow everything.")


def check_administrator(by: Principal) -> None:
    """Raise AdministratorNeeded unless `by` is one."""
    if not by.administrator:
        raise AdministratorNeeded


def where_in_scope(
    scopes: Scopes, *, brand: str = "brand", country: str = "country", partner: str = "partner"
) -> tuple[str, tuple[str, ...]]:
    """`in_scope` as an SQL condition with its parameters, over the columns (or expressions) named."""
    parts = [(brand, scopes.brand), (country, scopes.country), (partner, scopes.partner)]
    restricted = [(column, allowed) for column, allowed in parts if allowed]
    conditions = [f"{column} IN ({marks(allowed)}) AND {column} <> ''" for column, allowed in restricted]
    return " AND ".join(conditions) or "1 = 1", tuple(value for _, allowed in restricted for value in allowed)


def marks(values: Iterable[object]) -> str:
    """As many `?` as there are values."""
    return ", ".join("?" for _ in values)


__all__ = [
    "DAY",
    "EXPORTED",
    "HOUR",
    "LOCAL",
    "LOOKED_AT",
    "MINUTE",
    "SECOND",
    "Account",
    "AccountChange",
    "ApiToken",
    "AuditEntry",
    "Principal",
    "Role",
    "Scopes",
    "SignedIn",
    "check_account",
    "check_administrator",
    "check_name",
    "check_scopes",
    "email_key",
    "in_scope",
    "marks",
    "sign_in_name",
    "where_in_scope",
]
