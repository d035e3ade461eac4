"""What channels need of contacts."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from warmline.contacts.model import Begun, By, Channel, Contact, Given, Told, Turn
from warmline.events.model import Identifier
from warmline.flows.prompts import Prompt


class Corresponding(Protocol):
    """Contacts with people who write from a number of theirs."""

    async def receive(
        self,
        channel: Channel,
        place: str,
        by: Identifier,
        id: str,
        read: Callable[[Prompt | None], Given],
        *,
        language: str = "",
        flow: str = "",
        greets: bool = False,
    ) -> bool:
        """Take one message in, once for each id; False if it had come. Raises TooFast, TooLong, BadInput."""
        ...


class Listening(Protocol):
    """A place to wait for news of one contact."""

    async def wait(self, timeout: float) -> bool:  # noqa: ASYNC109  (as contacts call it)
        """Return when something has changed since the last time, True then; False after so many seconds."""
        ...

    def typing(self) -> frozenset[By]:
        """Who is typing now."""
        ...


class Talking(Protocol):
    """Contacts, as far as channels begin them and go on with them."""

    async def begin(
        self,
        channel: Channel,
        *,
        identifiers: tuple[Identifier, ...] = (),
        language: str = "",
        place: str = "",
        flow: str = "",
        browser_language: str = "",
        address: str = "",
    ) -> Begun:
        """A new contact, with the token by which whoever began it goes on with it. Raises TooFast."""
        ...

    async def resume(self, contact: str, token: str) -> Contact:
        """The contact of this name. Raises UnknownContact, for a wrong token, too."""
        ...

    async def take(
        self,
        contact: str,
        given: Given,
        key: str,
        *,
        seen: int = 0,
        address: str = "",
        at_turn: Callable[[int], None] | None = None,
    ) -> int:
        """Take in what the customer did, once for each key; the number of the latest turn after it.

        `at_turn` is told the number of the turn of a file before anybody else sees it.
        """
        ...

    async def exchange(
        self,
        contact: str,
        token: str,
        given: Given,
        key: str,
        *,
        after: int = 0,
        seen: int | None = None,
        address: str = "",
    ) -> Told:
        """`take` by whoever holds the token; the contact then, and what was said after turn `after`."""
        ...

    async def look(self, contact: str, token: str, *, after: int = 0) -> Told:
        """The same without taking anything. Raises UnknownContact."""
        ...

    async def turns(self, contact: str, after: int = 0) -> list[Turn]:
        """The turns behind number `after`, in order."""
        ...

    async def contact(self, contact: str) -> Contact:
        """A contact as it stands now."""
        ...

    def listen(self, contact: str) -> AbstractAsyncContextManager[Listening]:
        """A place to wait at."""
        ...

    def typing(self, contact: str, by: By) -> None:
        """Somebody is typing."""
        ...

    async def leave(self, contact: str) -> None:
        """The customer is gone for good."""
        ...
