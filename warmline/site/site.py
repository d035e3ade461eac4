"""What pages of customers are made from."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from warmline.business.model import Disclosure
from warmline.channels.chat.model import Visitor
from warmline.channels.chat.service import Chat
from warmline.channels.chat.visitors import identifier_hash
from warmline.channels.declared import Website
from warmline.channels.passes import Passes
from warmline.contacts.left_off import LastAsked
from warmline.customers.service import Customers
from warmline.decisions.service import Decisions
from warmline.web.principal import Principal

LastAskedOf = Callable[[int, Disclosure], Awaitable[LastAsked | None]]
"""The question at which a customer broke off, for whoever is known so well."""


@dataclass(frozen=True, kw_only=True)
class Site:
    """The pages of customers of one installation. `clock` gives microseconds since 1970.

    `looked` puts on record that somebody looked at a customer. `demo` says that anybody may be one of the customers
    that the business names for trying; `environment` holds the secrets by which those are signed, as a site does it.
    """

    chat: Chat
    passes: Passes
    customers: Customers
    decisions: Decisions
    clock: Callable[[], int]
    looked: Callable[[Principal, str], Awaitable[None]]
    environment: Mapping[str, str]
    last_asked: LastAskedOf
    demo: bool = False

    def signed(self, website: Website, user: str) -> Visitor:
        """Somebody as a website's chat is told of them, signed now; nobody where the website signs nobody."""
        secret = self.environment.get(website.visitors, "") if website.visitors else ""
        if not (user and secret):
            return Visitor()
        at = self.clock() // 1_000_000
        return Visitor(id=user, identifier_hash=identifier_hash(user, secret, at), signed_at=at)
