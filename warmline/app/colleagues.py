"""Fills the port through which contacts know the members of staff."""

from collections.abc import Callable
from math import inf

from warmline.staff import repository
from warmline.storage.port import Reader
from warmline.web.access import Role
from warmline.web.principal import Principal

WORKS_WITH_CONTACTS = frozenset({Role.AGENT, Role.LEAD, Role.ADMINISTRATOR})


class Colleagues:
    """The accounts. `unseen` gives the seconds since somebody was last seen."""

    def __init__(self, unseen: Callable[[str], float]) -> None:
        self._unseen = unseen

    def find(self, reader: Reader, who: str) -> Principal | None:
        """Somebody who works with contacts and may sign in."""
        account = repository.account(reader, who)
        if account is None or not account.active or account.role not in WORKS_WITH_CONTACTS:
            return None
        return account.principal

    def unseen(self, reader: Reader, who: str) -> float:
        """Seconds since somebody was last seen with a page of the desk open; 0 for programs, which have none."""
        account = repository.account(reader, who)
        if account is None:
            return 0.0
        return self._unseen(who) if account.active else inf
