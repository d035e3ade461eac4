"""Events of identity: who somebody is, which names belong together, which do not."""

from typing import Annotated

from msgspec import Meta, Struct

from warmline.events.properties import Key, Properties, Share, doc

Names = list[Annotated[str, Meta(pattern="^[^:]+:.+")]]
"""Identifiers as `type:value`, for example `phone:+639175550101`."""


class Address(Struct, frozen=True, kw_only=True):
    """Where somebody lives: `{"city": "Cebu", "area": "cebu-north", "postcode": "6000", "country": "PH"}`.

    `area` is the part of the network that serves the address.
    """

    street: str | None = None
    city: str | None = None
    area: str | None = None
    postcode: str | None = None
    postalCode: str | None = None
    state: str | None = None
    country: str | None = None


class Traits(Struct, frozen=True, kw_only=True):
    """What is known about a person; anything beyond these is welcome and kept.

    Events are kept as they were sent, so a trait may stand there in Segment's spelling; profiles read
    both, ours first: `traits.first_name | traits.firstName`.
    """

    name: Annotated[str | None, doc("Whole name, in the customer's own script.")] = None
    first_name: Annotated[str | None, doc("First name.")] = None
    last_name: Annotated[str | None, doc("Last name.")] = None
    latin_name: Annotated[str | None, doc("Whole name in Latin letters.")] = None
    email: Annotated[str | None, doc("Mail address.")] = None
    phone: Annotated[str | None, doc("Phone number.")] = None
    birth_date: Annotated[str | None, doc("Day of birth: 1990-04-23.")] = None
    gender: Annotated[str | None, doc("Gender, as far as they said.")] = None
    language: Annotated[str | None, doc("Preferred language, as a BCP 47 tag.")] = None
    preferred_channel: Annotated[str | None, doc("Preferred channel: phone, chat, mail …")] = None
    address: Annotated[Address | None, doc("Where they live.")] = None
    brand: Annotated[str | None, doc("Brand they are a customer of.")] = None
    partner: Annotated[str | None, doc("Partner that brought or serves them.")] = None
    segment: Annotated[str | None, doc("consumer, small business …")] = None
    value_tier: Annotated[str | None, doc("Value tier: new, silver, gold …")] = None
    plan: Annotated[str | None, doc("Plan, as customers know it.")] = None
    customer_since: Annotated[str | None, doc("Day they became a customer: 2021-03-01.")] = None
    firstName: Annotated[str | None, doc("Segment's spelling of first_name.")] = None
    lastName: Annotated[str | None, doc("Segment's spelling of last_name.")] = None
    birthday: Annotated[str | None, doc("Segment's spelling of birth_date.")] = None
    createdAt: Annotated[str | None, doc("Segment's spelling of customer_since.")] = None
    accessibility: Annotated[str | list[str] | None, doc("What they need: large_text, slow_speech …")] = None
    no_selling: Annotated[bool | None, doc("Nothing is to be sold to them now.")] = None


class CustomerIdentified(Properties):
    """A source told us who somebody is, with what it knows about them.

    What a Segment `identify` call becomes. Each trait stays until a later event changes it.

    Example: {"traits": {"first_name": "Maria", "last_name": "Santos", "language": "fil",
      "address": {"city": "Cebu", "area": "cebu-north"}, "value_tier": "gold"}}
    """

    traits: Annotated[Traits | None, doc("What is known about them.")] = None


class CustomerAliased(Properties):
    """A source told us that two of its names are one person.

    What a Segment `alias` call becomes. Both names are among the identifiers of the event.

    Example: {"previousId": "507f191e", "userId": "u-7013550"}
    """

    previousId: Annotated[str | None, doc("The name until now, as Segment calls it.")] = None
    userId: Annotated[str | None, doc("The name from now on, as Segment calls it.")] = None


class CustomerGrouped(Properties):
    """A customer belongs to a group: a household, a company.

    What a Segment `group` call becomes.

    Example: {"groupId": "acme-trading", "traits": {"name": "Acme Trading", "employees": 40}}
    """

    groupId: Annotated[Key, doc("Names the group, as Segment calls it.")]
    traits: Annotated[dict[str, object] | None, doc("What is known about the group.")] = None


class CustomerLinked(Properties):
    """Somebody decided that several identifiers belong to one customer.

    Example: {"identifiers": ["account:7013550", "account:7013568"], "by": "ana",
      "why": "same person, new account", "score": 0.98}
    """

    identifiers: Annotated[Names, Meta(min_length=1), doc("The identifiers.")]
    by: Annotated[str | None, doc("Who decided.")] = None
    why: Annotated[str | None, doc("Why.")] = None
    score: Annotated[Share | None, doc("How probable it is, 0 to 1.")] = None


class CustomerUnlinked(Properties, rename={"from_": "from"}):
    """Two sets of identifiers turned out not to be the same person.

    No link between one of `split` and one of `from` holds any longer.

    Example: {"split": ["account:7013550"], "from": ["account:7013568"],
      "by": "ana", "why": "father and son"}
    """

    split: Annotated[Names, Meta(min_length=1), doc("Identifiers of the one.")]
    from_: Annotated[Names, Meta(min_length=1), doc("Identifiers of the other.")]
    by: Annotated[str | None, doc("Who decided.")] = None
    why: Annotated[str | None, doc("Why.")] = None


class CustomerErased(Properties):
    """All that was known about a customer was erased; this is what is left.

    Example: {"by": "administrator", "reason": "request of the customer"}
    """

    by: Annotated[str | None, doc("Who did it.")] = None
    reason: Annotated[str | None, doc("Why.")] = None


EVENTS: dict[str, type[Properties]] = {
    "customer.identified": CustomerIdentified,
    "customer.aliased": CustomerAliased,
    "customer.grouped": CustomerGrouped,
    "customer.linked": CustomerLinked,
    "customer.unlinked": CustomerUnlinked,
    "customer.erased": CustomerErased,
}
