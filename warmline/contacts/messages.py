"""What contacts need to send somebody a message: a port, filled by whatever sends them."""

from typing import Protocol

import msgspec

from warmline.events.model import Identifier


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """Words for a phone or a mailbox. The same `key` twice is one message."""

    key: str
    to: Identifier
    text: str


class Messages(Protocol):
    """Sends messages."""

    @property
    def is_ready(self) -> bool:
        """Whether there is something to send with."""
        ...

    async def send(self, message: Message) -> None:
        """Send one. Raises whatever goes wrong; it is tried again then."""
        ...
