"""Who may use a route: declared on the route itself, enforced for all of them in one place."""

from enum import StrEnum
from typing import Any


class Role(StrEnum):
    """What a member of staff is, from the least to the most."""

    AGENT = "agent"
    LEAD = "lead"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"


ANYONE = "anyone"
WRITE_KEY = "write-key"
EVERY_ROLE = frozenset(Role)
SAME_ORIGIN = "same_origin"


def anyone(*, same_origin: bool = False) -> dict[str, Any]:
    """Options of a route that needs no sign-in: `@get("/healthz", **anyone())`.

    With `same_origin`, a browser may use it from Warmline's own pages only: for the sign-in form, and
    wherever else another site must not act in a visitor's name.
    """
    return {"opt": {"access": ANYONE, SAME_ORIGIN: same_origin}}


def write_key() -> dict[str, Any]:
    """Options of a route that checks a source's write key itself."""
    return {"opt": {"access": WRITE_KEY}}


def staff(*roles: Role) -> dict[str, Any]:
    """Options of a route for these roles; an administrator may use every one of them."""
    allowed = frozenset(roles) | {Role.ADMINISTRATOR}
    return {"opt": {"access": allowed}}


__all__ = ["ANYONE", "EVERY_ROLE", "SAME_ORIGIN", "WRITE_KEY", "Role", "anyone", "staff", "write_key"]
