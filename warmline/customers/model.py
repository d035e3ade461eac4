"""What others see of a customer."""

from typing import Any

import msgspec

from warmline.customers.profile import ShownField
from warmline.language.messages import Message, Told


class IdentifierView(msgspec.Struct, frozen=True, kw_only=True):
    """One identifier; `verified` says whether any source vouches for it."""

    type: str
    value: str
    verified: bool
    id: int


class LinkView(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that ties two identifiers ("type:value"); trust is claimed, vouched or by hand.

    `inside` is false where the link joins nobody: the other end is another customer (a household, a
    refused merge).
    """

    a: str
    b: str
    trust: str
    source: str
    occurred: int
    inside: bool


class Relative(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who shares an identifier, such as the phone of a household."""

    id: int
    name: str
    shares: str


class CustomerView(msgspec.Struct, frozen=True, kw_only=True):
    """A customer: names, every field of the profile, who they are known as, and who is near them."""

    id: int
    name: str
    brand: str
    country: str
    partner: str
    fields: list[ShownField]
    identifiers: list[IdentifierView]
    links: list[LinkView]
    household: list[Relative]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A customer in a list of results; `known_as` is their strongest identifier."""

    id: int
    name: str
    known_as: str
    brand: str
    country: str
    partner: str


class TimelineEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One event of a customer's timeline."""

    seq: int
    id: str
    type: str
    channel: str
    source: str
    occurred: int
    properties: dict[str, Any]
    cause: str


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """Two customers who are probably one: how probably, and why; a person decides.

    `reasons` are in English, `said` is the same as messages.
    """

    a: Found
    b: Found
    probability: float
    reasons: list[str]
    said: list[str | Message]
    made: int
    state: str


class CustomerError(Told):
    """Something asked of a customer cannot be done."""


class UnknownCustomer(CustomerError):
    """There is no such customer, or it is outside of the scopes of who asks. `remedy`: what to type instead."""

    remedy = "Search by a name, or by any other identifier that you know."


class CannotSeparate(CustomerError):
    """The identifiers to split off are not a part of this customer's."""

    remedy = "Name one or more, but not all, of the customer's own identifiers as type:value."


class CopyInTheWay(CustomerError):
    """A copy of the data that a restore kept cannot be opened, so nobody can be erased from it."""

    remedy = "Delete the copy, or put it where it can be read, then erase again."


class UnknownProposal(CustomerError):
    """There is no open proposal for these two customers."""

    remedy = "Load the list again; somebody else may have settled it."
