"""What is declared of a system and its operations, ready to be called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from warmline.business.model import Disclosure
from warmline.conditions.types import Record
from warmline.connectors.addresses import Address
from warmline.connectors.values import Fields

Method = Literal["GET", "POST", "PATCH"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector:
    """One system. `secret` names the environment variable that requests are signed with, "" for none.

    `outcome` is the address at which it tells what became of a key, None where it cannot tell. `patience` are the
    seconds in which an unknown outcome is asked about.
    """

    name: str
    url: str
    secret: str
    outcome: Address | None
    patience: float
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Something that can be looked up in a system, or that it can be had to do. `name` is `billing.pay`.

    `takes` are its arguments, `gives` what its answer is read as; `timeout` is in seconds. `always` is sent each time.
    `refuses` says in words what its codes of refusal mean.
    """

    name: str
    connector: Connector
    method: Method
    address: Address
    takes: Fields
    gives: Fields
    disclosure: Disclosure
    timeout: float
    place: str
    always: Mapping[str, Any] = field(default_factory=dict)
    refuses: Mapping[str, str] = field(default_factory=dict)

    @property
    def changes(self) -> bool:
        """Whether it does something; else it only looks something up."""
        return self.method != "GET"

    @property
    def arguments(self) -> Record:
        """The types of what it takes."""
        return self.takes.record

    @property
    def answer(self) -> Record:
        """The type of what it gives; values that were kept as JSON are read by `gives.read`."""
        return self.gives.record

    def written(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Arguments, be they values of conditions or JSON, as JSON. Raises Misfit.

        Money in major units becomes `{amount, currency}`, a moment ISO 8601; `{secret: name}` stays as it is.
        """
        return self.takes.written(arguments)

    def taken(self, answer: Any) -> dict[str, Any]:
        """What an answer says, by the names and types that are declared, as JSON. Raises Misfit."""
        return self.gives.taken(answer)
