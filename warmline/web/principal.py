"""Who is asking: a member of staff, an API token or the local command line, with what each may see."""

from typing import Literal, Protocol

import msgspec

from warmline.web.access import Role


class Scopes(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """The part of the customers that somebody may see; an empty dimension means all of it.

    `{"brand": ["north"], "country": ["PH", "TH"]}`: customers of brand north in one of two countries.
    """

    brand: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    partner: tuple[str, ...] = ()

    @property
    def everything(self) -> bool:
        """Whether no dimension is restricted."""
        return not (self.brand or self.country or self.partner)

    def within(self, whole: "Scopes") -> bool:
        """Whether whoever has these sees nobody that who has `whole` does not see.

        >>> Scopes(country=("PH",)).within(Scopes(country=("PH", "TH"))), Scopes().within(Scopes(country=("PH",)))
        (True, False)
        """
        return all(
            not getattr(whole, name) or (own and set(own) <= set(getattr(whole, name)))
            for name in self.__struct_fields__
            for own in (getattr(self, name),)
        )


EVERYTHING = Scopes()
"""Not restricted at all."""


class Principal(msgspec.Struct, frozen=True, kw_only=True):
    """Whoever stands behind a request. `id` is that of the account or token, `local` for the command line."""

    kind: Literal["staff", "token", "local"]
    id: str
    name: str
    role: Role
    scopes: Scopes = EVERYTHING
    language: str = ""

    @property
    def administrator(self) -> bool:
        """Whether every door is open."""
        return self.role is Role.ADMINISTRATOR

    def sees(self, brand: str = "", country: str = "", partner: str = "") -> bool:
        """Whether a customer with these values is within the scopes."""
        return in_scope(self.scopes, brand, country, partner)


LOCAL = Principal(kind="local", id="local", name="Command line", role=Role.ADMINISTRATOR)
"""Who works on the machine itself may do what an administrator may do."""


class Identify(Protocol):
    """Finds out who is asking; `app` fills it with the staff room."""

    async def by_session(self, token: str) -> Principal | None:
        """Who signed in with this session token, or None if it is unknown, expired or signed out."""
        ...

    async def by_token(self, token: str) -> Principal | None:
        """Whom this API token belongs to, or None if it is unknown, expired or revoked."""
        ...


def in_scope(scopes: Scopes, brand: str, country: str, partner: str) -> bool:
    """Whether a customer with these values may be seen: every restricted dimension must contain its value.

    A customer without a value is not visible to an account that is restricted in that dimension.
    """
    return (
        (not scopes.brand or (brand != "" and brand in scopes.brand))
        and (not scopes.country or (country != "" and country in scopes.country))
        and (not scopes.partner or (partner != "" and partner in scopes.partner))
    )
