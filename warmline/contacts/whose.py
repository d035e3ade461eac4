"""Whose contact it is: derived from its identifiers whenever somebody asks, so that a merge moves nothing."""

from typing import Any

from warmline.conditions.facts import of_profile
from warmline.conditions.known import Find
from warmline.customers.model import Found, UnknownCustomer
from warmline.customers.projection import Projection
from warmline.customers.service import Customers
from warmline.events.model import Identifier
from warmline.storage.port import Reader
from warmline.web.access import Role
from warmline.web.principal import Principal

SELF_SERVICE = Principal(kind="local", id="flow", name="Self-service", role=Role.ADMINISTRATOR)
"""Flows ask on behalf of the customer themselves, and tell them what their level allows."""


class Whose:
    """Customers of contacts."""

    def __init__(self, projection: Projection, customers: Customers) -> None:
        self._projection = projection
        self._customers = customers

    def normal(self, identifiers: tuple[Identifier, ...]) -> tuple[Identifier, ...]:
        """The usable ones in their one spelling, the strongest first."""
        return tuple(one for _, one in self._projection.rules.normaliser.normal(identifiers))

    def says_who(self, one: Identifier) -> bool:
        """Whether an identifier is of a person, and not of a thing that anybody may use."""
        declared = self._projection.rules.business.identifiers.get(one.type)
        return declared is not None and not declared.weak

    def customer(self, reader: Reader, identifiers: tuple[Identifier, ...]) -> int | None:
        """Whose contact one with these identifiers is; None for nobody we have heard of."""
        normal = self._projection.rules.normaliser.normal(identifiers)
        if not normal:
            return None
        node = self._projection.repository.find(reader, normal[0][1].type, normal[0][1].value)
        return node.customer if node else None

    def known_as(self, identifiers: tuple[Identifier, ...]) -> str:
        """The strongest name that a contact's customer has, as one text; "" for nobody we could have heard of."""
        normal = self.normal(identifiers)
        return f"{normal[0].type} {normal[0].value}" if normal else ""

    def was_another(self, reader: Reader, before: str, identifiers: tuple[Identifier, ...]) -> bool:
        """Whether a contact was about another customer while its strongest name was `before`.

        Names that lead to one customer are of one customer, however many of them there are.
        """
        type, _, value = before.partition(" ")
        return bool(before) and self.customer(reader, (Identifier(type, value),)) != self.customer(
            reader, identifiers
        )

    def identifiers(self, reader: Reader, customer: int) -> list[Identifier]:
        """All that a customer is known by."""
        members = self._projection.repository.members(reader, customer)
        return [Identifier(one.type, one.value, one.verified is not None) for one in members]

    def facts(self, reader: Reader, identifiers: tuple[Identifier, ...], now: int) -> Find:
        """What is known of the customer, read when a flow first asks."""
        found: Find | None = None

        def find(name: str) -> Any:
            nonlocal found
            if found is None:
                found = self._open(reader, identifiers, now)
            return found(name)

        return find

    def _open(self, reader: Reader, identifiers: tuple[Identifier, ...], now: int) -> Find:
        customer = self.customer(reader, identifiers)
        if customer is not None:
            try:
                opened = self._customers.open(reader, SELF_SERVICE, str(customer))
            except UnknownCustomer:
                pass
            else:
                return of_profile(opened.rules.shape, opened.profile, now)
        shape = self._projection.rules.shape  # somebody new: everything is as it is by default
        return of_profile(shape, {}, now)

    def sees(self, reader: Reader, by: Principal, identifiers: tuple[Identifier, ...]) -> bool:
        """Whether a member of staff may see a contact with these identifiers."""
        return by.scopes.everything or self._customers.sees(reader, by, self.customer(reader, identifiers))

    def name(self, reader: Reader, by: Principal, customer: int | None) -> str:
        """What a customer is called, or known as."""
        found = self.found(reader, by, customer) if customer is not None else None
        return (found.name or found.known_as) if found else ""

    def found(self, reader: Reader, by: Principal, customer: int) -> Found | None:
        """A customer as they stand in a list; None for one that `by` may not see."""
        return next(iter(self._customers.found(reader, by, [customer])), None)
