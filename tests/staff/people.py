"""Accounts to try the staff room with: made, and signed in."""

from typing import Any, Protocol

from warmline.staff.service import StaffService
from warmline.web.access import Role
from warmline.web.principal import LOCAL

GOOD = "four words do it"


class Clock(Protocol):
    """Microseconds since 1970, as the test sets them."""

    now: int

    def __call__(self) -> int: ...


async def add(service: StaffService, name: str = "ana", role: Role = Role.AGENT, **more: Any) -> str:
    """An account; its id."""
    wanted: dict[str, Any] = {"password": GOOD} | more
    new = await service.add(LOCAL, email=f"{name}@example.com", name=name.title(), role=role, **wanted)
    return new.account.id


async def sign_in(
    service: StaffService, name: str = "ana", password: str = GOOD, address: str = "192.0.2.1"
) -> str:
    """A session; its token."""
    return (await service.sessions.sign_in(f"{name}@example.com", password, address=address)).token
