"""What pages of customers are made from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from warmline.channels.chat.service import Chat


@dataclass(frozen=True, kw_only=True)
class Site:
    """The pages of customers of one installation.

    `demo` says that anybody may be one of the customers that the business names for trying; `environment` holds the
    secrets by which they are signed as a site would sign them. `command` is how to be a caller in a terminal.
    """

    chat: Chat
    demo: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)
    command: str = "warmline call"
