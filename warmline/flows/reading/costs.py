"""Costs as they are written in `service.yaml`: amounts of the business's currency."""

from collections.abc import Callable, Collection
from decimal import Decimal

import msgspec

from warmline.business.suggest import suggest
from warmline.flows.costs import MILLION, Costs
from warmline.language.formats import minor_digits

MOST = 1_000_000
"""Nothing that is done for a customer costs more, in units of any currency times what they are worth."""
Refuse = Callable[[tuple[str | int, ...], str, str], None]


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """The keys below `costs`."""

    person: float = 0
    contact: dict[str, float] = {}
    message: float = 0
    operations: dict[str, float] = {}


def read_costs(
    written: Written, currency: str, channels: Collection[str], operations: Collection[str], refuse: Refuse
) -> Costs:
    """What it says; what is wrong with it is told `refuse`, with its path."""
    return Costs(
        currency=currency,
        digits=minor_digits(currency),
        person=_amount(written.person, ("person",), refuse),
        contact=_each(written.contact, "contact", "channel", channels, refuse),
        message=_amount(written.message, ("message",), refuse),
        operations=_each(written.operations, "operations", "operation", operations, refuse),
    )


def _each(
    written: dict[str, float], key: str, what: str, known: Collection[str], refuse: Refuse
) -> dict[str, int]:
    found = {}
    for name, cost in written.items():
        if name not in known:
            refuse(("costs", key, name), f'there is no {what} "{name}"', suggest(name, known))
        else:
            found[name] = _amount(cost, (key, name), refuse)
    return found


def _amount(cost: float, path: tuple[str, ...], refuse: Refuse) -> int:
    if not 0 <= cost <= MOST:
        refuse(("costs", *path), f"{cost:g} is not a cost", f"write a number from 0 to {MOST}: 8.50")
        return 0
    return round(Decimal(str(cost)) * MILLION)
