"""What serving a customer costs the company: a person's minutes, contacts, messages, operations."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What `service.yaml` says of costs, in millionths of the unit of `currency`; "" where it says nothing.

    `person` is for a minute, `contact` for each contact by channel, `message` for each message that is sent,
    `operations` for each time that one is asked for.
    """

    currency: str = ""
    digits: int = 2
    person: int = 0
    contact: Mapping[str, int] = field(default_factory=dict)
    message: int = 0
    operations: Mapping[str, int] = field(default_factory=dict)

    def people(self, microseconds: int) -> int:
        """What people cost who helped for so long together."""
        return self.person * microseconds // (60 * MILLION)

    def money(self, amount: int) -> dict[str, object]:
        """An amount as events write money."""
        return {"amount": self.minor(amount), "currency": self.currency}

    def minor(self, amount: int) -> int:
        """An amount in whole minor units of the currency.

        >>> Costs(currency="PHP").minor(8_505_000)
        851
        """
        return int(amount * 10**self.digits + MILLION // 2) // MILLION
