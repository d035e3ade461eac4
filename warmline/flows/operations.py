"""What flows need to know of the operations of the company's systems."""

from collections.abc import Mapping
from typing import Any, Protocol

from warmline.business.model import Disclosure
from warmline.conditions.types import Record


class Operation(Protocol):
    """Something that can be looked up in a system, or that it can be had to do; connectors declare it."""

    @property
    def name(self) -> str:
        """The connector and the operation: `billing.pay`."""
        ...

    @property
    def changes(self) -> bool:
        """Whether it does something; else it only looks something up."""
        ...

    @property
    def arguments(self) -> Record:
        """The types of what it takes."""
        ...

    @property
    def answer(self) -> Record:
        """The type of what it gives; its fields are read from JSON."""
        ...

    @property
    def disclosure(self) -> Disclosure:
        """How well a customer must be known to be told what it gives."""
        ...

    def written(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Arguments that are values of conditions, as JSON. Raises ValueError where one does not fit."""
        ...
